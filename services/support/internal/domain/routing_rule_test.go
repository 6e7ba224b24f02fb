package domain

import (
	"slices"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
)

const (
	prefer       = supportv1.RoutingEffect_ROUTING_EFFECT_PREFER
	excludes     = supportv1.RoutingEffect_ROUTING_EFFECT_EXCLUDE
	requireFirst = supportv1.RoutingEffect_ROUTING_EFFECT_REQUIRE_FIRST
	fallBack     = supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK
)

// rule is a rule with its words; the subjects it is for come last.
func rule(code string, effect supportv1.RoutingEffect, body, next string, subjects ...string) *supportv1.RoutingRule {
	return &supportv1.RoutingRule{
		RuleCode: code, Sentence: "La règle " + code + ".", Reason: "Un essai.", Effect: effect, BodyId: body, NextBodyIds: strings.Fields(next),
		When: &supportv1.RoutingCondition{SubjectCodes: subjects},
	}
}

func when(r *supportv1.RoutingRule, c *supportv1.RoutingCondition) *supportv1.RoutingRule {
	r.When = c
	return r
}

// shop has three bodies that answer both subjects, one that answers one of them, one suspended and one without offers.
func shop(rules ...*supportv1.RoutingRule) *Catalogue {
	suspended := body("saem", func(b *supportv1.PartnerBody) { b.Status = supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED })
	return NewCatalogue(Listed{
		Bodies: []*supportv1.PartnerBody{body("cci"), body("cma"), body("plie"), body("adie"), suspended, body("imt"), body("myriapolis")},
		Offers: []*supportv1.ServiceOffer{
			anOffer("cci"), anOffer("cma"), anOffer("plie"), anOffer("saem"),
			anOffer("adie", func(o *supportv1.ServiceOffer) { o.SubjectCodes = []string{"finance.micro"} }),
		},
		Subjects: []*supportv1.Subject{{SubjectCode: "finance.investment", Label: "Investir"}, {SubjectCode: "land.premises"}, {SubjectCode: "finance.micro"}},
		Rules:    &supportv1.RoutingRuleSet{Number: 7, Rules: rules},
	})
}

