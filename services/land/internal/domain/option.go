package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// The lengths of an option, in days: when nothing is said, and in all, extensions included.
const (
	usualPeriod = 60
	longest     = 730
)

// Option is a company's right to have an asset first, or its place in the queue for it.
type Option struct {
	aggregate.Root
	// State is what is known of the option.
	State *landv1.Option
}

// The facts an option states.
type (
	// OptionRequested: somebody asks to have the asset first.
	OptionRequested struct{ Option *landv1.Option }
	// OptionRanked: the option moved up in the queue.
	OptionRanked struct{ Option *landv1.Option }
	// OptionGranted: the option holds the asset.
	OptionGranted struct{ Option *landv1.Option }
	// OptionExtended: it holds the asset for longer.
	OptionExtended struct{ Option *landv1.Option }
	// OptionExpired: its end came.
	OptionExpired struct{ Option *landv1.Option }
	// OptionConverted: it became a sale or a lease.
	OptionConverted struct{ Option *landv1.Option }
	// OptionMoved: its status changed; From is unspecified for a new one.
	OptionMoved struct {
		Option       *landv1.Option
		From         landv1.OptionStatus
		Reason, Note string
	}
)

// AskForOption makes an option that waits. The caller has checked the asset, and gives the rank with Queue.Rerank.
func AskForOption(a actor.Actor, said *landv1.Option, of Asset, now time.Time) (*Option, error) {
	bad := positive(nil, "fee.amountCents", said.GetFee())
	if !someCompany(said.GetCompany()) {
		bad = append(bad, errs.Field{Path: "company", Reason: "COMPANY_REQUIRED"})
	}
	if err := refused(bad); err != nil {
		return nil, err
	}
	o := &Option{Root: aggregate.Root{Territory: a.Territory, ID: id.New("opt")}, State: said}
	said.OptionId, said.Status, said.KeeperBodyId = o.ID, optionAsked, of.BodyID
	if said.GetPeriodDays() == 0 {
		said.PeriodDays = usualPeriod
	}
	if said.GetGrantInTurn() { // only who decides may decide beforehand
		if err := o.Parties().Decide(a); err != nil {
			return nil, err
		}
	}
	said.Asset, said.CreatedTime, said.UpdatedTime = of.named(), timestamppb.New(now), timestamppb.New(now)
	o.Record(OptionRequested{said})
	o.Record(OptionMoved{Option: said})
	o.tell("option_requested", o.Parties().who(of.BodyID))
	return o, nil
}

// Parties are who the option is between.
func (o *Option) Parties() Parties {
	s := o.State
	return Parties{KeeperID: s.GetKeeperBodyId(), AskerID: s.GetBodyId(), CompanyID: s.GetCompany().GetCompanyId(), CaseID: s.GetCaseId()}
}

// Open says whether the option waits or holds.
func (o *Option) Open() bool { return o.Waits() || o.Holds() }

// Waits says whether the option is in the queue.
func (o *Option) Waits() bool { return o.State.GetStatus() == optionAsked }

// Holds says whether the option holds the asset.
func (o *Option) Holds() bool {
	return o.State.GetStatus() == optionHolds || o.State.GetStatus() == optionExtended
}

// Over says whether an option that holds has come to its end.
func (o *Option) Over(now time.Time) bool {
	return o.Holds() && !now.Before(o.State.GetEndTime().AsTime())
}

// Grant holds the asset for the company from now on. Whether the asset is free, the queue knows.
func (o *Option) Grant(a actor.Actor, days int32, from landv1.AssetAvailability, note string, now time.Time) error {
	if err := o.Parties().Decide(a); err != nil {
		return err
	}
	if err := o.move(a, "grant", optionHolds, "", note, now); err != nil {
		return err
	}
	if days > 0 {
		o.State.PeriodDays = days
	}
	o.State.Rank, o.State.GrantedTime, o.State.HeldFrom = 0, timestamppb.New(now), from
	o.until(calendar.DayOf(now).AddDays(int(o.State.GetPeriodDays())))
	o.Record(OptionGranted{o.State})
	o.tell("option_granted", append(o.Parties().who(o.State.GetBodyId()), o.Parties().contact()...))
	return nil
}

