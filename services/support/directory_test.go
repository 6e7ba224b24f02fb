package support_test

import (
	"slices"
	"sync"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
)

// dumas is a school of Alès in the demo's register.
const dumas = "19300002300013"

// receive opens a case for the company that the form names, and answers the company's id.
func (b *bench) receive(form *supportv1.CompanyForm) (*commonv1.CompanySnapshot, string) {
	b.t.Helper()
	got, err := b.Cases.OpenCase(b.as("myriapolis"), &supportv1.RequestForm{
		Company: form, Contact: &supportv1.Contact{Name: "Personne inventée", Email: "personne@example.org"},
		Origin: supportv1.CaseOrigin_CASE_ORIGIN_COUNTER, Needs: []*supportv1.NeedForm{{SubjectCode: "finance.investment"}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return got.GetCase().GetCompany(), got.GetCase().GetCaseId()
}

func TestSeed_isThereOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		start := b.clock.Now()
		for _, x := range []struct {
			territory string
			bodies    int
		}{{"ales", 16}, {"nimes", 1}} {
			if err := b.service.Seed(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := b.Bodies.ListPartnerBodies(b.in(x.territory, "x"), &supportv1.ListPartnerBodiesRequest{})
			if err != nil || len(got.GetPartnerBodies()) != x.bodies {
				t.Errorf("%s has %d bodies, %v", x.territory, len(got.GetPartnerBodies()), err)
			}
		}
		got, err := b.Subjects.ListSubjects(b.as("cci"), &supportv1.ListSubjectsRequest{PageSize: 200})
		if err != nil || len(got.GetSubjects()) < 25 || got.GetSubjects()[0].GetVersion() != 1 || start != b.clock.Now() {
			t.Errorf("%d subjects, %v", len(got.GetSubjects()), err)
		}
		offers, err := b.Bodies.ListServiceOffers(b.as("cma"), &supportv1.ListServiceOffersRequest{PartnerBodyId: "cma"})
		if err != nil || len(offers.GetServiceOffers()) != 3 {
			t.Errorf("%d offers of the chamber of trades, %v", len(offers.GetServiceOffers()), err)
		}
	})
}

func TestListPartnerBodies_findsWhoCoversASubjectAndACommune(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for filter, want := range map[string]int{
			`subjectCode = "land.plot"`: 2, `communeCode = "30007" AND subjectCode = "transfer.find"`: 2, `communeCode = "34172"`: 0,
			`text:"chambre metiers"`: 1, `text:"d'économie"`: 1, `hostedByBodyId = "agglo"`: 1,
		} {
			got, err := b.Bodies.ListPartnerBodies(b.as("cci"), &supportv1.ListPartnerBodiesRequest{Filter: filter})
			if err != nil || len(got.GetPartnerBodies()) != want {
				t.Errorf("%s: %d bodies, %v; want %d", filter, len(got.GetPartnerBodies()), err, want)
			}
		}
	})
}

func TestCompany_isBornAtItsFirstContact(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		looked, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: "193 000 023 00013"})
		if err != nil || looked.GetCompanyId() != "" || looked.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED || looked.GetSourceTime() == nil || looked.GetName() == "" {
			t.Fatalf("%v, %v", looked, err)
		}
		met, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
		again, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
		if met.GetCompanyId() == "" || met.GetCompanyId() != again.GetCompanyId() || met.GetCommuneCode() != "30007" {
			t.Errorf("%v, then %v", met, again)
		}
		got, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
		if err != nil || got.GetSiren() != "193000023" || got.GetStatusLabel() != "Active" || got.GetLegalFormLabel() == "" || got.GetEtag() == "" {
			t.Errorf("%v, %v", got, err)
		}
		if looked, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: dumas}); err != nil || looked.GetCompanyId() != met.GetCompanyId() {
			t.Errorf("%v, %v", looked, err)
		}
	})
}

