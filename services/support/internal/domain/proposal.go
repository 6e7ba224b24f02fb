package domain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Found is what proposals are computed from.
type Found struct {
	Catalogue *Catalogue
	// Company is nil for a project leader.
	Company *supportv1.Company
	Load    Load
	// Next are the bodies that others named when they declined.
	Next map[string]*supportv1.PartnerBody
}

// Routing is who could help, best first, each with why, and what is left to a person.
type Routing struct {
	Proposals []*supportv1.ReferralProposal
	Notes     []*supportv1.RoutingNote
}

// Route proposes the bodies that could help. A body that was asked before is not proposed again, unless what was asked
// was taken back.
func Route(c *Case, f Found, now time.Time) Routing {
	all, notes := propose(c, f, now)
	r := Routing{Notes: notes}
	for _, p := range all {
		if !c.askedBefore(p.GetBodyId()) {
			r.Proposals = append(r.Proposals, p.ReferralProposal)
		}
	}
	return r
}

// ProposalFor is what is proposed for one body, nil when nothing is.
func ProposalFor(c *Case, f Found, bodyID string, now time.Time) *supportv1.ReferralProposal {
	all, _ := propose(c, f, now)
	for _, p := range all {
		if p.GetBodyId() == bodyID {
			return p.ReferralProposal
		}
	}
	return nil
}

// askedBefore says whether the body was asked before, and not by mistake.
func (c *Case) askedBefore(bodyID string) bool {
	return slices.ContainsFunc(c.State.GetReferrals(), func(r *supportv1.ReferralSummary) bool {
		return r.GetBodyId() == bodyID && r.GetStatus() != cancelled
	})
}

// candidate is a proposal while it is made.
type candidate struct {
	*supportv1.ReferralProposal
	offer *supportv1.ServiceOffer // nil for a body that was named
	words []string
	// away: nobody there can answer within the promise. The others are why it comes before others.
	away, wanted, first, preferred bool
	share                          float64
}

func (p *candidate) able() bool { return !p.GetFull() && !p.away }

// because adds a rule that fired, and what it says.
func (p *candidate) because(rule, words string) {
	if !slices.Contains(p.RulesFired, rule) {
		p.RulesFired = append(p.RulesFired, rule)
	}
	if words != "" {
		p.words = append(p.words, words)
	}
}

// propose makes one proposal a body, of the offer that answers most needs, and lets the rules put them in order.
func propose(c *Case, f Found, now time.Time) ([]*candidate, []*supportv1.RoutingNote) {
	bodies := candidates(c, f, now)
	for _, id := range slices.Sorted(maps.Keys(f.Next)) {
		if known, ok := bodies[id]; ok {
			known.wanted = true
			known.because("referral.next_body", "indiqué par un organisme qui a refusé")
			continue
		}
		bodies[id] = named(c, f, f.Next[id], now)
	}
	notes := f.Catalogue.rules.apply(c, f, bodies, now)
	all := slices.Collect(maps.Values(bodies))
	slices.SortFunc(all, better)
	for _, p := range all {
		if !p.GetConsentGiven() {
			p.words = append(p.words, "l'accord de l'entreprise reste à demander")
		}
		p.Sentence = p.GetBodyName() + " : " + strings.Join(p.words, ", ") + "."
	}
	return all, append(notes, left(c, f, all, notes)...)
}

// candidates are the bodies whose offers fit, by id.
func candidates(c *Case, f Found, now time.Time) map[string]*candidate {
	best := map[string]*candidate{}
	at, seen := placeOf(c.State.GetCompany().GetCommuneCode()), map[*Offer]bool{}
	for _, subject := range c.SubjectCodes() {
		for _, o := range f.Catalogue.offers[subject] {
			if seen[o] {
				continue
			}
			seen[o] = true
			p := fit(c, f, o, at, now)
			if p == nil {
				continue
			}
			if known := best[p.GetBodyId()]; known == nil || fitter(p, known) < 0 {
				best[p.GetBodyId()] = p
			}
		}
	}
	for id, p := range best {
		finish(c, f, f.Catalogue.bodies[id], p, now)
	}
	return best
}

// fitter puts the offer first that answers more needs, then the one that fits surely, then the older one.
func fitter(a, b *candidate) int {
	return cmp.Or(cmp.Compare(len(b.GetNeedIds()), len(a.GetNeedIds())), first(!a.GetUncertain(), !b.GetUncertain()),
		cmp.Compare(a.GetServiceOfferId(), b.GetServiceOfferId()))
}

