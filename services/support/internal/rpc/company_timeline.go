package rpc

import (
	"context"
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/journal"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/timeline"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// needLinked is not told in a company's timeline: the service that works on the need tells it itself.
const needLinked = "hup.support.need_linked.v1"

// ListCompanyTimeline tells what happened to a company, the projects that it was before, its newest cases that the caller sees,
// and what bodies did with it outside cases.
func (s *Companies) ListCompanyTimeline(ctx context.Context, r *commonv1.ListCompanyTimelineRequest) (*commonv1.ListCompanyTimelineResponse, error) {
	view := s.Records.Store.View(ctx)
	c, err := store.CompanyNow(view, r.GetCompanyId())
	if err == nil && !domain.SeesCompany(view.Actor, c.ID) {
		err = errs.NotFound("company")
	}
	if err != nil {
		return nil, err
	}
	of, cases, err := s.around(view, c)
	if err != nil {
		return nil, err
	}
	part := timeline.Part{Service: "support", Words: s.Present, Told: func(l *journal.Line) (bool, error) {
		if l.Type == needLinked || slices.Contains(silent, l.Type) || l.Aggregate == store.ProjectLeaders.Kind && view.Actor.Has(actor.CompanyUser) {
			return false, nil
		}
		if c := cases[l.Context]; c != nil {
			return tells(view, view.Actor, c, l.Type, l.Aggregate, l.AggregateID)
		}
		part, err := partOf(view, l.Aggregate, l.AggregateID)
		switch {
		case errs.Is(err, "NOT_FOUND"): // it is gone
			return false, nil
		case err != nil || part == nil:
			return err == nil && l.Context == "", err
		}
		return l.Context == "" && part.Visible(view.Actor, nil), nil
	}}
	return part.Answer(view, r, of)
}

// around is what belongs to a company, as far as the actor sees it, and the cases among it.
func (s *Companies) around(v *kit.View, c *domain.Company) (of journal.Of, cases map[string]*domain.Case, err error) {
	of.Aggregates = map[string][]string{store.Companies.Kind: append(slices.Clone(c.State.GetMergedCompanyIds()), c.ID)}
	for kind, aggregate := range map[string]string{"projectLeader": store.ProjectLeaders.Kind, "exchange": store.Exchanges.Kind, "task": store.Tasks.Kind, "appointment": store.Appointments.Kind} {
		if of.Aggregates[aggregate], err = store.Newest(v, kind, c.ID); err != nil {
			return of, nil, err
		}
	}
	ids, err := store.Newest(v, "case", c.ID)
	if err != nil {
		return of, nil, err
	}
	cases = map[string]*domain.Case{}
	for _, id := range ids {
		one, err := store.Cases.Get(v, id)
		if err != nil {
			return of, nil, err
		}
		if one.Level(v.Actor) > domain.Nothing {
			cases[id] = one
			of.Contexts = append(of.Contexts, id)
		}
	}
	return of, cases, nil
}
