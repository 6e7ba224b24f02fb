package support_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// named meets a company without SIRET.
func (b *bench) named(name string) *commonv1.CompanySnapshot {
	b.t.Helper()
	met, _ := b.receive(&supportv1.CompanyForm{Name: name, CommuneCode: "30007"})
	return met
}

func (b *bench) merge(from, into string) (*supportv1.MergeCompaniesResponse, error) {
	return b.Companies.MergeCompanies(b.as("cci"), &supportv1.MergeCompaniesRequest{FromCompanyId: from, IntoCompanyId: into})
}

func (b *bench) undo(id string) (*supportv1.UndoMergeResponse, error) {
	return b.Companies.UndoMerge(b.as("cci"), &supportv1.UndoMergeRequest{CompanyId: id})
}

func (b *bench) firm(id string) *supportv1.Company {
	b.t.Helper()
	c, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: id})
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func (b *bench) patch(c *supportv1.Company) *supportv1.Company {
	b.t.Helper()
	c, err := b.Companies.UpdateCompany(b.as("cci"), &supportv1.UpdateCompanyRequest{Company: c})
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

// casesOf counts the cases of a company.
func (b *bench) casesOf(id string) int {
	b.t.Helper()
	got, err := b.Cases.ListCases(b.as("hup", actor.HupCoordinator), &supportv1.ListCasesRequest{Filter: `companyId = "` + id + `"`})
	if err != nil {
		b.t.Fatal(err)
	}
	return len(got.GetCases())
}

func TestMerge_everythingFollowsAndComesBack(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		from, into := b.named("Menuiserie Étoile").GetCompanyId(), b.named("Menuiserie de l'Etoile").GetCompanyId()
		b.patch(&supportv1.Company{CompanyId: from, Groups: []string{"Groupe Étoile"}, QpvCode: "QP030001",
			Contacts:           []*supportv1.Contact{{Name: "A", Email: "a@example.org"}, {Name: "B", Email: "b@example.org"}},
			PortfolioOwners:    []*supportv1.PortfolioOwner{{PersonId: "per_cci"}},
			ExternalReferences: []*commonv1.ExternalReference{{Value: "K-1"}}})
		b.patch(&supportv1.Company{CompanyId: into, Contacts: []*supportv1.Contact{{Name: "C", Phone: "0466000000"}}})
		daughter := b.named("Fille de l'Étoile").GetCompanyId()
		b.patch(&supportv1.Company{CompanyId: daughter, ParentCompanyId: from})
		if _, err := b.Exchanges.CreateExchange(b.as("cci"), &supportv1.CreateExchangeRequest{Exchange: &supportv1.Exchange{CompanyId: from, Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL}}); err != nil {
			t.Fatal(err)
		}

		dry, err := b.Companies.MergeCompanies(b.as("cci"), &supportv1.MergeCompaniesRequest{FromCompanyId: from, IntoCompanyId: into, DryRun: true})
		if err != nil || len(dry.GetMerge().GetMoved()) != 3 || b.casesOf(from) != 1 {
			t.Fatalf("a dry run: %v, %v", dry, err)
		}
		done, err := b.merge(from, into)
		if err != nil || len(done.GetMerge().GetMoved()) != 3 || done.GetMerge().GetMoved()[0].GetKindLabel() == "" {
			t.Fatalf("%v, %v", done, err)
		}
		now := b.firm(from) // the id leads to the one that goes on
		if now.GetCompanyId() != into || len(now.GetContacts()) != 3 || len(now.GetPortfolioOwners()) != 1 || now.GetQpvCode() == "" || len(now.GetRecentContacts()) != 1 || !slices.Contains(now.GetMergedCompanyIds(), from) {
			t.Errorf("after: %v", now)
		}
		if b.casesOf(from) != 0 || b.casesOf(into) != 2 || b.firm(daughter).GetParentCompanyId() != into {
			t.Errorf("%d and %d cases", b.casesOf(from), b.casesOf(into))
		}
		for filter, want := range map[string]int{
			`text:"etoile"`: 2, `portfolioPersonId = "me"`: 1, `externalReference = "K-1"`: 1, `group = "groupe etoile"`: 1, `mergedIntoCompanyId = "` + into + `"`: 1, ``: 2,
		} {
			got, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{Filter: filter})
			if err != nil || len(got.GetCompanies()) != want {
				t.Errorf("%s: %d companies, %v; want %d", filter, len(got.GetCompanies()), err, want)
			}
		}
		b.clock.Advance(time.Minute)
		if again := b.named("Menuiserie Étoile"); again.GetCompanyId() != into {
			t.Errorf("a request of the one that went is of %s", again.GetCompanyId())
		}
		if _, err := b.Companies.UpdateCompany(b.as("cci"), &supportv1.UpdateCompanyRequest{Company: &supportv1.Company{CompanyId: from, Opco: "AKTO"}}); !errs.Is(err, "COMPANY_MERGED") {
			t.Errorf("the one that went was changed: %v", err)
		}

		// A contact that was changed since, and a case that came since, stay, and that is said.
		changed := now.GetContacts()[1]
		changed.Phone = "0466111111"
		if _, err := b.Companies.ChangeContact(b.as("cci"), &supportv1.ChangeContactRequest{CompanyId: into, Contact: changed}); err != nil {
			t.Fatal(err)
		}
		back, err := b.undo(from)
		if err != nil || len(back.GetMoved()) != 3 || len(back.GetNotes()) != 2 {
			t.Fatalf("%v, %v", back, err)
		}
		if b.casesOf(from) != 1 || b.casesOf(into) != 2 || b.firm(daughter).GetParentCompanyId() != from {
			t.Errorf("back: %d and %d cases", b.casesOf(from), b.casesOf(into))
		}
		was, stays := b.firm(from), b.firm(into)
		if was.GetCompanyId() != from || len(was.GetContacts()) != 2 || was.GetMerge() != nil {
			t.Errorf("the one that went: %v", was)
		}
		if len(stays.GetContacts()) != 2 || len(stays.GetGroups()) != 0 || stays.GetQpvCode() != "" || len(stays.GetMergedCompanyIds()) != 0 {
			t.Errorf("the one that stayed: %v", stays)
		}
		if _, err := b.undo(from); !errs.Is(err, "NOT_MERGED") {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestMerge_ofTheSamePairAtTheSameTimeIsDoneOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for _, way := range []string{"the same way", "both ways"} {
			x, y := b.named("Alpha "+way).GetCompanyId(), b.named("Beta "+way).GetCompanyId()
			var wg sync.WaitGroup
			refused := make([]error, 4)
			for i := range refused {
				from, into := x, y
				if way == "both ways" && i%2 == 1 {
					from, into = y, x
				}
				wg.Go(func() { _, refused[i] = b.merge(from, into) })
			}
			wg.Wait()
			done := 0
			for _, err := range refused {
				switch {
				case err == nil:
					done++
				case !errs.Is(err, "COMPANY_MERGED"):
					t.Errorf("%s: %v", way, err)
				}
			}
			if done != 1 || b.casesOf(x)+b.casesOf(y) != 2 || b.casesOf(x)*b.casesOf(y) != 0 || b.firm(x).GetCompanyId() != b.firm(y).GetCompanyId() {
				t.Errorf("%s: done %d times, %d and %d cases", way, done, b.casesOf(x), b.casesOf(y))
			}
		}
	})
}

