package domain

import (
	"fmt"
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// checker finds what is wrong with a set of rules.
type checker struct {
	known  *Catalogue
	book   *RuleBook
	faults []*supportv1.RoutingFault
}

// Faults are what is wrong with a set of rules, given what is known today: codes that stand for nothing, bodies that are
// closed, rules that route to nobody, in a circle, or against each other.
func Faults(set *supportv1.RoutingRuleSet, known *Catalogue) []*supportv1.RoutingFault {
	c := &checker{known: known, book: NewRuleBook(set)}
	seen := map[string]bool{}
	for i, r := range c.book.rules {
		if seen[r.GetRuleCode()] {
			c.refuse(i, "ruleCode", "RULE_CODE_TWICE", "Le code « "+r.GetRuleCode()+" » est donné deux fois : chaque règle a le sien.")
		}
		seen[r.GetRuleCode()] = true
		c.words(i, r)
		c.codes(i, r)
		c.target(i, r)
	}
	c.circles()
	c.contradictions()
	return c.faults
}

func (c *checker) refuse(rule int, field, code, message string) {
	c.faults = append(c.faults, &supportv1.RoutingFault{Path: fmt.Sprintf("rules[%d].%s", rule, field), FaultCode: code, Message: message})
}

// words: a rule is published, so it says what it does and why.
func (c *checker) words(i int, r *bookedRule) {
	if r.GetSentence() == "" {
		c.refuse(i, "sentence", "SENTENCE_MISSING", "Écrivez la règle en une phrase, que tout le monde comprend.")
	}
	if r.GetReason() == "" {
		c.refuse(i, "reason", "REASON_MISSING", "Dites pourquoi cette règle existe.")
	}
}

// codes: subjects, communes and groups of communes that exist.
func (c *checker) codes(i int, r *bookedRule) {
	for j, code := range r.GetWhen().GetSubjectCodes() {
		if s := c.known.subjects[code]; s == nil || s.GetStatus() == supportv1.SubjectStatus_SUBJECT_STATUS_RETIRED {
			c.refuse(i, fmt.Sprintf("when.subjectCodes[%d]", j), "UNKNOWN_SUBJECT", "Le sujet « "+code+" » n'existe pas ou n'est plus proposé.")
		}
	}
	for j, code := range r.GetWhen().GetCommuneCodes() {
		if _, ok := reference.Communes().Current(code); !ok {
			c.refuse(i, fmt.Sprintf("when.communeCodes[%d]", j), "UNKNOWN_COMMUNE", "La commune « "+code+" » n'est pas dans la liste des communes.")
		}
	}
	for j, code := range r.GetWhen().GetEpciCodes() {
		if len(reference.Communes().OfEPCI(code)) == 0 {
			c.refuse(i, fmt.Sprintf("when.epciCodes[%d]", j), "UNKNOWN_EPCI", "L'intercommunalité « "+code+" » n'a aucune commune dans la liste.")
		}
	}
}

// target: the rule is about bodies that exist, and that can answer what it routes to them.
func (c *checker) target(i int, r *bookedRule) {
	if r.GetEffect() == supportv1.RoutingEffect_ROUTING_EFFECT_EXCLUDE {
		if c.known.bodies[r.GetBodyId()] == nil {
			c.refuse(i, "bodyId", "UNKNOWN_BODY", "L'organisme « "+r.GetBodyId()+" » n'existe pas.")
			return
		}
		c.leavesSomebody(i, r)
		return
	}
	c.reachable(i, "bodyId", r, r.GetBodyId())
	if r.GetEffect() != supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK {
		return
	}
	if len(r.GetNextBodyIds()) == 0 {
		c.refuse(i, "nextBodyIds", "CHAIN_NEEDED", "Dites qui remplace "+c.known.bodyName(r.GetBodyId())+" : au moins un organisme.")
	}
	for j, next := range r.GetNextBodyIds() {
		c.reachable(i, fmt.Sprintf("nextBodyIds[%d]", j), r, next)
	}
}

// reachable refuses a body that nobody can be sent to for what the rule is about.
func (c *checker) reachable(i int, field string, r *bookedRule, bodyID string) {
	body := c.known.bodies[bodyID]
	switch {
	case body == nil:
		c.refuse(i, field, "UNKNOWN_BODY", "L'organisme « "+bodyID+" » n'existe pas.")
	case !Proposable(body):
		c.refuse(i, field, "BODY_CLOSED", body.GetName()+" est suspendu ou a quitté le Hup : choisissez un organisme qui reçoit.")
	case !c.offers(r, bodyID):
		c.refuse(i, field, "ROUTES_TO_NOBODY", body.GetName()+" n'a aucune offre active pour ce que vise la règle : personne ne recevrait la demande.")
	}
}

// offers says whether the body has an active offer for a subject and a place of the rule.
func (c *checker) offers(r *bookedRule, bodyID string) bool {
	for subject, offers := range c.known.offers {
		if r.about(subject) && slices.ContainsFunc(offers, func(o *Offer) bool { return o.Body.GetPartnerBodyId() == bodyID && o.area.meets(r.area) }) {
			return true
		}
	}
	return false
}

// leavesSomebody refuses to exclude the only body of a subject, in a place that the rule is for.
func (c *checker) leavesSomebody(i int, r *bookedRule) {
	for _, subject := range sortedKeys(c.known.offers) {
		offers := c.known.offers[subject]
		if !r.about(subject) {
			continue
		}
		for _, at := range r.area.samples() {
			here := slices.DeleteFunc(slices.Clone(offers), func(o *Offer) bool { return at != nil && o.area.holds(*at) != fulfilled })
			stays := slices.DeleteFunc(slices.Clone(here), func(o *Offer) bool { return c.excluded(r, o.Body.GetPartnerBodyId(), subject) })
			if len(here) > 0 && len(stays) == 0 {
				where := ""
				if at != nil {
					where = " à " + at.name()
				}
				c.refuse(i, "bodyId", "ROUTES_TO_NOBODY", "Sans "+c.known.bodyName(r.GetBodyId())+", personne ne répond à « "+c.known.subjectLabel(subject)+" »"+where+" : gardez un organisme.")
				return
			}
		}
	}
}

// excluded says whether the rule, or another that is for the same cases, excludes the body for the subject.
func (c *checker) excluded(r *bookedRule, bodyID, subject string) bool {
	return slices.ContainsFunc(c.book.rules, func(o *bookedRule) bool {
		return o.GetEffect() == supportv1.RoutingEffect_ROUTING_EFFECT_EXCLUDE && o.GetBodyId() == bodyID && o.about(subject) && o.meets(r)
	})
}

// circles refuses chains that come back to where they began, each once: at the rule that closes it.
func (c *checker) circles() {
	for i, start := range c.book.rules {
		if start.GetEffect() == supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK {
			c.follow(i, start, []*bookedRule{start}, map[*bookedRule]bool{start: true})
		}
	}
}

func (c *checker) follow(i int, start *bookedRule, path []*bookedRule, seen map[*bookedRule]bool) (found bool) {
	last := path[len(path)-1]
	for _, next := range last.GetNextBodyIds() {
		if next == start.GetBodyId() {
			c.refuse(i, "nextBodyIds", "ROUTES_IN_CIRCLE", "La chaîne tourne en rond : elle part de "+c.known.bodyName(start.GetBodyId())+" et y revient. Retirez-en un maillon.")
			return true
		}
		for _, r := range c.book.rules {
			if r.GetEffect() != supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK || r.GetBodyId() != next || seen[r] ||
				slices.ContainsFunc(path, func(on *bookedRule) bool { return !on.meets(r) }) {
				continue
			}
			seen[r] = true
			if c.follow(i, start, append(path, r), seen) {
				return true
			}
		}
	}
	return false
}

// contradictions refuses two rules that say the contrary of the same cases, at the second of them.
func (c *checker) contradictions() {
	for i, r := range c.book.rules {
		for _, before := range c.book.rules[:i] {
			if why := contradict(before, r); why != "" && before.meets(r) {
				c.refuse(i, "effect", "RULES_CONTRADICT", "Cette règle contredit « "+before.GetRuleCode()+" » pour les mêmes dossiers : "+why+". Gardez l'une des deux.")
			}
		}
	}
}

func contradict(a, b *bookedRule) string {
	const (
		exclude      = supportv1.RoutingEffect_ROUTING_EFFECT_EXCLUDE
		requireFirst = supportv1.RoutingEffect_ROUTING_EFFECT_REQUIRE_FIRST
		fallBack     = supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK
	)
	if a.GetEffect() != exclude && b.GetEffect() == exclude {
		a, b = b, a
	}
	same := a.GetBodyId() == b.GetBodyId()
	switch {
	case a.GetEffect() == exclude && b.GetEffect() != exclude && same:
		return "l'une écarte l'organisme, l'autre l'appelle"
	case a.GetEffect() == exclude && b.GetEffect() == fallBack && slices.Contains(b.GetNextBodyIds(), a.GetBodyId()):
		return "l'une écarte l'organisme, l'autre en fait un remplaçant"
	case a.GetEffect() == requireFirst && b.GetEffect() == requireFirst && !same:
		return "deux organismes ne peuvent pas être tous deux les premiers"
	case a.GetEffect() == fallBack && b.GetEffect() == fallBack && same && !slices.Equal(a.GetNextBodyIds(), b.GetNextBodyIds()):
		return "le même organisme a deux chaînes de remplacement"
	}
	return ""
}
