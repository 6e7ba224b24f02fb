package land_test

import (
	"fmt"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/id"
)

// kind is a row in one of its statuses: how one is made, and what its actions take beside its id.
type kind struct {
	name, collection, id string
	make                 func() string
	bodies               map[string]string
}

// named is the body of a call that names the row.
func (k kind) named(rowID, action string) string {
	if action == "update" {
		return fmt.Sprintf(k.bodies[action], rowID)
	}
	return fmt.Sprintf(`{%q: %q%s}`, k.id, rowID, k.bodies[action])
}

// actionsOfLand are all actions that a row of land may list.
var actionsOfLand = strings.Fields(`
	/v1/land-requests:submit /v1/land-requests:qualify /v1/land-requests:shortlist /v1/land-requests:planVisit /v1/land-requests:negotiate
	/v1/land-requests:sign /v1/land-requests:hold /v1/land-requests:resume /v1/land-requests:fail /v1/land-requests:withdraw
	/v1/options:grant /v1/options:refuse /v1/options:extend /v1/options:lift /v1/options:convert
	/v1/land-sales:signPromise /v1/land-sales:filePermit /v1/land-sales:grantPermit /v1/land-sales:signDeed /v1/land-sales:terminate
	/v1/hosting-leases:openMoveOn /v1/hosting-leases:decide /v1/hosting-leases:end /v1/zan-entries:reverse
	/v1/plots:update /v1/premises:update /v1/brownfields:update /v1/zones:update /v1/risk-layers:update /v1/risk-layers:retire`)

// kinds are the rows of land in their statuses.
func (b *bench) kinds(companyID string) []kind {
	b.support.companies = map[string]*commonv1.CompanySnapshot{companyID: {CompanyId: companyID, Name: "Menuiserie des Cévennes"}}
	all := append(b.requestKinds(companyID), b.optionKinds(companyID)...)
	all = append(all, b.saleKinds(companyID)...)
	return append(all, b.otherKinds(companyID)...)
}

// through makes a row and takes it through actions, as the coordinator.
func (b *bench) through(k kind, make func() string, actions ...string) kind {
	coordinator := actor.Actor{Kind: actor.Person, ID: "per_hup", Territory: "ales", BodyID: "hup", Roles: []actor.Role{actor.HupCoordinator}}
	k.make = func() string {
		rowID := make()
		for _, action := range actions {
			if _, err := methodOf(b.t, k.collection, action).as(b, coordinator, k.named(rowID, action)); err != nil {
				b.t.Fatalf("%s: %v", action, err)
			}
		}
		return rowID
	}
	k.name = strings.Join(append([]string{k.name}, actions...), " ")
	return k
}

func (b *bench) requestKinds(companyID string) []kind {
	bodies := map[string]string{
		"planVisit": `, "visitTime": "2026-12-15T09:00:00Z"`, "hold": `, "reason": "LAND_REQUEST_HOLD_REASON_FINANCING", "untilDate": "2027-02-01"`,
		"fail": `, "reason": "LAND_OBSTACLE_PRICE"`, "withdraw": `, "reason": "LAND_REQUEST_WITHDRAW_REASON_OTHER"`,
	}
	k := kind{name: "request", collection: "/v1/land-requests", id: "landRequestId", bodies: bodies}
	received := func() string {
		asset := b.addPremises(900, public, nil).GetPremisesId()
		bodies["shortlist"], bodies["negotiate"] = fmt.Sprintf(`, "assetIds": [%q]`, asset), fmt.Sprintf(`, "assetId": %q`, asset)
		bodies["sign"] = fmt.Sprintf(`, "assetId": %q, "tenure": "LAND_TENURE_RENT"`, asset)
		return b.ofCompany(companyID, false)
	}
	k.name = "request with an option granted"
	optioned := b.through(k, func() string {
		o := b.optionOf(companyID, public, 0)
		must[*landv1.Option](b.t)(b.grant("agglo", o.GetOptionId()))
		bodies["shortlist"], bodies["negotiate"] = fmt.Sprintf(`, "assetIds": [%q]`, o.GetAssetId()), fmt.Sprintf(`, "assetId": %q`, o.GetAssetId())
		return o.GetLandRequestId()
	})
	k.name = "draft"
	draft := b.through(k, func() string { return b.ofCompany(companyID, true) })
	k.name = "request"
	return []kind{
		draft, optioned, b.through(k, received), b.through(k, received, "qualify"), b.through(k, received, "qualify", "shortlist"),
		b.through(k, received, "qualify", "shortlist", "planVisit"), b.through(k, received, "qualify", "shortlist", "negotiate"), b.through(k, received, "hold"),
	}
}

// ofCompany is a request of the company that cci wrote down.
func (b *bench) ofCompany(companyID string, draft bool) string {
	b.t.Helper()
	return must[*landv1.LandRequest](b.t)(b.Requests.CreateLandRequest(b.as("cci"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{Draft: draft,
		Company: &commonv1.CompanySnapshot{CompanyId: companyID}, Need: workshop(), SubjectCode: "land.premises",
	}})).GetLandRequestId()
}

