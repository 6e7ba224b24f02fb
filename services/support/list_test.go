package support_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/store"
)

func TestListCases_showsTheSummaryAndTheSameOfRowsWrittenBefore(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		opened := b.opened()
		b.refer(opened.GetCaseId(), "cci")
		lists := func() (*supportv1.ListedCase, *supportv1.ListedReferral) {
			cases, err := b.Cases.ListCases(b.as("cci"), &supportv1.ListCasesRequest{Filter: `open = true`})
			if err != nil || len(cases.GetCases()) != 1 {
				t.Fatalf("%v, %v", cases, err)
			}
			referrals, err := b.Referrals.ListReferrals(b.as("cci"), &supportv1.ListReferralsRequest{Filter: `bodyId = "mine" AND unanswered = true`})
			if err != nil || len(referrals.GetReferrals()) != 1 {
				t.Fatalf("%v, %v", referrals, err)
			}
			return cases.GetCases()[0], referrals.GetReferrals()[0]
		}
		c, r := lists()
		got, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: opened.GetCaseId()})
		if err != nil || c.GetEtag() != got.GetEtag() || c.GetStatusLabel() != got.GetStatusLabel() || !slices.Equal(c.GetAllowedActions(), got.GetAllowedActions()) || len(c.GetNeeds()) != len(got.GetNeeds()) {
			t.Errorf("listed %v\nread %v, %v", c, got, err)
		}
		whole, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
		if err != nil || r.GetEtag() != whole.GetEtag() || !slices.Equal(r.GetAllowedActions(), whole.GetAllowedActions()) || len(r.GetAllowedActions()) == 0 {
			t.Errorf("listed %v\nread %v, %v", r, whole, err)
		}
		err = b.store.Update(b.as("cci"), func(tx *store.Tx) error {
			_, err := tx.Exec(tx.Ctx, `UPDATE support_case SET summary = ''`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if before, _ := lists(); !proto.Equal(before, c) {
			t.Errorf("of a row without a summary %v\nof one with %v", before, c)
		}
	})
}

// TestListCases_saysWhatItKnowsWhenAskedForMore: the description is a field of the case, and not of the list.
func TestListCases_saysWhatItKnowsWhenAskedForMore(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.opened()
	_, err := b.Cases.ListCases(b.as("myriapolis"), &supportv1.ListCasesRequest{Fields: &fieldmaskpb.FieldMask{Paths: []string{"description"}}})
	e, ok := errs.As(err)
	if !ok || len(e.Fields) != 1 || e.Fields[0].Path != "fields" || e.Fields[0].Reason != "FIELD_UNKNOWN" || e.Fields[0].Params["field"] != "description" ||
		!strings.Contains(e.Fields[0].Params["fields"], "statusLabel") {
		t.Errorf("%v", err)
	}
}

// TestCloseCase_namesBodiesAsPeopleCallThem, in the refusal and in the parts that are open.
func TestCloseCase_namesBodiesAsPeopleCallThem(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	id := b.opened().GetCaseId()
	b.refer(id, "cci")
	body, err := b.Bodies.GetPartnerBody(b.as("cci"), &supportv1.GetPartnerBodyRequest{PartnerBodyId: "cci"})
	if err != nil {
		t.Fatal(err)
	}
	want := "la mise en relation avec " + body.GetName()
	_, err = b.Cases.CloseCase(b.as("myriapolis"), &supportv1.CloseCaseRequest{CaseId: id, Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED})
	if e, ok := errs.As(err); !ok || e.Reason != "OPEN_PARTS" || !strings.Contains(e.Params["parts"], want) {
		t.Errorf("%v", err)
	}
	if got := b.read(id).GetOpenParts(); len(got) == 0 || !strings.HasPrefix(got[0].GetLabel(), want) {
		t.Errorf("%v", got)
	}
}
