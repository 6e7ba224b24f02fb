package support_test

import (
	"context"
	"fmt"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// many are so many cases of different companies, by their ids.
func (b *bench) many(n int) (ids []string) {
	b.t.Helper()
	for i := range n {
		got, err := b.Cases.OpenAtCounter(b.as("myriapolis"), &supportv1.CounterForm{
			Company: &supportv1.CompanyForm{Name: fmt.Sprint("Atelier ", i), CommuneCode: "30007"}, SubjectCode: "finance.investment",
			Contact: &supportv1.Contact{Name: "Personne Inventée", Phone: fmt.Sprintf("+334660%05d", i)},
		})
		if err != nil {
			b.t.Fatal(err)
		}
		ids = append(ids, got.GetCase().GetCaseId())
	}
	return ids
}

// bulk starts an operation.
func (b *bench) bulk(o *supportv1.BulkOperation) *supportv1.BulkOperation {
	b.t.Helper()
	got, err := b.Bulk.CreateBulkOperation(b.as("myriapolis"), &supportv1.CreateBulkOperationRequest{BulkOperation: o})
	if err != nil || got.GetStatus() != supportv1.BulkStatus_BULK_STATUS_RUNNING {
		b.t.Fatal(got, err)
	}
	return got
}

// work works on operations until the condition holds, then stops as a process that is killed does: at any place.
func (b *bench) work(until func() bool) {
	b.t.Helper()
	ctx, kill := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	for _, part := range b.service.Work {
		if part.Name == "bulk operations" {
			go func() { done <- part.Work(ctx) }()
		}
	}
	kittest.Eventually(b.t, until, "the operation goes on")
	kill()
	if err := kittest.Receive(b.t, done); err != nil {
		b.t.Error(err)
	}
}

func (b *bench) operation(id string) *supportv1.BulkOperation {
	b.t.Helper()
	got, err := b.Bulk.GetBulkOperation(b.as("myriapolis"), &supportv1.GetBulkOperationRequest{BulkOperationId: id})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) completed(id string) func() bool {
	return func() bool { return b.operation(id).GetStatus() == supportv1.BulkStatus_BULK_STATUS_COMPLETED }
}

func TestBulk_killedInTheMiddleGoesOnAndDoesNothingTwice(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ids := b.many(120)
		o := b.bulk(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_ASSIGN, PersonId: "me", Filter: `status = "CASE_STATUS_RECEIVED"`})
		if o.GetTotalCount() != 120 {
			t.Fatalf("%v", o)
		}
		b.work(func() bool { return b.operation(o.GetBulkOperationId()).GetDoneCount() >= 5 })
		again := open(t, url)
		again.work(again.completed(o.GetBulkOperationId()))
		if got := again.operation(o.GetBulkOperationId()); got.GetDoneCount() != 120 || got.GetRefusedCount() != 0 || len(got.GetLines()) != 50 || got.GetLinesPageToken() == "" || len(got.GetAllowedActions()) != 0 {
			t.Errorf("%v", got)
		}
		for _, id := range ids {
			if types, _ := again.lines(id); count(types, "case_assigned") != 1 {
				t.Fatalf("%s: %v", id, types)
			}
		}
	})
}

func TestBulk_tellsLineByLineAndWritesNothingInADryRun(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ids := b.many(3)
		if _, err := b.Cases.QualifyCase(b.as("myriapolis"), &supportv1.QualifyCaseRequest{CaseId: ids[1]}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, "cas_00000000000000000000000000")
		for _, dry := range []bool{true, false} {
			o := b.bulk(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_QUALIFY, Ids: ids, DryRun: dry})
			b.work(b.completed(o.GetBulkOperationId()))
			got := b.operation(o.GetBulkOperationId())
			if got.GetDoneCount() != 2 || got.GetRefusedCount() != 2 || got.GetStatusLabel() != "Terminée" || got.GetLines()[1].GetReason() != "ILLEGAL_TRANSITION" ||
				got.GetLines()[1].GetMessage() == "" || got.GetLines()[3].GetReason() != "NOT_FOUND" {
				t.Errorf("dry %t: %v", dry, got)
			}
			want := supportv1.CaseStatus_CASE_STATUS_QUALIFIED
			if dry {
				want = supportv1.CaseStatus_CASE_STATUS_RECEIVED
			}
			if s := b.status(ids[0]); s != want {
				t.Errorf("dry %t: %s", dry, s)
			}
			refused, err := b.Bulk.ListBulkLines(b.as("myriapolis"), &supportv1.ListBulkLinesRequest{
				BulkOperationId: o.GetBulkOperationId(), Status: supportv1.BulkLineStatus_BULK_LINE_STATUS_REFUSED, PageSize: 1,
			})
			if err != nil || len(refused.GetLines()) != 1 || refused.GetNextPageToken() == "" {
				t.Errorf("%v, %v", refused, err)
			}
		}
	})
}

