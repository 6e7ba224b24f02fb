package app

import (
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepRules writes, changes and publishes versions of the routing rules.
type KeepRules struct{ Catalogues *store.Catalogues }

// Draft writes a draft; sent again with its own request id, it answers the one that was written.
func (KeepRules) Draft(tx *kit.Tx, said *supportv1.RoutingRuleSet) (*domain.RoutingRuleSet, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.RoutingRules.Get(tx, known)
	}
	s := domain.DraftRules(tx.Actor.Territory, said, tx.Now)
	if err := store.RoutingRules.Put(tx, s); err != nil {
		return nil, err
	}
	return s, tx.Made(said.GetClientRequestId(), s.ID)
}

// Change changes a draft.
func (KeepRules) Change(tx *kit.Tx, said *supportv1.RoutingRuleSet, mask *fieldmaskpb.FieldMask) (*domain.RoutingRuleSet, error) {
	s, err := store.RoutingRules.Target(tx, said.GetRoutingRuleSetId())
	if err == nil {
		err = domain.RulesMachine.Check(s.State.GetStatus(), "update", tx.Actor)
	}
	if err != nil {
		return nil, err
	}
	fields, err := patch.Apply(s.State, said, mask, "routing_rule_set_id", domain.RulesFields...)
	if err != nil || len(fields) == 0 {
		return s, err
	}
	s.Updated(fields, tx.Now)
	return s, store.RoutingRules.Put(tx, s)
}

// Publish puts a draft in force under the next number, in the place of the version before.
func (k KeepRules) Publish(tx *kit.Tx, id string) (*domain.RoutingRuleSet, error) {
	s, err := store.RoutingRules.Target(tx, id)
	if err != nil {
		return nil, err
	}
	known, err := k.Catalogues.Of(tx)
	if err != nil {
		return nil, err
	}
	number, err := store.NextRulesNumber(tx)
	if err != nil {
		return nil, err
	}
	if err := s.Publish(tx.Actor, known, number, tx.Now); err != nil {
		return nil, err
	}
	before, err := store.RulesInForce(tx)
	if err != nil {
		return nil, err
	}
	if before != nil {
		before.Retire(tx.Now)
		if err := store.RoutingRules.Put(tx, before); err != nil {
			return nil, err
		}
	}
	return s, store.RoutingRules.Put(tx, s)
}
