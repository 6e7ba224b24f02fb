package land_test

import (
	"strings"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

func (b *bench) matches(body, requestID string, size int32, token string) *landv1.ListMatchesResponse {
	b.t.Helper()
	return must[*landv1.ListMatchesResponse](b.t)(b.Requests.ListMatches(b.as(body), &landv1.ListMatchesRequest{LandRequestId: requestID, PageSize: size, PageToken: token}))
}

// asked is a request of agglo for the workshop of the tests.
func (b *bench) asked() *landv1.LandRequest {
	b.t.Helper()
	r := must[*landv1.LandRequest](b.t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
		Company: &commonv1.CompanySnapshot{Name: "Menuiserie"}, Need: workshop(),
	}}))
	return must[*landv1.LandRequest](b.t)(b.Requests.QualifyLandRequest(b.as("agglo"), &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()}))
}

func TestMatches_showWhatFitsThenWhatNearlyDoes(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		request := b.asked().GetLandRequestId()
		if empty := b.matches("agglo", request, 0, ""); !empty.GetNothingNow() || !strings.Contains(empty.GetSentence(), "en veille") {
			t.Errorf("%v", empty)
		}
		fits := b.addPremises(850, public, nil)
		further := b.addPremises(1000, public, func(p *landv1.Premises) { p.CommuneCode = "30132" })
		small := b.addPremises(650, public, nil)
		b.addPremises(300, public, nil)
		b.addPremises(900, public, func(p *landv1.Premises) { p.CommuneCode = "30189" })
		b.addPremises(900, public, func(p *landv1.Premises) { p.Kind = commonv1.AssetKind_ASSET_KIND_OFFICE })
		b.addPremises(900, public, func(p *landv1.Premises) { p.Availability = isSold })
		b.addPremises(900, public, func(p *landv1.Premises) { p.Tenure = commonv1.LandTenure_LAND_TENURE_BUY })
		secret := b.addPremises(900, offMarket, nil)
		got := b.matches("agglo", request, 0, "")
		var order []string
		for _, m := range got.GetMatches() {
			order = append(order, m.GetAsset().GetAssetId())
		}
		if len(order) != 4 || order[2] != further.GetPremisesId() || order[3] != small.GetPremisesId() {
			t.Fatalf("%v", order)
		}
		if got.GetSentence() != "3 biens conviennent, 1 s'en approche." || got.GetNothingNow() {
			t.Error(got.GetSentence())
		}
		last := got.GetMatches()[3]
		if !last.GetNearMiss() || !strings.Contains(last.GetSentence(), "il manque 150 m²") || last.GetAsset().GetKindLabel() != "Atelier" || last.GetStatusLabel() != "Nouveau" {
			t.Errorf("%v", last)
		}
		first := b.matches("agglo", request, 2, "")
		rest := b.matches("agglo", request, 2, first.GetNextPageToken())
		if len(first.GetMatches()) != 2 || len(rest.GetMatches()) != 2 || rest.GetMatches()[1].GetMatchId() != last.GetMatchId() || rest.GetNextPageToken() != "" {
			t.Errorf("pages of %d and %d", len(first.GetMatches()), len(rest.GetMatches()))
		}
		_, _ = fits, secret
	})
}

func TestMatches_leaveOutWhatTheCallerMayNotKnow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := id.New("com")
		b.received(company)
		request := b.requests("myriapolis", "")[0].GetLandRequestId()
		b.addPremises(850, public, nil)
		b.addPremises(850, partners, nil)
		b.addPremises(850, offMarket, nil)
		if n := len(b.matches("cci", request, 0, "").GetMatches()); n != 2 {
			t.Errorf("another body sees %d matches", n)
		}
		seen, err := b.Requests.ListMatches(b.company(company), &landv1.ListMatchesRequest{LandRequestId: request})
		if err != nil || len(seen.GetMatches()) != 1 {
			t.Errorf("the company sees %d matches, %v", len(seen.GetMatches()), err)
		}
		if _, err := b.Requests.ListMatches(b.as("cma"), &landv1.ListMatchesRequest{LandRequestId: request}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a body that is not in the case: %v", err)
		}
	})
}

