package support_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// recipients are those the recipients of a template in a case, in order.
func (b *bench) recipients(caseID, template string) (recipients []string) {
	b.t.Helper()
	for _, n := range b.notices(caseID)[template] {
		recipients = append(recipients, n.GetRecipientRef())
	}
	slices.Sort(recipients)
	return recipients
}

// another is the second establishment of the nth unit.
func another(n int) string { return withKey(siret(n)[:9] + "0002") }

func TestCompanyChange_isToldInItsOpenCases(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		load := func(places ...stocked) {
			t.Helper()
			if _, _, err := b.loadFile(strings.NewReader(stock(places...)), nil); err != nil {
				t.Fatal(err)
			}
		}
		before := at(1, 1)
		load(before)
		asked := form()
		asked.Company = &supportv1.CompanyForm{Siret: siret(1)}
		opened, err := b.Cases.OpenCase(b.as("myriapolis"), asked)
		if err != nil {
			t.Fatal(err)
		}
		company, id := opened.GetCase().GetCompany(), opened.GetCase().GetCaseId()
		_, other := b.receive(&supportv1.CompanyForm{Siret: siret(2)})
		b.refer(id, "cci")

		renamed := at(1, 2)
		renamed.Sign = "AUTRE ENSEIGNE"
		moved := renamed
		moved.Changed, moved.Commune = at(1, 3).Changed, "30189"
		closed := moved
		closed.Changed, closed.State, closed.Since = at(1, 4).Changed, "F", "2026-10-03"
		elsewhere := at(1, 4)
		elsewhere.SIRET = another(1)
		load(renamed)
		load(moved)
		load(moved) // again: nothing new
		load(closed, elsewhere)

		got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: id})
		if err != nil {
			t.Fatal(err)
		}
		if c := got.GetCompany(); c.GetName() != "AUTRE ENSEIGNE" || c.GetCommuneCode() != "30189" || c.GetCompanyId() != company.GetCompanyId() {
			t.Errorf("the case shows %v", c)
		}
		var kinds []string
		for _, c := range got.GetCompanyChanges() {
			kinds = append(kinds, c.GetKindLabel()+" "+c.GetOtherSiret())
		}
		if want := []string{"A changé de nom ", "A déménagé ", "A déménagé " + another(1)}; !slices.Equal(kinds, want) {
			t.Errorf("%q; want %q", kinds, want)
		}
		if told := b.recipients(id, "company_moved"); !slices.Equal(told, []string{"body:cci", "body:cci", "body:myriapolis", "body:myriapolis"}) {
			t.Errorf("of the moves are told: %v", told)
		}
		if told := b.recipients(id, "company_renamed"); !slices.Equal(told, []string{"body:cci", "body:myriapolis"}) {
			t.Errorf("of the name are told: %v", told)
		}
		if notices := b.notices(other); len(notices["company_moved"])+len(notices["company_renamed"]) != 0 {
			t.Errorf("the case of another company is told %v", notices)
		}
		if _, said := b.lines(id); !slices.ContainsFunc(said, func(m proto.Message) bool {
			c, ok := m.(*supporteventv1.CaseCompanyChanged)
			return ok && c.GetCompanyId() == company.GetCompanyId() && len(c.GetKinds()) == 1
		}) {
			t.Error("the journal of the case has no line of it")
		}
	})
}

func TestCompanyChange_ofOneThatCloses(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	_, id := b.receive(&supportv1.CompanyForm{Siret: siret(1)}) // nobody knows it yet: its first name is no change
	place := at(1, 1)
	for _, state := range []string{"A", "F"} {
		if place.State = state; state == "F" {
			place.Changed = at(1, 2).Changed
		}
		if _, _, err := b.loadFile(strings.NewReader(stock(place)), nil); err != nil {
			t.Fatal(err)
		}
	}
	if renamed, closed := b.recipients(id, "company_renamed"), b.recipients(id, "company_closed"); len(renamed) != 0 || !slices.Equal(closed, []string{"body:myriapolis"}) {
		t.Errorf("of a name are told %v, of the end %v", renamed, closed)
	}
	if got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: id}); err != nil || got.GetCompany().GetName() != "L'ÉCHOPPE 1" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCompanyChange_showsNothingThatIsNotPublished(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	place := at(1, 1)
	place.Diffusion = "P"
	for _, file := range []string{stock(place), units(1, "CAMILLE INVENTEE", 1)} {
		file = strings.ReplaceAll(file, ",5499,", ",1000,")
		if _, _, err := b.loadFile(strings.NewReader(file), nil); err != nil {
			t.Fatal(err)
		}
	}
	_, id := b.receive(&supportv1.CompanyForm{Siret: siret(1)})
	place.Changed, place.Sign, place.Street = at(1, 2).Changed, "CHEZ CAMILLE", "DU SECRET"
	if _, _, err := b.loadFile(strings.NewReader(stock(place)), nil); err != nil {
		t.Fatal(err)
	}
	if len(b.recipients(id, "company_renamed")) != 1 || len(b.recipients(id, "company_moved")) != 1 {
		t.Errorf("told %v", b.notices(id))
	}
	got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: id})
	if err != nil || strings.Contains(got.String(), "CAMILLE") || strings.Contains(got.String(), "SECRET") {
		t.Errorf("%v, %v", got, err)
	}
	if _, said := b.lines(id); strings.Contains(fmt.Sprint(said), "CAMILLE") {
		t.Error("the journal has the name")
	}
}
