package land_test

import (
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

func (b *bench) let(premisesID string, more ...func(*landv1.HostingLease)) (*landv1.HostingLease, error) {
	l := &landv1.HostingLease{
		PremisesId: premisesID, Company: &commonv1.CompanySnapshot{Name: "Jeune pousse", Siret: "90948492500013"}, StartDate: "2026-12-01", MonthCount: 36,
		RentSteps: []*landv1.RentStep{
			{FromMonth: 1, MonthlyRent: &commonv1.Money{AmountCents: 30_000}, Preferential: true},
			{FromMonth: 13, MonthlyRent: &commonv1.Money{AmountCents: 40_000}, Preferential: true},
		},
	}
	for _, change := range more {
		change(l)
	}
	return b.Leases.CreateHostingLease(b.as("agglo"), &landv1.CreateHostingLeaseRequest{HostingLease: l})
}

func (b *bench) lease(leaseID string) *landv1.HostingLease {
	b.t.Helper()
	return must[*landv1.HostingLease](b.t)(b.Leases.GetHostingLease(b.as("hup", actor.HupCoordinator), &landv1.GetHostingLeaseRequest{HostingLeaseId: leaseID}))
}

func TestHostingLease_runsWarnsAndEndsByTheClock(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		premises := b.addPremises(200, public, nil).GetPremisesId()
		request := b.looking("agglo", "Jeune pousse")
		l := must[*landv1.HostingLease](t)(b.let(premises, func(l *landv1.HostingLease) { l.LandRequestId = request.GetLandRequestId() }))
		if l.GetEndDate() != "2029-11-30" || l.GetPreferentialMonthCount() != 36 || l.GetStatusLabel() != "Signé" || b.availability(premises) != landv1.AssetAvailability_ASSET_AVAILABILITY_LET {
			t.Fatalf("%v", l)
		}
		if got := b.request(request.GetLandRequestId()); got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SIGNED || got.GetSignedAreaM2() != 200 {
			t.Errorf("the request is %s", got.GetStatus())
		}
		if _, err := b.let(premises); !errs.Is(err, "LEASE_OPEN") {
			t.Errorf("let twice: %v", err)
		}
		for _, x := range []struct {
			at     string
			status string
			warned int32
		}{
			{"2026-12-01T00:00:00+01:00", "HOSTING_LEASE_STATUS_RUNNING", 0},
			{"2029-06-01T00:00:00+02:00", "HOSTING_LEASE_STATUS_RUNNING", 6},
			{"2029-09-01T00:00:00+02:00", "HOSTING_LEASE_STATUS_RUNNING", 3},
			{"2029-11-01T00:00:00+01:00", "HOSTING_LEASE_STATUS_RUNNING", 1},
			{"2029-12-01T00:00:00+01:00", "HOSTING_LEASE_STATUS_ENDED", 1},
		} {
			at := must[time.Time](t)(time.Parse(time.RFC3339, x.at))
			b.clock.Set(at.Add(-time.Second))
			before := b.lease(l.GetHostingLeaseId())
			if n := b.fire(); n != 0 || b.lease(l.GetHostingLeaseId()).GetEtag() != before.GetEtag() {
				t.Errorf("a second before %s %d timers fire", x.at, n)
			}
			b.clock.Set(at)
			b.fire()
			if got := b.lease(l.GetHostingLeaseId()); got.GetStatus().String() != x.status || got.GetWarnedMonths() != x.warned {
				t.Errorf("at %s it is %s, warned of %d months", x.at, got.GetStatus(), got.GetWarnedMonths())
			}
		}
		if n := len(said[*landeventv1.HostingLeaseEnding](b)); n != 3 || b.availability(premises) != forSale {
			t.Errorf("%d warnings; the premises are %s", n, b.availability(premises))
		}
	})
}

