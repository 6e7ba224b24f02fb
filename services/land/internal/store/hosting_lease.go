package store

import (
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// HostingLeases is the table of hosting leases.
var HostingLeases = kit.Table[*domain.HostingLease, *landv1.HostingLease]{
	Name: "hosting_lease", Kind: "hosting_lease", Taken: "LEASE_OPEN",
	Columns: append([]kit.Column[*domain.HostingLease]{
		{Name: "status", Value: func(l *domain.HostingLease) any { return l.State.GetStatus().String() }},
		{Name: "is_open", Value: func(l *domain.HostingLease) any { return l.Open() }},
		{Name: "is_held", Value: func(l *domain.HostingLease) any { return l.Open() && domain.Exclusive(l.State.GetAsset().GetKind()) }},
		{Name: "asset_id", Value: func(l *domain.HostingLease) any { return l.State.GetPremisesId() }},
		{Name: "land_request_id", Value: func(l *domain.HostingLease) any { return l.State.GetLandRequestId() }},
		{Name: "siret", Value: func(l *domain.HostingLease) any { return l.State.GetCompany().GetSiret() }},
		{Name: "follow_up", Value: func(l *domain.HostingLease) any { return l.State.GetFollowUp().String() }},
		{Name: "preferential_months", Value: func(l *domain.HostingLease) any { return int64(l.State.GetPreferentialMonthCount()) }},
		{Name: "end_on", Value: func(l *domain.HostingLease) any { return l.State.GetEndDate() }},
		{Name: "created_us", Value: func(l *domain.HostingLease) any { return clock.Micros(l.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(l *domain.HostingLease) any { return clock.Micros(l.State.GetUpdatedTime().AsTime()) }},
	}, partyColumns[*domain.HostingLease]()...),
	Encode:  func(l *domain.HostingLease) *landv1.HostingLease { return l.State },
	Decode:  func(m *landv1.HostingLease) *domain.HostingLease { return &domain.HostingLease{State: m} },
	Project: setLeaseTimer,
}.Open()

// LeaseTimer is the kind of the timer that begins a lease, warns of its end, and ends it.
const LeaseTimer = "hosting_lease_due"

func setLeaseTimer(tx *kit.Tx, l *domain.HostingLease) error {
	if due, ok := l.NextDue(); ok {
		return schedule.Set(tx, LeaseTimer, l.ID, due)
	}
	return schedule.Clear(tx, LeaseTimer, l.ID)
}

// HostingLeaseList is how hosting leases are listed.
var HostingLeaseList = &page.List{
	Name: "hosting_leases", Kind: "hosting_lease", From: "hosting_lease t",
	Fields: companyFields([]page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "premisesId", Column: "t.asset_id"},
		{Name: "landRequestId", Column: "t.land_request_id"},
		{Name: "bodyId", Column: "t.keeper_body_id", Word: page.Mine},
		{Name: "followUp", Column: "t.follow_up", Kind: page.Enum},
		{Name: "open", Column: "t.is_open", Kind: page.Bool},
		{Name: "endDate", Column: "t.end_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	}...),
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "endDate", Column: "t.end_on"},
	},
	Descending: true,
}

// selectHosted is the most that a lease of the company in the premises says: each counts those before it.
const selectHosted = `SELECT CAST(coalesce(max(preferential_months), 0) AS bigint) FROM hosting_lease
 WHERE territory = $1 AND asset_id = $2 AND (company_id = $3 AND company_id <> '' OR siret = $4 AND siret <> '')`

// HostedBefore is how many months a company had at the preferential rate in premises.
func HostedBefore(tx *kit.Tx, premisesID string, company *commonv1.CompanySnapshot) (months int32, err error) {
	err = tx.QueryRow(tx.Ctx, selectHosted, tx.Actor.Territory, premisesID, company.GetCompanyId(), strings.TrimSpace(company.GetSiret())).Scan(&months)
	return months, err
}

// selectHolds counts what holds an asset: an option, a sale on its way, a lease that runs.
const selectHolds = `SELECT (SELECT count(*) FROM land_option WHERE territory = $1 AND asset_id = $2 AND is_held)
 + (SELECT count(*) FROM land_sale WHERE territory = $1 AND asset_id = $2 AND is_open)
 + (SELECT count(*) FROM hosting_lease WHERE territory = $1 AND asset_id = $2 AND is_held)`

// Held says whether an option, a sale or a lease holds the asset.
func Held(v *kit.View, assetID string) (bool, error) {
	var n int
	err := v.QueryRow(v.Ctx, selectHolds, v.Actor.Territory, assetID).Scan(&n)
	return n > 0, err
}
