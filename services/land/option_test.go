package land_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

const (
	optionAsked   = landv1.OptionStatus_OPTION_STATUS_REQUESTED
	optionGranted = landv1.OptionStatus_OPTION_STATUS_GRANTED
	optionExpired = landv1.OptionStatus_OPTION_STATUS_EXPIRED
	gaveUp        = landv1.OptionEndReason_OPTION_END_REASON_COMPANY_GAVE_UP
)

// looking is a qualified request of its own company.
func (b *bench) looking(body, name string) *landv1.LandRequest {
	b.t.Helper()
	r := must[*landv1.LandRequest](b.t)(b.Requests.CreateLandRequest(b.as(body), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
		Company: &commonv1.CompanySnapshot{Name: name}, Need: workshop(), CreatedJobCount: 4,
	}}))
	return must[*landv1.LandRequest](b.t)(b.Requests.QualifyLandRequest(b.as(body), &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()}))
}

func (b *bench) askOption(body, assetID string, r *landv1.LandRequest, more ...func(*landv1.Option)) (*landv1.Option, error) {
	o := &landv1.Option{AssetId: assetID, LandRequestId: r.GetLandRequestId(), PeriodDays: 60}
	for _, change := range more {
		change(o)
	}
	return b.Options.CreateOption(b.as(body), &landv1.CreateOptionRequest{Option: o})
}

func (b *bench) grant(body, optionID string) (*landv1.Option, error) {
	return b.Options.GrantOption(b.as(body), &landv1.GrantOptionRequest{OptionId: optionID})
}

func (b *bench) option(optionID string) *landv1.Option {
	b.t.Helper()
	return must[*landv1.Option](b.t)(b.Options.GetOption(b.as("hup", actor.HupCoordinator), &landv1.GetOptionRequest{OptionId: optionID}))
}

func (b *bench) request(requestID string) *landv1.LandRequest {
	b.t.Helper()
	return must[*landv1.LandRequest](b.t)(b.Requests.GetLandRequest(b.as("hup", actor.HupCoordinator), &landv1.GetLandRequestRequest{LandRequestId: requestID}))
}

func (b *bench) availability(premisesID string) landv1.AssetAvailability {
	b.t.Helper()
	return must[*landv1.Premises](b.t)(b.Premises.GetPremises(b.as("hup", actor.HupCoordinator), &landv1.GetPremisesRequest{PremisesId: premisesID})).GetAvailability()
}

