package store

import (
	"math"

	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

// loss is how many points an asset loses at least by what it lacks of what a request asks: the engine passes by what loses too much. The
// places $1 to $9 are those of lossArgs. A test holds that no asset loses less than this says; the points are those of domain.Judge.
var loss = `(t.lost + CASE WHEN t.lacks & $1 <> 0 THEN 2 ELSE 0 END + CASE WHEN t.lacks & $2 <> 0 THEN 2 ELSE 0 END + CASE WHEN t.lacks & $3 <> 0 THEN 1 ELSE 0 END
 + CASE WHEN t.power_kva >= 0 AND t.power_kva < $4 THEN 2 ELSE 0 END + CASE WHEN t.height_cm >= 0 AND t.height_cm < $5 THEN 2 ELSE 0 END
 + ` + lesser(dear("t.rent_cents", "$8"), dear("t.price_cents", "$9")) + `)`

// dear is how many of the ten points of the price an amount loses.
func dear(cents, without string) string {
	return `CASE WHEN ` + cents + ` < 0 THEN 0 WHEN t.lacks & ` + without + ` <> 0 THEN 10 WHEN ` + cents + ` = 0 THEN $7 WHEN ` + cents + ` <= $6 THEN 0 ELSE 10 - 10 * (100 * $6 / ` + cents + `) / 100 END`
}

// lesser is the lesser of two numbers, on either engine.
func lesser(a, b string) string {
	return `CASE WHEN ` + a + ` < ` + b + ` THEN ` + a + ` ELSE ` + b + ` END`
}

// lossArgs are what a request asks, as the loss compares it.
func lossArgs(d domain.Demands) []any {
	return []any{d.Access, d.Rail, d.Visibility, d.PowerKVA, d.HeightCM, d.LimitCents, d.OnRequest, d.NoRent, d.NoSale}
}

// lookOrder is how a look sorts what it comes upon: by an order that an index or the look itself has, beside the total of what is lost.
type lookOrder struct {
	order, total string
	// args fill the places that both name.
	args func(reach domain.Reach) []any
	// placed says that it looks around the communes wanted, not into them, and least what all lose there.
	placed bool
	least  int64
}

// Within a commune wanted the place costs nothing. Who looks everywhere sorts by what is lost whatever is asked, which an index has.
var (
	inCommunes = lookOrder{loss, loss, func(r domain.Reach) []any { return lossArgs(r.Demands) }, false, 0}
	byIndex    = lookOrder{"t.lost", loss, inCommunes.args, false, 0}
)

// away is how what lies around the communes wanted loses points: each by its distance when one is wanted, else all those of a ring.
func away(reach domain.Reach, points int64) lookOrder {
	if only, known := reference.Communes().Current(reach.Communes[0]); known && len(reach.Communes) == 1 {
		return awayFrom(only.Point, points)
	}
	return awayByRing(points)
}

// awayByRing has all that lies around some communes lose the points of the ring.
func awayByRing(points int64) lookOrder {
	total := loss + " + $10"
	return lookOrder{total, total, func(r domain.Reach) []any { return append(lossArgs(r.Demands), points) }, true, points}
}

// awayFrom has each asset lose the points of its distance from the one commune wanted, as domain.Reach.PlaceLost says them: on a plane
// whose degrees are as short as the shortest within reach, so that none seems further than it is.
func awayFrom(centre reference.Point, least int64) lookOrder {
	const distance = `sqrt((t.lat_e6 - $10) * (t.lat_e6 - $10) + (t.lon_e6 - $11) * (t.lon_e6 - $11) * CAST($12 AS double precision)) * CAST($13 AS double precision)`
	total := loss + " + CASE WHEN " + distance + " > 1 THEN 8 ELSE CAST(ceil(15 * ceil(50 * " + distance + ") / 100) AS bigint) END"
	return lookOrder{total, total, func(r domain.Reach) []any {
		narrow := math.Cos(min(math.Abs(centre.Latitude)+r.KM/kmOfDegree, 90) * math.Pi / 180)
		return append(lossArgs(r.Demands), microDegrees(centre.Latitude), microDegrees(centre.Longitude), narrow*narrow, 0.999*kmOfDegree/1e6/math.Max(r.RadiusKM, 1))
	}, true, least}
}