func TestHostingLease_holdsToTheRuleOfThirtySixMonths(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		premises := b.addPremises(200, public, nil).GetPremisesId()
		longer := func(l *landv1.HostingLease) { l.MonthCount = 37 }
		_, err := b.let(premises, longer)
		if e, ok := errs.As(err); !ok || e.Fields[0].Path != "rentSteps" || e.Fields[0].Reason != "PREFERENTIAL_TOO_LONG" {
			t.Errorf("37 months at the preferential rate: %v", err)
		}
		_, err = b.let(premises, longer, func(l *landv1.HostingLease) {
			l.Company, l.AreaM2 = nil, 201
			l.RentSteps = []*landv1.RentStep{{FromMonth: 2, MonthlyRent: &commonv1.Money{AmountCents: -1}}, {FromMonth: 2, MonthlyRent: &commonv1.Money{}}}
		})
		if e, ok := errs.As(err); !ok || len(e.Fields) != 5 {
			t.Errorf("all bad fields at once: %v", err)
		}
		ordinary := func(l *landv1.HostingLease) {
			l.RentSteps = append(l.RentSteps, &landv1.RentStep{FromMonth: 25, MonthlyRent: &commonv1.Money{AmountCents: 60_000}})
		}
		l := must[*landv1.HostingLease](t)(b.let(premises, longer, ordinary))
		if l.GetPreferentialMonthCount() != 24 || l.GetPreferentialEndDate() != "2028-11-30" || l.GetEndDate() != "2029-12-31" {
			t.Errorf("%v", l)
		}
		must[*landv1.HostingLease](t)(b.Leases.EndHostingLease(b.as("agglo"), &landv1.EndHostingLeaseRequest{
			HostingLeaseId: l.GetHostingLeaseId(), Reason: landv1.HostingLeaseEndReason_HOSTING_LEASE_END_REASON_BY_AGREEMENT,
		}))
		if b.availability(premises) != forSale {
			t.Errorf("the premises are %s", b.availability(premises))
		}
		short := func(months int32) func(*landv1.HostingLease) {
			return func(l *landv1.HostingLease) { l.MonthCount, l.RentSteps = months, nil }
		}
		if _, err := b.let(premises, short(13)); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("24 and 13 months of the same company: %v", err)
		}
		if got := must[*landv1.HostingLease](t)(b.let(premises, short(12))); got.GetPreferentialMonthCount() != 36 {
			t.Errorf("24 and 12 months make %d", got.GetPreferentialMonthCount())
		}
	})
}

func TestHostingLease_opensWhatFollows(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		premises := b.addPremises(200, public, func(p *landv1.Premises) { p.Kind = commonv1.AssetKind_ASSET_KIND_INCUBATOR }).GetPremisesId()
		l := must[*landv1.HostingLease](t)(b.let(premises, func(l *landv1.HostingLease) { l.AreaM2 = 20 }))
		other := must[*landv1.HostingLease](t)(b.let(premises, func(l *landv1.HostingLease) {
			l.AreaM2, l.Company = 20, &commonv1.CompanySnapshot{Name: "Une autre"}
		}))
		if b.availability(premises) != forSale || other.GetHostingLeaseId() == l.GetHostingLeaseId() {
			t.Errorf("an incubator with two companies is %s", b.availability(premises))
		}
		moved := must[*landv1.HostingLease](t)(b.Leases.OpenMoveOn(b.as("agglo"), &landv1.OpenMoveOnRequest{HostingLeaseId: l.GetHostingLeaseId()}))
		next := b.request(moved.GetMoveOnRequestId())
		if moved.GetFollowUp() != landv1.LeaseFollowUp_LEASE_FOLLOW_UP_MOVES_ON || next.GetNeed().GetMinAreaM2() != 20 || next.GetNeed().GetMaxAreaM2() != 40 || next.GetNeed().GetNeededByDate() != "2029-11-30" {
			t.Errorf("%v, %v", moved, next.GetNeed())
		}
		if _, err := b.Leases.OpenMoveOn(b.as("agglo"), &landv1.OpenMoveOnRequest{HostingLeaseId: l.GetHostingLeaseId()}); !errs.Is(err, "MOVE_ON_OPENED") {
			t.Errorf("opened twice: %v", err)
		}
		if _, err := b.Leases.DecideFollowUp(b.as("cci"), &landv1.DecideFollowUpRequest{HostingLeaseId: other.GetHostingLeaseId(), FollowUp: 3}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a body that takes no part decides: %v", err)
		}
	})
}
