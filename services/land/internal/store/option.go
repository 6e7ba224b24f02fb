package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Options is the table of options.
var Options = kit.Table[*domain.Option, *landv1.Option]{
	Name: "land_option", Kind: "option", Taken: "OPTION_HELD",
	Columns: append([]kit.Column[*domain.Option]{
		{Name: "status", Value: func(o *domain.Option) any { return o.State.GetStatus().String() }},
		{Name: "is_open", Value: func(o *domain.Option) any { return o.Open() }},
		{Name: "is_held", Value: func(o *domain.Option) any { return o.Holds() }},
		{Name: "asset_id", Value: func(o *domain.Option) any { return o.State.GetAssetId() }},
		{Name: "land_request_id", Value: func(o *domain.Option) any { return o.State.GetLandRequestId() }},
		{Name: "end_on", Value: func(o *domain.Option) any { return o.State.GetEndDate() }},
		{Name: "created_us", Value: func(o *domain.Option) any { return clock.Micros(o.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(o *domain.Option) any { return clock.Micros(o.State.GetUpdatedTime().AsTime()) }},
	}, partyColumns[*domain.Option]()...),
	Encode:  func(o *domain.Option) *landv1.Option { return o.State },
	Decode:  func(m *landv1.Option) *domain.Option { return &domain.Option{State: m} },
	Project: setExpiry,
}.Open()

// ExpiryTimer is the kind of the timer that ends an option.
const ExpiryTimer = "land_option_expiry"

func setExpiry(tx *kit.Tx, o *domain.Option) error {
	if o.Holds() {
		return schedule.Set(tx, ExpiryTimer, o.ID, o.State.GetEndTime().AsTime())
	}
	return schedule.Clear(tx, ExpiryTimer, o.ID)
}

// OptionList is how options are listed.
var OptionList = &page.List{
	Name: "options", Kind: "option", From: "land_option t",
	Fields: companyFields([]page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "assetId", Column: "t.asset_id"},
		{Name: "landRequestId", Column: "t.land_request_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "keeperBodyId", Column: "t.keeper_body_id", Word: page.Mine},
		{Name: "open", Column: "t.is_open", Kind: page.Bool},
		{Name: "held", Column: "t.is_held", Kind: page.Bool, Few: true, First: []string{"endDate"}},
		{Name: "endDate", Column: "t.end_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	}...),
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "endDate", Column: "t.end_on"},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// deal is an option, a sale or a lease.
type deal interface {
	domain.OfCompany
	Parties() domain.Parties
}

// partyColumns hold who a deal is between.
func partyColumns[A deal]() []kit.Column[A] {
	return append(companyColumns[A](), []kit.Column[A]{
		{Name: "case_id", Value: func(a A) any { return a.Parties().CaseID }},
		{Name: "body_id", Value: func(a A) any { return a.Parties().AskerID }},
		{Name: "keeper_body_id", Value: func(a A) any { return a.Parties().KeeperID }},
	}...)
}

// VisibleDeals is who may see options, sales and leases, as the condition of a list: the body that asked, the one that keeps the
// asset, the readers of the case, and the company.
func VisibleDeals(a actor.Actor) []page.Cond {
	switch {
	case a.Has(actor.HupCoordinator) || a.Kind == actor.System || a.Kind == actor.Service:
		return nil
	case a.Has(actor.CompanyUser):
		return []page.Cond{{SQL: "t.company_id = ?", Args: []any{a.CompanyID}}}
	}
	return []page.Cond{{
		SQL:  "(t.body_id = ? OR t.keeper_body_id = ? OR t.case_id IN (SELECT context_id FROM context_reader WHERE territory = ? AND reader = ?))",
		Args: []any{a.BodyID, a.BodyID, a.Territory, a.BodyID},
	}}
}

const (
	selectQueue = `SELECT id, version, head, record FROM land_option WHERE territory = $1 AND asset_id = $2 AND is_open ORDER BY created_us, id`

	selectOpenOfRequest = `SELECT id, version, head, record FROM land_option WHERE territory = $1 AND land_request_id = $2 AND is_open ORDER BY id`

	lockAsset = `UPDATE asset_index SET kind = kind WHERE territory = $1 AND asset_id = $2`
)

// LockAsset makes what is done with one asset happen one after the other: whoever writes next waits for the one before, and
// reads what it wrote.
func LockAsset(tx *kit.Tx, assetID string) error {
	_, err := tx.Exec(tx.Ctx, lockAsset, tx.Actor.Territory, assetID)
	return err
}

// QueueOf is the open options of an asset, in the order they were asked for.
func QueueOf(tx *kit.Tx, assetID string) (domain.Queue, error) {
	return all(&tx.View, Options, selectQueue, tx.Actor.Territory, assetID)
}

// OpenOptionsOf are the open options of a request.
func OpenOptionsOf(tx *kit.Tx, requestID string) ([]*domain.Option, error) {
	return all(&tx.View, Options, selectOpenOfRequest, tx.Actor.Territory, requestID)
}