func TestCompany_thatNobodyKnowsIsFlagged(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for name, x := range map[string]struct {
			form   *supportv1.CompanyForm
			status supportv1.CompanyStatus
		}{
			"siret": {&supportv1.CompanyForm{Siret: "91234567500017"}, supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE},
			"rna":   {&supportv1.CompanyForm{Rna: "W302000123"}, supportv1.CompanyStatus_COMPANY_STATUS_PROSPECT},
			"name":  {&supportv1.CompanyForm{Name: "Menuiserie de l'Étoile", CommuneCode: "30007"}, supportv1.CompanyStatus_COMPANY_STATUS_PROSPECT},
		} {
			met, _ := b.receive(x.form)
			again, _ := b.receive(x.form)
			got, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
			if err != nil || met.GetVerification() != commonv1.Verification_VERIFICATION_UNVERIFIED || got.GetStatus() != x.status || again.GetCompanyId() != met.GetCompanyId() {
				t.Errorf("%s: %v, %v", name, got, err)
			}
		}
		named, _ := b.receive(&supportv1.CompanyForm{Name: "Euro Team Capelle", CommuneCode: "30007"})
		if named.GetSiret() != "47769611600037" || named.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED {
			t.Errorf("the register knows that name in that commune: %v", named)
		}
	})
}

func TestCompany_metTwiceAtTheSameMomentIsOne(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := b.Support.GetCompanySnapshot(t.Context(), &supportv1.GetCompanySnapshotRequest{Territory: "ales", Siret: dumas}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{})
		if err != nil || len(got.GetCompanies()) != 1 {
			t.Errorf("%d companies, %v", len(got.GetCompanies()), err)
		}
	})
}

func TestListCompanies_findsAccentsAndElisions(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		met, _ := b.receive(&supportv1.CompanyForm{Name: "Menuiserie de l'Étoile S.A.R.L.", CommuneCode: "30007"})
		b.receive(&supportv1.CompanyForm{Siret: dumas})
		for filter, want := range map[string]int{
			`text:"etoile"`: 1, `text:"L'ETOILE menuis"`: 1, `text:"sarl"`: 1, `text:"193000023"`: 1, `text:"ales"`: 2, `text:"boulangerie"`: 0,
			`communeCode = "30007"`: 2, `nafCode = "85.31Z"`: 1, `status = "COMPANY_STATUS_PROSPECT"`: 1, `siret = "` + dumas + `"`: 1,
			`verification = VERIFICATION_UNVERIFIED AND communeCode = "30007"`: 1,
		} {
			got, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{Filter: filter, OrderBy: "name"})
			if err != nil || len(got.GetCompanies()) != want {
				t.Errorf("%s: %d companies, %v; want %d", filter, len(got.GetCompanies()), err, want)
			}
		}
		own, err := b.Companies.ListCompanies(b.company(met.GetCompanyId()), &supportv1.ListCompaniesRequest{})
		if err != nil || len(own.GetCompanies()) != 1 || own.GetCompanies()[0].GetCompanyId() != met.GetCompanyId() {
			t.Errorf("a company sees %v, %v", own, err)
		}
		if got, err := b.Companies.ListCompanies(b.in("nimes", "voisin"), &supportv1.ListCompaniesRequest{}); err != nil || len(got.GetCompanies()) != 0 {
			t.Errorf("the other territory sees %v, %v", got, err)
		}
	})
}

func TestGetCompany_isForThoseWhoMaySeeIt(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	met, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
	ask := &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()}
	if _, err := b.Companies.GetCompany(b.company(met.GetCompanyId()), ask); err != nil {
		t.Error(err)
	}
	other, _ := b.receive(&supportv1.CompanyForm{Siret: "47769611600037"})
	if _, err := b.Companies.GetCompany(b.company(other.GetCompanyId()), ask); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("another company sees it: %v", err)
	}
	if _, err := b.Companies.GetCompany(b.in("nimes", "voisin"), ask); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("another territory sees it: %v", err)
	}
	update(t, b, met.GetCompanyId(), &supportv1.Company{Contacts: []*supportv1.Contact{{Name: "A", Phone: "04 66 12 34 56"}}})
	looked, err := b.Companies.LookupCompany(b.company(other.GetCompanyId()), &supportv1.LookupCompanyRequest{Siret: dumas})
	if err != nil || looked.GetCompanyId() != "" || len(looked.GetContacts()) != 0 || looked.GetName() == "" {
		t.Errorf("another company reads %v, %v", looked, err)
	}
}

