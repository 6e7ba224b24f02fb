package store

import (
	"database/sql"
	"fmt"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	// mostJudged bounds how many assets are held against a request, whatever the size of the register.
	mostJudged = 5000
	// ofLook is how many assets a look reads at once.
	ofLook = domain.MostMatches
)

// look is one way to come upon assets: in a place, with the area asked or with one that misses it, those first that lose the fewest
// points by where they lie and what they lack, then the smaller ones. What it has not read yet can't rank higher than its bound.
type look struct {
	// parts are what is looked through, each along an index.
	parts []query
	lookOrder
	bound domain.Bound
	after string
	done  bool
}

// Candidates shows the best of a request the assets within its reach that the actor may know of: those that may rank highest first,
// until none that is left could be among the best. What it reads depends on how much fits, not on how much there is.
func Candidates(v *kit.View, reach domain.Reach, best *domain.Best) error {
	if len(reach.Communes) == 0 {
		return lookInto(v, looksOf(v, reach, everywhereOf(reach, byIndex, func(*query) {})), reach, best)
	}
	looks := looksOf(v, reach, communesOf(reach))
	if _, err := looks[0].show(v, reach, best); err != nil {
		return err
	}
	reach.KM = best.MostKM(reach) // the communes may have enough
	return lookInto(v, append(looks, looksOf(v, reach, aroundCommunes(reach))...), reach, best)
}

// lookInto shows what the looks come upon, those first that may come upon the best.
func lookInto(v *kit.View, looks []*look, reach domain.Reach, best *domain.Best) error {
	for judged := 0; judged < mostJudged; {
		next := first(looks, best)
		if next == nil {
			return nil
		}
		shown, err := next.show(v, reach, best)
		if err != nil {
			return err
		}
		judged += shown
	}
	return nil
}

// show reads on in the look, and says how many assets it came upon.
func (l *look) show(v *kit.View, reach domain.Reach, best *domain.Best) (int, error) {
	found, err := l.read(v, reach, best)
	for _, a := range found {
		best.Add(a)
	}
	return len(found), err
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

// read reads on in the look what may be among the best. The text is the same for all looks of a sort: the engine reads it once.
func (l *look) read(v *kit.View, reach domain.Reach, best *domain.Best) (found []domain.Asset, err error) {
	var texts []string
	args := l.args(reach)
	fixed, open := len(args), l.open(reach, best)
	for _, part := range l.parts {
		texts = append(texts, fmt.Sprintf(`SELECT t.asset_id, t.kind, t.area_m2, t.least_m2, t.commune_code, t.confidentiality, t.body_id, t.traits, %s AS loss
 FROM asset_index t WHERE %s AND %s`, l.order, part.text(), open.text()))
		args = append(append(args, part.args...), open.args...)
	}
	text := fmt.Sprintf("%s ORDER BY loss, area_m2, asset_id LIMIT %d", strings.Join(texts, " UNION ALL "), ofLook)
	rows, err := v.Query(v.Ctx, numberedAfter(fixed, text), args...)
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

// open leaves what may be among the best, beyond what was read.
func (l *look) open(reach domain.Reach, best *domain.Best) (q query) {
	q.and("t.lacks & ? = 0 AND (t.use_mask = 0 OR t.use_mask & ? <> 0)", reach.Demands.Hard, reach.Demands.Uses)
	if l.placed {
		within := boxOf(reach, best.MostKM(reach))
		q.and("t.lat_e6 BETWEEN ? AND ? AND t.lon_e6 BETWEEN ? AND ?", within.south, within.north, within.west, within.east)
	}
	if most := best.MostLost(l.bound); best.Full() || l.order != l.total { // else all may
		q.and("+t.lost <= ?", most-l.least) // cheap, and does for many; no index is to be used for it
		q.and("("+l.total+") <= ?", most)
	}
	if l.after != "" {
		q.and("("+l.order+", t.area_m2, t.asset_id) > (?, ?, ?)", l.bound.Lost, l.bound.AreaM2, l.after)
	}
	return q
}

// candidate is the asset that the look has come to.
func (l *look) candidate(rows *sql.Rows) (a domain.Asset, traits []byte, err error) {
	var kind, confidentiality string
	err = rows.Scan(&a.ID, &kind, &a.AreaM2, &a.DivisibleFromM2, &a.CommuneCode, &confidentiality, &a.BodyID, &traits, &l.bound.Lost)
	a.Kind = commonv1.AssetKind(commonv1.AssetKind_value[kind])
	a.Confidentiality = landv1.AssetConfidentiality(landv1.AssetConfidentiality_value[confidentiality])
	a.OnMarket = true
	l.bound.AreaM2, l.after = int64(a.AreaM2), a.ID
	return a, traits, err
}