func TestMerge_losesNoCaseThatComesMeanwhile(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for i := range 5 {
			from, into := b.named(fmt.Sprint("Gamma ", i)).GetCompanyId(), b.named(fmt.Sprint("Delta ", i)).GetCompanyId()
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() { b.named(fmt.Sprint("Gamma ", i)) })
			}
			wg.Go(func() {
				if _, err := b.merge(from, into); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			if b.casesOf(from) != 0 || b.casesOf(into) != 6 {
				t.Errorf("%d cases stayed with the record that went, %d came", b.casesOf(from), b.casesOf(into))
			}
		}
	})
}

func TestMerge_inAChainIsUndoneFromItsEnd(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	x, y, z := b.named("Xylo").GetCompanyId(), b.named("Yole").GetCompanyId(), b.named("Zinc").GetCompanyId()
	for _, pair := range [][2]string{{x, y}, {y, z}} {
		if _, err := b.merge(pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	if b.firm(x).GetCompanyId() != z || b.casesOf(z) != 3 || len(b.firm(z).GetMergedCompanyIds()) != 2 {
		t.Errorf("%v", b.firm(x))
	}
	if _, err := b.undo(x); !errs.Is(err, "MERGE_UNDO_CHAIN") {
		t.Errorf("undone in the middle: %v", err)
	}
	for _, id := range []string{y, x} {
		if _, err := b.undo(id); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{x, y, z} {
		if c := b.firm(id); c.GetCompanyId() != id || b.casesOf(id) != 1 || len(c.GetMergedCompanyIds()) != 0 {
			t.Errorf("%d cases of %v", b.casesOf(id), c)
		}
	}
}

func TestMerge_refusesWhatIsNotOne(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	prospect := b.named("Sans numéro").GetCompanyId()
	known, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
	other, _ := b.receive(&supportv1.CompanyForm{Siret: "91234567500017"})
	for reason, pair := range map[string][2]string{
		"INVALID_FIELDS": {prospect, prospect}, "MERGE_DIRECTION": {known.GetCompanyId(), prospect}, "MERGE_OTHER_UNIT": {known.GetCompanyId(), other.GetCompanyId()},
		"NOT_FOUND": {prospect, "com_00000000000000000000000000"},
	} {
		if _, err := b.merge(pair[0], pair[1]); !errs.Is(err, reason) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	if _, err := b.undo(prospect); !errs.Is(err, "NOT_MERGED") {
		t.Errorf("undone without a merge: %v", err)
	}
}

func TestDuplicates_areProposedWithTheirReasons(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		self := b.named("SARL Boulangerie Durand")
		twin := b.named("Boulangerie Durand")
		met, _ := b.receive(&supportv1.CompanyForm{Name: "Tout autre chose", CommuneCode: "30007"})
		b.receive(&supportv1.CompanyForm{Siret: dumas})
		got, err := b.Companies.ListCompanyDuplicates(b.as("cci"), &supportv1.ListCompanyDuplicatesRequest{CompanyId: self.GetCompanyId()})
		if err != nil || len(got.GetDuplicates()) == 0 {
			t.Fatalf("%v, %v", got, err)
		}
		first := got.GetDuplicates()[0]
		if first.GetCompanyId() != twin.GetCompanyId() || first.GetScore() <= 50 || !strings.HasPrefix(first.GetReasons()[0], "Même nom dans la même commune (50 points)") || first.GetGoesOn() {
			t.Errorf("%v", first)
		}
		// All requests of this test have the same contact: that alone is said, too.
		if i := slices.IndexFunc(got.GetDuplicates(), func(d *supportv1.CompanyDuplicate) bool { return d.GetCompanyId() == met.GetCompanyId() }); i < 0 {
			t.Errorf("the same mail address is no reason: %v", got)
		}
		if _, err := b.merge(twin.GetCompanyId(), self.GetCompanyId()); err != nil {
			t.Fatal(err)
		}
		got, err = b.Companies.ListCompanyDuplicates(b.as("cci"), &supportv1.ListCompanyDuplicatesRequest{CompanyId: self.GetCompanyId()})
		if err != nil || slices.ContainsFunc(got.GetDuplicates(), func(d *supportv1.CompanyDuplicate) bool { return d.GetCompanyId() == twin.GetCompanyId() }) {
			t.Errorf("merged, and proposed again: %v, %v", got, err)
		}
	})
}

func TestContacts_areKeptOneByOne(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	id := b.named("Contacts").GetCompanyId()
	add := func(c *supportv1.Contact) *supportv1.Company {
		t.Helper()
		got, err := b.Companies.AddContact(b.as("cci"), &supportv1.AddContactRequest{CompanyId: id, Contact: c})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	both := []supportv1.ContactRole{supportv1.ContactRole_CONTACT_ROLE_DIRECTOR, supportv1.ContactRole_CONTACT_ROLE_HR}
	add(&supportv1.Contact{Name: "Ada", Phone: "04 66 00 00 00", Roles: both})
	add(&supportv1.Contact{Name: "Ada", Phone: "+33466000000"}) // there already
	got := add(&supportv1.Contact{Name: "Bob", Email: "bob@example.org"})
	ada, bob := got.GetContacts()[0], got.GetContacts()[1]
	if len(got.GetContacts()) != 2 || ada.GetPhone() != "+33466000000" || len(ada.GetRoles()) != 2 || ada.GetContactId() == bob.GetContactId() {
		t.Fatalf("%v", got.GetContacts())
	}
	changed, err := b.Companies.ChangeContact(b.as("cci"), &supportv1.ChangeContactRequest{CompanyId: id, Contact: &supportv1.Contact{ContactId: bob.GetContactId(), Name: "Bob", Email: "bob@example.org", BestTime: "le matin"}})
	if err != nil || changed.GetContacts()[1].GetBestTime() != "le matin" || changed.GetContacts()[0].GetName() != "Ada" {
		t.Fatalf("%v, %v", changed, err)
	}
	// Sent all at once without their ids, they keep them.
	again := b.patch(&supportv1.Company{CompanyId: id, Contacts: []*supportv1.Contact{{Name: "Bob B.", Email: "bob@example.org"}, {Name: "Cléo", Email: "c@example.org"}}})
	if len(again.GetContacts()) != 2 || again.GetContacts()[0].GetContactId() != bob.GetContactId() || again.GetContacts()[1].GetContactId() == "" {
		t.Errorf("%v", again.GetContacts())
	}
	if _, err := b.Companies.RemoveContact(b.as("cci"), &supportv1.RemoveContactRequest{CompanyId: id, ContactId: ada.GetContactId()}); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("removed twice: %v", err)
	}
	left, err := b.Companies.RemoveContact(b.as("cci"), &supportv1.RemoveContactRequest{CompanyId: id, ContactId: bob.GetContactId()})
	if err != nil || len(left.GetContacts()) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestPortfolio_isAssignedAndHandedOver(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		x, y := b.named("Un").GetCompanyId(), b.named("Deux").GetCompanyId()
		for _, id := range []string{x, y} {
			if _, err := b.Companies.AssignCompany(b.as("cci"), &supportv1.AssignCompanyRequest{CompanyId: id, PersonId: "me"}); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Companies.AssignCompany(b.as("cma"), &supportv1.AssignCompanyRequest{CompanyId: id, PersonId: "me"}); err != nil {
				t.Fatal(err)
			}
		}
		mine := func(body string) int {
			got, err := b.Companies.ListCompanies(b.as(body), &supportv1.ListCompaniesRequest{Filter: `portfolioPersonId = "me"`})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetCompanies())
		}
		other := &supportv1.HandOverPortfolioRequest{FromPersonId: "per_cci", ToPersonId: "per_other"}
		if _, err := b.Companies.HandOverPortfolio(actorNamed(b, "per_colleague"), other); !errs.Is(err, "NOT_YOUR_PORTFOLIO") {
			t.Errorf("handed over by a colleague: %v", err)
		}
		got, err := b.Companies.HandOverPortfolio(b.as("cci"), &supportv1.HandOverPortfolioRequest{FromPersonId: "me", ToPersonId: "per_other"})
		if err != nil || got.GetCompanyCount() != 2 || mine("cci") != 0 || mine("cma") != 2 {
			t.Errorf("%v, %v; %d and %d", got, err, mine("cci"), mine("cma"))
		}
	})
}