// fit is the proposal of an offer that fits the case, nil when it does not.
func fit(c *Case, f Found, o *Offer, at place, now time.Time) *candidate {
	where := zone(at, o.area)
	if where.verdict == failed {
		return nil
	}
	found, ok := conditions(c, f.Company, o.Offer.GetConditions(), now)
	if !ok {
		return nil
	}
	p := &candidate{offer: o.Offer, ReferralProposal: &supportv1.ReferralProposal{
		BodyId: o.Body.GetPartnerBodyId(), ServiceOfferId: o.Offer.GetServiceOfferId(), PromiseBusinessDays: o.Offer.GetPromiseBusinessDays(),
	}}
	for _, n := range c.State.GetNeeds() {
		if slices.Contains(o.Offer.GetSubjectCodes(), n.GetSubjectCode()) && answered(n, o.Offer.GetConditions().GetAnswers()) {
			p.NeedIds = append(p.NeedIds, n.GetNeedId())
			p.SubjectCode = cmp.Or(p.SubjectCode, n.GetSubjectCode())
		}
	}
	if len(p.NeedIds) == 0 {
		return nil
	}
	p.because("subject", "propose « "+o.Offer.GetName()+" »")
	for _, d := range append([]condition{where}, found...) {
		if d.verdict == fulfilled {
			p.because(d.rule, d.words)
		} else {
			p.Uncertain = true
			p.because(d.rule, d.toCheck)
		}
	}
	return p
}

// reachable keeps when the body can look at it and who there, and the realistic day of a first answer.
func (p *candidate) reachable(a availability, now time.Time) {
	due := calendar.Due(now, int(promised(p))).DueDate
	p.PersonId, p.Full = a.personID, a.full
	p.away = a.day.IsZero() || a.day.After(due)
	if !a.day.IsZero() {
		p.AvailableDate, p.ExpectedDate = a.day.String(), due.String()
		if a.day.After(due) {
			p.ExpectedDate = p.AvailableDate
		}
	}
	p.RulesFired, p.words = append(p.RulesFired, a.rules...), append(p.words, a.words...)
}

// named is the proposal of a body that another one named, and whose offers do not fit.
func named(c *Case, f Found, body *supportv1.PartnerBody, now time.Time) *candidate {
	p := &candidate{ReferralProposal: &supportv1.ReferralProposal{BodyId: body.GetPartnerBodyId()}, wanted: true}
	for _, n := range c.State.GetNeeds() {
		p.NeedIds = append(p.NeedIds, n.GetNeedId())
		p.SubjectCode = cmp.Or(p.SubjectCode, n.GetSubjectCode())
	}
	p.because("referral.next_body", "indiqué par un organisme qui a refusé")
	finish(c, f, body, p, now)
	return p
}

// finish adds what does not decide whether an offer fits: when and whom to ask, load, consent.
func finish(c *Case, f Found, body *supportv1.PartnerBody, p *candidate, now time.Time) {
	p.reachable(availabilityOf(p.offer, body, f.Load, now), now)
	p.BodyName, p.Load, p.CapacityPerWeek = body.GetName(), f.Load.Bodies[p.BodyId], body.GetCapacityPerWeek()
	p.ConsentGiven, p.RoutingRulesNumber = c.Allows(p.BodyId), f.Catalogue.RulesNumber()
	p.share = float64(p.GetLoad()) / float64(cmp.Or(p.GetCapacityPerWeek(), usualCapacity))
	if p.GetCapacityPerWeek() > 0 {
		rule, words := "load", fmt.Sprintf("charge de la semaine %d/%d", p.GetLoad(), p.GetCapacityPerWeek())
		if p.GetLoad() >= p.GetCapacityPerWeek() {
			p.Full, rule, words = true, "load.full", words+" (complet)"
		}
		p.because(rule, words)
	}
	switch {
	case p.away && p.GetExpectedDate() != "":
		p.words = append(p.words, "première réponse à partir du "+dayInWords(p.GetExpectedDate()))
	case p.GetPromiseBusinessDays() > 0:
		p.words = append(p.words, fmt.Sprintf("répond en %d jours ouvrés", p.GetPromiseBusinessDays()))
	}
}

// usualCapacity is what a body counts as taking a week, for its share, when it did not say.
const usualCapacity = 20

// better orders proposals: bodies that can answer before those that are full, then before those that are away; those that
// a rule asks for first, those named by others, those that a rule prefers; more needs answered, what fits surely, the
// consent given, the smaller share of what they take, the shorter promise; then by id, so that the order never changes by
// itself.
func better(a, b *candidate) int {
	return cmp.Or(
		first(!a.GetFull(), !b.GetFull()), first(!a.away, !b.away), first(a.first, b.first), first(a.wanted, b.wanted),
		first(a.preferred, b.preferred), cmp.Compare(len(b.GetNeedIds()), len(a.GetNeedIds())), first(!a.GetUncertain(), !b.GetUncertain()),
		first(a.GetConsentGiven(), b.GetConsentGiven()), cmp.Compare(a.share, b.share),
		cmp.Compare(promised(a), promised(b)), cmp.Compare(a.GetBodyId(), b.GetBodyId()),
	)
}

func promised(p *candidate) int32 {
	return cmp.Or(p.GetPromiseBusinessDays(), PromiseDays)
}

// first puts what is true before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
