package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// CoverageGaps is the table of gaps.
var CoverageGaps = kit.Table[*domain.CoverageGap, *supportv1.CoverageGap]{
	Name: "coverage_gap", Kind: "coverage_gap", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.CoverageGap]{
		{Name: "status", Value: func(g *domain.CoverageGap) any { return g.State.GetStatus().String() }},
		{Name: "subject_code", Value: func(g *domain.CoverageGap) any { return g.State.GetSubjectCode() }},
		{Name: "epci_code", Value: func(g *domain.CoverageGap) any { return g.State.GetEpciCode() }},
		{Name: "created_us", Value: func(g *domain.CoverageGap) any { return clock.Micros(g.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(g *domain.CoverageGap) any { return clock.Micros(g.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(g *domain.CoverageGap) *supportv1.CoverageGap { return g.State },
	Decode: func(m *supportv1.CoverageGap) *domain.CoverageGap { return &domain.CoverageGap{State: m} },
}.Open()

// CoverageGapList is how gaps are listed.
var CoverageGapList = &page.List{
	Name: "coverage_gaps", Kind: "coverage_gap", From: "coverage_gap t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "subjectCode", Column: "t.subject_code"},
		{Name: "epciCode", Column: "t.epci_code"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

const selectOpenGaps = `SELECT id FROM coverage_gap WHERE territory = $1 AND status = 'COVERAGE_GAP_STATUS_OPEN' ORDER BY id`

// OpenGaps are the gaps that are open, each with its version.
func OpenGaps(tx *kit.Tx) ([]*domain.CoverageGap, error) {
	ids, err := texts(&tx.View, selectOpenGaps, tx.Actor.Territory)
	if err != nil {
		return nil, err
	}
	found := make([]*domain.CoverageGap, len(ids))
	for i, id := range ids {
		if found[i], err = CoverageGaps.Get(tx, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}
