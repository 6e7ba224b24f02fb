package domain

import (
	"slices"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// RuleBook is a set of rules, ready to be applied.
type RuleBook struct {
	number int32
	rules  []*bookedRule
}

type bookedRule struct {
	*supportv1.RoutingRule
	subjects  map[string]bool
	area      *area
	origins   map[supportv1.CaseOrigin]bool
	urgencies map[supportv1.Urgency]bool
}

// NewRuleBook makes a book of a set of rules; of none, an empty one.
func NewRuleBook(set *supportv1.RoutingRuleSet) *RuleBook {
	b := &RuleBook{number: set.GetNumber()}
	for _, r := range set.GetRules() {
		w := r.GetWhen()
		b.rules = append(b.rules, &bookedRule{
			r, setOf(w.GetSubjectCodes()), newArea(w.GetCommuneCodes(), w.GetEpciCodes()), setOf(w.GetOrigins()), setOf(w.GetUrgencies()),
		})
	}
	return b
}

// firedCode is how proposals and referrals name a rule.
func firedCode(r *bookedRule) string { return "rule." + r.GetRuleCode() }

// about says whether the rule is for a subject.
func (r *bookedRule) about(subject string) bool { return len(r.subjects) == 0 || r.subjects[subject] }

// fires says whether the rule is for the case. What is not known lets no rule fire.
func (r *bookedRule) fires(c *Case, company *supportv1.Company, at place, now time.Time) bool {
	s := c.State
	if len(r.origins) > 0 && !r.origins[s.GetOrigin()] || len(r.urgencies) > 0 && !r.urgencies[s.GetUrgency()] || r.area.holds(at) != fulfilled {
		return false
	}
	asked := r.GetWhen().GetCompany()
	if !slices.ContainsFunc(s.GetNeeds(), func(n *supportv1.Need) bool { return r.about(n.GetSubjectCode()) && answered(n, asked.GetAnswers()) }) {
		return false
	}
	if asked == nil {
		return true
	}
	found, ok := conditions(c, company, asked, now)
	return ok && !slices.ContainsFunc(found, func(d condition) bool { return d.verdict != fulfilled })
}

// touches says whether the rule is for one of the needs that are proposed.
func (r *bookedRule) touches(c *Case, p *candidate) bool {
	return p != nil && slices.ContainsFunc(p.GetNeedIds(), func(id string) bool { return r.about(c.Need(id).GetSubjectCode()) })
}

// apply lets the rules exclude, prefer and replace. They never bring in a body whose offers do not fit; what they can't
// do, and whom they leave without anybody, is told.
func (b *RuleBook) apply(c *Case, f Found, bodies map[string]*candidate, now time.Time) (notes []*supportv1.RoutingNote) {
	at := placeOf(c.State.GetCompany().GetCommuneCode())
	var firing []*bookedRule
	for _, r := range b.rules {
		if r.fires(c, f.Company, at, now) {
			firing = append(firing, r)
		}
	}
	notes = exclude(c, f, firing, bodies)
	for _, r := range firing {
		p := bodies[r.GetBodyId()]
		switch r.GetEffect() {
		case supportv1.RoutingEffect_ROUTING_EFFECT_PREFER:
			if r.touches(c, p) {
				p.preferred = true
				p.because(firedCode(r), "prioritaire : "+inSentence(r.GetSentence()))
			}
		case supportv1.RoutingEffect_ROUTING_EFFECT_REQUIRE_FIRST:
			notes = append(notes, r.require(c, f, p)...)
		case supportv1.RoutingEffect_ROUTING_EFFECT_FALL_BACK:
			notes = append(notes, r.fallBack(c, f, bodies, now)...)
		}
	}
	return notes
}

// exclude takes needs from the bodies that rules exclude, and bodies without a need left out.
func exclude(c *Case, f Found, firing []*bookedRule, bodies map[string]*candidate) (notes []*supportv1.RoutingNote) {
	lost := map[string][]*bookedRule{}
	for _, r := range firing {
		p := bodies[r.GetBodyId()]
		if r.GetEffect() != supportv1.RoutingEffect_ROUTING_EFFECT_EXCLUDE || p == nil {
			continue
		}
		p.NeedIds = slices.DeleteFunc(p.NeedIds, func(id string) bool {
			out := r.about(c.Need(id).GetSubjectCode())
			if out {
				lost[id] = append(lost[id], r)
			}
			return out
		})
		if len(p.NeedIds) == 0 {
			delete(bodies, r.GetBodyId())
		} else {
			p.SubjectCode = c.Need(p.NeedIds[0]).GetSubjectCode()
		}
	}
	for _, n := range c.State.GetNeeds() {
		if rules := lost[n.GetNeedId()]; len(rules) > 0 && !proposedFor(n, bodies) {
			notes = append(notes, excludedNote(c, f, n, rules))
		}
	}
	return notes
}

// proposedFor says whether somebody is proposed for the need.
func proposedFor(n *supportv1.Need, bodies map[string]*candidate) bool {
	for _, p := range bodies {
		if slices.Contains(p.GetNeedIds(), n.GetNeedId()) {
			return true
		}
	}
	return false
}

// require puts the body first, or says that it can't be.
func (r *bookedRule) require(c *Case, f Found, p *candidate) []*supportv1.RoutingNote {
	if !r.touches(c, p) {
		return r.note(c, f, f.Catalogue.bodyName(r.GetBodyId())+" doit être sollicité d'abord, mais n'est pas proposé : "+f.whyNot(c, r.GetBodyId()))
	}
	p.first = true
	p.because(firedCode(r), "à solliciter d'abord : "+inSentence(r.GetSentence()))
	if !p.able() {
		return r.note(c, f, f.Catalogue.bodyName(r.GetBodyId())+" doit être sollicité d'abord, mais ne peut pas répondre dans le délai")
	}
	return nil
}

// fallBack puts the first of the chain that can in the place of a body that can't.
func (r *bookedRule) fallBack(c *Case, f Found, bodies map[string]*candidate, now time.Time) []*supportv1.RoutingNote {
	why, can := r.state(c, f, bodies[r.GetBodyId()], now)
	if can {
		return nil
	}
	for _, id := range r.GetNextBodyIds() {
		next := bodies[id]
		if r.touches(c, next) && next.able() {
			next.preferred = true
			next.because(firedCode(r), "remplace "+f.Catalogue.bodyName(r.GetBodyId())+", "+why)
			return nil
		}
	}
	return r.note(c, f, f.Catalogue.bodyName(r.GetBodyId())+" est "+why+" et aucun de ses remplaçants ne peut répondre")
}

// state says why the rule's body can't answer. One that has no offer for the case, or none that fits, is not missed: can
// is true.
func (r *bookedRule) state(c *Case, f Found, p *candidate, now time.Time) (why string, can bool) {
	switch {
	case p == nil:
		return f.whyNot(c, r.GetBodyId()), !r.asleep(c, f)
	case p.able():
		return "", true
	case p.GetFull():
		return "complet", false
	case absenceOf(f.Catalogue.bodies[r.GetBodyId()], "", calendar.DayOf(now)) != nil:
		return "fermé", false
	}
	return "absent", false
}

// asleep says whether the body would have an offer for a need that the rule is about, were it active.
func (r *bookedRule) asleep(c *Case, f Found) bool {
	return slices.ContainsFunc(c.State.GetNeeds(), func(n *supportv1.Need) bool { return r.about(n.GetSubjectCode()) && r.among(f.Catalogue.asleep, n) })
}

// among says whether the rule's body has one of the offers for the need.
func (r *bookedRule) among(offers map[string][]*Offer, n *supportv1.Need) bool {
	return slices.ContainsFunc(offers[n.GetSubjectCode()], func(o *Offer) bool { return o.Body.GetPartnerBodyId() == r.GetBodyId() })
}

// whyNot says why a body is not proposed.
func (f Found) whyNot(c *Case, bodyID string) string {
	body := f.Catalogue.bodies[bodyID]
	switch {
	case body == nil:
		return "inconnu"
	case body.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT:
		return "parti"
	case body.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED:
		return "suspendu"
	case slices.Contains(f.Catalogue.BodiesFor(c.SubjectCodes()), bodyID):
		return "hors de ses conditions"
	}
	return "sans offre pour ce besoin"
}

// note is what the rule leaves to a person, for the first need that it is about, rather one that its body deals with.
func (r *bookedRule) note(c *Case, f Found, words string) []*supportv1.RoutingNote {
	about := slices.DeleteFunc(slices.Clone(c.State.GetNeeds()), func(n *supportv1.Need) bool { return !r.about(n.GetSubjectCode()) })
	n := about[0] // a rule that fires is about one of the needs
	if i := slices.IndexFunc(about, func(n *supportv1.Need) bool { return r.among(f.Catalogue.offers, n) || r.among(f.Catalogue.asleep, n) }); i >= 0 {
		n = about[i]
	}
	lead := c.State.GetLeadBodyId()
	return []*supportv1.RoutingNote{{
		NeedId: n.GetNeedId(), SubjectCode: n.GetSubjectCode(), RulesFired: []string{firedCode(r)}, ResponsibleBodyId: lead,
		Sentence: "Règle " + r.GetRuleCode() + " : " + words + " ; " + f.Catalogue.bodyName(lead) + " reste responsable du besoin.",
	}}
}

func excludedNote(c *Case, f Found, n *supportv1.Need, rules []*bookedRule) *supportv1.RoutingNote {
	note := nobody(c, f, n, "")
	var names []string
	for _, r := range rules {
		if name := f.Catalogue.bodyName(r.GetBodyId()); !slices.Contains(names, name) {
			names = append(names, name)
		}
		note.RulesFired = append(note.RulesFired, firedCode(r))
	}
	alone := "seul"
	if len(names) > 1 {
		alone = "seuls"
	}
	note.Sentence = nobodySentence(c, f, n, "les règles écartent "+strings.Join(names, ", ")+", "+alone+" à pouvoir répondre")
	return note
}

// left are the needs that nobody is proposed for, beside those that were told: the body in charge keeps them.
func left(c *Case, f Found, all []*candidate, told []*supportv1.RoutingNote) (notes []*supportv1.RoutingNote) {
	for _, n := range c.State.GetNeeds() {
		if slices.ContainsFunc(all, func(p *candidate) bool { return slices.Contains(p.GetNeedIds(), n.GetNeedId()) }) ||
			slices.ContainsFunc(told, func(t *supportv1.RoutingNote) bool { return t.GetNobody() && t.GetNeedId() == n.GetNeedId() }) {
			continue
		}
		notes = append(notes, nobody(c, f, n, f.whyNobody(n.GetSubjectCode())))
	}
	return notes
}

func nobody(c *Case, f Found, n *supportv1.Need, why string) *supportv1.RoutingNote {
	return &supportv1.RoutingNote{
		NeedId: n.GetNeedId(), SubjectCode: n.GetSubjectCode(), Nobody: true, ResponsibleBodyId: c.State.GetLeadBodyId(), Sentence: nobodySentence(c, f, n, why),
	}
}

func nobodySentence(c *Case, f Found, n *supportv1.Need, why string) string {
	return "Personne n'est proposé pour « " + f.Catalogue.subjectLabel(n.GetSubjectCode()) + " » : " + why + " ; " +
		f.Catalogue.bodyName(c.State.GetLeadBodyId()) + " reste responsable du besoin."
}

// whyNobody says who would answer for a subject, were they there.
func (f Found) whyNobody(subject string) string {
	for _, o := range f.Catalogue.asleep[subject] {
		switch o.Body.GetStatus() {
		case supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT:
			return o.Body.GetName() + ", qui y répondait, a quitté le Hup"
		case supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED:
			return o.Body.GetName() + ", qui y répond, est suspendu"
		}
	}
	if len(f.Catalogue.offers[subject]) > 0 {
		return "aucune offre ne convient à cette entreprise"
	}
	return "aucune offre sur ce sujet"
}

// inSentence puts a sentence inside another one.
func inSentence(s string) string { return "« " + strings.TrimSuffix(s, ".") + " »" }