func TestBulk_doesWhatEachCommandDoes(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	done := func(o *supportv1.BulkOperation) *supportv1.BulkOperation {
		started := b.bulk(o)
		b.work(b.completed(started.GetBulkOperationId()))
		return b.operation(started.GetBulkOperationId())
	}
	sent := b.opened().GetCaseId() // the chambers have its consent
	ids := append(b.many(2), sent)
	if got := done(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_SEND_REFERRAL, BodyId: "cci", Ids: ids}); got.GetDoneCount() != 1 || got.GetLines()[0].GetReason() != "CONSENT_MISSING" {
		t.Errorf("%v", got)
	}
	done(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_QUALIFY, Ids: ids[:2]})
	if got := done(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_CLOSE, Outcome: supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION, NoneExists: true, Ids: ids}); got.GetDoneCount() != 2 || got.GetLines()[2].GetReason() != "OPEN_PARTS" {
		t.Errorf("%v", got)
	}
	if got := done(&supportv1.BulkOperation{Action: supportv1.BulkAction_BULK_ACTION_ARCHIVE, Filter: `status = "CASE_STATUS_NO_SOLUTION"`}); got.GetDoneCount() != 2 {
		t.Errorf("%v", got)
	}
	b.hiddenFromOthers(sent)
}

// hiddenFromOthers: an operation is its body's, and acts with the rights of who asked.
func (b *bench) hiddenFromOthers(caseID string) {
	b.t.Helper()
	o, err := b.Bulk.CreateBulkOperation(b.as("plie"), &supportv1.CreateBulkOperationRequest{BulkOperation: &supportv1.BulkOperation{
		Action: supportv1.BulkAction_BULK_ACTION_ASSIGN, PersonId: "me", Ids: []string{caseID}, ClientRequestId: "mine",
	}})
	if err != nil {
		b.t.Fatal(err)
	}
	get := &supportv1.GetBulkOperationRequest{BulkOperationId: o.GetBulkOperationId()}
	if _, err := b.Bulk.GetBulkOperation(b.as("myriapolis"), get); !errs.Is(err, "NOT_FOUND") {
		b.t.Errorf("another body's: %v", err)
	}
	cancelled, err := b.Bulk.CancelBulkOperation(b.as("plie"), &supportv1.CancelBulkOperationRequest{BulkOperationId: o.GetBulkOperationId()})
	if err != nil || cancelled.GetStatus() != supportv1.BulkStatus_BULK_STATUS_CANCELLED {
		b.t.Fatal(cancelled, err)
	}
	if _, err := b.Bulk.CancelBulkOperation(b.as("plie"), &supportv1.CancelBulkOperationRequest{BulkOperationId: o.GetBulkOperationId()}); !errs.Is(err, "ILLEGAL_TRANSITION") {
		b.t.Errorf("cancelled twice: %v", err)
	}
	second, err := b.Bulk.CreateBulkOperation(b.as("plie"), &supportv1.CreateBulkOperationRequest{BulkOperation: &supportv1.BulkOperation{
		Action: supportv1.BulkAction_BULK_ACTION_ASSIGN, PersonId: "me", Ids: []string{caseID}, ClientRequestId: "another",
	}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.work(func() bool {
		got, err := b.Bulk.GetBulkOperation(b.as("plie"), &supportv1.GetBulkOperationRequest{BulkOperationId: second.GetBulkOperationId()})
		return err == nil && got.GetStatus() == supportv1.BulkStatus_BULK_STATUS_COMPLETED && got.GetLines()[0].GetReason() == "NOT_FOUND"
	})
}
