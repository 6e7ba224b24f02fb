package domain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

const (
	rev2    = commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2
	naf2025 = commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025
)

func body(id string, with ...func(*supportv1.PartnerBody)) *supportv1.PartnerBody {
	b := &supportv1.PartnerBody{PartnerBodyId: id, Name: strings.ToUpper(id), EpciCodes: []string{"200066918"}}
	for _, w := range with {
		w(b)
	}
	return b
}

func anOffer(of string, with ...func(*supportv1.ServiceOffer)) *supportv1.ServiceOffer {
	o := &supportv1.ServiceOffer{ServiceOfferId: "sof_" + of, PartnerBodyId: of, Name: "Offre", SubjectCodes: []string{"finance.investment", "land.premises"}}
	for _, w := range with {
		w(o)
	}
	return o
}

func asking(c *supportv1.OfferConditions) func(*supportv1.ServiceOffer) {
	return func(o *supportv1.ServiceOffer) { o.Conditions = c }
}

// menuiserie is a company of Alès that told everything.
func menuiserie() *supportv1.Company {
	return &supportv1.Company{
		CompanyId: "com_1", CommuneCode: "30007", LegalForm: "5499", CreationDate: "2020-05-02", Address: "Rue inventée",
		Headcount: &supportv1.Headcount{Code: "11"}, Naf: []*commonv1.NafCode{{Nomenclature: rev2, Code: "43.32A"}},
	}
}

func found(bodies []*supportv1.PartnerBody, offers ...*supportv1.ServiceOffer) Found {
	return Found{Catalogue: NewCatalogue(Listed{Bodies: bodies, Offers: offers}), Company: menuiserie()}
}

func proposedIn(r Routing) (ids []string) {
	for _, p := range r.Proposals {
		ids = append(ids, p.GetBodyId())
	}
	return ids
}

