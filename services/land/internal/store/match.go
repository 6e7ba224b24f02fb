package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Matches is the table of the matches that somebody answered.
var Matches = kit.Table[*domain.Match, *landv1.Match]{
	Name: "land_match", Kind: "match",
	Columns: []kit.Column[*domain.Match]{
		{Name: "land_request_id", Value: func(m *domain.Match) any { return m.State.GetLandRequestId() }},
		{Name: "asset_id", Value: func(m *domain.Match) any { return m.State.GetAsset().GetAssetId() }},
		{Name: "status", Value: func(m *domain.Match) any { return m.State.GetStatus().String() }},
	},
	Encode: func(m *domain.Match) *landv1.Match { return m.State },
	Decode: func(m *landv1.Match) *domain.Match { return &domain.Match{State: m} },
}.Open()

const selectMatches = `SELECT id, version, head, record FROM land_match WHERE territory = $1 AND land_request_id = $2 ORDER BY id LIMIT 1000`

// MatchesOf are the matches of a request that somebody answered.
func MatchesOf(v *kit.View, requestID string) ([]*domain.Match, error) {
	return all(v, Matches, selectMatches, v.Actor.Territory, requestID)
}
