package land_test

import (
	"testing"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

// What time has done stays done when the clock of the machine goes back: what expired, ended, resumed and was told is not undone nor done
// twice, and what is begun then begins well.
func TestClock_thatGoesBackUndoesNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.received(id.New("com"))
		held := b.looking("cci", "En pause")
		must[*landv1.LandRequest](t)(b.Requests.HoldLandRequest(b.as("cci"), &landv1.HoldLandRequestRequest{LandRequestId: held.GetLandRequestId(), UntilDate: "2027-02-01"}))
		asset := b.addPremises(900, public, nil).GetPremisesId()
		option := must[*landv1.Option](t)(b.askOption("agglo", asset, b.looking("agglo", "A"), func(o *landv1.Option) { o.GrantInTurn = true }))
		lease := must[*landv1.HostingLease](t)(b.let(b.addPremises(60, public, nil).GetPremisesId())).GetHostingLeaseId()
		for range 50 { // the years pass, month by month
			b.clock.Advance(30 * 24 * time.Hour)
			b.fire()
		}
		stands := func() [4]string {
			return [4]string{
				b.option(option.GetOptionId()).GetStatus().String(), b.request(held.GetLandRequestId()).GetStatus().String(), b.availability(asset).String(),
				b.lease(lease).GetStatus().String(),
			}
		}
		before, lines := stands(), b.rows("journal")
		if before[0] != optionExpired.String() || before[2] != forSale.String() || before[3] != landv1.HostingLeaseStatus_HOSTING_LEASE_STATUS_ENDED.String() {
			t.Fatalf("time did not do what it should: %v", before)
		}
		b.clock.Advance(-3 * 365 * 24 * time.Hour)
		for range 10 {
			b.fire()
			b.clock.Advance(30 * 24 * time.Hour)
		}
		if after := stands(); after != before || b.rows("journal") != lines {
			t.Errorf("%v became %v, with %d lines more", before, after, b.rows("journal")-lines)
		}
		next := must[*landv1.Option](t)(b.askOption("agglo", asset, b.looking("agglo", "B"), func(o *landv1.Option) { o.GrantInTurn = true }))
		if next.GetStatus() != optionGranted || !next.GetEndTime().AsTime().After(b.clock.Now()) || next.GetOptionId() < option.GetOptionId() {
			t.Errorf("%v", next)
		}
	})
}
