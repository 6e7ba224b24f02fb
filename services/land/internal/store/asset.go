package store

import (
	"database/sql"
	"errors"
	"math"
	"strings"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/db"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// AssetColumns are the columns of the index of assets.
var AssetColumns = strings.Fields(`territory asset_id kind on_market area_m2 least_m2 commune_code lat_e6 lon_e6 availability confidentiality body_id zone_id use_code cell spot
 lost traits offered use_mask whole lacks price_cents rent_cents power_kva height_cm`)

var putAsset = db.NewInsert("asset_index", AssetColumns, "ON CONFLICT (territory, asset_id) DO UPDATE SET "+excluded(AssetColumns[2:]))

// excluded has the columns replaced by what was to be inserted.
func excluded(columns []string) string {
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = c + " = excluded." + c
	}
	return strings.Join(set, ", ")
}

// AssetRow is what candidates are found by.
func AssetRow(territory string, a domain.Asset) []any {
	at, _ := a.Position()
	lat, lon := microDegrees(at.Latitude), microDegrees(at.Longitude)
	zoneID, use := a.Counted()
	price, rent, power, height := a.Measures()
	return []any{
		territory, a.ID, a.Kind.String(), a.OnMarket, int64(a.AreaM2), int64(a.LeastArea()), a.CommuneCode, lat, lon, a.Availability.String(), a.Confidentiality.String(), a.BodyID,
		zoneID, useCode(use), cellOf(lat, lon), spotOf(lat, lon), a.Lost(), a.Traits(), a.Offered, domain.UseMask(a.AllowedUses), a.Whole(), a.Lacks(), price, rent, power, height,
	}
}

// projectAsset keeps what candidates are found by, what was available on which day, and the words that people find the asset by.
func projectAsset(tx *kit.Tx, a domain.Asset, kind string, words ...string) error {
	if err := countDay(tx, a); err != nil {
		return err
	}
	at, known := a.Position()
	if err := countOnMap(tx, a, at, known); err != nil {
		return err
	}
	if err := projectPlace(tx, kind, a.ID, at, known); err != nil {
		return err
	}
	if err := putAsset.Rows(tx.Ctx, tx, AssetRow(tx.Actor.Territory, a)); err != nil {
		return err
	}
	if err := setAlert(tx, a); err != nil {
		return err
	}
	return tx.Index(kind, a.ID, words...)
}

// AlertTimer is the kind of the timer that tells requests of an asset, CompanyTimer of the one that tells a company of a match.
const (
	AlertTimer   = "land_asset_alert"
	CompanyTimer = "land_match_company"
)

// withNeighbour is how many times larger than a plot it and a neighbour may be together, when both are tried as a pair: neither is
// less than a quarter of what is asked, nor as much.
const withNeighbour = 8

// setAlert has the requests told that wait for such an asset, if there is one, after what makes it known is written.
func setAlert(tx *kit.Tx, a domain.Asset) error {
	if !a.OnMarket {
		return nil
	}
	if a.Kind == commonv1.AssetKind_ASSET_KIND_PLOT { // alone, or with a neighbour
		a.DivisibleFromM2, a.AreaM2 = a.LeastArea(), min(a.AreaM2, math.MaxInt32/withNeighbour)*withNeighbour
	}
	if waits, err := SomebodyWaits(&tx.View, a); err != nil || !waits {
		return err
	}
	return schedule.Set(tx, AlertTimer, a.ID, tx.Now)
}

func microDegrees(degrees float64) int64 { return int64(math.Round(degrees * 1e6)) }

// VisibleAssets is domain.Asset.Visible as the condition of a list of assets.
func VisibleAssets(a actor.Actor) []page.Cond {
	if a.Kind == actor.System || a.Kind == actor.Service || a.Has(actor.HupCoordinator) {
		return nil
	}
	if !a.Works() {
		public := landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC.String()
		return []page.Cond{{SQL: "t.confidentiality = ?", Args: []any{public}}}
	}
	secret := landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY.String()
	return []page.Cond{{SQL: "(t.confidentiality <> ? OR t.body_id = ? AND t.body_id <> '')", Args: []any{secret, a.BodyID}}}
}

// ByExternalID finds the record that has the id of its source, if there is one.
func ByExternalID[A domain.Record[M], M proto.Message](tx *kit.Tx, table *kit.Table[A, M], externalID string) (found A, ok bool, err error) {
	id, err := IDOf(tx, table.Name, externalID)
	if err != nil || id == "" {
		return found, false, err
	}
	found, err = table.Get(tx, id)
	return found, err == nil, err
}

// selectByExternalID finds a record of each table of the register by the id of its source.
var selectByExternalID = map[string]string{
	"zone":       `SELECT id FROM zone WHERE territory = $1 AND external_id = $2`,
	"plot":       `SELECT id FROM plot WHERE territory = $1 AND external_id = $2`,
	"premises":   `SELECT id FROM premises WHERE territory = $1 AND external_id = $2`,
	"brownfield": `SELECT id FROM brownfield WHERE territory = $1 AND external_id = $2`,
}

// IDOf is the id of the record of a table that has the id of its source; empty when there is none.
func IDOf(tx *kit.Tx, table, externalID string) (id string, err error) {
	if externalID == "" {
		return "", nil
	}
	err = tx.QueryRow(tx.Ctx, selectByExternalID[table], tx.Actor.Territory, externalID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}