func TestMatches_areKeptAndRefused(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx, request := b.as("agglo"), b.asked().GetLandRequestId()
		b.addPremises(850, public, nil)
		b.addPremises(900, public, nil)
		found := b.matches("agglo", request, 0, "").GetMatches()
		kept := must[*landv1.Match](t)(b.Requests.KeepMatch(ctx, &landv1.KeepMatchRequest{LandRequestId: request, MatchId: found[0].GetMatchId()}))
		if kept.GetStatus() != landv1.MatchStatus_MATCH_STATUS_KEPT || kept.GetMatchId() != found[0].GetMatchId() || kept.GetAnsweredTime() == nil {
			t.Errorf("%v", kept)
		}
		must[*landv1.Match](t)(b.Requests.KeepMatch(ctx, &landv1.KeepMatchRequest{LandRequestId: request, MatchId: found[0].GetMatchId()}))
		must[*landv1.Match](t)(b.Requests.RefuseMatch(ctx, &landv1.RefuseMatchRequest{LandRequestId: request, MatchId: found[1].GetMatchId(), Reason: landv1.LandObstacle_LAND_OBSTACLE_PRICE}))
		left := b.matches("agglo", request, 0, "").GetMatches()
		if len(left) != 1 || left[0].GetStatusLabel() != "Retenu" {
			t.Errorf("%v", left)
		}
		if got := b.requests("agglo", "")[0]; got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SEARCHING {
			t.Errorf("an answered match leaves the request %s", got.GetStatus())
		}
		if _, err := b.Requests.KeepMatch(ctx, &landv1.KeepMatchRequest{LandRequestId: request, MatchId: id.New("mat")}); !errs.Is(err, "MATCH_UNKNOWN") {
			t.Errorf("a match that is none: %v", err)
		}
		must[*landv1.LandRequest](t)(b.Requests.FailLandRequest(ctx, &landv1.FailLandRequestRequest{LandRequestId: request, Reason: landv1.LandObstacle_LAND_OBSTACLE_PRICE}))
		if _, err := b.Requests.KeepMatch(ctx, &landv1.KeepMatchRequest{LandRequestId: request, MatchId: found[0].GetMatchId()}); !errs.Is(err, "REQUEST_CLOSED") {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestShortlist_takesMatchesAndAssets(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx, request := b.as("agglo"), b.asked().GetLandRequestId()
		b.addPremises(850, public, nil)
		gone := b.addPremises(850, public, func(p *landv1.Premises) { p.Availability = isSold })
		named := b.addPremises(3000, offMarket, nil)
		match := b.matches("agglo", request, 0, "").GetMatches()[0]
		ask := func(r *landv1.ShortlistLandRequestRequest) (*landv1.LandRequest, error) {
			r.LandRequestId = request
			return b.Requests.ShortlistLandRequest(ctx, r)
		}
		got := must[*landv1.LandRequest](t)(ask(&landv1.ShortlistLandRequestRequest{MatchIds: []string{match.GetMatchId()}, AssetIds: []string{named.GetPremisesId()}}))
		again := must[*landv1.LandRequest](t)(ask(&landv1.ShortlistLandRequestRequest{MatchIds: []string{match.GetMatchId()}}))
		if len(got.GetShortlist()) != 2 || len(again.GetShortlist()) != 2 || got.GetStatusLabel() != "Sélection proposée" || got.GetShortlist()[0].GetAsset().GetKindLabel() != "Atelier" {
			t.Errorf("%v", got)
		}
		if _, err := ask(&landv1.ShortlistLandRequestRequest{AssetIds: []string{gone.GetPremisesId()}}); !errs.Is(err, "ASSET_UNAVAILABLE") {
			t.Errorf("a sold asset: %v", err)
		}
		if _, err := ask(&landv1.ShortlistLandRequestRequest{AssetIds: []string{id.New("plt")}}); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("an asset that is not there: %v", err)
		}
	})
}

// The demo has what the story of the counter needs: a workshop of 800 to 1,200 m² within 20 km, 36 kVA, 6 € a month.
func TestSeed_hasWorkshopsThatFitAndNearMisses(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	if err := b.service.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	need := workshop()
	need.MaxPricePerM2 = &commonv1.Money{AmountCents: 7200, Currency: "EUR"}
	need.NeededByDate = "2027-06-30"
	r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("myriapolis"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
		Company: &commonv1.CompanySnapshot{Name: "Menuiserie"}, Need: need, Requirements: &landv1.LandRequirements{PowerKva: 36},
	}}))
	found := b.matches("myriapolis", r.GetLandRequestId(), 0, "")
	near := 0
	for _, m := range found.GetMatches() {
		t.Log(m.GetScore(), m.GetNearMiss(), m.GetAsset().GetName(), m.GetSentence())
		if m.GetNearMiss() {
			near++
		}
	}
	if fits := len(found.GetMatches()) - near; fits < 2 || near < 3 {
		t.Errorf("%d fit, %d nearly", fits, near)
	}
}
