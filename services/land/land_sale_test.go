package land_test

import (
	"slices"
	"sync"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

// addPlot adds a plot that agglo keeps, on land that building uses up.
func (b *bench) addPlot(areaM2 int32, more func(*landv1.Plot)) *landv1.Plot {
	b.t.Helper()
	p := &landv1.Plot{
		Name: "Lot 12", CommuneCode: "30007", AreaM2: areaM2, Availability: forSale, ZanClass: landv1.ZanClass_ZAN_CLASS_CONSUMING,
	}
	if more != nil {
		more(p)
	}
	return must[*landv1.Plot](b.t)(b.Plots.CreatePlot(b.as("agglo"), &landv1.CreatePlotRequest{Plot: p}))
}

func (b *bench) plot(plotID string) *landv1.Plot {
	b.t.Helper()
	return must[*landv1.Plot](b.t)(b.Plots.GetPlot(b.as("agglo"), &landv1.GetPlotRequest{PlotId: plotID}))
}

func (b *bench) openSale(body, assetID string, r *landv1.LandRequest, more ...func(*landv1.LandSale)) (*landv1.LandSale, error) {
	s := &landv1.LandSale{
		AssetId: assetID, LandRequestId: r.GetLandRequestId(), DeliberationDate: "2026-11-02", DeliberationReference: "DEL-2026-118",
		Price: &commonv1.Money{AmountCents: 4_500_000, Currency: "EUR"},
	}
	for _, change := range more {
		change(s)
	}
	return b.Sales.CreateLandSale(b.as(body), &landv1.CreateLandSaleRequest{LandSale: s})
}

func TestLandSale_goesFromTheOptionToTheDeed(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("agglo")
		zone := must[*landv1.Zone](t)(b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Bruèges", CommuneCode: "30007"}}))
		plot := b.addPlot(4000, func(p *landv1.Plot) { p.ZoneId = zone.GetZoneId() }).GetPlotId()
		request, waiting := b.looking("cci", "A"), b.looking("cma", "B")
		o := must[*landv1.Option](t)(b.askOption("cci", plot, request))
		must[*landv1.Option](t)(b.grant("agglo", o.GetOptionId()))
		behind := must[*landv1.Option](t)(b.askOption("cma", plot, waiting))
		if _, err := b.openSale("agglo", plot, b.looking("agglo", "C")); !errs.Is(err, "OPTION_HELD") {
			t.Errorf("sold past an option: %v", err)
		}
		converted := must[*landv1.Option](t)(b.Options.ConvertOption(ctx, &landv1.ConvertOptionRequest{
			OptionId: o.GetOptionId(), DeliberationDate: "2026-11-02", Price: &commonv1.Money{AmountCents: 4_500_000},
		}))
		saleID := converted.GetConvertedId()
		if converted.GetStatusLabel() != "Levée, suivie d'un acte" || b.plot(plot).GetAvailability() != landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION {
			t.Errorf("%v; the plot is %s", converted, b.plot(plot).GetAvailability())
		}
		if got := b.request(request.GetLandRequestId()).GetStatus(); got != landv1.LandRequestStatus_LAND_REQUEST_STATUS_NEGOTIATING {
			t.Errorf("the request is %s", got)
		}
		if _, err := b.Sales.SignDeed(ctx, &landv1.SignDeedRequest{LandSaleId: saleID, DeedDate: "2026-11-20"}); !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Errorf("a deed without a promise: %v", err)
		}
		_, err := b.Sales.SignPromise(ctx, &landv1.SignPromiseRequest{LandSaleId: saleID, PromiseDate: "2026-10-01", PromiseEndDate: "2026-09-01"})
		if e, ok := errs.As(err); !ok || len(e.Fields) != 2 {
			t.Errorf("days the wrong way round: %v", err)
		}
		must[*landv1.LandSale](t)(b.Sales.SignPromise(ctx, &landv1.SignPromiseRequest{LandSaleId: saleID, PromiseDate: "2026-11-05", PromiseEndDate: "2027-05-05"}))
		if _, err := b.Sales.FilePermit(ctx, &landv1.FilePermitRequest{LandSaleId: saleID, PermitFiledDate: "2026-12-24"}); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("a permit asked for in the future: %v", err)
		}
		must[*landv1.LandSale](t)(b.Sales.FilePermit(ctx, &landv1.FilePermitRequest{LandSaleId: saleID, PermitFiledDate: "2026-11-10", PermitReference: "PC 030 007 26 0012"}))
		must[*landv1.LandSale](t)(b.Sales.GrantPermit(ctx, &landv1.GrantPermitRequest{LandSaleId: saleID, PermitGrantedDate: "2026-11-18"}))
		sold := must[*landv1.LandSale](t)(b.Sales.SignDeed(ctx, &landv1.SignDeedRequest{
			LandSaleId: saleID, DeedDate: "2026-11-20", DeedReference: "Acte 2026-77", AreaM2: 3800,
			Documents: []*landv1.DealDocument{{Kind: landv1.DealDocumentKind_DEAL_DOCUMENT_KIND_DEED, Reference: "att_1"}},
		}))
		if sold.GetAreaM2() != 3800 || sold.GetCreatedJobCount() != 4 || sold.GetZoneId() != zone.GetZoneId() || len(sold.GetDocuments()) != 1 || len(sold.GetAllowedActions()) != 0 {
			t.Errorf("%v", sold)
		}
		if got := b.plot(plot); got.GetAvailability() != isSold || got.GetSaleDate() != "2026-11-20" {
			t.Errorf("the plot is %s, sold %q", got.GetAvailability(), got.GetSaleDate())
		}
		if got := b.request(request.GetLandRequestId()); got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SIGNED || got.GetSignedAreaM2() != 3800 || got.GetSignedAssetId() != plot {
			t.Errorf("the request is %s for %d m² of %s", got.GetStatus(), got.GetSignedAreaM2(), got.GetSignedAssetId())
		}
		if got := b.option(behind.GetOptionId()); got.GetStatus() != landv1.OptionStatus_OPTION_STATUS_REFUSED {
			t.Errorf("who waited for a plot that is sold is %s", got.GetStatus())
		}
		if got := b.request(waiting.GetLandRequestId()).GetStatus(); got != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SHORTLISTED {
			t.Errorf("its request is %s", got)
		}
		entry := must[*landv1.ZanEntry](t)(b.Zan.GetZanEntry(ctx, &landv1.GetZanEntryRequest{ZanEntryId: sold.GetZanEntryId()}))
		if entry.GetAreaM2() != 3800 || entry.GetAssetId() != plot || entry.GetLandSaleId() != saleID || entry.GetEntryDate() != "2026-11-20" {
			t.Errorf("the ledger says %v", entry)
		}
		events := said[*landeventv1.AssetSold](b)
		signed := said[*landeventv1.LandRequestSigned](b)
		if len(events) != 1 || events[0].GetAreaM2() != 3800 || len(signed) != 1 || signed[0].GetCreatedJobCount() != 4 {
			t.Errorf("told %v and %v", events, signed)
		}
	})
}

