package rpc

import (
	"context"
	"sync"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Coverage answers CoverageService.
type Coverage struct {
	supportv1.UnimplementedCoverageServiceServer
	Store      *kit.Store
	Signer     *page.Signer
	Present    *present.Presenter
	Catalogues *store.Catalogues

	mu   sync.Mutex
	kept map[string]keptCoverage
}

// keptCoverage is the last table of a territory, as long as it holds: for a catalogue and a day.
type keptCoverage struct {
	of    *domain.Catalogue
	day   calendar.Day
	table *domain.Coverage
}

// table is the table of the actor's territory, today.
func (s *Coverage) table(v *kit.View) (*domain.Coverage, error) {
	known, err := s.Catalogues.Of(v)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock() // one computes, the others wait for it
	today, kept := calendar.DayOf(v.Now), s.kept[v.Actor.Territory]
	if kept.of == known && kept.day == today {
		return kept.table, nil
	}
	kept = keptCoverage{known, today, domain.NewCoverage(known, today)}
	if s.kept == nil {
		s.kept = map[string]keptCoverage{}
	}
	s.kept[v.Actor.Territory] = kept
	return kept.table, nil
}

// ListCoverage answers a page of the table, with counts of all that was asked.
func (s *Coverage) ListCoverage(ctx context.Context, r *supportv1.ListCoverageRequest) (*supportv1.ListCoverageResponse, error) {
	view := s.Store.View(ctx)
	table, err := s.table(view)
	if err != nil {
		return nil, err
	}
	asked := page.Asked(view.Actor, "coverage", r.GetCommuneCode(), r.GetEpciCode(), r.GetSubjectCode(), r.GetLevel().String())
	after, err := s.Signer.Number(r.GetPageToken(), asked, 0)
	if err != nil {
		return nil, err
	}
	part := domain.CoverageAsked{
		Commune: r.GetCommuneCode(), EPCI: r.GetEpciCode(), Subject: r.GetSubjectCode(), Level: r.GetLevel(), After: after, Size: page.Size(r),
	}
	answer := &supportv1.ListCoverageResponse{}
	cells, last := table.Cells(part)
	for _, c := range cells {
		c.LevelLabel = s.Present.Word(ctx, c.GetLevel().String())
	}
	answer.Cells = cells
	if last > 0 {
		answer.NextPageToken = s.Signer.Mark(last, asked)
	}
	communes, subjects, holes, fragile := table.Counts(part)
	answer.CommuneCount, answer.SubjectCount, answer.HoleCount, answer.FragileCount = int32(communes), int32(subjects), int32(holes), int32(fragile)
	return answer, nil
}

// ListCoverageGaps lists the alerts.
func (s *Coverage) ListCoverageGaps(ctx context.Context, r *supportv1.ListCoverageGapsRequest) (*supportv1.ListCoverageGapsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.CoverageGaps, store.CoverageGapList, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListCoverageGapsResponse{NextPageToken: next}
	known, err := s.Catalogues.Of(view)
	if err != nil {
		return nil, err
	}
	for _, g := range found {
		seen := present.Resource(ctx, s.Present, g.State, g.Version)
		seen.Sentence = g.Sentence(wordsOf(ctx, s.Present), known)
		answer.CoverageGaps = append(answer.CoverageGaps, seen)
	}
	return answer, page.Trim(answer.GetCoverageGaps(), r.GetFields())
}
