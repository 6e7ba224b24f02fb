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

// Offer is what a body does for companies, with the body.
type Offer struct {
	Offer *supportv1.ServiceOffer
	Body  *supportv1.PartnerBody
}

// Found is what proposals are computed from.
type Found struct {
	// Offers cover a subject of the case; whether they fit is decided here.
	Offers []Offer
	// Company is nil for a project leader.
	Company *supportv1.Company
	// Load is how many referrals each body got this week and has not ended.
	Load map[string]int32
	// Next are the bodies that others named when they declined.
	Next map[string]*supportv1.PartnerBody
}

// Proposals are the bodies that could help, best first, each with why. A body that was asked before is not proposed
// again, unless what was asked was taken back.
func Proposals(c *Case, f Found, now time.Time) []*supportv1.ReferralProposal {
	var all []*supportv1.ReferralProposal
	for _, p := range propose(c, f, now) {
		if !c.askedBefore(p.GetBodyId()) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, better)
	return all
}

// ProposalFor is what is proposed for one body, nil when nothing is.
func ProposalFor(c *Case, f Found, bodyID string, now time.Time) *supportv1.ReferralProposal {
	for _, p := range propose(c, f, now) {
		if p.GetBodyId() == bodyID {
			return p
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

// propose makes one proposal a body, of the offer that answers most needs.
func propose(c *Case, f Found, now time.Time) []*supportv1.ReferralProposal {
	byBody := map[string]*supportv1.ReferralProposal{}
	var order []string
	keep := func(p *supportv1.ReferralProposal) {
		known, ok := byBody[p.GetBodyId()]
		if !ok {
			order = append(order, p.GetBodyId())
		}
		if !ok || len(p.GetNeedIds()) > len(known.GetNeedIds()) {
			byBody[p.GetBodyId()] = p
		}
	}
	for _, o := range f.Offers {
		if p := fit(c, f, o, now); p != nil {
			keep(p)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.Next)) {
		if _, ok := byBody[id]; !ok {
			keep(named(c, f, f.Next[id], now))
		}
	}
	all := make([]*supportv1.ReferralProposal, len(order))
	for i, id := range order {
		all[i] = byBody[id]
	}
	return all
}

// fit is the proposal of an offer that fits the case, nil when it does not.
func fit(c *Case, f Found, o Offer, now time.Time) *supportv1.ReferralProposal {
	rules, because, ok := zone(c, o)
	if !ok {
		return nil
	}
	more, words, ok := conditions(c, f.Company, o.Offer.GetConditions(), now)
	if !ok {
		return nil
	}
	p := &supportv1.ReferralProposal{ServiceOfferId: o.Offer.GetServiceOfferId(), PromiseBusinessDays: o.Offer.GetPromiseBusinessDays()}
	for _, n := range c.State.GetNeeds() {
		if slices.Contains(o.Offer.GetSubjectCodes(), n.GetSubjectCode()) && answered(n, o.Offer.GetConditions().GetAnswers()) {
			p.NeedIds = append(p.NeedIds, n.GetNeedId())
			p.SubjectCode = cmp.Or(p.SubjectCode, n.GetSubjectCode())
		}
	}
	if len(p.NeedIds) == 0 {
		return nil
	}
	if _, wanted := f.Next[o.Body.GetPartnerBodyId()]; wanted {
		more, words = append(more, "referral.next_body"), append(words, "indiqué par un organisme qui a refusé")
	}
	p.RulesFired = append(append([]string{"subject"}, rules...), more...)
	finish(c, f, o.Body, p, append([]string{"propose « " + o.Offer.GetName() + " »", because}, words...), now)
	return p
}

// named is the proposal of a body that another one named, and whose offers do not fit.
func named(c *Case, f Found, body *supportv1.PartnerBody, now time.Time) *supportv1.ReferralProposal {
	p := &supportv1.ReferralProposal{RulesFired: []string{"referral.next_body"}}
	for _, n := range c.State.GetNeeds() {
		p.NeedIds = append(p.NeedIds, n.GetNeedId())
		p.SubjectCode = cmp.Or(p.SubjectCode, n.GetSubjectCode())
	}
	finish(c, f, body, p, []string{"indiqué par un organisme qui a refusé"}, now)
	return p
}

// finish adds what depends on the body alone: load, absences, consent, and the sentence.
func finish(c *Case, f Found, body *supportv1.PartnerBody, p *supportv1.ReferralProposal, words []string, now time.Time) {
	p.BodyId, p.BodyName = body.GetPartnerBodyId(), body.GetName()
	p.Load, p.CapacityPerWeek = f.Load[p.BodyId], body.GetCapacityPerWeek()
	p.ConsentGiven = c.Allows(p.BodyId)
	if rule, word := load(p); rule != "" {
		p.RulesFired, words = append(p.RulesFired, rule), append(words, word)
	}
	if away := absence(body, calendar.DayOf(now)); away != nil {
		p.RulesFired, p.PersonId = append(p.RulesFired, "absence"), away.GetReplacementPersonId()
		words = append(words, absenceWords(away))
	}
	if p.PromiseBusinessDays > 0 {
		words = append(words, fmt.Sprintf("répond en %d jours ouvrés", p.PromiseBusinessDays))
	}
	if !p.ConsentGiven {
		words = append(words, "l'accord de l'entreprise reste à demander")
	}
	p.Sentence = p.BodyName + " : " + strings.Join(words, ", ") + "."
}

// load says how busy the body is, when it said what it can take.
func load(p *supportv1.ReferralProposal) (rule, words string) {
	if p.GetCapacityPerWeek() == 0 {
		return "", ""
	}
	words = fmt.Sprintf("charge de la semaine %d/%d", p.GetLoad(), p.GetCapacityPerWeek())
	if full(p) {
		return "load.full", words + " (complet)"
	}
	return "load", words
}

func full(p *supportv1.ReferralProposal) bool {
	return p.GetCapacityPerWeek() > 0 && p.GetLoad() >= p.GetCapacityPerWeek()
}

// absence is the one of today, the last to end when there are several.
func absence(body *supportv1.PartnerBody, today calendar.Day) *supportv1.Absence {
	var found *supportv1.Absence
	for _, a := range body.GetAbsences() {
		if a.GetFromDate() <= today.String() && today.String() <= a.GetToDate() && (found == nil || a.GetToDate() > found.GetToDate()) {
			found = a
		}
	}
	return found
}

func absenceWords(a *supportv1.Absence) string {
	until, err := calendar.ParseDay(a.GetToDate())
	if err != nil {
		return "une personne absente"
	}
	words := "une personne absente jusqu'au " + until.InWords()
	if a.GetReplacementPersonId() != "" {
		words += ", remplacée"
	}
	return words
}

// better orders proposals: bodies with room before full ones, those named by others first, more needs answered, the
// consent given, less load, the shorter promise; then by id, so that the order never changes by itself.
func better(a, b *supportv1.ReferralProposal) int {
	wanted := func(p *supportv1.ReferralProposal) bool {
		return slices.Contains(p.GetRulesFired(), "referral.next_body")
	}
	return cmp.Or(
		first(!full(a), !full(b)), first(wanted(a), wanted(b)), cmp.Compare(len(b.GetNeedIds()), len(a.GetNeedIds())),
		first(a.GetConsentGiven(), b.GetConsentGiven()), cmp.Compare(a.GetLoad(), b.GetLoad()),
		cmp.Compare(promised(a), promised(b)), cmp.Compare(a.GetBodyId(), b.GetBodyId()),
	)
}

func promised(p *supportv1.ReferralProposal) int32 {
	if p.GetPromiseBusinessDays() == 0 {
		return PromiseDays
	}
	return p.GetPromiseBusinessDays()
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
