package support_test

import (
	"fmt"
	"syscall"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
)

// country adds 200 bodies and 5,000 offers of the demo's subjects to Alès.
func (b *bench) country() {
	b.t.Helper()
	listed, err := b.Subjects.ListSubjects(b.as("cci"), &supportv1.ListSubjectsRequest{PageSize: 200})
	if err != nil {
		b.t.Fatal(err)
	}
	subjects := listed.GetSubjects()
	err = b.store.Update(actor.With(b.t.Context(), actor.Of("ales", "support")), func(tx *kit.Tx) error {
		for i := range 5000 {
			id := fmt.Sprintf("body-%d", i%200)
			if i < 200 {
				body := &supportv1.PartnerBody{PartnerBodyId: id, Name: fmt.Sprint("Organisme ", i), Kind: supportv1.PartnerBodyKind(1), EpciCodes: []string{"200066918"}, CapacityPerWeek: 20}
				if _, err := (app.KeepBodies{}).Add(tx, body); err != nil {
					return err
				}
			}
			offer := &supportv1.ServiceOffer{
				Name: "Une offre", SubjectCodes: []string{subjects[i%len(subjects)].GetSubjectCode()}, Conditions: &supportv1.OfferConditions{MaxAgeMonths: 2400},
			}
			if _, err := (app.KeepOffers{}).Add(tx, id, offer); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// BenchmarkListReferralProposals is the whole call, reads of the database with it. The bound is 5 ms of CPU.
func BenchmarkListReferralProposals(t *testing.B) {
	b := open(t, kittest.SQLite(t))
	b.country()
	c := b.opened()
	if n := len(b.proposals(c.GetCaseId()).GetReferralProposals()); n < 20 {
		t.Fatalf("only %d proposals", n)
	}
	before := cpu(t)
	for t.Loop() {
		b.proposals(c.GetCaseId())
	}
	t.ReportMetric(float64(cpu(t)-before)/float64(t.N), "cpu-ns/op")
}

// cpu is the processor time that this process has had, in nanoseconds: what counts on a machine that others use too.
func cpu(t testing.TB) int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return used.Utime.Nano() + used.Stime.Nano()
}
