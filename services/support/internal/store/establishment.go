package store

import (
	"database/sql"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
)

func micros(t *timestamppb.Timestamp) int64 {
	if t == nil {
		return 0
	}
	return clock.Micros(t.AsTime())
}

const (
	selectEstablishment      = `SELECT record, source_us FROM establishment WHERE territory = $1 AND siret = $2`
	selectEstablishmentNamed = `SELECT record, source_us FROM establishment WHERE territory = $1 AND name_key = $2 AND commune_code = $3 LIMIT 2`
)

// Establishment is what the register knows of a SIRET; nil when nothing.
func Establishment(v *kit.View, siret string) (*supportv1.Company, error) {
	var record []byte
	var sourced int64
	err := v.QueryRow(v.Ctx, selectEstablishment, v.Actor.Territory, siret).Scan(&record, &sourced)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return establishment(record, sourced)
}

// EstablishmentNamed is the one establishment of the commune with the name; nil when there is none, or more than one.
func EstablishmentNamed(v *kit.View, name, communeCode string) (*supportv1.Company, error) {
	rows, err := v.Query(v.Ctx, selectEstablishmentNamed, v.Actor.Territory, text.Fold(name), communeCode)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found, err := establishments(rows)
	if err != nil || len(found) != 1 {
		return nil, err
	}
	return found[0], nil
}

const (
	selectBeginning = `SELECT record, source_us FROM establishment WHERE territory = $1 AND name_key >= $2 AND name_key < $3 ORDER BY name_key, siret LIMIT CAST($4 AS bigint)`
	selectOfSiren   = `SELECT record, source_us FROM establishment WHERE territory = $1 AND siret >= $2 AND siret < $3 ORDER BY siret LIMIT CAST($4 AS bigint)`
)

// last sorts after every character that a folded name holds.
const last = "\U0010FFFF"

func establishments(rows *sql.Rows) (found []*supportv1.Company, err error) {
	for rows.Next() {
		var record []byte
		var sourced int64
		if err := rows.Scan(&record, &sourced); err != nil {
			return nil, err
		}
		c, err := establishment(record, sourced)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

const selectEstablishments = `SELECT siret, record, source_us, dated_us FROM establishment WHERE territory = $1 AND siret > $2 ORDER BY siret LIMIT 1000`

// EachEstablishment goes through the register of a territory in the order of the SIRET, some at a time, with when the register
// changed each last.
func EachEstablishment(v *kit.View, territory string, use func(c *supportv1.Company, version int64) error) error {
	for last := ""; ; {
		found, err := establishmentsAfter(v, territory, last)
		if err != nil || len(found) == 0 {
			return err
		}
		for _, c := range found {
			if err := use(c.Company, c.Version); err != nil {
				return err
			}
			last = c.Company.GetSiret()
		}
	}
}

func establishmentsAfter(v *kit.View, territory, last string) (found []Told, err error) {
	rows, err := v.Query(v.Ctx, selectEstablishments, territory, last)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var siret string
		var record []byte
		var sourced int64
		var t Told
		if err := rows.Scan(&siret, &record, &sourced, &t.Version); err != nil {
			return nil, err
		}
		if t.Company, err = establishment(record, sourced); err != nil {
			return nil, err
		}
		found = append(found, t)
	}
	return found, rows.Err()
}

func establishment(record []byte, sourced int64) (*supportv1.Company, error) {
	var c supportv1.Company
	if err := proto.Unmarshal(record, &c); err != nil {
		return nil, err
	}
	if t := clock.FromMicros(sourced); !t.Equal(time.Time{}) {
		c.SourceTime = timestamppb.New(t)
	}
	return &c, nil
}
