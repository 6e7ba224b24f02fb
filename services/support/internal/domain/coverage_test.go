package domain

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

var today = calendar.DayOf(monday)

// anyListed draws bodies with zones, suspended ones, absences and stopped offers.
func anyListed(t *rapid.T) (l Listed) {
	codes := []string{"30007", "30010", "30189", "30258", "30999"}
	l.Subjects = []*supportv1.Subject{{SubjectCode: "a"}, {SubjectCode: "a.1", ParentCode: "a"}, {SubjectCode: "a.2", ParentCode: "a"}}
	for i := range rapid.IntRange(1, 4).Draw(t, "bodies") {
		b := &supportv1.PartnerBody{PartnerBodyId: fmt.Sprint("b", i), Name: fmt.Sprint("B", i), Status: supportv1.PartnerBodyStatus(rapid.IntRange(1, 3).Draw(t, "status"))}
		b.CommuneCodes = rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 0, 3, rapid.ID[string]).Draw(t, "communes")
		b.EpciCodes = rapid.SampledFrom([][]string{nil, {"200066918"}}).Draw(t, "epcis")
		if rapid.Bool().Draw(t, "closed") {
			b.Absences = []*supportv1.Absence{{FromDate: "2026-11-20", ToDate: "2026-11-30"}}
		}
		l.Bodies = append(l.Bodies, b)
		for j := range rapid.IntRange(0, 2).Draw(t, "offers") {
			l.Offers = append(l.Offers, &supportv1.ServiceOffer{
				ServiceOfferId: fmt.Sprint("o", i, j), PartnerBodyId: b.GetPartnerBodyId(), Status: supportv1.ServiceOfferStatus(rapid.IntRange(1, 2).Draw(t, "offer")),
				SubjectCodes: rapid.SampledFrom([][]string{{"a.1"}, {"a.2"}, {"a.1", "a.2"}}).Draw(t, "subjects"),
				CommuneCodes: rapid.SampledFrom([][]string{nil, {"30007", "30189"}}).Draw(t, "own"),
			})
		}
	}
	return l
}

// TestCoverage_isTheNaiveTable: computed by classes of communes, it says what a look at each commune and each offer says.
func TestCoverage_isTheNaiveTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyListed(t)
		known := NewCatalogue(l)
		table := NewCoverage(known, today)
		cells, last := table.Cells(CoverageAsked{Level: hole, Size: 1 << 20})
		more, _ := table.Cells(CoverageAsked{Level: fragile, Size: 1 << 20})
		rest, _ := table.Cells(CoverageAsked{Level: covered, Size: 1 << 20})
		communes, subjects, holes, fragiles := table.Counts(CoverageAsked{})
		if last != 0 || len(cells) != holes || len(more) != fragiles || len(cells)+len(more)+len(rest) != communes*subjects || subjects != 2 {
			t.Fatalf("%d holes of %d, %d fragile of %d, %d covered; %d communes", len(cells), holes, len(more), fragiles, len(rest), communes)
		}
		for _, cell := range slices.Concat(cells, more, rest) {
			if want := naive(known, cell.GetCommuneCode(), cell.GetSubjectCode()); !slices.Equal(cell.GetBodyIds(), want) {
				t.Fatalf("%s, %s: %v, want %v", cell.GetCommuneCode(), cell.GetSubjectCode(), cell.GetBodyIds(), want)
			}
		}
	})
}

func naive(known *Catalogue, commune, subject string) (bodies []string) {
	for _, o := range known.everyOffer() {
		if slices.Contains(o.Offer.GetSubjectCodes(), subject) && o.area.holds(placeOf(commune)) == fulfilled && whyAway(o, today) == nil {
			bodies = append(bodies, o.Body.GetPartnerBodyId())
		}
	}
	slices.Sort(bodies)
	return slices.Compact(bodies)
}