func update(t *testing.T, b *bench, id string, said *supportv1.Company, mask ...string) *supportv1.Company {
	t.Helper()
	said.CompanyId = id
	got, err := b.Companies.UpdateCompany(b.as("cci"), &supportv1.UpdateCompanyRequest{Company: said, UpdateMask: &fieldmaskpb.FieldMask{Paths: mask}})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestUpdateCompany_changesWhatPeopleKnow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		met, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
		id := met.GetCompanyId()
		got := update(t, b, id, &supportv1.Company{
			Contacts: []*supportv1.Contact{{Name: "A", Phone: "04 66 12 34 56"}}, Tags: []*supportv1.BodyTags{{Tags: []string{"export"}}},
			PortfolioOwners:    []*supportv1.PortfolioOwner{{BodyId: "cci", PersonId: "per_cci"}},
			ExternalReferences: []*commonv1.ExternalReference{{Value: "CCI-77"}},
		})
		if got.GetContacts()[0].GetPhone() != "+33466123456" || got.GetTags()[0].GetBodyId() != "cci" || got.GetEtag() != etag.Of(2) {
			t.Errorf("%v", got)
		}
		if same := update(t, b, id, &supportv1.Company{Groups: nil}, "groups"); same.GetEtag() != etag.Of(2) {
			t.Errorf("nothing differs, and the version is %s", same.GetEtag())
		}
		for _, filter := range []string{`externalReference = "CCI-77"`, `portfolioPersonId = "me"`} {
			found, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{Filter: filter})
			if err != nil || len(found.GetCompanies()) != 1 {
				t.Errorf("%s: %v, %v", filter, found, err)
			}
		}
		other, err := b.Companies.UpdateCompany(b.as("cma"), &supportv1.UpdateCompanyRequest{Company: &supportv1.Company{CompanyId: id, Tags: []*supportv1.BodyTags{{Tags: []string{"apprentis"}}}}})
		if err != nil || len(other.GetTags()) != 1 || other.GetTags()[0].GetBodyId() != "cma" || len(other.GetExternalReferences()) != 1 {
			t.Errorf("%v, %v", other, err)
		}
		_, err = b.Companies.UpdateCompany(b.as("cci"), &supportv1.UpdateCompanyRequest{Company: &supportv1.Company{CompanyId: id, LegalName: "Autre"}})
		if refused, ok := errs.As(err); !ok || len(refused.Fields) != 1 || refused.Fields[0].Path != "legalName" {
			t.Errorf("the register's name was changed: %v", err)
		}
		_, err = b.Companies.UpdateCompany(etag.With(b.as("cci"), etag.Of(1)), &supportv1.UpdateCompanyRequest{Company: &supportv1.Company{CompanyId: id, Idcc: "1234"}})
		if stale, ok := errs.As(err); !ok || stale.Conflict == nil || stale.Conflict.CurrentEtag != etag.Of(3) {
			t.Errorf("a stale etag was taken: %v", err)
		}
	})
}

func TestUpdateCompany_givesAProspectItsSiret(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	met, _ := b.receive(&supportv1.CompanyForm{Name: "Lycée Dumas", CommuneCode: "30007"})
	got := update(t, b, met.GetCompanyId(), &supportv1.Company{Siret: dumas})
	if got.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED || got.GetStatus() != supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE || got.GetLegalForm() == "" {
		t.Errorf("%v", got)
	}
}

func TestAttachSiret_makesTheCasesTheCompanys(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		who, caseID := b.receive(&supportv1.CompanyForm{ProjectLeader: &supportv1.ProjectLeaderForm{Name: "Camille Inventée", Project: "Une brasserie", CommuneCode: "30007"}})
		list, err := b.Leaders.ListProjectLeaders(b.as("cci"), &supportv1.ListProjectLeadersRequest{Filter: `text:"brasserie"`})
		if err != nil || len(list.GetProjectLeaders()) != 1 || who.GetCompanyId() != "" {
			t.Fatalf("%v, %v", list, err)
		}
		ask := &supportv1.AttachSiretRequest{ProjectLeaderId: list.GetProjectLeaders()[0].GetProjectLeaderId(), Siret: dumas}
		got, err := b.Leaders.AttachSiret(b.as("myriapolis"), ask)
		if err != nil || got.GetCompanyId() == "" || got.GetStatusLabel() == "" || len(got.GetAllowedActions()) != 0 {
			t.Fatalf("%v, %v", got, err)
		}
		seen, err := b.Cases.GetCase(b.company(got.GetCompanyId()), &supportv1.GetCaseRequest{CaseId: caseID})
		if err != nil || seen.GetCompany().GetSiret() != dumas {
			t.Errorf("%v, %v", seen, err)
		}
		if _, err := b.Leaders.AttachSiret(b.as("myriapolis"), ask); !errs.Is(err, "ALREADY_ATTACHED") {
			t.Errorf("attached twice: %v", err)
		}
		if _, err := b.Leaders.GetProjectLeader(b.company(got.GetCompanyId()), &supportv1.GetProjectLeaderRequest{ProjectLeaderId: ask.GetProjectLeaderId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a company reads project leaders: %v", err)
		}
	})
}

