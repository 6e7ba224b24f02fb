package store

import (
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Cut is an amount by zone and use, and by obstacle where something failed.
type Cut struct {
	ZoneID, Use, Reason string
	Count, AreaM2       int64
}

// Day is what came on the market and left it in a day.
type Day struct {
	On            string
	Count, AreaM2 int64
}

const (
	selectOffer = `SELECT offered, area_m2, zone_id, use_code, on_market, availability, confidentiality, body_id FROM asset_index WHERE territory = $1 AND asset_id = $2`

	addToDay = `INSERT INTO availability_day (territory, on_day, zone_id, use_code, asset_count, area_m2) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (territory, on_day, zone_id, use_code) DO UPDATE SET asset_count = availability_day.asset_count + excluded.asset_count,
 area_m2 = availability_day.area_m2 + excluded.area_m2`

	selectOffered = `SELECT zone_id, use_code, '', CAST(sum(asset_count) AS bigint), CAST(sum(area_m2) AS bigint) FROM availability_day
 WHERE territory = $1 AND on_day <= $2 GROUP BY zone_id, use_code ORDER BY zone_id, use_code`

	selectDays = `SELECT on_day, CAST(sum(asset_count) AS bigint), CAST(sum(area_m2) AS bigint) FROM availability_day
 WHERE territory = $1 AND on_day <= $2 AND (CAST($3 AS text) = '' OR zone_id = $3) GROUP BY on_day ORDER BY on_day`

	selectAsked = `SELECT zone_id, use_code, '', count(*), CAST(sum(min_area_m2) AS bigint) FROM land_request
 WHERE territory = $1 AND created_us >= $2 AND created_us < $3 AND status <> 'LAND_REQUEST_STATUS_DRAFT' GROUP BY zone_id, use_code ORDER BY zone_id, use_code`

	selectMet = `SELECT signed_zone_id, use_code, '', count(*), CAST(sum(signed_m2) AS bigint) FROM land_request
 WHERE territory = $1 AND closed_us >= $2 AND closed_us < $3 AND status = 'LAND_REQUEST_STATUS_SIGNED' GROUP BY signed_zone_id, use_code ORDER BY signed_zone_id, use_code`

	selectFailed = `SELECT zone_id, use_code, fail_reason, count(*), CAST(sum(min_area_m2) AS bigint) FROM land_request
 WHERE territory = $1 AND closed_us >= $2 AND closed_us < $3 AND status = 'LAND_REQUEST_STATUS_FAILED' GROUP BY zone_id, use_code, fail_reason
 ORDER BY zone_id, use_code, fail_reason`
)

// offer is what an asset adds to what is available.
type offer struct {
	zoneID, use string
	areaM2      int64
	there       bool
}

// countDay writes what the change of an asset adds to the day, and takes from it, and how the asset stood before.
func countDay(tx *kit.Tx, a domain.Asset) error {
	var before offer
	var stood domain.Standing
	var availability, confidentiality string
	err := tx.QueryRow(tx.Ctx, selectOffer, tx.Actor.Territory, a.ID).Scan(&before.there, &before.areaM2, &before.zoneID, &before.use,
		&stood.OnMarket, &availability, &confidentiality, &stood.BodyID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	stood.Offered = before.there
	if stood = standing(stood, availability, confidentiality); err == nil && stood != a.Standing() {
		if err := keepPast(tx, a.ID, stood); err != nil {
			return err
		}
	}
	zoneID, use := a.Counted()
	after := offer{zoneID: zoneID, use: useCode(use), areaM2: int64(a.AreaM2), there: a.Offered}
	if before == after || !before.there && !after.there {
		return nil
	}
	if err := add(tx, before, -1); err != nil {
		return err
	}
	return add(tx, after, 1)
}

func add(tx *kit.Tx, o offer, sign int64) error {
	if !o.there {
		return nil
	}
	_, err := tx.Exec(tx.Ctx, addToDay, tx.Actor.Territory, calendar.DayOf(tx.Now).String(), o.zoneID, o.use, sign, sign*o.areaM2)
	return err
}

// Offered is what was on the market at the end of a day.
func Offered(v *kit.View, day string) ([]Cut, error) {
	return cuts(v, selectOffered, v.Actor.Territory, day)
}

// Asked is what was asked for from an instant until before another.
func Asked(v *kit.View, from, until time.Time) ([]Cut, error) {
	return cuts(v, selectAsked, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
}

// Met is what was signed in a time, Failed what found nothing.
func Met(v *kit.View, from, until time.Time) ([]Cut, error) {
	return cuts(v, selectMet, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
}

// Failed is what found nothing in a time.
func Failed(v *kit.View, from, until time.Time) ([]Cut, error) {
	return cuts(v, selectFailed, v.Actor.Territory, clock.Micros(from), clock.Micros(until))
}

func cuts(v *kit.View, query string, args ...any) (found []Cut, err error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c Cut
		if err := rows.Scan(&c.ZoneID, &c.Use, &c.Reason, &c.Count, &c.AreaM2); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

// DaysUntil are the days on which something changed, oldest first, of a zone or of all.
func DaysUntil(v *kit.View, last, zoneID string) (days []Day, err error) {
	rows, err := v.Query(v.Ctx, selectDays, v.Actor.Territory, last, zoneID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var d Day
		if err := rows.Scan(&d.On, &d.Count, &d.AreaM2); err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, rows.Err()
}
