package support_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// rates are the published rows of a territory, each as "dimension code in time/sent", a group with how many cells it is of.
func (b *bench) rates(territory string) (said []string) {
	b.t.Helper()
	got, err := b.Open.ListReferralRates(b.t.Context(), &supportv1.ListReferralRatesRequest{Territory: territory})
	if err != nil {
		b.t.Fatal(err)
	}
	if got.GetFormula() == "" || got.GetWithholding() == "" {
		b.t.Errorf("neither formula nor what is withheld: %v", got)
	}
	for _, r := range got.GetRates() {
		if r.GetQuarter() != "2026-Q4" || r.GetLabel() == "" || r.GetRate() != float64(r.GetAnsweredInTimeCount())/float64(r.GetSentCount()) {
			b.t.Errorf("%v", r)
		}
		code := r.GetCode()
		if r.GetWithheldCellCount() > 0 {
			code = fmt.Sprintf("of %d", r.GetWithheldCellCount())
		}
		said = append(said, fmt.Sprintf("%s %s %d/%d", r.GetDimension(), code, r.GetAnsweredInTimeCount(), r.GetSentCount()))
	}
	return said
}

// TestOpenData_tellsTheRateOfAllReferralsAndNoSmallCell: seven companies ask cci, two of them cma too and one region; cci
// answers three in time, declines one, leaves one cancelled and two to expire: all are counted among.
func TestOpenData_tellsTheRateOfAllReferralsAndNoSmallCell(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for i := range 7 {
			f := form()
			f.Company = &supportv1.CompanyForm{Name: fmt.Sprintf("Atelier %d", i), CommuneCode: "30007"}
			f.Consents = append(f.Consents, &supportv1.Consent{BodyId: "region", Channel: supportv1.Channel_CHANNEL_COUNTER})
			got, err := b.Cases.OpenCase(b.as("myriapolis"), f)
			if err != nil {
				t.Fatal(err)
			}
			id := got.GetCase().GetCaseId()
			r := b.refer(id, "cci")
			switch i {
			case 0, 1, 2:
				b.accept(r)
			case 3:
				b.decline(r)
			case 4:
				_, err = b.Referrals.CancelReferral(b.as("myriapolis"), &supportv1.CancelReferralRequest{ReferralId: r.GetReferralId(), Reason: supportv1.CancelReason_CANCEL_REASON_SENT_BY_MISTAKE})
			case 5:
				b.accept(b.refer(id, "region"))
				b.accept(b.refer(id, "cma"))
			case 6:
				b.refer(id, "cma")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		b.clock.Set(time.Date(2027, time.January, 21, 12, 0, 0, 0, time.UTC))
		if got := b.rates("ales"); got != nil {
			t.Errorf("told 14 business days after the quarter: %v", got)
		}
		b.clock.Set(time.Date(2027, time.January, 23, 12, 0, 0, 0, time.UTC))
		want := []string{
			"all  6/10", "bodyId of 3 6/10", // cci alone could be told, but cma and region are of two companies: the difference would tell of them
			"subjectCode finance.investment 6/10", "subjectCode land.premises 6/10", "communeCode 30007 6/10",
		}
		if got := b.rates("ales"); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if got := b.rates("nimes"); got != nil {
			t.Errorf("another territory: %v", got)
		}
	})
}