func TestOption_goesThroughItsQueue(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asset := b.addPremises(900, public, nil).GetPremisesId()
		one, two, three := b.looking("cci", "A"), b.looking("cma", "B"), b.looking("cci", "C")
		first := must[*landv1.Option](t)(b.askOption("cci", asset, one))
		second := must[*landv1.Option](t)(b.askOption("cma", asset, two))
		third := must[*landv1.Option](t)(b.askOption("cci", asset, three))
		if first.GetRank() != 1 || second.GetRank() != 2 || third.GetRank() != 3 || first.GetStatusLabel() != "Demandée" || first.GetKeeperBodyId() != "agglo" {
			t.Fatalf("ranks %d, %d, %d; %v", first.GetRank(), second.GetRank(), third.GetRank(), first)
		}
		if got := b.request(one.GetLandRequestId()); got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_OPTION_REQUESTED || len(got.GetShortlist()) != 1 {
			t.Errorf("the request that asks is %s with %d in its selection", got.GetStatus(), len(got.GetShortlist()))
		}
		if _, err := b.grant("cci", first.GetOptionId()); !errs.Is(err, "KEEPER_ONLY") {
			t.Errorf("who asks grants: %v", err)
		}
		if _, err := b.grant("agglo", second.GetOptionId()); !errs.Is(err, "OPTION_NOT_FIRST") {
			t.Errorf("the second is granted before the first: %v", err)
		}
		granted := must[*landv1.Option](t)(b.grant("agglo", first.GetOptionId()))
		if granted.GetStatus() != optionGranted || granted.GetEndDate() != "2027-01-22" || granted.GetRank() != 0 || b.availability(asset) != optioned {
			t.Errorf("%v; the asset is %s", granted, b.availability(asset))
		}
		if got := b.option(second.GetOptionId()); got.GetRank() != 1 {
			t.Errorf("the second has rank %d once the first is granted", got.GetRank())
		}
		if got := b.request(one.GetLandRequestId()); got.GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_OPTION_GRANTED {
			t.Errorf("the request is %s", got.GetStatus())
		}
		if _, err := b.grant("agglo", second.GetOptionId()); !errs.Is(err, "OPTION_HELD") {
			t.Errorf("a second option is granted: %v", err)
		}
		must[*landv1.Option](t)(b.Options.LiftOption(b.as("cci"), &landv1.LiftOptionRequest{OptionId: first.GetOptionId(), Reason: gaveUp}))
		if b.availability(asset) != forSale || b.request(one.GetLandRequestId()).GetStatus() != landv1.LandRequestStatus_LAND_REQUEST_STATUS_SHORTLISTED {
			t.Errorf("after the lift the asset is %s, the request %s", b.availability(asset), b.request(one.GetLandRequestId()).GetStatus())
		}
		if told := b.told("option_turn_come"); !slices.Equal(told, []string{"body:agglo", "body:cma"}) {
			t.Errorf("told that its turn has come: %v", told)
		}
		must[*landv1.Option](t)(b.grant("agglo", second.GetOptionId()))
		must[*landv1.LandRequest](t)(b.Requests.WithdrawLandRequest(b.as("cma"), &landv1.WithdrawLandRequestRequest{
			LandRequestId: two.GetLandRequestId(), Reason: landv1.LandRequestWithdrawReason_LAND_REQUEST_WITHDRAW_REASON_OTHER,
		}))
		if got := b.option(second.GetOptionId()); got.GetEndReason() != landv1.OptionEndReason_OPTION_END_REASON_REQUEST_ENDED || b.availability(asset) != forSale {
			t.Errorf("a request that is withdrawn keeps its option: %v", got)
		}
		if got := b.option(third.GetOptionId()); got.GetRank() != 1 || got.GetStatus() != optionAsked {
			t.Errorf("%v", got)
		}
	})
}

// told are the recipients of the messages with a template.
func (b *bench) told(template string) (recipients []string) {
	b.t.Helper()
	for _, n := range said[*commoneventv1.NotificationRequested](b) {
		if n.GetTemplate() == template {
			recipients = append(recipients, n.GetRecipientRef())
		}
	}
	slices.Sort(recipients)
	return recipients
}

func TestOption_expiresByTheClockAndTheNextIsGrantedInTurn(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asset := b.addPremises(900, public, nil).GetPremisesId()
		inTurn := func(o *landv1.Option) { o.GrantInTurn = true }
		first := must[*landv1.Option](t)(b.askOption("agglo", asset, b.looking("agglo", "A"), inTurn))
		if first.GetStatus() != optionGranted {
			t.Fatalf("the keeper's own option on a free asset is %s", first.GetStatus())
		}
		if _, err := b.askOption("cci", asset, b.looking("cci", "B"), inTurn); !errs.Is(err, "KEEPER_ONLY") {
			t.Errorf("another body decides beforehand: %v", err)
		}
		second := must[*landv1.Option](t)(b.askOption("agglo", asset, b.looking("agglo", "C"), inTurn))
		third := must[*landv1.Option](t)(b.askOption("agglo", asset, b.looking("agglo", "D")))
		extended := must[*landv1.Option](t)(b.Options.ExtendOption(b.as("agglo"), &landv1.ExtendOptionRequest{OptionId: first.GetOptionId(), EndDate: "2027-01-31"}))
		end := extended.GetEndTime().AsTime()
		if extended.GetExtensionCount() != 1 || end.Format(time.RFC3339) != "2027-01-31T23:00:00Z" {
			t.Errorf("extended to %s: %v", end, extended)
		}
		b.clock.Set(end.Add(-time.Second))
		if n := b.fire(); n != 0 || b.option(first.GetOptionId()).GetStatus() == optionExpired {
			t.Errorf("%d timers fire a second before the end", n)
		}
		b.clock.Set(end)
		b.fire()
		if got := b.option(first.GetOptionId()); got.GetStatus() != optionExpired || got.GetClosedTime().AsTime() != end {
			t.Errorf("at its end: %v", got)
		}
		if got := b.option(second.GetOptionId()); got.GetStatus() != optionGranted || b.availability(asset) != optioned {
			t.Errorf("the next is %s, the asset %s", got.GetStatus(), b.availability(asset))
		}
		if got := b.option(third.GetOptionId()); third.GetRank() != 2 || got.GetRank() != 1 {
			t.Errorf("the one behind had rank %d, and has %d", third.GetRank(), got.GetRank())
		}
		b.clock.Set(end.Add(-48 * time.Hour)) // the clock goes back
		if n := b.fire(); n != 0 || b.option(first.GetOptionId()).GetStatus() != optionExpired {
			t.Error("a clock that goes back brings an option back")
		}
		b.clock.Set(b.option(second.GetOptionId()).GetEndTime().AsTime().Add(time.Hour))
		b.fire()
		if b.availability(asset) != forSale {
			t.Errorf("with nobody left the asset is %s", b.availability(asset))
		}
		if n := len(said[*landeventv1.OptionExpired](b)); n != 2 {
			t.Errorf("%d options expired", n)
		}
	})
}

