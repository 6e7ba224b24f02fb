package domain

import (
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// Parties are who an option, a sale or a lease is between.
type Parties struct {
	// KeeperID is the body that keeps the asset and decides, AskerID the one that asks for the company.
	KeeperID, AskerID string
	CompanyID         string
	CaseID            string
}

// Keeps says whether the actor decides for the body that keeps the asset; what no body keeps, all staff decide on.
func (p Parties) Keeps(a actor.Actor) bool {
	return p.KeeperID == "" || a.BodyID == p.KeeperID || a.Has(actor.HupCoordinator) || a.Kind == actor.System
}

// Decide refuses who does not decide.
func (p Parties) Decide(a actor.Actor) error {
	if p.Keeps(a) {
		return nil
	}
	return errs.Denied("KEEPER_ONLY").With("bodyId", p.KeeperID)
}

// Holdable is an asset that an option, a sale or a lease can hold.
type Holdable interface {
	aggregate.Aggregate
	Asset() Asset
	Visible(a actor.Actor) bool
	// Stand moves its availability; the deal that holds it says where to, and for a sale the day of the deed.
	Stand(to landv1.AssetAvailability, soldOn string, now time.Time) error
}

// Stand moves the availability of the plot.
func (p *Plot) Stand(to landv1.AssetAvailability, soldOn string, now time.Time) error {
	state := proto.Clone(p.State).(*landv1.Plot)
	state.Availability = to
	if to == sold {
		state.SaleDate = soldOn
	}
	return p.Change(actor.Of(p.Territory, "land"), state, now)
}

// Stand moves the availability of the premises.
func (p *Premises) Stand(to landv1.AssetAvailability, _ string, now time.Time) error {
	state := proto.Clone(p.State).(*landv1.Premises)
	state.Availability = to
	return p.Change(actor.Of(p.Territory, "land"), state, now)
}

// Stand says what holds the brownfield; nothing does when it is for sale again.
func (b *Brownfield) Stand(to landv1.AssetAvailability, _ string, now time.Time) error {
	state := proto.Clone(b.State).(*landv1.Brownfield)
	state.Availability = to
	return b.Change(actor.Of(b.Territory, "land"), state, now)
}

// Told is a message to somebody, by kind and id; the notify service finds the words and the address.
type Told struct {
	CaseID, Template, Recipient, SubjectID, Key string
	Params                                      map[string]string
}

// Who are the bodies and the company to tell of a deal: the company by the contact of its case.
func (p Parties) who(bodies ...string) (recipients []string) {
	for _, body := range bodies {
		if body != "" {
			recipients = append(recipients, "body:"+body)
		}
	}
	return recipients
}

// contact is how the company is told; nil without a case.
func (p Parties) contact() []string {
	if p.CaseID == "" {
		return nil
	}
	return []string{"contact:" + p.CaseID}
}

// named is what a deal keeps of the asset: how available it is now, the asset itself says.
func (s Asset) named() *landv1.AssetSummary {
	summary := s.Summary()
	summary.Availability = anyAvailable
	return summary
}

// inOrder checks that a day is one, not after today, and not before the one it follows; bad fields are added to the list.
func inOrder(bad []errs.Field, path, said, after string, now time.Time) []errs.Field {
	day, err := calendar.ParseDay(said)
	if err != nil {
		return append(bad, errs.Field{Path: path, Reason: "CODE_DATE"})
	}
	if day.After(calendar.DayOf(now)) {
		return append(bad, errs.Field{Path: path, Reason: "DATE_FUTURE"})
	}
	return notBefore(bad, path, said, after)
}

// notBefore checks that a day is not before another; days are compared as they are written.
func notBefore(bad []errs.Field, path, said, after string) []errs.Field {
	if said != "" && said < after {
		return append(bad, errs.Field{Path: path, Reason: "DATE_ORDER"})
	}
	return bad
}

// positive refuses an amount below zero.
func positive(bad []errs.Field, path string, amount *commonv1.Money) []errs.Field {
	if amount.GetAmountCents() < 0 {
		return append(bad, errs.Field{Path: path, Reason: "MONEY_NEGATIVE"})
	}
	return bad
}

// refused is the refusal of all bad fields at once; nil when there is none.
func refused(bad []errs.Field) error {
	if len(bad) == 0 {
		return nil
	}
	return errs.Invalid("INVALID_FIELDS", bad...)
}

// someCompany says whether a company is told at all.
func someCompany(c *commonv1.CompanySnapshot) bool {
	return c.GetCompanyId() != "" || c.GetSiret() != "" || c.GetName() != ""
}