func TestRoute_respectsEachCondition(t *testing.T) {
	amount := func(least int64) *supportv1.AnswerCondition {
		return &supportv1.AnswerCondition{QuestionCode: "montant", MinValue: proto.Int64(least)}
	}
	for name, x := range map[string]struct {
		asked *supportv1.OfferConditions
		fits  bool
	}{
		"headcount":             {&supportv1.OfferConditions{MinHeadcountCode: "03", MaxHeadcountCode: "12"}, true},
		"too big":               {&supportv1.OfferConditions{MaxHeadcountCode: "03"}, false},
		"age":                   {&supportv1.OfferConditions{MinAgeMonths: 78, MaxAgeMonths: 78}, true},
		"too old":               {&supportv1.OfferConditions{MaxAgeMonths: 77}, false},
		"legal form":            {&supportv1.OfferConditions{LegalFormFamilies: []string{"54"}}, true},
		"other legal form":      {&supportv1.OfferConditions{LegalFormFamilies: []string{"1", "92"}}, false},
		"activity":              {&supportv1.OfferConditions{NafAccepted: []*supportv1.NafPattern{{Nomenclature: rev2, Prefix: "43"}}}, true},
		"activity excluded":     {&supportv1.OfferConditions{NafExcluded: []*supportv1.NafPattern{{Nomenclature: rev2, Prefix: "43.3"}}}, false},
		"activity not wanted":   {&supportv1.OfferConditions{NafAccepted: []*supportv1.NafPattern{{Nomenclature: rev2, Prefix: "62"}}}, false},
		"outside a quarter":     {&supportv1.OfferConditions{QpvOnly: true}, false},
		"amount":                {&supportv1.OfferConditions{Answers: []*supportv1.AnswerCondition{amount(1_000_000)}}, true},
		"amount too small":      {&supportv1.OfferConditions{Answers: []*supportv1.AnswerCondition{amount(1_000_001)}}, false},
		"question not answered": {&supportv1.OfferConditions{Answers: []*supportv1.AnswerCondition{{QuestionCode: "nature", Values: []string{"machines"}}}}, false},
		"day": {&supportv1.OfferConditions{Answers: []*supportv1.AnswerCondition{
			{QuestionCode: "date-decision", FromDate: "2027-01-01", ToDate: "2027-06-30"}}}, true},
	} {
		c := aCase(t, monday)
		c.State.Needs[1].Answers = []*supportv1.Answer{{QuestionCode: "montant", Value: "1000000"}, {QuestionCode: "date-decision", Value: "2027-03-01"}}
		got := Route(c, found([]*supportv1.PartnerBody{body("cci")}, anOffer("cci", asking(x.asked))), monday)
		if (len(got.Proposals) == 1) != x.fits {
			t.Errorf("%s: %v", name, got)
		}
		if x.fits && (got.Proposals[0].GetUncertain() || len(got.Proposals[0].GetRulesFired()) < 2 || len(got.Notes) != 2-len(got.Proposals[0].GetNeedIds())) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRoute_readsEitherNaf: a condition written in one nomenclature, a company known in the other.
func TestRoute_readsEitherNaf(t *testing.T) {
	for name, x := range map[string]struct {
		company, asked commonv1.NafNomenclature
		code, prefix   string
		fits, sure     bool
	}{
		"one to one":                {naf2025, rev2, "43.41G", "43.91A", true, true},
		"one to one, the other":     {rev2, naf2025, "43.91A", "43.41G", true, true},
		"by division":               {naf2025, rev2, "56.11G", "56", true, true},
		"one of several":            {rev2, naf2025, "62.01Z", "62.10Y", true, false},
		"the same, from 2025":       {naf2025, rev2, "62.10Y", "62.01Z", true, false},
		"another division":          {naf2025, rev2, "43.41G", "62", false, true},
		"one to one with another":   {naf2025, rev2, "43.41G", "43.32A", false, true},
		"near, the table is silent": {naf2025, rev2, "43.91Y", "43.21A", true, false},
	} {
		f := found([]*supportv1.PartnerBody{body("cci")}, anOffer("cci", asking(&supportv1.OfferConditions{NafAccepted: []*supportv1.NafPattern{{Nomenclature: x.asked, Prefix: x.prefix}}})))
		f.Company.Naf = []*commonv1.NafCode{{Nomenclature: x.company, Code: x.code}}
		got := Route(aCase(t, monday), f, monday)
		if (len(got.Proposals) == 1) != x.fits {
			t.Errorf("%s: %v", name, got)
			continue
		}
		if !x.fits {
			continue
		}
		p := got.Proposals[0]
		if p.GetUncertain() == x.sure || strings.Contains(p.GetSentence(), "activité à vérifier") == x.sure {
			t.Errorf("%s: %v", name, p)
		}
	}
}

func TestRoute_saysWhatIsNotKnown(t *testing.T) {
	f := found([]*supportv1.PartnerBody{body("cci")}, anOffer("cci", asking(&supportv1.OfferConditions{MinHeadcountCode: "11", QpvOnly: true})))
	f.Company = &supportv1.Company{CompanyId: "com_1"}
	got := Route(aCase(t, monday), f, monday)
	if len(got.Proposals) != 1 || !got.Proposals[0].GetUncertain() || !strings.Contains(got.Proposals[0].GetSentence(), "effectif à vérifier, quartier prioritaire à vérifier") {
		t.Errorf("%v", got)
	}
}

func TestRoute_givesARealisticDateAndSomebodyWhoIsThere(t *testing.T) {
	hours := func(weekdays ...int32) func(*supportv1.PartnerBody) {
		return func(b *supportv1.PartnerBody) {
			for _, d := range weekdays {
				b.OpeningHours = append(b.OpeningHours, &supportv1.OpeningHours{Weekday: d, OpenMinute: 540, CloseMinute: 720})
			}
		}
	}
	away := func(person, from, to, replacement string) func(*supportv1.PartnerBody) {
		return func(b *supportv1.PartnerBody) {
			b.Absences = append(b.Absences, &supportv1.Absence{PersonId: person, FromDate: from, ToDate: to, ReplacementPersonId: replacement})
		}
	}
	team := func(o *supportv1.ServiceOffer) { o.PersonIds = []string{"ana", "bob"} }
	afternoon := monday.Add(6 * time.Hour) // 15:00 in Paris
	for name, x := range map[string]struct {
		body              *supportv1.PartnerBody
		team              bool
		now               time.Time
		available, expect string
		person            string
	}{
		"open now":                                {body("cci"), false, monday, "2026-11-23", "2026-11-30", ""},
		"closed for the day":                      {body("cci", hours(1, 4)), false, afternoon, "2026-11-26", "2026-11-30", ""},
		"open on Mondays, 11 a holiday":           {body("cci", hours(3)), false, time.Date(2026, time.November, 10, 9, 0, 0, 0, time.UTC), "2026-11-18", "2026-11-18", ""},
		"the whole body closed":                   {body("cci", away("", "2026-11-20", "2026-12-04", "")), false, monday, "2026-12-07", "2026-12-07", ""},
		"one of the team away":                    {body("cci", away("ana", "2026-11-20", "2026-12-04", "")), true, monday, "2026-11-23", "2026-11-30", "bob"},
		"all away, one replaced":                  {body("cci", away("ana", "2026-11-20", "2026-12-04", "eve"), away("bob", "2026-11-20", "2026-12-04", "")), true, monday, "2026-11-23", "2026-11-30", "eve"},
		"all away":                                {body("cci", away("ana", "2026-11-20", "2026-12-04", ""), away("bob", "2026-11-20", "2026-12-10", "")), true, monday, "2026-12-07", "2026-12-07", "ana"},
		"somebody away, nobody knows who answers": {body("cci", away("ana", "2026-11-20", "2026-12-04", "eve")), false, monday, "2026-11-23", "2026-11-30", "eve"},
	} {
		o := anOffer("cci")
		if x.team {
			team(o)
		}
		p := Route(aCase(t, x.now), found([]*supportv1.PartnerBody{x.body}, o), x.now).Proposals[0]
		if p.GetAvailableDate() != x.available || p.GetExpectedDate() != x.expect || p.GetPersonId() != x.person {
			t.Errorf("%s: %s, %s, %q: %s", name, p.GetAvailableDate(), p.GetExpectedDate(), p.GetPersonId(), p.GetSentence())
		}
	}
}

func TestRoute_sharesOutAmongBodiesAndPersons(t *testing.T) {
	capacity := func(n int32) func(*supportv1.PartnerBody) {
		return func(b *supportv1.PartnerBody) { b.CapacityPerWeek = n }
	}
	withTeam := func(o *supportv1.ServiceOffer) { o.PersonIds, o.CapacityPerPerson = []string{"ana", "bob", "eve"}, 3 }
	f := found([]*supportv1.PartnerBody{body("cci", capacity(10)), body("cma", capacity(4)), body("plie")}, anOffer("cci", withTeam), anOffer("cma"), anOffer("plie"))
	c := aCase(t, monday)
	c.State.Consents = nil
	for _, x := range []struct {
		bodies  map[string]int32
		persons map[string]int32
		order   string
		person  string
	}{
		{nil, nil, "cci cma plie", "ana"},
		{map[string]int32{"cci": 3, "cma": 1, "plie": 1}, map[string]int32{"ana": 1, "bob": 2}, "plie cma cci", "eve"},
		{map[string]int32{"cci": 2, "cma": 4, "plie": 2}, map[string]int32{"ana": 1, "eve": 1}, "plie cci cma", "bob"},
		{map[string]int32{"cci": 9}, map[string]int32{"ana": 3, "bob": 3, "eve": 3}, "cma plie cci", "ana"},
	} {
		f.Load = Load{x.bodies, x.persons}
		got := Route(c, f, monday)
		if order := strings.Join(proposedIn(got), " "); order != x.order {
			t.Errorf("%v: %s, want %s", x.bodies, order, x.order)
		}
		for _, p := range got.Proposals {
			if p.GetBodyId() == "cci" && p.GetPersonId() != x.person || p.GetFull() != strings.Contains(p.GetSentence(), "(complet)") {
				t.Errorf("%v, %v: %v", x.bodies, x.persons, p)
			}
		}
	}
}

// anyFound draws a small world: bodies, offers with conditions, rules, absences and loads.
func anyFound(t *rapid.T) Found {
	ids := []string{"cci", "cma", "plie", "region"}
	var l Listed
	for _, id := range ids {
		b := body(id)
		b.Status = supportv1.PartnerBodyStatus(rapid.IntRange(1, 3).Draw(t, "status"))
		b.CapacityPerWeek = int32(rapid.IntRange(0, 3).Draw(t, "capacity"))
		if rapid.Bool().Draw(t, "away") {
			b.Absences = []*supportv1.Absence{{FromDate: "2026-11-01", ToDate: rapid.SampledFrom([]string{"2026-11-24", "2027-06-01"}).Draw(t, "to")}}
		}
		l.Bodies = append(l.Bodies, b)
		for i := range rapid.IntRange(0, 2).Draw(t, "offers") {
			o := anOffer(id, asking(&supportv1.OfferConditions{
				MinHeadcountCode: rapid.SampledFrom([]string{"", "03", "21"}).Draw(t, "headcount"), QpvOnly: rapid.Bool().Draw(t, "qpv"),
				LegalFormFamilies: rapid.SampledFrom([][]string{nil, {"54"}, {"1"}}).Draw(t, "form"),
			}))
			o.ServiceOfferId += fmt.Sprint(i)
			o.SubjectCodes = rapid.SampledFrom([][]string{{"finance.investment"}, {"land.premises"}, {"finance.investment", "land.premises"}}).Draw(t, "subjects")
			o.CommuneCodes = rapid.SampledFrom([][]string{nil, {"30007"}, {"30258"}}).Draw(t, "communes")
			l.Offers = append(l.Offers, o)
		}
	}
	l.Rules = &supportv1.RoutingRuleSet{Number: 3}
	for i := range rapid.IntRange(0, 4).Draw(t, "rules") {
		l.Rules.Rules = append(l.Rules.Rules, &supportv1.RoutingRule{
			RuleCode: fmt.Sprint("r", i), Sentence: "Une règle.", Effect: supportv1.RoutingEffect(rapid.IntRange(1, 4).Draw(t, "effect")),
			BodyId: rapid.SampledFrom(ids).Draw(t, "body"), NextBodyIds: rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "next"),
			When: &supportv1.RoutingCondition{SubjectCodes: rapid.SampledFrom([][]string{nil, {"land.premises"}}).Draw(t, "when")},
		})
	}
	f := Found{Catalogue: NewCatalogue(l), Company: menuiserie(), Load: Load{Bodies: map[string]int32{}}}
	for _, id := range ids {
		f.Load.Bodies[id] = int32(rapid.IntRange(0, 4).Draw(t, "load"))
	}
	return f
}

// TestRoute_holdsWhateverTheRules: no body whose condition fails is named, no rule takes the only body away without a
// word, a body that can't answer comes behind those that can, and the same world gives the same order.
func TestRoute_holdsWhateverTheRules(t *testing.T) {
	c := aCase(t, monday)
	rapid.Check(t, func(t *rapid.T) {
		f := anyFound(t)
		got := Route(c, f, monday)
		for i, p := range got.Proposals {
			o := f.offer(p.GetServiceOfferId())
			if o == nil || !Proposable(o.Body) || zone(placeOf("30007"), o.area).verdict != fulfilled {
				t.Fatalf("proposed out of nothing: %v", p)
			}
			if _, ok := conditions(c, f.Company, o.Offer.GetConditions(), monday); !ok {
				t.Fatalf("a condition fails: %v", p)
			}
			if i > 0 && !p.GetFull() && got.Proposals[i-1].GetFull() {
				t.Fatalf("behind a full body: %v", got.Proposals)
			}
		}
		for _, n := range c.State.GetNeeds() {
			some := slices.ContainsFunc(got.Proposals, func(p *supportv1.ReferralProposal) bool { return slices.Contains(p.GetNeedIds(), n.GetNeedId()) })
			told := slices.ContainsFunc(got.Notes, func(note *supportv1.RoutingNote) bool {
				return note.GetNobody() && note.GetNeedId() == n.GetNeedId() && note.GetResponsibleBodyId() == "myriapolis" && note.GetSentence() != ""
			})
			if some == told {
				t.Fatalf("need %s: proposed %v, told %v: %v", n.GetSubjectCode(), some, told, got)
			}
		}
		again := Route(c, f, monday)
		if !slices.EqualFunc(got.Proposals, again.Proposals, func(a, b *supportv1.ReferralProposal) bool { return proto.Equal(a, b) }) {
			t.Fatalf("another order: %v, then %v", got.Proposals, again.Proposals)
		}
	})
}

func (f Found) offer(id string) *Offer {
	for _, o := range f.Catalogue.everyOffer() {
		if o.Offer.GetServiceOfferId() == id {
			return o
		}
	}
	return nil
}

// TestOpenFrom_neverOnADayOff: whatever the hours, the day found is open, and none before it is.
func TestOpenFrom_neverOnADayOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := body("cci")
		for _, d := range rapid.SliceOfNDistinct(rapid.Int32Range(1, 7), 0, 7, rapid.ID[int32]).Draw(t, "weekdays") {
			b.OpeningHours = append(b.OpeningHours, &supportv1.OpeningHours{Weekday: d, OpenMinute: 500, CloseMinute: 700})
		}
		from := calendar.MustDay("2026-01-01").AddDays(rapid.IntRange(0, 800).Draw(t, "from"))
		got := openFrom(b, from)
		if got.IsZero() {
			t.Fatalf("never open: %v", b.GetOpeningHours())
		}
		for day := from; !day.After(got); day = day.AddDays(1) {
			_, holiday := calendar.Holiday(day)
			weekday := int32((day.Weekday()+6)%7) + 1
			open := !holiday && slices.ContainsFunc(b.GetOpeningHours(), func(h *supportv1.OpeningHours) bool { return h.GetWeekday() == weekday })
			if len(b.GetOpeningHours()) == 0 {
				open = calendar.IsBusinessDay(day)
			}
			if open != (day == got) {
				t.Fatalf("from %s: %s is open: %v, found %s", from, day, open, got)
			}
		}
	})
}
