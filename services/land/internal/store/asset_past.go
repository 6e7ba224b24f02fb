package store

import (
	"database/sql"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	insertPast = `INSERT INTO asset_past (territory, asset_id, until_on, availability, on_market, offered, confidentiality, body_id)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (territory, asset_id, until_on) DO NOTHING`

	// mostPast is ten years of changes, one a day.
	selectPast = `SELECT until_on, availability, on_market, offered, confidentiality, body_id FROM asset_past
 WHERE territory = $1 AND asset_id = $2 ORDER BY until_on DESC LIMIT 3660`
)

// keepPast keeps how an asset stood until today, unless it changed today already.
func keepPast(tx *kit.Tx, assetID string, s domain.Standing) error {
	_, err := tx.Exec(tx.Ctx, insertPast, tx.Actor.Territory, assetID, calendar.DayOf(tx.Now).String(), s.Availability.String(), s.OnMarket, s.Offered,
		s.Confidentiality.String(), s.BodyID)
	return err
}

// PastOf is how an asset stood before, newest first.
func PastOf(v *kit.View, assetID string) ([]domain.Past, error) {
	return scanned(v, func(row *sql.Rows) (p domain.Past, err error) {
		var until, availability, confidentiality string
		if err := row.Scan(&until, &availability, &p.OnMarket, &p.Offered, &confidentiality, &p.BodyID); err != nil {
			return p, err
		}
		p.Standing = standing(p.Standing, availability, confidentiality)
		p.Until, err = calendar.ParseDay(until)
		return p, err
	}, selectPast, v.Actor.Territory, assetID)
}

// standing reads the names of enums.
func standing(s domain.Standing, availability, confidentiality string) domain.Standing {
	s.Availability = landv1.AssetAvailability(landv1.AssetAvailability_value[availability])
	s.Confidentiality = landv1.AssetConfidentiality(landv1.AssetConfidentiality_value[confidentiality])
	return s
}