func TestCoverage_pagesEachCellOnce(t *testing.T) {
	known := NewCatalogue(Listed{
		Bodies: []*supportv1.PartnerBody{body("cci")}, Subjects: []*supportv1.Subject{{SubjectCode: "finance.investment"}, {SubjectCode: "land.works"}},
		Offers: []*supportv1.ServiceOffer{anOffer("cci")},
	})
	table := NewCoverage(known, today)
	seen := map[string]bool{}
	var after int64
	for {
		cells, last := table.Cells(CoverageAsked{Size: 7, After: after})
		for _, c := range cells {
			key := c.GetCommuneCode() + c.GetSubjectCode()
			if seen[key] || c.GetLevel() != map[string]supportv1.CoverageLevel{"finance.investment": fragile, "land.works": hole}[c.GetSubjectCode()] {
				t.Fatalf("%v, seen before: %v", c, seen[key])
			}
			seen[key] = true
		}
		if after = last; last == 0 {
			break
		}
	}
	if n := len(reference.Communes().OfEPCI("200066918")); len(seen) != 2*n {
		t.Errorf("%d cells of %d communes", len(seen), n)
	}
}

func TestGaps_areWhatSomebodyLeft(t *testing.T) {
	closed := func(b *supportv1.PartnerBody) {
		b.Absences = []*supportv1.Absence{{FromDate: "2026-11-20", ToDate: "2026-11-30"}}
	}
	team := func(o *supportv1.ServiceOffer) { o.PersonIds = []string{"ana"} }
	away := func(replacement string) func(*supportv1.PartnerBody) {
		return func(b *supportv1.PartnerBody) {
			b.Absences = []*supportv1.Absence{{PersonId: "ana", FromDate: "2026-11-20", ToDate: "2026-11-30", ReplacementPersonId: replacement}}
		}
	}
	stopped := func(o *supportv1.ServiceOffer) { o.Status = supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_STOPPED }
	left := func(b *supportv1.PartnerBody) { b.Status = supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT }
	for name, x := range map[string]struct {
		bodies []*supportv1.PartnerBody
		offers []*supportv1.ServiceOffer
		want   string
	}{
		"somebody is there":     {[]*supportv1.PartnerBody{body("cci")}, []*supportv1.ServiceOffer{anOffer("cci")}, ""},
		"never offered":         {[]*supportv1.PartnerBody{body("cci")}, nil, ""},
		"closed":                {[]*supportv1.PartnerBody{body("cci", closed)}, []*supportv1.ServiceOffer{anOffer("cci")}, "CCI n'a personne jusqu'au lundi 30 novembre 2026"},
		"closed, another stays": {[]*supportv1.PartnerBody{body("cci", closed), body("cma")}, []*supportv1.ServiceOffer{anOffer("cci"), anOffer("cma")}, ""},
		"the whole team away":   {[]*supportv1.PartnerBody{body("cci", away(""))}, []*supportv1.ServiceOffer{anOffer("cci", team)}, "CCI n'a personne jusqu'au lundi 30 novembre 2026"},
		"away and replaced":     {[]*supportv1.PartnerBody{body("cci", away("bob"))}, []*supportv1.ServiceOffer{anOffer("cci", team)}, ""},
		"one left, one stopped": {[]*supportv1.PartnerBody{body("cci", left), body("cma")}, []*supportv1.ServiceOffer{anOffer("cci"), anOffer("cma", stopped)}, "CCI a quitté le Hup, CMA a arrêté son offre"},
	} {
		known := NewCatalogue(Listed{Bodies: x.bodies, Offers: x.offers, Subjects: []*supportv1.Subject{{SubjectCode: "finance.investment", Label: "Investir"}}})
		gaps := NewCoverage(known, today).Gaps()
		if (len(gaps) == 1) != (x.want != "") {
			t.Errorf("%s: %v", name, gaps)
			continue
		}
		if x.want == "" {
			continue
		}
		g := OpenGap("ales", gaps[0], known, monday)
		if want := fmt.Sprintf("« Investir » n'a plus d'organisme dans %d communes de CA Alès Agglomération : %s.", len(gaps[0].Communes), x.want); g.Sentence(french(t), known) != want {
			t.Errorf("%s: %s\nwant %s", name, g.Sentence(french(t), known), want)
		}
		if g.Follow(gaps[0], monday) {
			t.Errorf("%s: told again without a change", name)
		}
	}
}