func TestLandSale_priceIsForItsParties(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := id.New("com")
		b.received(company)
		caseRequest := b.requests("myriapolis", "")[0]
		must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(b.as("myriapolis"), &landv1.QualifyLandRequestRequest{LandRequestId: caseRequest.GetLandRequestId()}))
		b.support.readers[caseRequest.GetCaseLink().GetCaseId()] = []string{"cci", "agglo", company}
		plot := b.addPlot(900, nil).GetPlotId()
		sale := must[*landv1.LandSale](t)(b.openSale("agglo", plot, b.request(caseRequest.GetLandRequestId())))
		get := &landv1.GetLandSaleRequest{LandSaleId: sale.GetLandSaleId()}
		for body, sees := range map[string]bool{"agglo": true, "cci": false} {
			if got := must[*landv1.LandSale](t)(b.Sales.GetLandSale(b.as(body), get)); (got.GetPrice() != nil) != sees {
				t.Errorf("%s reads the price %v", body, got.GetPrice())
			}
		}
		if got := must[*landv1.LandSale](t)(b.Sales.GetLandSale(b.company(company), get)); got.GetPrice() == nil || len(got.GetAllowedActions()) != 0 {
			t.Errorf("the buyer reads %v", got)
		}
		if _, err := b.Sales.GetLandSale(b.as("cma"), get); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a body that takes no part: %v", err)
		}
		if _, err := b.Sales.TerminateLandSale(b.as("cci"), &landv1.TerminateLandSaleRequest{LandSaleId: sale.GetLandSaleId(), Reason: 1}); !errs.Is(err, "KEEPER_ONLY") {
			t.Errorf("a reader ends the sale: %v", err)
		}
		if _, err := b.openSale("agglo", plot, b.looking("agglo", "C")); !errs.Is(err, "SALE_OPEN") {
			t.Errorf("a second sale: %v", err)
		}
		ended := must[*landv1.LandSale](t)(b.Sales.TerminateLandSale(b.as("agglo"), &landv1.TerminateLandSaleRequest{
			LandSaleId: sale.GetLandSaleId(), Reason: landv1.LandSaleEndReason_LAND_SALE_END_REASON_FINANCING,
		}))
		if ended.GetStatusLabel() != "Abandonnée" || b.plot(plot).GetAvailability() != forSale {
			t.Errorf("%v; the plot is %s", ended, b.plot(plot).GetAvailability())
		}
		if got := b.request(caseRequest.GetLandRequestId()).GetStatus(); got != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SHORTLISTED {
			t.Errorf("the request is %s", got)
		}
	})
}