func TestFaults_tellsEach(t *testing.T) {
	small := &supportv1.OfferConditions{MaxHeadcountCode: "03"}
	big := &supportv1.OfferConditions{MinHeadcountCode: "21"}
	for name, x := range map[string]struct {
		rules []*supportv1.RoutingRule
		want  string // path and code of each fault
	}{
		"good":          {[]*supportv1.RoutingRule{rule("a", prefer, "cci", ""), rule("b", fallBack, "cci", "cma plie")}, ""},
		"without words": {[]*supportv1.RoutingRule{{RuleCode: "a", Effect: prefer, BodyId: "cci"}}, "rules[0].sentence SENTENCE_MISSING, rules[0].reason REASON_MISSING"},
		"a code twice":  {[]*supportv1.RoutingRule{rule("a", prefer, "cci", ""), rule("a", prefer, "cma", "")}, "rules[1].ruleCode RULE_CODE_TWICE"},
		"codes of nothing": {[]*supportv1.RoutingRule{when(rule("a", prefer, "cci", ""), &supportv1.RoutingCondition{
			SubjectCodes: []string{"land.premises", "land.castle"}, CommuneCodes: []string{"30007", "30999"}, EpciCodes: []string{"200066919"}})},
			"rules[0].when.subjectCodes[1] UNKNOWN_SUBJECT, rules[0].when.communeCodes[1] UNKNOWN_COMMUNE, rules[0].when.epciCodes[0] UNKNOWN_EPCI"},
		"unknown body":        {[]*supportv1.RoutingRule{rule("a", requireFirst, "ccx", ""), rule("b", excludes, "cmx", "")}, "rules[0].bodyId UNKNOWN_BODY, rules[1].bodyId UNKNOWN_BODY"},
		"a closed body":       {[]*supportv1.RoutingRule{rule("a", prefer, "saem", ""), rule("b", fallBack, "cci", "cma saem")}, "rules[0].bodyId BODY_CLOSED, rules[1].nextBodyIds[1] BODY_CLOSED"},
		"nobody there":        {[]*supportv1.RoutingRule{rule("a", prefer, "imt", ""), rule("b", prefer, "adie", "", "land.premises")}, "rules[0].bodyId ROUTES_TO_NOBODY, rules[1].bodyId ROUTES_TO_NOBODY"},
		"nobody in the place": {[]*supportv1.RoutingRule{when(rule("a", prefer, "cci", ""), &supportv1.RoutingCondition{CommuneCodes: []string{"30189"}})}, "rules[0].bodyId ROUTES_TO_NOBODY"},
		"the only body":       {[]*supportv1.RoutingRule{rule("a", excludes, "adie", "")}, "rules[0].bodyId ROUTES_TO_NOBODY"},
		"the last one together": {[]*supportv1.RoutingRule{rule("a", excludes, "cci", "", "land.premises"), rule("b", excludes, "cma", "", "land.premises"),
			rule("c", excludes, "plie", "", "land.premises")}, "rules[0].bodyId ROUTES_TO_NOBODY, rules[1].bodyId ROUTES_TO_NOBODY, rules[2].bodyId ROUTES_TO_NOBODY"},
		"one stays":       {[]*supportv1.RoutingRule{rule("a", excludes, "cci", ""), rule("b", excludes, "cma", "")}, ""},
		"no chain":        {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "")}, "rules[0].nextBodyIds CHAIN_NEEDED"},
		"a circle of one": {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "cma cci")}, "rules[0].nextBodyIds ROUTES_IN_CIRCLE"},
		"a circle of three": {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "cma"), rule("b", fallBack, "cma", "plie"), rule("c", fallBack, "plie", "cci")},
			"rules[0].nextBodyIds ROUTES_IN_CIRCLE, rules[1].nextBodyIds ROUTES_IN_CIRCLE, rules[2].nextBodyIds ROUTES_IN_CIRCLE"},
		"a circle for nobody": {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "cma", "land.premises"), rule("b", fallBack, "cma", "cci", "finance.investment")}, ""},
		"wanted and not":      {[]*supportv1.RoutingRule{rule("a", prefer, "cci", ""), rule("b", excludes, "cci", "", "land.premises")}, "rules[1].effect RULES_CONTRADICT"},
		"two first":           {[]*supportv1.RoutingRule{rule("a", requireFirst, "cci", ""), rule("b", requireFirst, "cma", "")}, "rules[1].effect RULES_CONTRADICT"},
		"two chains":          {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "cma"), rule("b", fallBack, "cci", "plie")}, "rules[1].effect RULES_CONTRADICT"},
		"of the chain":        {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "cma"), rule("b", excludes, "cma", "")}, "rules[1].effect RULES_CONTRADICT"},
		"other companies": {[]*supportv1.RoutingRule{when(rule("a", requireFirst, "cci", ""), &supportv1.RoutingCondition{Company: small}),
			when(rule("b", requireFirst, "cma", ""), &supportv1.RoutingCondition{Company: big})}, ""},
		"other places": {[]*supportv1.RoutingRule{when(rule("a", requireFirst, "cci", ""), &supportv1.RoutingCondition{CommuneCodes: []string{"30007"}}),
			when(rule("b", requireFirst, "cma", ""), &supportv1.RoutingCondition{CommuneCodes: []string{"30010"}})}, ""},
		"the same place twice": {[]*supportv1.RoutingRule{when(rule("a", requireFirst, "cci", ""), &supportv1.RoutingCondition{CommuneCodes: []string{"30007"}}),
			when(rule("b", requireFirst, "cma", ""), &supportv1.RoutingCondition{EpciCodes: []string{"200066918"}})}, "rules[1].effect RULES_CONTRADICT"},
	} {
		var got []string
		for _, f := range Faults(&supportv1.RoutingRuleSet{Rules: x.rules}, shop()) {
			got = append(got, f.GetPath()+" "+f.GetFaultCode())
			if f.GetMessage() == "" {
				t.Errorf("%s: %v has no words", name, f)
			}
		}
		if strings.Join(got, ", ") != x.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, ", "), x.want)
		}
	}
}

func TestPublish_refusesFaultsAndNeverTwice(t *testing.T) {
	s := DraftRules("ales", &supportv1.RoutingRuleSet{Rules: []*supportv1.RoutingRule{rule("a", fallBack, "cci", "cci")}}, monday)
	if err := s.Publish(hup, shop(), 1, monday); !errs.Is(err, "ROUTING_FAULTS") {
		t.Errorf("a circle: %v", err)
	}
	s.State.Rules[0].NextBodyIds = []string{"cma"}
	if err := s.Publish(lead, shop(), 1, monday); !errs.Is(err, "ROLE_MAY_NOT") {
		t.Errorf("an advisor: %v", err)
	}
	if err := s.Publish(hup, shop(), 1, monday); err != nil || s.State.GetNumber() != 1 {
		t.Fatalf("%v, %v", s.State, err)
	}
	if err := s.Publish(hup, shop(), 2, monday); !errs.Is(err, "ILLEGAL_TRANSITION") {
		t.Errorf("twice: %v", err)
	}
	if err := RulesMachine.Check(s.State.GetStatus(), "update", hup); !errs.Is(err, "ILLEGAL_TRANSITION") {
		t.Errorf("a published version is changed: %v", err)
	}
}

