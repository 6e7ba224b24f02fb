package support_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
)

// figure is one of the figures of a window, by its code.
func (b *bench) figure(code, from, to string) *commonv1.Figure {
	b.t.Helper()
	service := actor.With(b.t.Context(), actor.Actor{Kind: actor.Service, ID: "gateway"})
	got, err := b.Support.ListFigures(service, &commonv1.ListFiguresRequest{Territory: "ales", FromDate: from, ToDate: to})
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(got.GetFigures(), func(f *commonv1.Figure) bool { return f.GetCode() == code })
	if i < 0 {
		b.t.Fatalf("no figure %s", code)
	}
	return got.GetFigures()[i]
}

// parts are the parts of a figure in one dimension: code, what is counted, and among how many.
func parts(f *commonv1.Figure, dimension string) (said []string) {
	for _, p := range f.GetBreakdown() {
		if p.GetDimension() == dimension {
			said = append(said, fmt.Sprintf("%s %d/%d", p.GetCode(), p.GetNumerator(), p.GetDenominator()))
		}
	}
	return said
}

// accept and decline answer a referral.
func (b *bench) accept(r *supportv1.Referral) {
	b.t.Helper()
	if _, err := b.Referrals.AcceptReferral(b.as(r.GetBodyId()), &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId()}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) decline(r *supportv1.Referral) {
	b.t.Helper()
	_, err := b.Referrals.DeclineReferral(b.as(r.GetBodyId()), &supportv1.DeclineReferralRequest{
		ReferralId: r.GetReferralId(), Reason: supportv1.DeclineReason_DECLINE_REASON_NO_CAPACITY, Nobody: true,
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// TestFigures_theRateIsThatOfAHandCountedHistory: nine referrals of November and December 2026.
func TestFigures_theRateIsThatOfAHandCountedHistory(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		// Monday 23 November. 1: accepted the same day, in time. 2: declined the same day, in time, though it is no help.
		first := b.opened().GetCaseId()
		b.accept(b.refer(first, "cci"))
		b.decline(b.refer(first, "cma"))
		// 3 and 4: asked on the 23rd, and paused from the 24th to the 3rd of December: seven business days.
		second := b.opened().GetCaseId()
		paused, late := b.refer(second, "cci"), b.refer(second, "cma")
		// 5: cancelled by the sender before any answer. 6: never answered, expires.
		third := b.opened().GetCaseId()
		taken := b.refer(third, "cma")
		b.refer(third, "cci")
		if _, err := b.Referrals.CancelReferral(b.as("myriapolis"), &supportv1.CancelReferralRequest{ReferralId: taken.GetReferralId(), Reason: supportv1.CancelReason_CANCEL_REASON_SENT_BY_MISTAKE}); err != nil {
			t.Fatal(err)
		}
		b.days(1)
		if _, err := b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: second, Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING}); err != nil {
			t.Fatal(err)
		}
		b.days(9)
		if _, err := b.Cases.ProvideInfo(b.as("myriapolis"), &supportv1.ProvideInfoRequest{CaseId: second}); err != nil {
			t.Fatal(err)
		}
		// Due on Wednesday 9 December: 3 is accepted on that day, in time; 4 on the 10th, late.
		b.clock.Set(time.Date(2026, time.December, 9, 22, 59, 59, 0, time.UTC))
		b.accept(paused)
		b.clock.Advance(time.Second)
		b.accept(late)
		// Sent on the 10th: 7 accepted in time, 8 redirected in time, 9 the one that took over from it and waits.
		fourth := b.opened().GetCaseId()
		b.accept(b.refer(fourth, "cci"))
		moved := b.refer(fourth, "cma")
		if _, err := b.Referrals.RedirectReferral(b.as("cma"), &supportv1.RedirectReferralRequest{ReferralId: moved.GetReferralId(), NextBodyId: "myriapolis", Note: "pour vous"}); err != nil {
			t.Fatal(err)
		}
		b.days(10) // 6 expires on Monday 14 December

		f := b.figure("answered_in_time_ratio", "2026-11-01", "2026-12-31")
		// In time: 1, 2, 3, 7 and 8. All: six of November, three of December.
		if f.GetNumerator() != 5 || f.GetDenominator() != 9 || f.GetValue() != 5.0/9 || f.GetFormula() == "" {
			t.Errorf("%v", f)
		}
		for dimension, want := range map[string][]string{
			"bodyId":   {"cci 3/4", "cma 2/4", "myriapolis 0/1"},
			"month":    {"2026-11 3/6", "2026-12 2/3"},
			"epciCode": {"200066918 5/9"},
		} {
			if got := parts(f, dimension); !slices.Equal(got, want) {
				t.Errorf("by %s: %v, want %v", dimension, got, want)
			}
		}
		if f := b.figure("answered_in_time_ratio", "2026-11-23", "2026-11-23"); f.GetDenominator() != 6 {
			t.Errorf("of one day: %v", f)
		}
		if f := b.figure("paused_business_days", "2026-11-01", "2026-12-31"); f.GetValue() != 14 || !slices.Equal(parts(f, "bodyId"), []string{"cci 7/0", "cma 7/0", "myriapolis 0/0"}) {
			t.Errorf("pauses apart: %v", f)
		}
		if f := b.figure("referrals_unanswered", "2026-11-01", "2026-12-31"); f.GetValue() != 2 {
			t.Errorf("without an answer: %v", f)
		}
		if f := b.figure("answered_in_time_ratio", "2025-01-01", "2025-12-31"); f.Value != nil {
			t.Errorf("a rate of nothing: %v", f)
		}
	})
}