// optionOf is an option that cci asks for on premises of agglo, behind so many others; the premises are then known to whom is said.
func (b *bench) optionOf(companyID string, known landv1.AssetConfidentiality, behind int) *landv1.Option {
	b.t.Helper()
	asset := b.addPremises(900, public, nil)
	for range behind {
		must[*landv1.Option](b.t)(b.askOption("cma", asset.GetPremisesId(), b.looking("cma", "Une autre")))
	}
	r := b.request(b.ofCompany(companyID, false))
	must[*landv1.LandRequest](b.t)(b.Requests.QualifyLandRequest(b.as("cci"), &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()}))
	o := must[*landv1.Option](b.t)(b.askOption("cci", asset.GetPremisesId(), r))
	if known != public {
		must[*landv1.Premises](b.t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{
			Premises: &landv1.Premises{PremisesId: asset.GetPremisesId(), Confidentiality: known}, UpdateMask: masked("confidentiality"),
		}))
	}
	return o
}

func (b *bench) optionKinds(companyID string) []kind {
	k := kind{name: "option", collection: "/v1/options", id: "optionId", bodies: map[string]string{
		"refuse": `, "reason": "OPTION_END_REASON_OTHER"`, "lift": `, "reason": "OPTION_END_REASON_OTHER"`, "extend": `, "endDate": "2027-06-30"`,
		"convert": `, "deliberationDate": "2026-11-02"`,
	}}
	asked := func(known landv1.AssetConfidentiality, behind int) func() string {
		return func() string { return b.optionOf(companyID, known, behind).GetOptionId() }
	}
	all := []kind{b.through(k, asked(public, 0)), b.through(k, asked(public, 0), "grant"), b.through(k, asked(public, 0), "grant", "extend")}
	k.name = "option behind another"
	all = append(all, b.through(k, asked(public, 1)))
	k.name = "option on a secret"
	all = append(all, b.through(k, asked(offMarket, 0)), b.through(k, asked(offMarket, 0), "grant"))
	k.name = "option on what another body keeps since"
	return append(all, b.through(k, func() string {
		o := b.optionOf(companyID, public, 0)
		must[*landv1.Option](b.t)(b.grant("agglo", o.GetOptionId()))
		must[*landv1.Premises](b.t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{
			Premises: &landv1.Premises{PremisesId: o.GetAssetId(), BodyId: "myriapolis"}, UpdateMask: masked("body_id"),
		}))
		return o.GetOptionId()
	}))
}

func (b *bench) saleKinds(companyID string) []kind {
	k := kind{name: "sale", collection: "/v1/land-sales", id: "landSaleId", bodies: map[string]string{
		"signPromise": `, "promiseDate": "2026-11-03"`, "filePermit": `, "permitFiledDate": "2026-11-04"`, "grantPermit": `, "permitGrantedDate": "2026-11-05"`,
		"signDeed": `, "deedDate": "2026-11-06"`, "terminate": `, "reason": "LAND_SALE_END_REASON_OTHER"`,
	}}
	open := func() string {
		return must[*landv1.LandSale](b.t)(b.openSale("agglo", b.addPlot(4000, nil).GetPlotId(), nil, func(s *landv1.LandSale) {
			s.Company = &commonv1.CompanySnapshot{CompanyId: companyID}
		})).GetLandSaleId()
	}
	return []kind{b.through(k, open), b.through(k, open, "signPromise"), b.through(k, open, "signPromise", "filePermit"), b.through(k, open, "signPromise", "filePermit", "grantPermit")}
}

func (b *bench) otherKinds(companyID string) []kind {
	lease := kind{name: "lease", collection: "/v1/hosting-leases", id: "hostingLeaseId", bodies: map[string]string{
		"decide": `, "followUp": "LEASE_FOLLOW_UP_LEAVES"`, "end": `, "reason": "HOSTING_LEASE_END_REASON_OTHER"`,
	}}
	record := func(name, collection, id, message string, make func() string) kind {
		return kind{name, collection, id, make, map[string]string{"update": `{"` + message + `": {"` + id + `": %q, "name": "Autre nom"}, "updateMask": "name"}`}}
	}
	ctx := b.as("agglo")
	return []kind{
		b.through(lease, func() string {
			return must[*landv1.HostingLease](b.t)(b.let(b.addPremises(200, public, nil).GetPremisesId(), func(l *landv1.HostingLease) {
				l.Company = &commonv1.CompanySnapshot{CompanyId: companyID}
			})).GetHostingLeaseId()
		}),
		{"entry", "/v1/zan-entries", "zanEntryId", func() string {
			return must[*landv1.ZanEntry](b.t)(b.enter(entry(zanConsumed, "2024-03-01", 500))).GetZanEntryId()
		}, nil},
		record("plot", "/v1/plots", "plotId", "plot", func() string { return b.addPlot(900, nil).GetPlotId() }),
		record("premises", "/v1/premises", "premisesId", "premises", func() string { return b.addPremises(900, public, nil).GetPremisesId() }),
		record("brownfield", "/v1/brownfields", "brownfieldId", "brownfield", func() string {
			return must[*landv1.Brownfield](b.t)(b.Brownfields.CreateBrownfield(ctx, &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{Name: "Filature", CommuneCode: "30007"}})).GetBrownfieldId()
		}),
		record("zone", "/v1/zones", "zoneId", "zone", func() string {
			return must[*landv1.Zone](b.t)(b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: id.New("zon"), CommuneCode: "30007"}})).GetZoneId()
		}),
		record("risk layer", "/v1/risk-layers", "riskLayerId", "riskLayer", func() string {
			return b.lay("layer "+id.New("rsk"), "fort", plotSquare).GetRiskLayerId()
		}),
	}
}
