package support_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

func (b *bench) log(ctx context.Context, e *supportv1.Exchange) *supportv1.Exchange {
	b.t.Helper()
	got, err := b.Exchanges.CreateExchange(ctx, &supportv1.CreateExchangeRequest{Exchange: e})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func TestExchange_warnsTheOthersAndKeepsItsNote(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		company := c.GetCompany().GetCompanyId()
		b.log(b.as("cci"), &supportv1.Exchange{
			CompanyId: company, Kind: supportv1.ExchangeKind_EXCHANGE_KIND_VISIT, Minutes: 45, Note: "Secret de visite", SubjectCodes: []string{"finance.investment"},
			HeldTime: timestamppb.New(b.clock.Now().AddDate(0, 0, -9)),
		})
		read, err := b.Companies.GetCompany(b.as("cma"), &supportv1.GetCompanyRequest{CompanyId: company})
		if err != nil || len(read.GetRecentContacts()) != 1 {
			t.Fatalf("%v, %v", read.GetRecentContacts(), err)
		}
		told := read.GetRecentContacts()[0]
		if told.GetSentence() != "Chambre de commerce et d’industrie du Gard a rencontré cette entreprise il y a 9 jours." || told.GetHeldDate() != "2026-11-14" ||
			told.GetKindLabel() != "Visite" || told.GetBodyId() != "cci" {
			t.Errorf("%v", told)
		}
		if told.GetNote() != "" || told.GetExchangeId() != "" {
			t.Errorf("another body reads the note: %v", told)
		}
		looked, err := b.Companies.LookupCompany(b.as("cci"), &supportv1.LookupCompanyRequest{Siret: dumas})
		if err != nil || looked.GetRecentContacts()[0].GetNote() != "Secret de visite" {
			t.Errorf("its own body does not read the note: %v, %v", looked.GetRecentContacts(), err)
		}
		opened, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
		if err != nil || len(opened.GetRecentContacts()) != 1 || opened.GetRecentContacts()[0].GetDaysAgo() != 9 {
			t.Errorf("the case does not warn: %v, %v", opened.GetRecentContacts(), err)
		}
		own, err := b.Companies.GetCompany(b.company(company), &supportv1.GetCompanyRequest{CompanyId: company})
		if err != nil || len(own.GetRecentContacts()) != 0 {
			t.Errorf("the company is told what bodies log: %v, %v", own.GetRecentContacts(), err)
		}
		b.clock.Advance(90 * 24 * time.Hour)
		if later, err := b.Companies.GetCompany(b.as("cma"), &supportv1.GetCompanyRequest{CompanyId: company}); err != nil || len(later.GetRecentContacts()) != 0 {
			t.Errorf("told after 90 days: %v, %v", later.GetRecentContacts(), err)
		}
	})
}

// TestExchange_isReadByWhomItsVisibilityNames asks single reads and lists for every visibility: both say the same.
func TestExchange_isReadByWhomItsVisibilityNames(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		company := c.GetCompany().GetCompanyId()
		readers := b.everybody(company)
		for _, one := range []struct {
			visibility supportv1.MessageVisibility
			beside     bool // a case
			read       string
		}{
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL, false, "author"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY, false, "author colleague client coordinator"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS, false, "author colleague client coordinator cci"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY, false, "author colleague client coordinator cci company"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL, true, "author"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY, true, "author colleague client coordinator"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS, true, "author colleague client coordinator agglo"},
			{supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY, true, "author colleague client coordinator agglo company"},
		} {
			said := &supportv1.Exchange{Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL, Visibility: one.visibility, BodyIds: []string{"agglo"}}
			if said.CaseId = c.GetCaseId(); one.beside {
				said.CaseId, said.CompanyId = "", company
			}
			e := b.log(b.as("myriapolis"), said)
			for who, ctx := range readers {
				may := strings.Contains(" "+one.read+" ", " "+who+" ")
				_, err := b.Exchanges.GetExchange(ctx, &supportv1.GetExchangeRequest{ExchangeId: e.GetExchangeId()})
				if may != (err == nil) || err != nil && !errs.Is(err, "NOT_FOUND") {
					t.Errorf("%s, beside a case %v, read by %s: %v", one.visibility, one.beside, who, err)
				}
				list, err := b.Exchanges.ListExchanges(ctx, &supportv1.ListExchangesRequest{PageSize: 200})
				if err != nil {
					t.Fatal(err)
				}
				listed := false
				for _, x := range list.GetExchanges() {
					listed = listed || x.GetExchangeId() == e.GetExchangeId()
				}
				if listed != may {
					t.Errorf("%s, beside a case %v, listed for %s: %v", one.visibility, one.beside, who, listed)
				}
			}
		}
	})
}