// At the second of the end another may be granted, though the timer has not fired; a second before it may not.
func TestOption_isGrantedAtTheSecondAnotherExpires(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asset := b.addPremises(900, public, nil).GetPremisesId()
		first := must[*landv1.Option](t)(b.askOption("cci", asset, b.looking("cci", "A")))
		second := must[*landv1.Option](t)(b.askOption("cma", asset, b.looking("cma", "B")))
		end := must[*landv1.Option](t)(b.grant("agglo", first.GetOptionId())).GetEndTime().AsTime()
		b.clock.Set(end.Add(-time.Second))
		if _, err := b.grant("agglo", second.GetOptionId()); !errs.Is(err, "OPTION_HELD") {
			t.Errorf("a second before: %v", err)
		}
		b.clock.Set(end)
		must[*landv1.Option](t)(b.grant("agglo", second.GetOptionId()))
		if got := b.option(first.GetOptionId()); got.GetStatus() != optionExpired {
			t.Errorf("the first is %s", got.GetStatus())
		}
		if n := b.fire(); n != 0 {
			t.Errorf("%d timers of an option that is over fire", n)
		}
	})
}

func TestOption_refusesWhatItMust(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		request := b.looking("cci", "A")
		secret := b.addPremises(900, offMarket, nil).GetPremisesId()
		gone := b.addPremises(900, public, func(p *landv1.Premises) { p.Availability = isSold }).GetPremisesId()
		withdrawn := b.addPremises(900, public, func(p *landv1.Premises) {
			p.Availability = landv1.AssetAvailability_ASSET_AVAILABILITY_WITHDRAWN
		}).GetPremisesId()
		free := b.addPremises(900, public, nil).GetPremisesId()
		for what, x := range map[string]struct{ asset, reason string }{
			"off the market of another body": {secret, "ASSET_UNKNOWN"}, "not there": {id.New("plt"), "ASSET_UNKNOWN"},
			"sold": {gone, "ASSET_UNAVAILABLE"}, "withdrawn": {withdrawn, "ASSET_UNAVAILABLE"},
		} {
			if _, err := b.askOption("cci", x.asset, request); !errs.Is(err, x.reason) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := b.askOption("cma", free, request); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("for a request of another body: %v", err)
		}
		_, err := b.Options.CreateOption(b.as("cci"), &landv1.CreateOptionRequest{Option: &landv1.Option{AssetId: free, Fee: &commonv1.Money{AmountCents: -1}}})
		if e, ok := errs.As(err); !ok || len(e.Fields) != 2 {
			t.Errorf("neither company nor a fee that can be: %v", err)
		}
		unread := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("cci"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "Z"}, Need: workshop(),
		}}))
		if _, err := b.askOption("cci", free, unread); !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Errorf("for a request that nobody has read: %v", err)
		}
		asked := must[*landv1.Option](t)(b.askOption("cci", free, request))
		if _, err := b.askOption("cci", free, request); !errs.Is(err, "OPTION_ASKED_ALREADY") {
			t.Errorf("twice: %v", err)
		}
		if _, err := b.Options.GetOption(b.as("cma"), &landv1.GetOptionRequest{OptionId: asked.GetOptionId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a body that takes no part: %v", err)
		}
		must[*landv1.Option](t)(b.grant("agglo", asked.GetOptionId()))
		for _, day := range []string{"2026-11-24", "2027-01-22", "2029-06-01"} {
			if _, err := b.Options.ExtendOption(b.as("agglo"), &landv1.ExtendOptionRequest{OptionId: asked.GetOptionId(), EndDate: day}); !errs.Is(err, "INVALID_FIELDS") {
				t.Errorf("extended to %s: %v", day, err)
			}
		}
		if _, err := b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: free, Availability: forSale}}); !errs.Is(err, "ASSET_HELD") {
			t.Errorf("what an option holds is moved by hand: %v", err)
		}
		ending := must[*landv1.ListOptionsResponse](t)(b.Options.ListOptions(b.as("agglo"), &landv1.ListOptionsRequest{Filter: `held = true AND endDate <= "2027-01-31"`, OrderBy: "endDate"}))
		if len(ending.GetOptions()) != 1 {
			t.Errorf("%d options that end", len(ending.GetOptions()))
		}
	})
}