func TestGroup_doesNotGoInACircle(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	x, y := b.named("Mère").GetCompanyId(), b.named("Fille").GetCompanyId()
	b.patch(&supportv1.Company{CompanyId: y, ParentCompanyId: x})
	_, err := b.Companies.UpdateCompany(b.as("cci"), &supportv1.UpdateCompanyRequest{Company: &supportv1.Company{CompanyId: x, ParentCompanyId: y}})
	if !errs.Is(err, "INVALID_FIELDS") {
		t.Errorf("it owns itself: %v", err)
	}
	got, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{Filter: `parentCompanyId = "` + x + `"`})
	if err != nil || len(got.GetCompanies()) != 1 || got.GetCompanies()[0].GetCompanyId() != y {
		t.Errorf("%v, %v", got, err)
	}
}

// actorNamed is the context of a call by an advisor of the CCI.
func actorNamed(b *bench, id string) context.Context {
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: id, Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.HupAdvisor}})
}

func TestAttachSiret_bringsTheProjectsLifeAlong(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		_, caseID := b.receive(&supportv1.CompanyForm{ProjectLeader: &supportv1.ProjectLeaderForm{Name: "Ada Projet", Project: "Un atelier", CommuneCode: "30007"}})
		c, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: caseID})
		if err != nil {
			t.Fatal(err)
		}
		leader := c.GetProjectLeaderId()
		for _, e := range []*supportv1.Exchange{{ProjectLeaderId: leader}, {CaseId: caseID}} {
			e.Kind, e.Visibility = supportv1.ExchangeKind_EXCHANGE_KIND_CALL, supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY
			if _, err := b.Exchanges.CreateExchange(b.as("myriapolis"), &supportv1.CreateExchangeRequest{Exchange: e}); err != nil {
				t.Fatal(err)
			}
		}
		b.clock.Advance(time.Hour)
		attached, err := b.Leaders.AttachSiret(b.as("myriapolis"), &supportv1.AttachSiretRequest{ProjectLeaderId: leader, Siret: dumas})
		if err != nil {
			t.Fatal(err)
		}
		company := b.firm(attached.GetCompanyId())
		if len(company.GetRecentContacts()) != 1 || company.GetContacts()[0].GetName() != "Ada Projet" || b.casesOf(company.GetCompanyId()) != 1 {
			t.Errorf("the company: %v", company)
		}
		exchanges, err := b.Exchanges.ListExchanges(b.as("myriapolis"), &supportv1.ListExchangesRequest{Filter: `companyId = "` + company.GetCompanyId() + `"`})
		if err != nil || len(exchanges.GetExchanges()) != 2 {
			t.Errorf("%v, %v", exchanges, err)
		}
		told, err := b.Companies.ListCompanyTimeline(b.as("myriapolis"), &commonv1.ListCompanyTimelineRequest{CompanyId: company.GetCompanyId(), PageSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range told.GetEntries() {
			kinds = append(kinds, e.GetType())
		}
		for _, lived := range []string{"hup.support.project_leader_created.v1", "hup.support.project_leader_attached.v1", "hup.support.case_received.v1", "hup.support.exchange_logged.v1", "hup.support.company_created.v1"} {
			if !slices.Contains(kinds, lived) {
				t.Errorf("the timeline does not tell %s: %v", lived, kinds)
			}
		}
	})
}
