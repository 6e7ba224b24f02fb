package app

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// RequestOption asks for an option on an asset.
type RequestOption struct{ Deals }

// Do gives it the last rank of the queue; asked again by the same sender it answers what the first call made. The request is
// complete: who may see it was asked before.
func (u RequestOption) Do(tx *store.Tx, said *landv1.Option) (*domain.Option, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Options.Get(tx, known)
	}
	t, err := u.sit(tx, said.GetAssetId())
	if err != nil {
		return nil, err
	}
	asset := t.asset.Asset()
	if !asset.OnMarket && asset.Availability != landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED {
		return nil, unavailable(asset)
	}
	if err := u.propose(tx, said, asset); err != nil {
		return nil, err
	}
	o, err := domain.AskForOption(tx.Actor, said, asset, tx.Now)
	if err != nil {
		return nil, err
	}
	if other := t.queue.AskedBy(o); other != nil {
		return nil, errs.Exists("OPTION_ASKED_ALREADY").With("optionId", other.ID)
	}
	if len(t.queue) >= domain.LongestQueue {
		return nil, errs.Limited("OPTION_QUEUE_FULL", 0)
	}
	t.queue = append(t.queue, o)
	if err := u.rise(tx, t); err != nil {
		return nil, err
	}
	return o, tx.Made(said.GetClientRequestId(), o.ID)
}

// propose takes from the request what the option says of the company, and puts the asset into its selection.
func (u RequestOption) propose(tx *store.Tx, said *landv1.Option, asset domain.Asset) error {
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	if said.GetLandRequestId() == "" {
		return nil
	}
	r, err := u.Requests.Get(tx, said.GetLandRequestId())
	if err != nil {
		return err
	}
	said.Company, said.CaseId = r.State.GetCompany(), r.SharedCase()
	if err := r.Propose(tx.Actor, asset, tx.Now); err != nil {
		return err
	}
	return u.putRequest(tx, r)
}
