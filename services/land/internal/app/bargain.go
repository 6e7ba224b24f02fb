package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// bargain is what a sale or a lease knows of who gets the asset: from the option, the request, or what was said.
type bargain struct {
	asset           domain.Asset
	option          *domain.Option
	request         *domain.LandRequest
	company         *commonv1.CompanySnapshot
	caseID, askerID string
	heldFrom        landv1.AssetAvailability
}

func (b bargain) requestID() string {
	if b.request == nil {
		return ""
	}
	return b.request.ID
}

// promises takes from the request what the sale does not say.
func (b bargain) promises(said *landv1.LandSale) {
	if b.request == nil {
		return
	}
	of := b.request.State
	if said.GetUse() == 0 {
		said.Use = of.GetUse()
	}
	if said.GetCreatedJobCount() == 0 && said.GetKeptJobCount() == 0 {
		said.CreatedJobCount, said.KeptJobCount = of.GetCreatedJobCount(), of.GetKeptJobCount()
	}
}

// bargain checks that the asset can be had: by the option that holds it, or because nothing does.
func (d Deals) bargain(tx *store.Tx, t *table, optionID, requestID string, company *commonv1.CompanySnapshot) (b bargain, err error) {
	b = bargain{asset: t.asset.Asset(), company: company, askerID: tx.Actor.BodyID}
	b.heldFrom = b.asset.Availability
	switch holder := t.queue.Holder(); {
	case optionID != "" && (holder == nil || holder.ID != optionID):
		return b, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "optionId", Reason: "OPTION_UNKNOWN"})
	case optionID != "":
		b.option, b.heldFrom, b.askerID = holder, holder.State.GetHeldFrom(), holder.State.GetBodyId()
		b.asset.BodyID = holder.State.GetKeeperBodyId() // who kept the asset when it was asked for ends what began then
		b.company, b.caseID = holder.State.GetCompany(), holder.State.GetCaseId()
		if requestID == "" {
			requestID = holder.State.GetLandRequestId()
		}
	case holder != nil:
		return b, errs.State("OPTION_HELD").With("optionId", holder.ID).With("endDate", holder.State.GetEndDate())
	case !b.asset.OnMarket:
		return b, unavailable(b.asset)
	}
	if requestID == "" {
		return b, nil
	}
	if b.request, err = d.Requests.Get(tx, requestID); err != nil {
		return b, err
	}
	b.company, b.caseID = b.request.State.GetCompany(), b.request.SharedCase()
	if b.request.State.GetBodyId() != "" {
		b.askerID = b.request.State.GetBodyId()
	}
	return b, nil
}

// close holds the asset by what was agreed: the option becomes it, the request negotiates.
func (d Deals) close(tx *store.Tx, t *table, b bargain, into string, as landv1.AssetAvailability) error {
	if b.option != nil {
		if err := b.option.Convert(tx.Actor, into, "", tx.Now); err != nil {
			return err
		}
	}
	if b.request != nil {
		if err := b.request.FollowSale(b.asset, tx.Now); err != nil {
			return err
		}
		if err := d.putRequest(tx, b.request); err != nil {
			return err
		}
	}
	if err := t.asset.Stand(as, "", tx.Now); err != nil {
		return err
	}
	return d.rise(tx, t)
}

// dismiss tells those that wait that the asset is gone.
func (d Deals) dismiss(tx *store.Tx, q domain.Queue) error {
	platform := domain.Platform(tx.Actor)
	for _, o := range q {
		if !o.Waits() {
			continue
		}
		if err := o.Refuse(platform, landv1.OptionEndReason_OPTION_END_REASON_ASSET_WITHDRAWN, "", tx.Now); err != nil {
			return err
		}
	}
	return nil
}

// signRequest ends the request that the asset meets; what a sale promises replaces what the request hoped for.
func (d Deals) signRequest(tx *store.Tx, requestID string, asset domain.Asset, areaM2 int32, sale *landv1.LandSale) error {
	if requestID == "" {
		return nil
	}
	r, err := d.Requests.Get(tx, requestID)
	if err != nil || !r.Open() {
		return err
	}
	if err := r.FollowSale(asset, tx.Now); err != nil {
		return err
	}
	r.Promise(sale)
	if err := r.Sign(domain.Platform(tx.Actor), asset, areaM2, "", tx.Now); err != nil {
		return err
	}
	if err := d.Requests.Put(tx, r); err != nil {
		return err
	}
	return AnswerOption{d}.EndOf(tx, requestID)
}

// freeRequest takes a request whose sale ended back to its selection.
func (d Deals) freeRequest(tx *store.Tx, requestID string) error {
	if requestID == "" {
		return nil
	}
	r, err := d.Requests.Get(tx, requestID)
	if err != nil {
		return err
	}
	if err := r.SaleEnded(tx.Now); err != nil {
		return err
	}
	if err := d.putRequest(tx, r); err != nil {
		return err
	}
	return d.follow(tx, requestID)
}
