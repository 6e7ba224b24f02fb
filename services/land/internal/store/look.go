package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
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
	ofLook = 40
	// firstLooks is how many looks the first query holds; while they find little, the next holds more, up to mostInQuery.
	firstLooks, mostInQuery = 8, 64
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
	rank := func(l *look) int64 { return best.Rank(l.bound) }
	for judged, width := 0, firstLooks; judged < mostJudged; {
		looks = slices.DeleteFunc(looks, func(l *look) bool { return l.done || !best.Open(rank(l)) })
		if len(looks) == 0 {
			return nil
		}
		slices.SortStableFunc(looks, func(a, b *look) int { return cmp.Compare(rank(b), rank(a)) })
		next := looks[:min(len(looks), width)]
		found, err := read(v, next)
		if err != nil {
			return err
		}
		for _, a := range found {
			best.Add(a)
		}
		if judged += len(found); len(found) < len(next)*ofLook/2 {
			width = min(width*4, mostInQuery)
		}
	}
	return nil
}

// read reads on in the looks.
func read(v *kit.View, looks []*look) (found []domain.Asset, err error) {
	var texts []string
	var args []any
	for i, l := range looks {
		l.done = true // unless it has more
		texts = append(texts, fmt.Sprintf("SELECT * FROM (%s) l%d", l.text(i), i))
		args = append(args, l.args...)
		if l.after != "" {
			args = append(args, l.bound.Lost, l.bound.AreaM2, l.after)
		}
	}
	rows, err := v.Query(v.Ctx, numbered(strings.Join(texts, " UNION ALL ")), args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	count := make([]int, len(looks))
	var bare []string
	for rows.Next() {
		i, a, lost, traits, err := candidate(rows)
		if err != nil {
			return nil, err
		}
		count[i]++
		looks[i].passed(a, lost)
		looks[i].done = count[i] < ofLook
		if len(traits) == 0 {
			bare = append(bare, a.ID) // written before there were traits
			continue
		}
		found = append(found, a.WithTraits(traits).SeenBy(v.Actor))
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if found, err = atRisk(v, found); err != nil || len(bare) == 0 {
		return found, err
	}
	more, err := Assets(v, bare)
	return append(found, more...), err
}

func (l *look) text(number int) string {
	where := strings.Join(l.conds, " AND ")
	if l.after != "" {
		where += " AND (t.lost, t.area_m2, t.asset_id) > (?, ?, ?)"
	}
	return fmt.Sprintf(`SELECT %d AS look, t.asset_id, t.kind, t.area_m2, t.least_m2, t.commune_code, t.confidentiality, t.body_id, t.lost, t.traits
 FROM asset_index t WHERE %s ORDER BY t.lost, t.area_m2, t.asset_id LIMIT %d`, number, where, ofLook)
}

// passed says that the look has come to an asset, or further.
func (l *look) passed(a domain.Asset, lost int64) {
	area := int64(a.AreaM2)
	if l.after == "" || cmp.Or(cmp.Compare(lost, l.bound.Lost), cmp.Compare(area, l.bound.AreaM2), strings.Compare(a.ID, l.after)) > 0 {
		l.bound.Lost, l.bound.AreaM2, l.after = lost, area, a.ID
	}
}

// candidate is the row of an asset, and the number of the look that found it.
func candidate(rows *sql.Rows) (look int, a domain.Asset, lost int64, traits []byte, err error) {
	var kind, confidentiality string
	err = rows.Scan(&look, &a.ID, &kind, &a.AreaM2, &a.DivisibleFromM2, &a.CommuneCode, &confidentiality, &a.BodyID, &lost, &traits)
	a.Kind = commonv1.AssetKind(commonv1.AssetKind_value[kind])
	a.Confidentiality = landv1.AssetConfidentiality(landv1.AssetConfidentiality_value[confidentiality])
	a.OnMarket = true
	return look, a, lost, traits, err
}