func TestPartnerBodies_areKeptByTheirManagers(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	change := &supportv1.UpdatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{PartnerBodyId: "cci", CapacityPerWeek: 3, Absences: []*supportv1.Absence{{PersonId: "per_1", FromDate: "2026-11-23", ToDate: "2026-12-03"}}}}
	got, err := b.Bodies.UpdatePartnerBody(b.as("cci", actor.BodyManager), change)
	if err != nil || got.GetCapacityPerWeek() != 3 || len(got.GetAbsences()) != 1 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := b.Bodies.UpdatePartnerBody(b.as("cma", actor.BodyManager), change); !errs.Is(err, "NOT_ALLOWED") {
		t.Errorf("another body's manager changed it: %v", err)
	}
	seen, err := b.Bodies.GetPartnerBody(b.company("com_x"), &supportv1.GetPartnerBodyRequest{PartnerBodyId: "cci"})
	if err != nil || len(seen.GetAbsences()) != 0 || len(seen.GetAllowedActions()) != 0 {
		t.Errorf("a company reads who is away: %v, %v", seen, err)
	}
	offer := &supportv1.CreateServiceOfferRequest{PartnerBodyId: "cci", ServiceOffer: &supportv1.ServiceOffer{Name: "X", SubjectCodes: []string{"land.plot"}, ClientRequestId: "1"}}
	made, err := b.Bodies.CreateServiceOffer(b.as("cci", actor.BodyManager), offer)
	if err != nil || made.GetStatus() != supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_ACTIVE {
		t.Fatalf("%v, %v", made, err)
	}
	offer.ServiceOffer = &supportv1.ServiceOffer{Name: "X", SubjectCodes: []string{"land.plot"}, ClientRequestId: "1"}
	if again, err := b.Bodies.CreateServiceOffer(b.as("cci", actor.BodyManager), offer); err != nil || again.GetServiceOfferId() != made.GetServiceOfferId() {
		t.Errorf("sent twice, made twice: %v, %v", again, err)
	}
	offer.ServiceOffer = &supportv1.ServiceOffer{SubjectCodes: []string{"land.moon"}}
	if _, err := b.Bodies.CreateServiceOffer(b.as("cci", actor.BodyManager), offer); !errs.Is(err, "UNKNOWN_SUBJECT") {
		t.Errorf("an unknown subject was taken: %v", err)
	}
	stop := &supportv1.UpdateServiceOfferRequest{ServiceOffer: &supportv1.ServiceOffer{
		ServiceOfferId: made.GetServiceOfferId(), PartnerBodyId: "cci", Status: supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_STOPPED,
	}}
	if _, err := b.Bodies.UpdateServiceOffer(b.as("cci", actor.BodyManager), stop); err != nil {
		t.Fatal(err)
	}
	found, err := b.Bodies.ListPartnerBodies(b.as("cci"), &supportv1.ListPartnerBodiesRequest{Filter: `subjectCode = "land.plot"`})
	if err != nil || len(found.GetPartnerBodies()) != 2 {
		t.Errorf("a stopped offer counts: %v, %v", found, err)
	}
}

func TestSubjects_raiseTheirVersion(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	coordinator := b.as("hup", actor.HupCoordinator)
	said := &supportv1.Subject{SubjectCode: "land.port", ParentCode: "land", Label: "Un quai", Questions: []*supportv1.Question{
		{QuestionCode: "a", Label: "A ?", Kind: supportv1.QuestionKind_QUESTION_KIND_SINGLE},
		{QuestionCode: "a", Label: "B ?", Kind: supportv1.QuestionKind_QUESTION_KIND_TEXT},
	}}
	_, err := b.Subjects.CreateSubject(coordinator, &supportv1.CreateSubjectRequest{Subject: said})
	if refused, ok := errs.As(err); !ok || len(refused.Fields) != 2 {
		t.Errorf("a subject that does not hang together was taken: %v", err)
	}
	made, err := b.Subjects.CreateSubject(coordinator, &supportv1.CreateSubjectRequest{Subject: &supportv1.Subject{SubjectCode: "land.port", ParentCode: "land", Label: "Un quai"}})
	if err != nil || made.GetVersion() != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	changed, err := b.Subjects.UpdateSubject(coordinator, &supportv1.UpdateSubjectRequest{Subject: &supportv1.Subject{SubjectCode: "land.port", Label: "Un quai fluvial"}})
	if err != nil || changed.GetVersion() != 2 || changed.GetParentCode() != "land" {
		t.Errorf("%v, %v", changed, err)
	}
	if _, err := b.Subjects.CreateSubject(coordinator, &supportv1.CreateSubjectRequest{Subject: &supportv1.Subject{SubjectCode: "land.port", Label: "x"}}); !errs.Is(err, "ALREADY_EXISTS") {
		t.Errorf("the code was taken twice: %v", err)
	}
}

