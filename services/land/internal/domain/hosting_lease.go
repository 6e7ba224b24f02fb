package domain

import (
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// MostPreferential is the most months at the preferential rate, earlier leases of the company in the premises included.
// Source: code de commerce, L145-5: a bail dérogatoire, and those that follow it, last three years at most.
const MostPreferential = 36

// Warnings are how many months before its end a lease is told of.
var Warnings = []int32{6, 3, 1}

// The statuses of a lease, as short names.
const (
	leaseSigned     = landv1.HostingLeaseStatus_HOSTING_LEASE_STATUS_SIGNED
	leaseRunning    = landv1.HostingLeaseStatus_HOSTING_LEASE_STATUS_RUNNING
	leaseEnded      = landv1.HostingLeaseStatus_HOSTING_LEASE_STATUS_ENDED
	leaseTerminated = landv1.HostingLeaseStatus_HOSTING_LEASE_STATUS_TERMINATED
)

type leaseStatuses = []landv1.HostingLeaseStatus

// LeaseMachine is the state machine of a hosting lease. Its start and its end come by themselves.
var LeaseMachine = machine.Machine[landv1.HostingLeaseStatus]{
	{Action: "begin", From: leaseStatuses{leaseSigned}, To: leaseRunning},
	{Action: "expire", From: leaseStatuses{leaseRunning}, To: leaseEnded},
	{Action: "openMoveOn", From: leaseStatuses{leaseSigned}, To: leaseSigned, By: staff},
	{Action: "openMoveOn", From: leaseStatuses{leaseRunning}, To: leaseRunning, By: staff},
	{Action: "decide", From: leaseStatuses{leaseSigned}, To: leaseSigned, By: staff},
	{Action: "decide", From: leaseStatuses{leaseRunning}, To: leaseRunning, By: staff},
	{Action: "end", From: leaseStatuses{leaseSigned, leaseRunning}, To: leaseTerminated, By: staff},
}

// HostingLease is the lease of premises to a company that the territory hosts.
type HostingLease struct {
	aggregate.Root
	// State is what is known of the lease.
	State *landv1.HostingLease
}

// The facts a lease states.
type (
	// LeaseMoved: the status of a lease changed; From is unspecified for a new one.
	LeaseMoved struct {
		Lease        *landv1.HostingLease
		From         landv1.HostingLeaseStatus
		Reason, Note string
	}
	// LeaseEnding: a lease ends in some months.
	LeaseEnding struct {
		Lease  *landv1.HostingLease
		Months int32
	}
	// LeaseFollowed: what follows the lease is known.
	LeaseFollowed struct{ Lease *landv1.HostingLease }
)

// SignLease makes a lease of premises. Earlier are the months at the preferential rate that the company had there before.
func SignLease(a actor.Actor, said *landv1.HostingLease, of Asset, earlier int32, now time.Time) (*HostingLease, error) {
	l := &HostingLease{Root: aggregate.Root{Territory: a.Territory, ID: id.New("hls")}, State: said}
	said.HostingLeaseId, said.Status, said.BodyId, said.HeldFrom = l.ID, leaseSigned, of.BodyID, of.Availability
	if err := l.Parties().Decide(a); err != nil {
		return nil, err
	}
	if err := refused(l.faults(of, earlier)); err != nil {
		return nil, err
	}
	if said.GetAreaM2() == 0 {
		said.AreaM2 = of.AreaM2
	}
	if len(said.GetRentSteps()) == 0 {
		said.RentSteps = []*landv1.RentStep{{FromMonth: 1, MonthlyRent: &commonv1.Money{Currency: "EUR"}, Preferential: said.GetMonthCount() <= MostPreferential}}
	}
	start := calendar.MustDay(said.GetStartDate())
	said.EndDate = addMonths(start, said.GetMonthCount()).AddDays(-1).String()
	preferential, until := preferentialMonths(said)
	said.PreferentialMonthCount = preferential + earlier
	if until > 0 {
		said.PreferentialEndDate = addMonths(start, until).AddDays(-1).String()
	}
	said.FollowUp = landv1.LeaseFollowUp_LEASE_FOLLOW_UP_UNDECIDED
	said.Asset, said.CreatedTime, said.UpdatedTime = of.named(), timestamppb.New(now), timestamppb.New(now)
	l.Record(LeaseMoved{Lease: said})
	return l, nil
}

// faults are the bad fields of a new lease, all of them.
func (l *HostingLease) faults(of Asset, earlier int32) (bad []errs.Field) {
	s := l.State
	if _, err := calendar.ParseDay(s.GetStartDate()); err != nil {
		bad = append(bad, errs.Field{Path: "startDate", Reason: "CODE_DATE"})
	}
	if !someCompany(s.GetCompany()) {
		bad = append(bad, errs.Field{Path: "company", Reason: "COMPANY_REQUIRED"})
	}
	if of.AreaM2 > 0 && s.GetAreaM2() > of.AreaM2 {
		bad = append(bad, errs.Field{Path: "areaM2", Reason: "AREA_TOO_LARGE"})
	}
	last := int32(0)
	for i, step := range s.GetRentSteps() {
		path := "rentSteps[" + strconv.Itoa(i) + "]."
		if i == 0 && step.GetFromMonth() != 1 || step.GetFromMonth() <= last || step.GetFromMonth() > s.GetMonthCount() {
			bad = append(bad, errs.Field{Path: path + "fromMonth", Reason: "RENT_STEPS_ORDER"})
		}
		last = step.GetFromMonth()
		bad = positive(bad, path+"monthlyRent.amountCents", step.GetMonthlyRent())
	}
	if n, _ := preferentialMonths(s); n+earlier > MostPreferential {
		bad = append(bad, errs.Field{Path: "rentSteps", Reason: "PREFERENTIAL_TOO_LONG", Params: map[string]string{
			"months": strconv.Itoa(int(n)), "earlier": strconv.Itoa(int(earlier)), "most": strconv.Itoa(MostPreferential),
		}})
	}
	return bad
}

// preferentialMonths are the months at the preferential rate, and the last of them, counted from the start. A lease without
// rent steps is at that rate as long as it may be.
func preferentialMonths(l *landv1.HostingLease) (months, until int32) {
	steps := l.GetRentSteps()
	if len(steps) == 0 && l.GetMonthCount() <= MostPreferential {
		return l.GetMonthCount(), l.GetMonthCount()
	}
	for i, step := range steps {
		end := l.GetMonthCount()
		if i+1 < len(steps) {
			end = steps[i+1].GetFromMonth() - 1
		}
		if step.GetPreferential() && end >= step.GetFromMonth() {
			months, until = months+end-step.GetFromMonth()+1, end
		}
	}
	return months, until
}

// addMonths is the same day some months later, the last of the month when that month is shorter.
func addMonths(from calendar.Day, months int32) calendar.Day {
	first := calendar.DayOf(time.Date(from.Year, from.Month+time.Month(months), 1, 12, 0, 0, 0, time.UTC))
	last := calendar.DayOf(time.Date(first.Year, first.Month+1, 0, 12, 0, 0, 0, time.UTC))
	return calendar.Day{Year: first.Year, Month: first.Month, Day: min(from.Day, last.Day)}
}

// Parties are who the lease is between.
func (l *HostingLease) Parties() Parties {
	return Parties{
		KeeperID: l.State.GetBodyId(), AskerID: l.State.GetAskerBodyId(), CompanyID: l.State.GetCompany().GetCompanyId(), CaseID: l.State.GetCaseId(),
	}
}

// Open says whether the lease runs, or will.
func (l *HostingLease) Open() bool { return !LeaseMachine.Terminal(l.State.GetStatus()) }

// Allowed are the actions that the actor may take: who asked for the company may open its next request, too.
func (l *HostingLease) Allowed(a actor.Actor) (actions []string) {
	for _, action := range allowed(LeaseMachine, l.State.GetStatus(), a) {
		if action == "openMoveOn" && l.State.GetMoveOnRequestId() == "" || action != "openMoveOn" && l.Parties().Keeps(a) {
			actions = append(actions, action)
		}
	}
	return actions
}

// Exclusive says whether premises of the kind are let to one company only: an incubator and a coworking space have many.
func Exclusive(kind commonv1.AssetKind) bool {
	return kind != commonv1.AssetKind_ASSET_KIND_INCUBATOR && kind != commonv1.AssetKind_ASSET_KIND_COWORKING
}

// NextDue is when something happens to the lease by itself; ok is false when nothing more does.
func (l *HostingLease) NextDue() (at time.Time, ok bool) {
	switch l.State.GetStatus() {
	case leaseSigned:
		return calendar.MustDay(l.State.GetStartDate()).Start(), true
	case leaseRunning:
		end := calendar.MustDay(l.State.GetEndDate()).AddDays(1)
		for _, months := range Warnings {
			if warned := l.State.GetWarnedMonths(); months < l.State.GetMonthCount() && (warned == 0 || months < warned) {
				return addMonths(end, -months).Start(), true
			}
		}
		return end.Start(), true
	}
	return time.Time{}, false
}

// Pass does what is due by an instant: the start, a warning, the end. It answers whether anything was.
func (l *HostingLease) Pass(now time.Time) (bool, error) {
	due, ok := l.NextDue()
	if !ok || now.Before(due) {
		return false, nil
	}
	platform := actor.Of(l.Territory, "land")
	if l.State.GetStatus() == leaseSigned {
		return true, l.move(platform, "begin", leaseRunning, "", "", now)
	}
	if end := calendar.MustDay(l.State.GetEndDate()).AddDays(1); !now.Before(end.Start()) {
		l.State.ClosedTime = timestamppb.New(now)
		return true, l.move(platform, "expire", leaseEnded, "", "", now)
	}
	l.warn(now)
	return true, nil
}

// warn tells of the end, of the nearest warning that is due only: who looks after a month is told once.
func (l *HostingLease) warn(now time.Time) {
	end := calendar.MustDay(l.State.GetEndDate()).AddDays(1)
	for _, months := range Warnings {
		if months < l.State.GetMonthCount() && !now.Before(addMonths(end, -months).Start()) {
			l.State.WarnedMonths = months
		}
	}
	l.State.UpdatedTime = timestamppb.New(now)
	l.Record(LeaseEnding{Lease: l.State, Months: l.State.GetWarnedMonths()})
	for _, who := range append(l.Parties().who(l.State.GetBodyId()), l.Parties().contact()...) {
		l.Record(Told{
			CaseID: l.State.GetCaseId(), Template: "hosting_lease_ending", Recipient: who, SubjectID: l.ID,
			Key: "hosting_lease_ending/" + l.ID + "/" + strconv.Itoa(int(l.State.GetWarnedMonths())) + "/" + who,
			Params: map[string]string{
				"months": strconv.Itoa(int(l.State.GetWarnedMonths())), "endDate": l.State.GetEndDate(), "premisesId": l.State.GetPremisesId(),
				"followUp": l.State.GetFollowUp().String(),
			},
		})
	}
}

// MoveOn ties the request for where the company goes next to the lease.
func (l *HostingLease) MoveOn(a actor.Actor, requestID string, now time.Time) error {
	if l.State.GetMoveOnRequestId() != "" {
		return errs.State("MOVE_ON_OPENED").With("landRequestId", l.State.GetMoveOnRequestId())
	}
	if err := LeaseMachine.Check(l.State.GetStatus(), "openMoveOn", a); err != nil {
		return err
	}
	l.State.MoveOnRequestId = requestID
	return l.follow(landv1.LeaseFollowUp_LEASE_FOLLOW_UP_MOVES_ON, "", now)
}

// Decide records what follows the lease.
func (l *HostingLease) Decide(a actor.Actor, next landv1.LeaseFollowUp, note string, now time.Time) error {
	if err := l.Parties().Decide(a); err != nil {
		return err
	}
	if err := LeaseMachine.Check(l.State.GetStatus(), "decide", a); err != nil {
		return err
	}
	return l.follow(next, note, now)
}

func (l *HostingLease) follow(next landv1.LeaseFollowUp, note string, now time.Time) error {
	l.State.FollowUp, l.State.ReasonNote, l.State.UpdatedTime = next, note, timestamppb.New(now)
	l.Record(LeaseFollowed{l.State})
	return nil
}

// End ends the lease before its time.
func (l *HostingLease) End(a actor.Actor, reason landv1.HostingLeaseEndReason, note string, now time.Time) error {
	if err := l.Parties().Decide(a); err != nil {
		return err
	}
	if err := l.move(a, "end", leaseTerminated, reason.String(), note, now); err != nil {
		return err
	}
	l.State.EndReason, l.State.ClosedTime = reason, timestamppb.New(now)
	return nil
}

func (l *HostingLease) move(a actor.Actor, action string, to landv1.HostingLeaseStatus, reason, note string, now time.Time) error {
	from := l.State.GetStatus()
	if err := LeaseMachine.Check(from, action, a); err != nil {
		return err
	}
	l.State.Status, l.State.ReasonNote, l.State.UpdatedTime = to, note, timestamppb.New(now)
	l.Record(LeaseMoved{Lease: l.State, From: from, Reason: reason, Note: note})
	return nil
}

// NextNeed is what the company looks for next when nobody says more: the same kind, twice the area, the same commune, in time.
func (l *HostingLease) NextNeed(of Asset) *commonv1.LandNeed {
	return &commonv1.LandNeed{
		AssetKinds: []commonv1.AssetKind{of.Kind}, MinAreaM2: l.State.GetAreaM2(), MaxAreaM2: 2 * l.State.GetAreaM2(),
		CommuneCodes: []string{of.CommuneCode}, RadiusKm: 20, NeededByDate: l.State.GetEndDate(),
	}
}
