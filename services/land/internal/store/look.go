package store

import (
	"database/sql"
	"fmt"
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	// mostJudged bounds how many assets are held against a request, whatever the size of the register.
	mostJudged = 5000
	// ofLook is how many assets a look reads at once.
	ofLook = 40
)

// look is one way to come upon assets: of a kind, in a place, those first that lose the fewest points by themselves, then the smaller
// ones. What it has not read yet can't rank higher than its bound.
type look struct {
	query
	bound domain.Bound
	after string
	done  bool
}

// Candidates shows the best of a request the assets within its reach that the actor may know of: those that may rank highest first,
// until none that is left could be among the best. What it reads depends on how much fits, not on how much there is.
func Candidates(v *kit.View, reach domain.Reach, best *domain.Best) error {
	looks := looksOf(v, reach)
	for judged := 0; judged < mostJudged; {
		next := first(looks, best)
		if next == nil {
			return nil
		}
		km, lost := best.Within(reach)
		found, err := next.read(v, boxOf(reach, km), lost)
		if err != nil {
			return err
		}
		for _, a := range found {
			best.Add(a)
		}
		judged += len(found)
	}
	return nil
}

// first is the look that may come upon the best, nil when none may come upon one of the best.
func first(looks []*look, best *domain.Best) (found *look) {
	highest := int64(-1)
	for _, l := range looks {
		if l.done {
			continue
		}
		if rank := best.Rank(l.bound); rank > highest && best.Open(rank) {
			found, highest = l, rank
		}
	}
	return found
}

// read reads on in the look what loses no more points than so many and, outside the communes wanted, lies in a box. The text is the same
// for all looks of a sort: the engine reads it once.
func (l *look) read(v *kit.View, within box, lost int64) (found []domain.Asset, err error) {
	q := query{slices.Clone(l.conds), slices.Clone(l.args)}
	q.and("t.lost <= ?", lost)
	if l.bound.KM >= 0 {
		q.and("t.lat_e6 BETWEEN ? AND ? AND t.lon_e6 BETWEEN ? AND ?", within.south, within.north, within.west, within.east)
	}
	if l.after != "" {
		q.and("(t.lost, t.area_m2, t.asset_id) > (?, ?, ?)", l.bound.Lost, l.bound.AreaM2, l.after)
	}
	rows, err := v.Query(v.Ctx, fmt.Sprintf(`SELECT t.asset_id, t.kind, t.area_m2, t.least_m2, t.commune_code, t.confidentiality, t.body_id, t.lost, t.traits
 FROM asset_index t WHERE %s ORDER BY t.lost, t.area_m2, t.asset_id LIMIT %d`, q.sql(), ofLook), q.args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	count := 0
	var bare []string
	for ; rows.Next(); count++ {
		a, traits, err := l.candidate(rows)
		if err != nil {
			return nil, err
		}
		if len(traits) == 0 {
			bare = append(bare, a.ID) // written before there were traits
			continue
		}
		found = append(found, a.WithTraits(traits).SeenBy(v.Actor))
	}
	if l.done = count < ofLook; rows.Err() != nil {
		return nil, rows.Err()
	}
	if found, err = atRisk(v, found); err != nil || len(bare) == 0 {
		return found, err
	}
	more, err := Assets(v, bare)
	return append(found, more...), err
}

// candidate is the asset that the look has come to.
func (l *look) candidate(rows *sql.Rows) (a domain.Asset, traits []byte, err error) {
	var kind, confidentiality string
	err = rows.Scan(&a.ID, &kind, &a.AreaM2, &a.DivisibleFromM2, &a.CommuneCode, &confidentiality, &a.BodyID, &l.bound.Lost, &traits)
	a.Kind = commonv1.AssetKind(commonv1.AssetKind_value[kind])
	a.Confidentiality = landv1.AssetConfidentiality(landv1.AssetConfidentiality_value[confidentiality])
	a.OnMarket = true
	l.bound.AreaM2, l.after = int64(a.AreaM2), a.ID
	return a, traits, err
}
