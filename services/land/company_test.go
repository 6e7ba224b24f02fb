package land_test

import (
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

var one, two, three = id.New("com"), id.New("com"), id.New("com")

// known is what the directory says of a company.
func (b *bench) known(companyID string, change func(*commonv1.CompanySnapshot)) {
	if b.support.companies == nil {
		b.support.companies = map[string]*commonv1.CompanySnapshot{}
	}
	c := &commonv1.CompanySnapshot{CompanyId: companyID, Name: "Société " + companyID, CommuneCode: "30007", Verification: commonv1.Verification_VERIFICATION_VERIFIED}
	if change != nil {
		change(c)
	}
	b.support.companies[companyID] = c
}

// holdsOf is a request, an option, a sale and a lease of the company.
func (b *bench) holdsOf(companyID string) {
	b.t.Helper()
	company := &commonv1.CompanySnapshot{CompanyId: companyID}
	must[*landv1.LandRequest](b.t)(b.Requests.CreateLandRequest(b.as("cci"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
		Company: company, Need: workshop(),
	}}))
	must[*landv1.Option](b.t)(b.askOption("cci", b.addPremises(900, public, nil).GetPremisesId(), nil, func(o *landv1.Option) { o.Company = company }))
	must[*landv1.LandSale](b.t)(b.openSale("agglo", b.addPlot(4000, nil).GetPlotId(), nil, func(s *landv1.LandSale) { s.Company = company }))
	must[*landv1.HostingLease](b.t)(b.let(b.addPremises(200, public, nil).GetPremisesId(), func(l *landv1.HostingLease) { l.Company = company }))
}

// holds is how many requests, options, sales and leases the filter finds.
func (b *bench) holds(filter string) [4]int {
	b.t.Helper()
	ctx := b.as("hup", actor.HupCoordinator)
	requests := must[*landv1.ListLandRequestsResponse](b.t)(b.Requests.ListLandRequests(ctx, &landv1.ListLandRequestsRequest{Filter: filter}))
	options := must[*landv1.ListOptionsResponse](b.t)(b.Options.ListOptions(ctx, &landv1.ListOptionsRequest{Filter: filter}))
	sales := must[*landv1.ListLandSalesResponse](b.t)(b.Sales.ListLandSales(ctx, &landv1.ListLandSalesRequest{Filter: filter}))
	leases := must[*landv1.ListHostingLeasesResponse](b.t)(b.Leases.ListHostingLeases(ctx, &landv1.ListHostingLeasesRequest{Filter: filter}))
	return [4]int{len(requests.GetLandRequests()), len(options.GetOptions()), len(sales.GetLandSales()), len(leases.GetHostingLeases())}
}

func (b *bench) holdsFor(t *testing.T, when string, want map[string][4]int) {
	t.Helper()
	for company, count := range want {
		if got := b.holds(`companyId = "` + company + `"`); got != count {
			t.Errorf("%s: %v of %s, want %v", when, got, company, count)
		}
	}
}

func (b *bench) merged(from, into string) {
	b.deliver("hup.support.company_merged.v1", &supporteventv1.CompanyMerged{CompanyId: from, IntoCompanyId: into})
}

func (b *bench) unmerged(company, from string) {
	b.deliver("hup.support.company_merge_undone.v1", &supporteventv1.CompanyMergeUndone{CompanyId: company, IntoCompanyId: from})
}

func TestMerge_takesAllAlongAndTheUndoGivesItBack(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		all, none := [4]int{1, 1, 1, 1}, [4]int{}
		for _, company := range []string{one, two, three} {
			b.known(company, nil)
			b.holdsOf(company)
		}
		b.merged(one, two)
		b.merged(one, two) // an event may come twice
		b.holdsFor(t, "merged", map[string][4]int{one: none, two: {2, 2, 2, 2}, three: all})
		b.merged(two, three)
		b.holdsFor(t, "merged again", map[string][4]int{one: none, two: none, three: {3, 3, 3, 3}})
		b.unmerged(two, three)
		b.unmerged(two, three)
		b.holdsFor(t, "the last merge undone", map[string][4]int{one: none, two: {2, 2, 2, 2}, three: all})
		b.unmerged(one, two)
		b.holdsFor(t, "both undone", map[string][4]int{one: all, two: all, three: all})
		if updated := said[*landeventv1.LandSaleUpdated](b); len(updated) != 1+2+2+1 {
			t.Errorf("%d times a sale got another company", len(updated))
		}
	})
}

// TestMerge_isFollowedStepByStep: land was away while the directory went on; each event is of its time.
func TestMerge_isFollowedStepByStep(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for _, company := range []string{one, two, three} {
			b.known(company, nil)
		}
		b.holdsOf(one)
		b.support.companies[two] = b.support.companies[three] // two is a part of three by now
		b.merged(one, two)
		b.holdsFor(t, "the first of two merges", map[string][4]int{one: {}, two: {1, 1, 1, 1}, three: {}})
		b.merged(two, three)
		b.unmerged(two, three)
		b.holdsFor(t, "the second is undone", map[string][4]int{one: {}, two: {1, 1, 1, 1}, three: {}})
	})
}

func TestCompanyClosed_isToldOfWhatIsOpen(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.known(one, nil)
		b.known(two, nil)
		b.holdsOf(one)
		b.holdsOf(two)
		if got := b.holds(`companyCeased = true`); got != [4]int{} {
			t.Errorf("closed before: %v", got)
		}
		b.known(one, func(c *commonv1.CompanySnapshot) { c.Ceased, c.MovedToSiret = true, "90948492500021" })
		for range 2 {
			b.deliver("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: one})
		}
		if got := b.holds(`companyCeased = true`); got != [4]int{1, 1, 1, 1} {
			t.Errorf("closed: %v", got)
		}
		if got := b.holds(`companyCeased = false`); got != [4]int{1, 1, 1, 1} {
			t.Errorf("at work: %v", got)
		}
		for template, want := range map[string][]string{
			"land_request_company_closed": {"body:cci"}, "option_company_closed": {"body:agglo", "body:cci"},
			"land_sale_company_closed": {"body:agglo"}, "hosting_lease_company_closed": {"body:agglo"},
		} {
			if told := b.told(template); !slices.Equal(told, want) {
				t.Errorf("%s: told %v, want %v", template, told, want)
			}
		}
		options := must[*landv1.ListOptionsResponse](t)(b.Options.ListOptions(b.as("agglo"), &landv1.ListOptionsRequest{Filter: `companyCeased = true`}))
		if o := options.GetOptions()[0]; o.GetStatus() != optionAsked || o.GetCompany().GetMovedToSiret() != "90948492500021" {
			t.Errorf("the option: %v", o)
		}
		b.known(one, nil) // the register was wrong
		b.deliver("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: one})
		if got := b.holds(`companyCeased = true`); got != [4]int{} {
			t.Errorf("at work again: %v", got)
		}
	})
}

// TestLandRequest_meetsTheCompanyOfItsSIRET: a request that names a company that the directory knows is one of that company.
func TestLandRequest_meetsTheCompanyOfItsSIRET(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.known(one, func(c *commonv1.CompanySnapshot) { c.Siret = "90948492500013" })
	for siret, want := range map[string]string{"90948492500013": one, "51472700700049": ""} {
		r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("cci"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Siret: siret, Ceased: true, FormerCompanyIds: []string{two}}, Need: workshop(),
		}}))
		if c := r.GetCompany(); c.GetCompanyId() != want || c.GetSiret() != siret || c.GetCeased() || len(c.GetFormerCompanyIds()) > 0 {
			t.Errorf("of %s: %v", siret, c)
		}
	}
}
