package store

import (
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

// Sum is how many there are of something, and their area.
type Sum struct {
	Code   string
	Count  int64
	AreaM2 int64
}

const (
	selectSupply = `SELECT kind, count(*), CAST(sum(area_m2) AS bigint) FROM asset_index
 WHERE territory = $1 AND offered GROUP BY kind ORDER BY kind`

	selectBrownfields = `SELECT kind, count(*), CAST(sum(area_m2) AS bigint) FROM asset_index
 WHERE territory = $1 AND kind = 'ASSET_KIND_BROWNFIELD' AND on_market GROUP BY kind`

	selectOffMarket = `SELECT confidentiality, count(*), CAST(sum(area_m2) AS bigint) FROM asset_index
 WHERE territory = $1 AND on_market AND confidentiality = $2 GROUP BY confidentiality`

	selectDemand = `SELECT origin, count(*), CAST(sum(min_area_m2) AS bigint) FROM land_request
 WHERE territory = $1 AND created_us >= $2 AND created_us < $3 GROUP BY origin ORDER BY origin`

	selectEnded = `SELECT fail_reason, count(*), CAST(sum(min_area_m2) AS bigint) FROM land_request
 WHERE territory = $1 AND closed_us >= $2 AND closed_us < $3 AND status = $4 GROUP BY fail_reason ORDER BY fail_reason`
)

// Supply is what is offered, by kind.
func Supply(v *kit.View) ([]Sum, error) { return sums(v, selectSupply, v.Actor.Territory) }

// UnconvertedBrownfields are the brownfields that are not converted, offered or not.
func UnconvertedBrownfields(v *kit.View) ([]Sum, error) {
	return sums(v, selectBrownfields, v.Actor.Territory)
}

// OffMarket is what only the bodies that keep it know of.
func OffMarket(v *kit.View) ([]Sum, error) {
	return sums(v, selectOffMarket, v.Actor.Territory, landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY.String())
}

// Demand is what was asked for from an instant until before another, by origin.
func Demand(v *kit.View, from, until time.Time) ([]Sum, error) {
	return sums(v, selectDemand, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
}

// Ended is what came to an end in a time with a status, by the obstacle that was met.
func Ended(v *kit.View, from, until time.Time, as landv1.LandRequestStatus) ([]Sum, error) {
	return sums(v, selectEnded, v.Actor.Territory, clock.Micros(from), clock.Micros(until), as.String())
}

func sums(v *kit.View, query string, args ...any) (found []Sum, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s Sum
		if err := rows.Scan(&s.Code, &s.Count, &s.AreaM2); err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, rows.Err()
}
