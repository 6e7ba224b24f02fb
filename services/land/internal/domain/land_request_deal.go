package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// A request follows the options, sales and leases that are made for it.

// Propose puts an asset that an option or a sale names into the selection, when it is not there. A request that is still
// searched for has a selection from then on.
func (r *LandRequest) Propose(a actor.Actor, asset Asset, now time.Time) error {
	choice := []Choice{{Asset: asset.Summary()}}
	switch status := r.State.GetStatus(); {
	case status == qualified || status == searching:
		return r.Shortlist(a, choice, "", now)
	case RequestMachine.Check(status, "shortlist", actor.Of(r.Territory, "land")) != nil:
		return RequestMachine.Refuse(status, "requestOption")
	case !r.Shortlisted(asset.ID):
		r.State.UpdatedTime = timestamppb.New(now)
		r.add(a, choice, now)
	}
	return nil
}

// FollowOptions moves the request to where its open options leave it: one of them granted, one of them asked for, or none.
// Who only looks at a selection is moved by a new option; who negotiates stays there until the sale ends.
func (r *LandRequest) FollowOptions(granted, asked bool, now time.Time) error {
	platform, status := actor.Of(r.Territory, "land"), r.State.GetStatus()
	withOption := status == optionRequested || status == optionGranted
	if !withOption && status != shortlisted && status != visitPlanned {
		return nil
	}
	switch {
	case granted && status != optionGranted:
		return r.move(platform, "grantOption", optionGranted, "", "", now)
	case granted:
		return nil
	case asked && status == optionGranted:
		return r.move(platform, "lapse", optionRequested, "", "", now)
	case asked && status != optionRequested:
		return r.move(platform, "requestOption", optionRequested, "", "", now)
	case !asked && withOption:
		return r.move(platform, "lapse", shortlisted, "", "", now)
	}
	return nil
}

// Negotiate says that terms are discussed for an asset of the selection.
func (r *LandRequest) Negotiate(a actor.Actor, assetID, note string, now time.Time) error {
	if err := RequestMachine.Check(r.State.GetStatus(), "negotiate", a); err != nil {
		return err
	}
	if !r.Shortlisted(assetID) {
		return errs.State("ASSET_NOT_SHORTLISTED").With("assetId", assetID)
	}
	return r.move(a, "negotiate", negotiating, "", note, now)
}

// FollowSale says that a sale or a lease of the asset is on its way. A request that has ended meanwhile stays as it is.
func (r *LandRequest) FollowSale(asset Asset, now time.Time) error {
	platform := actor.Of(r.Territory, "land")
	if !r.Open() || r.State.GetStatus() == negotiating {
		return nil
	}
	if r.State.GetStatus() == onHold {
		if err := r.Resume(platform, "", now); err != nil {
			return err
		}
	}
	if r.State.GetStatus() == negotiating {
		return nil
	}
	if err := r.Propose(platform, asset, now); err != nil {
		return err
	}
	return r.move(platform, "negotiate", negotiating, "", "", now)
}

// SaleEnded takes a request whose sale will not be signed back to its selection.
func (r *LandRequest) SaleEnded(now time.Time) error {
	if r.State.GetStatus() != negotiating {
		return nil
	}
	return r.move(actor.Of(r.Territory, "land"), "lapse", shortlisted, "", "", now)
}

// Promise takes over the jobs that the sale promises, which is nil for a lease.
func (r *LandRequest) Promise(sale *landv1.LandSale) {
	if sale != nil {
		r.State.CreatedJobCount, r.State.KeptJobCount = sale.GetCreatedJobCount(), sale.GetKeptJobCount()
	}
}

// Sign ends the request with the asset that met it.
func (r *LandRequest) Sign(a actor.Actor, asset Asset, areaM2 int32, note string, now time.Time) error {
	if err := r.end(a, "sign", signed, "", note, now); err != nil {
		return err
	}
	told := asset.told()
	r.State.SignedAssetId, r.State.SignedAreaM2, r.State.SignedZoneId = asset.ID, areaM2, told.ZoneID
	r.Record(RequestSigned{r.State, told.CommuneCode})
	return nil
}

// Waits says whether the request is told of what comes on the market: somebody looks for it, or it is paused for want of supply.
func (r *LandRequest) Waits() bool {
	switch r.State.GetStatus() {
	case received, qualified, searching, shortlisted, visitPlanned, optionRequested:
		return true
	case onHold:
		return r.State.GetHoldReason() == landv1.LandRequestHoldReason_LAND_REQUEST_HOLD_REASON_NO_SUPPLY
	}
	return false
}

// FoundMatch is the match of the request and an asset that came on the market; the body in charge is told first, the company
// when nobody set it aside.
func (r *LandRequest) FoundMatch(a Asset, now time.Time) *Match {
	m := FoundMatch(r, a, now)
	m.Record(MatchFound{Match: m.State, Request: r.State})
	m.tell(r, r.inCharge())
	return m
}

// TellCompany tells the company of a match that its advisors were told of before and did not set aside.
func (m *Match) TellCompany(r *LandRequest, now time.Time) {
	caseID := r.State.GetCaseLink().GetCaseId()
	if caseID == "" || !r.Waits() || m.State.GetStatus() == matchRefused || m.State.GetCompanyToldTime() != nil {
		return
	}
	m.State.CompanyToldTime = timestamppb.New(now)
	m.tell(r, "contact:"+caseID)
}

func (m *Match) tell(r *LandRequest, recipient string) {
	m.Record(Told{
		CaseID: r.State.GetCaseLink().GetCaseId(), Template: "land_match_found", Recipient: recipient, SubjectID: r.ID,
		Key: "land_match_found/" + m.ID + "/" + recipient, Params: map[string]string{"assetId": m.State.GetAsset().GetAssetId(), "matchId": m.ID},
	})
}

// SharedCase is the case that readers of an option, a sale or a lease of the request are asked of; none when only the body in
// charge may know of the request.
func (r *LandRequest) SharedCase() string {
	if r.InChargeOnly() {
		return ""
	}
	return r.State.GetCaseLink().GetCaseId()
}

// Platform is who makes the moves that follow from what the actor did.
func Platform(a actor.Actor) actor.Actor { return actor.Of(a.Territory, "land") }
