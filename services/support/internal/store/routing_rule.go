package store

import (
	"database/sql"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// RoutingRules is the table of the versions of the routing rules.
var RoutingRules = kit.Table[*domain.RoutingRuleSet, *supportv1.RoutingRuleSet]{
	Name: "routing_rule_set", Kind: "routing_rule_set", Taken: "ROUTING_RULES_TAKEN",
	Columns: []kit.Column[*domain.RoutingRuleSet]{
		{Name: "status", Value: func(s *domain.RoutingRuleSet) any { return s.State.GetStatus().String() }},
		{Name: "number", Value: func(s *domain.RoutingRuleSet) any {
			return sql.NullInt32{Int32: s.State.GetNumber(), Valid: s.State.GetNumber() > 0}
		}},
		{Name: "created_us", Value: func(s *domain.RoutingRuleSet) any { return clock.Micros(s.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(s *domain.RoutingRuleSet) any { return clock.Micros(s.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(s *domain.RoutingRuleSet) *supportv1.RoutingRuleSet { return s.State },
	Decode:  func(m *supportv1.RoutingRuleSet) *domain.RoutingRuleSet { return &domain.RoutingRuleSet{State: m} },
	Project: func(tx *kit.Tx, _ *domain.RoutingRuleSet) error { return stampCatalogue(tx) },
}.Open()

// RoutingRuleList is how versions are listed.
var RoutingRuleList = &page.List{
	Name: "routing_rule_sets", Kind: "routing_rule_set", From: "routing_rule_set t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "number", Column: "t.number", Kind: page.Number},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// NotDrafts is the condition that keeps a list to what was published.
var NotDrafts = page.Cond{SQL: "t.number IS NOT NULL"}

const (
	selectInForce = `SELECT id FROM routing_rule_set WHERE territory = $1 AND status = 'ROUTING_RULE_SET_STATUS_PUBLISHED'`
	lastNumber    = `SELECT coalesce(max(number), 0) FROM routing_rule_set WHERE territory = $1`
)

// RulesInForce is the version that proposals follow, nil when there is none.
func RulesInForce(from kit.Source) (*domain.RoutingRuleSet, error) {
	v := viewOf(from)
	ids, err := texts(v, selectInForce, v.Actor.Territory)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return RoutingRules.Get(from, ids[0])
}

// NextRulesNumber is the number of the next version; two that are published at once can't both have it.
func NextRulesNumber(tx *kit.Tx) (number int32, err error) {
	err = tx.QueryRow(tx.Ctx, lastNumber, tx.Actor.Territory).Scan(&number)
	return number + 1, err
}