// A hundred clients ask and grant at once, through two processes where the engine has several: never are two options held.
func TestOption_isGrantedOnceAmongAHundred(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		benches := []*bench{b}
		if strings.HasPrefix(url, "postgres") {
			benches = append(benches, beside(t, b, url))
		}
		const clients = 100
		asset := b.addPremises(900, public, nil).GetPremisesId()
		requests := make([]*landv1.LandRequest, clients)
		for i := range requests {
			requests[i] = b.looking("agglo", fmt.Sprint("Entreprise ", i))
		}
		watch := b.watchHeld(asset)
		var clientsDone sync.WaitGroup
		for i := range clients {
			clientsDone.Go(func() {
				at := benches[i%len(benches)]
				o, err := at.askOption("agglo", asset, requests[i], func(o *landv1.Option) { o.GrantInTurn = i%2 == 0 })
				if err != nil {
					t.Errorf("client %d: %v", i, err)
					return
				}
				if _, err := at.grant("agglo", o.GetOptionId()); err != nil && !errs.Is(err, "OPTION_HELD") && !errs.Is(err, "OPTION_NOT_FIRST") && !errs.Is(err, "ILLEGAL_TRANSITION") {
					t.Errorf("client %d: %v", i, err)
				}
				if i%3 == 0 {
					if _, err := at.Options.LiftOption(at.as("agglo"), &landv1.LiftOptionRequest{OptionId: o.GetOptionId(), Reason: gaveUp}); err != nil {
						t.Errorf("client %d: %v", i, err)
					}
				}
			})
		}
		clientsDone.Wait()
		if most := watch(); most > 1 {
			t.Errorf("%d options held at once", most)
		}
		var ranks []int32
		for _, o := range must[*landv1.ListOptionsResponse](t)(b.Options.ListOptions(b.as("agglo"), &landv1.ListOptionsRequest{Filter: `status = "OPTION_STATUS_REQUESTED"`, PageSize: 200})).GetOptions() {
			ranks = append(ranks, o.GetRank())
		}
		slices.Sort(ranks)
		for i, rank := range ranks {
			if rank != int32(i+1) {
				t.Fatalf("ranks %v", ranks)
			}
		}
		held := len(must[*landv1.ListOptionsResponse](t)(b.Options.ListOptions(b.as("agglo"), &landv1.ListOptionsRequest{Filter: "held = true"})).GetOptions())
		if granted := len(said[*landeventv1.OptionGranted](b)); granted == 0 || held > 1 || len(ranks)+held != clients-34 {
			t.Errorf("%d grants, %d held, %d wait of %d", granted, held, len(ranks), clients-34)
		}
	})
}

// watchHeld reads how many options hold the asset again and again; what it answers ends it and tells the most it saw.
func (b *bench) watchHeld(assetID string) func() int {
	stop, most := make(chan struct{}), make(chan int)
	ctx := b.t.Context()
	go func() {
		seen := 0
		for {
			var n int
			if err := b.store.DB().Read().QueryRow(ctx, `SELECT count(*) FROM land_option WHERE asset_id = $1 AND is_held`, assetID).Scan(&n); err == nil {
				seen = max(seen, n)
			}
			select {
			case <-stop:
				most <- seen
				return
			default:
			}
		}
	}()
	return func() int { close(stop); return <-most }
}
