package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// RoutingRuleSet is a version of the rules that proposals follow. A draft is written and checked; once published it never
// changes, so that a referral's number says for ever by which rules it was proposed.
type RoutingRuleSet struct {
	aggregate.Root
	// State is what the version holds.
	State *supportv1.RoutingRuleSet
}

// The facts that a version of the rules states.
type (
	// RulesChanged: a draft was written, without fields, or changed.
	RulesChanged struct {
		Set    *supportv1.RoutingRuleSet
		Fields []string
	}
	// RulesMoved: a version was born, came in force or was replaced.
	RulesMoved struct {
		Set  *supportv1.RoutingRuleSet
		From supportv1.RoutingRuleSetStatus
	}
)

// The statuses of a version of the rules.
const (
	rulesDraft     = supportv1.RoutingRuleSetStatus_ROUTING_RULE_SET_STATUS_DRAFT
	rulesPublished = supportv1.RoutingRuleSetStatus_ROUTING_RULE_SET_STATUS_PUBLISHED
	rulesRetired   = supportv1.RoutingRuleSetStatus_ROUTING_RULE_SET_STATUS_RETIRED
)

// RulesMachine is the state machine of a version of the rules. Only the platform retires one: for the next.
var RulesMachine = machine.Machine[supportv1.RoutingRuleSetStatus]{
	{Action: "update", From: []supportv1.RoutingRuleSetStatus{rulesDraft}, To: rulesDraft, By: []actor.Role{actor.HupCoordinator}},
	{Action: "publish", From: []supportv1.RoutingRuleSetStatus{rulesDraft}, To: rulesPublished, By: []actor.Role{actor.HupCoordinator}},
	{Action: "retire", From: []supportv1.RoutingRuleSetStatus{rulesPublished}, To: rulesRetired},
}

// RulesFields are the fields of a draft that may be changed.
var RulesFields = []string{"description", "rules"}

// DraftRules writes a draft.
func DraftRules(territory string, said *supportv1.RoutingRuleSet, now time.Time) *RoutingRuleSet {
	s := &RoutingRuleSet{Root: aggregate.Root{Territory: territory, ID: id.New("rrs")}}
	s.State = &supportv1.RoutingRuleSet{
		RoutingRuleSetId: s.ID, Status: rulesDraft, Description: said.GetDescription(), Rules: said.GetRules(), ClientRequestId: said.GetClientRequestId(),
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	s.Record(RulesChanged{Set: s.State})
	s.Record(RulesMoved{Set: s.State})
	return s
}

// Visible says whether the actor may read the version: a draft is the coordination's.
func (s *RoutingRuleSet) Visible(a actor.Actor) bool {
	return s.State.GetStatus() != rulesDraft || a.Kind == actor.System || a.Has(actor.HupCoordinator)
}

// Updated states that fields of the draft have new values.
func (s *RoutingRuleSet) Updated(fields []string, now time.Time) {
	s.State.UpdatedTime = timestamppb.New(now)
	s.Record(RulesChanged{Set: s.State, Fields: fields})
}

// Publish puts the draft in force under the next number; its faults are refused all at once.
func (s *RoutingRuleSet) Publish(a actor.Actor, known *Catalogue, number int32, now time.Time) error {
	if err := RulesMachine.Check(s.State.GetStatus(), "publish", a); err != nil {
		return err
	}
	if err := RefuseFaults(Faults(s.State, known)); err != nil {
		return err
	}
	s.State.Number, s.State.PublishedTime = number, timestamppb.New(now)
	s.move(rulesPublished, now)
	return nil
}

// Retire takes the version out of force, for the one that comes after it.
func (s *RoutingRuleSet) Retire(now time.Time) {
	s.State.RetiredTime = timestamppb.New(now)
	s.move(rulesRetired, now)
}

func (s *RoutingRuleSet) move(to supportv1.RoutingRuleSetStatus, now time.Time) {
	from := s.State.GetStatus()
	s.State.Status, s.State.UpdatedTime = to, timestamppb.New(now)
	s.Record(RulesMoved{Set: s.State, From: from})
}

// RefuseFaults is the refusal of a set of rules with faults, each told; nil without.
func RefuseFaults(faults []*supportv1.RoutingFault) error {
	if len(faults) == 0 {
		return nil
	}
	fields := make([]errs.Field, len(faults))
	for i, f := range faults {
		fields[i] = errs.Field{Path: f.GetPath(), Reason: f.GetFaultCode(), Message: f.GetMessage()}
	}
	return errs.Invalid("ROUTING_FAULTS", fields...)
}
