package store

import (
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
