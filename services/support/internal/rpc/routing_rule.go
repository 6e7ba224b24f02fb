package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// rulesPath is the page with the rules in force of the territory that follows.
const rulesPath = "/regles?territoire="

// currentRules is the id that stands for the version in force.
const currentRules = "current"

// notice tells that an algorithm helped, where its rules are, and whom to ask.
func notice(ctx context.Context, words *present.Presenter, c *domain.Case) *supportv1.AlgorithmNotice {
	return &supportv1.AlgorithmNotice{
		Text: words.Word(ctx, "algorithm_notice"), RulesPath: rulesPath + c.Territory, ContactBodyId: c.State.GetLeadBodyId(),
	}
}

// RoutingRules answers RoutingRuleService.
type RoutingRules struct {
	supportv1.UnimplementedRoutingRuleServiceServer
	Store    *kit.Store
	Signer   *page.Signer
	Present  *present.Presenter
	Keep     app.KeepRules
	Simulate app.SimulateRules
}

// GetRoutingRuleSet answers a version, or the one in force.
func (s *RoutingRules) GetRoutingRuleSet(ctx context.Context, r *supportv1.GetRoutingRuleSetRequest) (*supportv1.RoutingRuleSet, error) {
	view := s.Store.View(ctx)
	found, err := s.named(view, r.GetRoutingRuleSetId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view, found)
}

// GetPublicRoutingRules answers the version in force to anybody.
func (s *RoutingRules) GetPublicRoutingRules(ctx context.Context, r *supportv1.GetPublicRoutingRulesRequest) (*supportv1.RoutingRuleSet, error) {
	ctx = actor.With(ctx, actor.Actor{Territory: r.GetTerritory()})
	return s.GetRoutingRuleSet(ctx, &supportv1.GetRoutingRuleSetRequest{RoutingRuleSetId: currentRules})
}

// named is the version with the id, or the one in force, for those who may read it.
func (s *RoutingRules) named(v *kit.View, id string) (*domain.RoutingRuleSet, error) {
	if id != currentRules {
		found, err := store.RoutingRules.Get(v, id)
		if err == nil && !found.Visible(v.Actor) {
			err = errs.NotFound("routing_rule_set")
		}
		return found, err
	}
	found, err := store.RulesInForce(v)
	if err == nil && found == nil {
		err = errs.NotFound("routing_rule_set")
	}
	return found, err
}

// ListRoutingRuleSets lists the versions, the newest first.
func (s *RoutingRules) ListRoutingRuleSets(ctx context.Context, r *supportv1.ListRoutingRuleSetsRequest) (*supportv1.ListRoutingRuleSetsResponse, error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if !view.Actor.Has(actor.HupCoordinator) {
		scope = append(scope, store.NotDrafts)
	}
	found, next, err := page.Of(view, store.RoutingRules, store.RoutingRuleList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListRoutingRuleSetsResponse{NextPageToken: next}
	for _, set := range found {
		seen, err := s.answer(ctx, view, set)
		if err != nil {
			return nil, err
		}
		answer.RoutingRuleSets = append(answer.RoutingRuleSets, seen)
	}
	return answer, page.Trim(answer.GetRoutingRuleSets(), r.GetFields())
}

// CreateRoutingRuleSet writes a draft.
func (s *RoutingRules) CreateRoutingRuleSet(ctx context.Context, r *supportv1.CreateRoutingRuleSetRequest) (*supportv1.RoutingRuleSet, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.RoutingRuleSet, error) { return s.Keep.Draft(tx, r.GetRoutingRuleSet()) })
}

// UpdateRoutingRuleSet changes a draft.
func (s *RoutingRules) UpdateRoutingRuleSet(ctx context.Context, r *supportv1.UpdateRoutingRuleSetRequest) (*supportv1.RoutingRuleSet, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.RoutingRuleSet, error) {
		return s.Keep.Change(tx, r.GetRoutingRuleSet(), r.GetUpdateMask())
	})
}

// PublishRoutingRuleSet puts a draft in force.
func (s *RoutingRules) PublishRoutingRuleSet(ctx context.Context, r *supportv1.PublishRoutingRuleSetRequest) (*supportv1.RoutingRuleSet, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.RoutingRuleSet, error) { return s.Keep.Publish(tx, r.GetRoutingRuleSetId()) })
}

// SimulateRoutingRules replays cases with other rules or offers.
func (s *RoutingRules) SimulateRoutingRules(ctx context.Context, r *supportv1.SimulateRoutingRulesRequest) (*supportv1.SimulateRoutingRulesResponse, error) {
	view := s.Store.View(ctx)
	change := app.Change{Days: int(r.GetDays()), BodyID: r.GetPartnerBodyId(), Offers: r.GetServiceOffers()}
	if r.GetRoutingRuleSetId() != "" {
		set, err := s.named(view, r.GetRoutingRuleSetId())
		if err != nil {
			return nil, err
		}
		change.Rules = set.State
	}
	asked := page.Asked(view.Actor, "simulation", r.GetRoutingRuleSetId()+r.GetPartnerBodyId())
	after, err := s.Signer.Number(r.GetPageToken(), asked, 0)
	if err != nil {
		return nil, err
	}
	answer, stopped, err := s.Simulate.Do(wordsOf(ctx, s.Present), view, change, after)
	if err != nil {
		return nil, err
	}
	if !answer.GetComplete() {
		answer.NextPageToken = s.Signer.Mark(stopped, asked)
	}
	return answer, nil
}

func (s *RoutingRules) write(ctx context.Context, do func(*kit.Tx) (*domain.RoutingRuleSet, error)) (*supportv1.RoutingRuleSet, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.RoutingRuleSet, error) {
		set, err := do(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx, set)
	})
}

// answer is the version as this caller sees it, with what is wrong with it today; of one that was replaced nobody asks.
func (s *RoutingRules) answer(ctx context.Context, from kit.Source, set *domain.RoutingRuleSet) (*supportv1.RoutingRuleSet, error) {
	seen := present.Resource(ctx, s.Present, set.State, set.Version)
	seen.Notice = s.Present.Word(ctx, "algorithm_notice")
	if seen.GetRetiredTime() == nil {
		known, err := s.Keep.Catalogues.Of(from)
		if err != nil {
			return nil, err
		}
		seen.Faults = domain.Faults(set.State, known)
	}
	seen.AllowedActions = domain.RulesMachine.Allowed(seen.GetStatus(), actor.From(ctx))
	return seen, nil
}
