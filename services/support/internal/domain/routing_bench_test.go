package domain

import (
	"fmt"
	"syscall"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// country is a directory of the size to hold: 200 bodies, 5,000 offers of 60 subjects, 35,000 communes in 1,250 groups.
// Communes are numbered, so that there are as many as in France; a commune that the lists do not know is looked up as such.
func country() Listed {
	var l Listed
	for s := range 60 {
		l.Subjects = append(l.Subjects, &supportv1.Subject{SubjectCode: fmt.Sprintf("subject.%d", s), Label: fmt.Sprint("Sujet ", s)})
	}
	for i := range 200 {
		b := &supportv1.PartnerBody{PartnerBodyId: fmt.Sprintf("body-%d", i), Name: fmt.Sprint("Organisme ", i), CapacityPerWeek: 20, EpciCodes: []string{"200066918"}}
		for c := range 875 { // five bodies in each commune
			b.CommuneCodes = append(b.CommuneCodes, fmt.Sprintf("%05d", (i*175+c)%35000))
		}
		for d := range int32(5) {
			b.OpeningHours = append(b.OpeningHours, &supportv1.OpeningHours{Weekday: d + 1, OpenMinute: 540, CloseMinute: 1020})
		}
		l.Bodies = append(l.Bodies, b)
	}
	for i := range 5000 {
		l.Offers = append(l.Offers, &supportv1.ServiceOffer{
			ServiceOfferId: fmt.Sprintf("sof_%05d", i), PartnerBodyId: fmt.Sprintf("body-%d", i%200), Name: "Une offre",
			SubjectCodes: []string{fmt.Sprintf("subject.%d", i%60), fmt.Sprintf("subject.%d", (i*7)%60)}, PersonIds: []string{"ana", "bob", "eve"},
			Conditions: &supportv1.OfferConditions{
				MinHeadcountCode: "01", MaxHeadcountCode: "53", MaxAgeMonths: 600, LegalFormFamilies: []string{"5", "54"},
				NafAccepted: []*supportv1.NafPattern{{Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, Prefix: "43"}},
			},
		})
	}
	l.Rules = &supportv1.RoutingRuleSet{Number: 1}
	for i := range 100 {
		l.Rules.Rules = append(l.Rules.Rules, &supportv1.RoutingRule{
			RuleCode: fmt.Sprint("r", i), Sentence: "Une règle.", Effect: prefer, BodyId: fmt.Sprintf("body-%d", i),
			When: &supportv1.RoutingCondition{SubjectCodes: []string{fmt.Sprintf("subject.%d", i%60)}, EpciCodes: []string{"200066918"}},
		})
	}
	return l
}

// BenchmarkRoute is what the proposals of a case cost, once the catalogue is in memory; every body of the country covers
// its commune. The bound is 5 ms.
func BenchmarkRoute(b *testing.B) {
	f := Found{Catalogue: NewCatalogue(country()), Company: menuiserie()}
	c := aCase(b, monday)
	c.State.Needs[0].SubjectCode, c.State.Needs[1].SubjectCode = "subject.3", "subject.17"
	if n := len(Route(c, f, monday).Proposals); n < 40 {
		b.Fatalf("only %d proposals", n)
	}
	before := cpu(b)
	for b.Loop() {
		Route(c, f, monday)
	}
	b.ReportMetric(float64(cpu(b)-before)/float64(b.N), "cpu-ns/op")
}

// cpu is the processor time that this process has had, in nanoseconds: what counts on a machine that others use too.
func cpu(b *testing.B) int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return used.Utime.Nano() + used.Stime.Nano()
}

// BenchmarkNewCatalogue is what the first case after a change of the directory costs.
func BenchmarkNewCatalogue(b *testing.B) {
	l := country()
	for b.Loop() {
		NewCatalogue(l)
	}
}

// BenchmarkNewCoverage is the table of 35,000 communes and 60 subjects.
func BenchmarkNewCoverage(b *testing.B) {
	known := NewCatalogue(country())
	for b.Loop() {
		if t := NewCoverage(known, today); len(t.communes) < 35000 {
			b.Fatal(len(t.communes))
		}
	}
}
