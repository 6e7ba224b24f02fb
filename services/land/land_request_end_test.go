package land_test

import (
	"context"
	"testing"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/kittest"
)

// endings are the two calls that end a request without an asset.
var endings = map[string]func(b *bench, ctx context.Context, requestID string) (*landv1.LandRequest, error){
	"fail": func(b *bench, ctx context.Context, requestID string) (*landv1.LandRequest, error) {
		return b.Requests.FailLandRequest(ctx, &landv1.FailLandRequestRequest{LandRequestId: requestID, Reason: landv1.LandObstacle_LAND_OBSTACLE_PRICE})
	},
	"withdraw": func(b *bench, ctx context.Context, requestID string) (*landv1.LandRequest, error) {
		return b.Requests.WithdrawLandRequest(ctx, &landv1.WithdrawLandRequestRequest{
			LandRequestId: requestID, Reason: landv1.LandRequestWithdrawReason_LAND_REQUEST_WITHDRAW_REASON_OTHER,
		})
	},
}

// TestEndOfARequest_holdsIfMatchAgainstTheRequestAlone ends a request that has an option with If-Match: the tag is the request's, never
// one of the options that end with it, whose versions are others.
func TestEndOfARequest_holdsIfMatchAgainstTheRequestAlone(t *testing.T) {
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			kittest.Engines(t, func(t *testing.T, url string) {
				b := open(t, url)
				asset := b.addPremises(900, public, nil).GetPremisesId()
				old := b.looking("cci", "A")
				requestID := old.GetLandRequestId()
				held := must[*landv1.Option](t)(b.askOption("cci", asset, old)).GetOptionId()
				behind := must[*landv1.Option](t)(b.askOption("cma", asset, b.looking("cma", "B"))).GetOptionId()
				must[*landv1.Option](t)(b.grant("agglo", held))
				now, option := b.request(requestID), b.option(held)
				if now.GetEtag() == option.GetEtag() || now.GetEtag() == old.GetEtag() {
					t.Fatalf("the tags say nothing: request %s before and %s now, option %s", old.GetEtag(), now.GetEtag(), option.GetEtag())
				}
				for _, tag := range []string{old.GetEtag(), option.GetEtag()} {
					_, err := end(b, etag.With(b.as("cci"), tag), requestID)
					if e, ok := errs.As(err); !ok || e.Reason != "VERSION_CHANGED" || e.Conflict.CurrentEtag != now.GetEtag() {
						t.Errorf("ended with %s: %v", tag, err)
					}
				}
				if got := b.option(held); got.GetStatus() != optionGranted || b.request(requestID).GetEtag() != now.GetEtag() || b.availability(asset) != optioned {
					t.Fatalf("what was refused left %v", got)
				}
				ended, err := end(b, etag.With(b.as("cci"), now.GetEtag()), requestID)
				if err != nil || ended.GetClosedTime() == nil || ended.GetEtag() == now.GetEtag() {
					t.Fatalf("%v %v", ended, err)
				}
				if got := b.option(held); got.GetStatus() != landv1.OptionStatus_OPTION_STATUS_LIFTED || got.GetEndReason() != landv1.OptionEndReason_OPTION_END_REASON_REQUEST_ENDED {
					t.Errorf("its option is %v", got)
				}
				if got := b.option(behind); got.GetRank() != 1 || b.availability(asset) != forSale {
					t.Errorf("who waits has rank %d, the asset is %s", got.GetRank(), b.availability(asset))
				}
			})
		})
	}
}