func (o *Option) until(last calendar.Day) {
	o.State.EndDate, o.State.EndTime = last.String(), timestamppb.New(last.AddDays(1).Start())
}

// Extend moves the end to a later day.
func (o *Option) Extend(a actor.Actor, last, note string, now time.Time) error {
	if err := o.Parties().Decide(a); err != nil {
		return err
	}
	if err := OptionMachine.Check(o.State.GetStatus(), "extend", a); err != nil {
		return err
	}
	end, err := calendar.ParseDay(last)
	most := calendar.DayOf(o.State.GetGrantedTime().AsTime()).AddDays(longest)
	switch {
	case err != nil || last <= o.State.GetEndDate() || end.Before(calendar.DayOf(now)):
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "endDate", Reason: "DATE_ORDER"})
	case end.After(most):
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "endDate", Reason: "OPTION_TOO_LONG", Params: map[string]string{"most": most.String()}})
	}
	if err := o.move(a, "extend", optionExtended, "", note, now); err != nil {
		return err
	}
	o.until(end)
	o.State.ExtensionCount++
	o.Record(OptionExtended{o.State})
	return nil
}

// Refuse ends an option that waits.
func (o *Option) Refuse(a actor.Actor, reason landv1.OptionEndReason, note string, now time.Time) error {
	if err := o.Parties().Decide(a); err != nil {
		return err
	}
	return o.end(a, "refuse", optionRefused, reason, note, now)
}

// Lift gives the option, or its place in the queue, up.
func (o *Option) Lift(a actor.Actor, reason landv1.OptionEndReason, note string, now time.Time) error {
	return o.end(a, "lift", optionLifted, reason, note, now)
}

// Expire ends an option whose end came.
func (o *Option) Expire(now time.Time) error {
	if err := o.end(actor.Of(o.Territory, "land"), "expire", optionExpired, 0, "", now); err != nil {
		return err
	}
	o.Record(OptionExpired{o.State})
	o.tell("option_expired", append(o.Parties().who(o.State.GetBodyId(), o.State.GetKeeperBodyId()), o.Parties().contact()...))
	return nil
}

// Convert ends the option with the sale or the lease that it was for.
func (o *Option) Convert(a actor.Actor, into, note string, now time.Time) error {
	if err := o.Parties().Decide(a); err != nil {
		return err
	}
	if err := o.end(a, "convert", optionConverted, 0, note, now); err != nil {
		return err
	}
	o.State.ConvertedId = into
	o.Record(OptionConverted{o.State})
	return nil
}

func (o *Option) end(a actor.Actor, action string, to landv1.OptionStatus, reason landv1.OptionEndReason, note string, now time.Time) error {
	code := ""
	if reason != 0 {
		code = reason.String()
	}
	if err := o.move(a, action, to, code, note, now); err != nil {
		return err
	}
	o.State.Rank, o.State.EndReason, o.State.ClosedTime = 0, reason, timestamppb.New(now)
	return nil
}

func (o *Option) move(a actor.Actor, action string, to landv1.OptionStatus, reason, note string, now time.Time) error {
	from := o.State.GetStatus()
	if err := OptionMachine.Check(from, action, a); err != nil {
		return err
	}
	o.State.Status, o.State.ReasonNote, o.State.UpdatedTime = to, note, timestamppb.New(now)
	o.Record(OptionMoved{Option: o.State, From: from, Reason: reason, Note: note})
	return nil
}

// tell asks to tell the recipients, once for each version of the option.
func (o *Option) tell(template string, recipients []string) {
	for _, who := range recipients {
		o.Record(Told{
			CaseID: o.State.GetCaseId(), Template: template, Recipient: who, SubjectID: o.ID, Params: o.words(),
			Key: template + "/" + o.ID + "/" + versionOf(o.Version+1) + "/" + who,
		})
	}
}
