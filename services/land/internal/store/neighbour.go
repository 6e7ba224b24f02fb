package store

import (
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	// nearbyKM is as far as the centre of a neighbour may be.
	nearbyKM = 1
	// mostNearby bounds how many plots near by are looked at.
	mostNearby = 100

	selectNearby = `SELECT p.record_id FROM place p JOIN asset_index t ON t.territory = p.territory AND t.asset_id = p.record_id
 WHERE p.territory = $1 AND p.kind = 'plot' AND p.tile BETWEEN $2 AND $3 AND p.lat_e6 BETWEEN $4 AND $5 AND p.lon_e6 BETWEEN $6 AND $7
 AND t.on_market = TRUE ORDER BY p.tile, p.record_id LIMIT CAST($8 AS bigint)`
)

// NeighboursOf are the plots on the market that may be joined with a plot.
func NeighboursOf(v *kit.View, plot domain.Asset) (found []domain.Asset, err error) {
	at, known := plot.Position()
	if !known || plot.Kind != commonv1.AssetKind_ASSET_KIND_PLOT {
		return nil, nil
	}
	b, around := around(at, nearbyKM), domain.Around(at, nearbyKM)
	var nearby []string
	for _, span := range around.Spans() {
		more, err := ids(v, selectNearby, v.Actor.Territory, span.From, span.To, b.south, b.north, b.west, b.east, mostNearby)
		if err != nil {
			return nil, err
		}
		nearby = append(nearby, more...)
	}
	if len(nearby) == 0 {
		return nil, nil
	}
	found, err = Assets(v, nearby)
	return slices.DeleteFunc(found, func(a domain.Asset) bool { return !a.OnMarket || !domain.Neighbours(plot, a) }), err
}