func TestGetCompanySnapshot_meetsACompanyOfTheRegister(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	got, err := b.Support.GetCompanySnapshot(t.Context(), &supportv1.GetCompanySnapshotRequest{Territory: "ales", Siret: dumas})
	if err != nil || got.GetSiret() != dumas {
		t.Fatalf("%v, %v", got, err)
	}
	if _, err := b.Companies.GetCompany(b.company(got.GetCompanyId()), &supportv1.GetCompanyRequest{CompanyId: got.GetCompanyId()}); err != nil {
		t.Error(err)
	}
	if _, err := b.Support.GetCompanySnapshot(t.Context(), &supportv1.GetCompanySnapshotRequest{Territory: "ales", Siret: "91234567500017"}); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("an unknown SIRET: %v", err)
	}
	body, err := b.Support.GetBodySnapshot(t.Context(), &supportv1.GetBodySnapshotRequest{Territory: "nimes", PartnerBodyId: "voisin"})
	if err != nil || body.GetName() == "" {
		t.Errorf("%v, %v", body, err)
	}
}

func TestDirectory_hasWordsForAllItSays(t *testing.T) {
	c := words(t)
	for _, key := range []string{"ALREADY_ATTACHED", "COMPANY_CEASED", "COMPANY_MERGED", "UNKNOWN_BODY", "UNKNOWN_SUBJECT"} {
		messages.CheckKey(t, c, "hup.support", key)
	}
	for _, enum := range []interface{ values() []string }{
		names(supportv1.CompanyStatus_name), names(supportv1.ProjectLeaderStatus_name), names(supportv1.PartnerBodyStatus_name),
		names(supportv1.ServiceOfferStatus_name), names(supportv1.SubjectStatus_name),
	} {
		for _, name := range enum.values() {
			messages.CheckKey(t, c, "hup.support", name)
		}
	}
	messages.CheckFiles(t, c, "hup.support")
}

type names map[int32]string

// values are the names but that of zero.
func (n names) values() (all []string) {
	for number, name := range n {
		if number != 0 {
			all = append(all, name)
		}
	}
	return all
}

func TestSearchCompanies_findsThoseMetThenTheRegister(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		find := func(q string) []*supportv1.Company {
			t.Helper()
			got, err := b.Companies.SearchCompanies(b.as("cci"), &supportv1.SearchCompaniesRequest{Q: q})
			if err != nil {
				t.Fatal(err)
			}
			return got.GetCompanies()
		}
		looked, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: dumas})
		if err != nil {
			t.Fatal(err)
		}
		unmet := find(looked.GetName())
		if !slices.ContainsFunc(unmet, func(c *supportv1.Company) bool { return c.GetSiret() == dumas && c.GetCompanyId() == "" }) {
			t.Fatalf("%q is not found before it is met: %v", looked.GetName(), unmet)
		}
		met, _ := b.receive(&supportv1.CompanyForm{Siret: dumas})
		found := find(looked.GetName())
		if len(found) == 0 || found[0].GetCompanyId() != met.GetCompanyId() {
			t.Errorf("a company met does not come first: %v", found)
		}
		seen := map[string]bool{}
		for _, c := range found {
			if seen[c.GetSiret()] {
				t.Errorf("%s comes twice", c.GetSiret())
			}
			seen[c.GetSiret()] = true
		}
		if found := find(dumas[:9]); len(found) == 0 || found[0].GetSiren() != dumas[:9] {
			t.Errorf("by SIREN: %v", found)
		}
		if found := find(`rien " de tel`); len(found) != 0 {
			t.Errorf("%v", found)
		}
		other, err := b.Companies.SearchCompanies(b.in("nimes", "voisin"), &supportv1.SearchCompaniesRequest{Q: looked.GetName()})
		if err != nil || slices.ContainsFunc(other.GetCompanies(), func(c *supportv1.Company) bool { return c.GetCompanyId() != "" }) {
			t.Errorf("another territory finds who was met here: %v, %v", other, err)
		}
	})
}