// Of many sales of one asset that are opened at once, one is.
func TestLandSale_isOpenedOnceAtATime(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		brownfield := must[*landv1.Brownfield](t)(b.Brownfields.CreateBrownfield(b.as("agglo"), &landv1.CreateBrownfieldRequest{
			Brownfield: &landv1.Brownfield{Name: "Filature", CommuneCode: "30007", AreaM2: 9000},
		}))
		for _, asset := range []string{b.addPlot(900, nil).GetPlotId(), brownfield.GetBrownfieldId()} {
			var mu sync.Mutex
			var opened []string
			var all sync.WaitGroup
			for range 12 {
				all.Go(func() {
					sale, err := b.openSale("agglo", asset, nil, func(s *landv1.LandSale) { s.Company = &commonv1.CompanySnapshot{Name: "A"} })
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						opened = append(opened, sale.GetLandSaleId())
					} else if !errs.Is(err, "SALE_OPEN") {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if len(opened) != 1 {
				t.Errorf("%d sales of %s are open", len(opened), asset)
			}
		}
		if got := must[*landv1.Brownfield](t)(b.Brownfields.GetBrownfield(b.as("agglo"), &landv1.GetBrownfieldRequest{BrownfieldId: brownfield.GetBrownfieldId()})); got.GetAvailabilityLabel() != "Réservé par délibération" {
			t.Errorf("%v", got)
		}
	})
}

func TestLandRequest_isDraftedChangedAndSignedOutsideOurFiles(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("cci")
		draft := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "A"}, Need: workshop(), Draft: true,
		}}))
		name := &landv1.SubmitLandRequestRequest{LandRequestId: draft.GetLandRequestId()}
		if draft.GetStatusLabel() != "Brouillon" || len(said[*landeventv1.LandRequestReceived](b)) != 0 || !slices.Contains(draft.GetAllowedActions(), "submit") {
			t.Errorf("%v", draft)
		}
		changed := must[*landv1.LandRequest](t)(b.Requests.UpdateLandRequest(ctx, &landv1.UpdateLandRequestRequest{LandRequest: &landv1.LandRequest{
			LandRequestId: draft.GetLandRequestId(), CreatedJobCount: 7,
		}, UpdateMask: masked("created_job_count")}))
		if changed.GetCreatedJobCount() != 7 || changed.GetEtag() == draft.GetEtag() {
			t.Errorf("%v", changed)
		}
		if got := must[*landv1.LandRequest](t)(b.Requests.SubmitLandRequest(ctx, name)); got.GetStatus() != statusReceived || len(said[*landeventv1.LandRequestReceived](b)) != 1 {
			t.Errorf("%v", got)
		}
		must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(ctx, &landv1.QualifyLandRequestRequest{LandRequestId: draft.GetLandRequestId()}))
		asset := b.addPremises(900, partners, nil).GetPremisesId()
		if _, err := b.Requests.NegotiateLandRequest(ctx, &landv1.NegotiateLandRequestRequest{LandRequestId: draft.GetLandRequestId(), AssetId: asset}); !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Errorf("negotiates without a selection: %v", err)
		}
		must[*landv1.LandRequest](t)(b.Requests.ShortlistLandRequest(ctx, &landv1.ShortlistLandRequestRequest{LandRequestId: draft.GetLandRequestId(), AssetIds: []string{asset}}))
		must[*landv1.LandRequest](t)(b.Requests.NegotiateLandRequest(ctx, &landv1.NegotiateLandRequestRequest{LandRequestId: draft.GetLandRequestId(), AssetId: asset}))
		got := must[*landv1.LandRequest](t)(b.Requests.SignLandRequest(ctx, &landv1.SignLandRequestRequest{
			LandRequestId: draft.GetLandRequestId(), AssetId: asset, Tenure: commonv1.LandTenure_LAND_TENURE_RENT,
		}))
		if got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SIGNED || got.GetSignedAreaM2() != 900 || b.availability(asset) != landv1.AssetAvailability_ASSET_AVAILABILITY_LET {
			t.Errorf("%v; the premises are %s", got, b.availability(asset))
		}
		if _, err := b.Requests.UpdateLandRequest(ctx, &landv1.UpdateLandRequestRequest{LandRequest: &landv1.LandRequest{LandRequestId: draft.GetLandRequestId(), KeptJobCount: 1}}); !errs.Is(err, "REQUEST_CLOSED") {
			t.Errorf("changed after its end: %v", err)
		}
	})
}
