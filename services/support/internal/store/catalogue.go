package store

import (
	"database/sql"
	"errors"
	"sync"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const (
	stampUp     = `INSERT INTO catalogue_stamp (territory, changes) VALUES ($1, 1) ON CONFLICT (territory) DO UPDATE SET changes = catalogue_stamp.changes + 1`
	selectStamp = `SELECT changes FROM catalogue_stamp WHERE territory = $1`

	allBodies    = `SELECT record FROM partner_body WHERE territory = $1 ORDER BY id`
	allOffers    = `SELECT record FROM service_offer WHERE territory = $1 ORDER BY id`
	allSubjects  = `SELECT record FROM subject WHERE territory = $1 ORDER BY position, id`
	rulesInForce = `SELECT record FROM routing_rule_set WHERE territory = $1 AND status = 'ROUTING_RULE_SET_STATUS_PUBLISHED'`
)

// stampCatalogue says that what proposals are computed from has changed.
func stampCatalogue(tx *kit.Tx) error {
	_, err := tx.Exec(tx.Ctx, stampUp, tx.Actor.Territory)
	return err
}

// Catalogues keeps the catalogue of each territory in memory. Each time it is asked for, one row says whether it is still
// what the database says: also when another process changed it, and before that change is told to anybody.
type Catalogues struct {
	mu   sync.Mutex
	kept map[string]keptCatalogue
}

type keptCatalogue struct {
	changes int64
	*domain.Catalogue
}

// Of is the catalogue of the actor's territory. Inside a unit of work that changed it, it is read and not kept: the unit
// may yet be undone.
func (k *Catalogues) Of(from kit.Source) (*domain.Catalogue, error) {
	v := viewOf(from)
	var changes int64
	if err := v.QueryRow(v.Ctx, selectStamp, v.Actor.Territory).Scan(&changes); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	k.mu.Lock()
	kept, ok := k.kept[v.Actor.Territory]
	k.mu.Unlock()
	if ok && kept.changes == changes {
		return kept.Catalogue, nil
	}
	made, err := readCatalogue(v)
	if err != nil {
		return nil, err
	}
	if _, writing := from.(*kit.Tx); !writing {
		k.keep(v.Actor.Territory, keptCatalogue{changes, made})
	}
	return made, nil
}

// keep never goes back: of two that read at once, the later stays.
func (k *Catalogues) keep(territory string, made keptCatalogue) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[string]keptCatalogue{}
	}
	if before, ok := k.kept[territory]; !ok || before.changes <= made.changes {
		k.kept[territory] = made
	}
}

// readCatalogue reads everything once; what it costs is paid at the first case after a change.
func readCatalogue(v *kit.View) (*domain.Catalogue, error) {
	l, err := Listed(v)
	if err != nil {
		return nil, err
	}
	return domain.NewCatalogue(l), nil
}

// Listed is everything that a catalogue is made of.
func Listed(v *kit.View) (l domain.Listed, err error) {
	if l.Bodies, err = records[*supportv1.PartnerBody](v, allBodies); err != nil {
		return l, err
	}
	if l.Offers, err = records[*supportv1.ServiceOffer](v, allOffers); err != nil {
		return l, err
	}
	if l.Subjects, err = records[*supportv1.Subject](v, allSubjects); err != nil {
		return l, err
	}
	rules, err := records[*supportv1.RoutingRuleSet](v, rulesInForce)
	if len(rules) > 0 {
		l.Rules = rules[0]
	}
	return l, err
}

// records are the resources that a query gives, in the actor's territory.
func records[M proto.Message](v *kit.View, query string) (found []M, err error) {
	rows, err := v.Query(v.Ctx, query, v.Actor.Territory)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var record []byte
		if err := rows.Scan(&record); err != nil {
			return nil, err
		}
		var m M
		m = m.ProtoReflect().New().Interface().(M)
		if err := proto.Unmarshal(record, m); err != nil {
			return nil, err
		}
		found = append(found, m)
	}
	return found, rows.Err()
}