func TestApply_doesWhatTheRulesSay(t *testing.T) {
	origin := func(o supportv1.CaseOrigin) *supportv1.RoutingCondition {
		return &supportv1.RoutingCondition{Origins: []supportv1.CaseOrigin{o}}
	}
	full := Load{Bodies: map[string]int32{"cci": 9}}
	for name, x := range map[string]struct {
		rules []*supportv1.RoutingRule
		load  Load
		order string
		fired string // of the first
		note  string
	}{
		"none":                {nil, Load{}, "cci cma plie", "", ""},
		"preferred":           {[]*supportv1.RoutingRule{rule("a", prefer, "plie", "")}, Load{}, "plie cci cma", "rule.a", ""},
		"for another door":    {[]*supportv1.RoutingRule{when(rule("a", prefer, "plie", ""), origin(supportv1.CaseOrigin_CASE_ORIGIN_PHONE))}, Load{}, "cci cma plie", "", ""},
		"for another subject": {[]*supportv1.RoutingRule{rule("a", prefer, "plie", "", "finance.micro")}, Load{}, "cci cma plie", "", ""},
		"first before all":    {[]*supportv1.RoutingRule{rule("a", prefer, "cma", ""), rule("b", requireFirst, "plie", "")}, Load{}, "plie cma cci", "rule.b", ""},
		"first, not there":    {[]*supportv1.RoutingRule{rule("a", requireFirst, "saem", "")}, Load{}, "cci cma plie", "", "Règle a : SAEM doit être sollicité d'abord, mais n'est pas proposé : suspendu ; MYRIAPOLIS reste responsable du besoin."},
		"excluded":            {[]*supportv1.RoutingRule{rule("a", excludes, "cci", "")}, Load{}, "cma plie", "", ""},
		"excluded for one":    {[]*supportv1.RoutingRule{rule("a", excludes, "cci", "", "land.premises")}, Load{}, "cma plie cci", "", ""},
		"all excluded": {[]*supportv1.RoutingRule{rule("a", excludes, "cci", ""), rule("b", excludes, "cma", ""), rule("c", excludes, "plie", "")}, Load{}, "", "",
			"Personne n'est proposé pour « land.premises » : les règles écartent CCI, CMA, PLIE, seuls à pouvoir répondre ; MYRIAPOLIS reste responsable du besoin."},
		"nobody is missed":            {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "plie")}, Load{}, "cci cma plie", "", ""},
		"instead of a full one":       {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "plie")}, full, "plie cma cci", "rule.a", ""},
		"instead of one that is gone": {[]*supportv1.RoutingRule{rule("a", fallBack, "saem", "plie")}, Load{}, "plie cci cma", "rule.a", ""},
		"nobody instead": {[]*supportv1.RoutingRule{rule("a", fallBack, "cci", "saem imt")}, full, "cma plie cci", "",
			"Règle a : CCI est complet et aucun de ses remplaçants ne peut répondre ; MYRIAPOLIS reste responsable du besoin."},
	} {
		known := shop(x.rules...)
		known.bodies["cci"].CapacityPerWeek = 9
		got := Route(aCase(t, monday), Found{Catalogue: known, Company: menuiserie(), Load: x.load}, monday)
		if order := strings.Join(proposedIn(got), " "); order != x.order {
			t.Errorf("%s: %s, want %s", name, order, x.order)
		}
		if x.fired != "" && !slices.Contains(got.Proposals[0].GetRulesFired(), x.fired) {
			t.Errorf("%s: %v", name, got.Proposals[0].GetRulesFired())
		}
		for _, p := range got.Proposals {
			if p.GetRoutingRulesNumber() != 7 {
				t.Errorf("%s: not the version in force: %v", name, p)
			}
		}
		if (x.note == "") != (len(got.Notes) == 0) || x.note != "" && got.Notes[0].GetSentence() != x.note {
			t.Errorf("%s: %v", name, got.Notes)
		}
	}
}