func TestUpdateExchange_isItsAuthors(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		e := b.log(b.as("myriapolis"), &supportv1.Exchange{CaseId: c.GetCaseId(), Kind: supportv1.ExchangeKind_EXCHANGE_KIND_MAIL, ClientRequestId: "x-1"})
		if again := b.log(b.as("myriapolis"), &supportv1.Exchange{CaseId: c.GetCaseId(), ClientRequestId: "x-1"}); again.GetExchangeId() != e.GetExchangeId() {
			t.Errorf("sent twice: %v", again)
		}
		change := func(note string) *supportv1.UpdateExchangeRequest {
			return &supportv1.UpdateExchangeRequest{
				Exchange: &supportv1.Exchange{ExchangeId: e.GetExchangeId(), Note: note, Minutes: 5}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"note", "minutes"}},
			}
		}
		got, err := b.Exchanges.UpdateExchange(b.as("myriapolis"), change("Corrigé"))
		if err != nil || got.GetNote() != "Corrigé" || got.GetMinutes() != 5 || got.GetCompanyId() != c.GetCompany().GetCompanyId() {
			t.Errorf("%v, %v", got, err)
		}
		if _, err := b.Exchanges.UpdateExchange(b.another("myriapolis"), change("Non")); !errs.Is(err, "NOT_THE_AUTHOR") {
			t.Errorf("a colleague: %v", err)
		}
		if _, err := b.Exchanges.UpdateExchange(b.as("cci"), change("Non")); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("another body: %v", err)
		}
	})
}

func TestBatchCreateExchanges_isAllOrNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := b.opened().GetCompany().GetCompanyId()
		visit := supportv1.ExchangeKind_EXCHANGE_KIND_VISIT
		bad := &supportv1.BatchCreateExchangesRequest{Exchanges: []*supportv1.Exchange{
			{CompanyId: company, Kind: visit}, {Kind: visit}, {CompanyId: company, HeldTime: timestamppb.New(b.clock.Now().Add(time.Hour))},
			{CompanyId: company, Kind: visit, SubjectCodes: []string{"land.castle"}}, {CompanyId: company, Kind: visit, PersonIds: []string{"per_nobody"}},
		}}
		_, err := b.Exchanges.BatchCreateExchanges(b.as("cci"), bad)
		refused, _ := errs.As(err)
		var paths []string
		for _, f := range refused.Fields {
			paths = append(paths, f.Path)
		}
		if strings.Join(paths, " ") != "exchanges[1].companyId exchanges[2].kind exchanges[2].heldTime exchanges[3] exchanges[4]" {
			t.Errorf("%v: %v", paths, err)
		}
		if list, err := b.Exchanges.ListExchanges(b.as("cci"), &supportv1.ListExchangesRequest{}); err != nil || len(list.GetExchanges()) != 0 {
			t.Errorf("%v, %v", list, err)
		}
		b.people.knows("cma")
		got, err := b.Exchanges.BatchCreateExchanges(b.as("cci"), &supportv1.BatchCreateExchangesRequest{Exchanges: []*supportv1.Exchange{
			{CompanyId: company, Kind: visit}, {CompanyId: company, Kind: visit, PersonIds: []string{"per_cci", "per_cma"}, BodyIds: []string{"cma"}},
		}})
		if err != nil || len(got.GetExchanges()) != 2 || len(got.GetExchanges()[1].GetBodyIds()) != 2 {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestCloseCase_takesExchangesForAttempts(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		if _, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId()}); err != nil {
			t.Fatal(err)
		}
		unreachable := &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE}
		tried := func(outcome supportv1.ExchangeOutcome, daysAgo int) {
			b.log(b.as("myriapolis"), &supportv1.Exchange{
				CaseId: c.GetCaseId(), Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL, Outcome: outcome, HeldTime: timestamppb.New(b.clock.Now().AddDate(0, 0, -daysAgo)),
			})
		}
		tried(supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_NO_ANSWER, 0)
		tried(supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_NO_ANSWER, 0)
		tried(supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_REACHED, 3)
		if _, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), unreachable); !errs.Is(err, "CONTACT_ATTEMPTS_MISSING") {
			t.Errorf("two on one day, and one that was answered: %v", err)
		}
		tried(supportv1.ExchangeOutcome_EXCHANGE_OUTCOME_UNSPECIFIED, 1)
		if got, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), unreachable); err != nil || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_UNREACHABLE {
			t.Errorf("two days: %v, %v", got.GetStatus(), err)
		}
	})
}
