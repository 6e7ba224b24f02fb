package app

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// SellAsset follows a sale from the deliberation to the deed.
type SellAsset struct{ Deals }

// Open makes the sale file; asked again by the same sender it answers what the first call made.
func (u SellAsset) Open(tx *store.Tx, said *landv1.LandSale) (*domain.LandSale, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Sales.Get(tx, known)
	}
	t, err := u.sit(tx, said.GetAssetId())
	if err != nil {
		return nil, err
	}
	b, err := u.bargain(tx, t, said.GetOptionId(), said.GetLandRequestId(), said.GetCompany())
	if err != nil {
		return nil, err
	}
	said.Company, said.LandRequestId, said.CaseId, said.AskerBodyId = b.company, b.requestID(), b.caseID, b.askerID
	b.promises(said)
	sale, err := domain.OpenSale(tx.Actor, said, b.asset, tx.Now)
	if err != nil {
		return nil, err
	}
	sale.State.HeldFrom = b.heldFrom
	if err := u.close(tx, t, b, sale.ID, landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION); err != nil {
		return nil, err
	}
	if err := u.Sales.Put(tx, sale); err != nil {
		return nil, err
	}
	return sale, tx.Made(said.GetClientRequestId(), sale.ID)
}

// Step records a step that only the file knows of.
func (u SellAsset) Step(tx *store.Tx, saleID string, step func(*domain.LandSale) error) (*domain.LandSale, error) {
	sale, err := u.Sales.Target(tx, saleID)
	if err != nil {
		return nil, err
	}
	if err := step(sale); err != nil {
		return nil, err
	}
	return sale, u.Sales.Put(tx, sale)
}

// Sign records the deed: the asset is sold, who waited for it is told, the request is signed, and the ledger of land has its entry.
func (u SellAsset) Sign(tx *store.Tx, r *landv1.SignDeedRequest) (*domain.LandSale, error) {
	return u.end(tx, r.GetLandSaleId(), func(t *table, sale *domain.LandSale) error {
		if err := sale.SignDeed(tx.Actor, r, t.asset.Asset(), tx.Now); err != nil {
			return err
		}
		if err := t.asset.Stand(landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD, r.GetDeedDate(), tx.Now); err != nil {
			return err
		}
		if err := u.dismiss(tx, t.queue); err != nil {
			return err
		}
		if err := u.rise(tx, t); err != nil {
			return err
		}
		if err := u.consume(tx, t, sale); err != nil {
			return err
		}
		return u.signRequest(tx, sale.State.GetLandRequestId(), t.asset.Asset(), sale.State.GetAreaM2(), sale.State)
	})
}

// Terminate ends the sale; the asset is for sale again, and the queue goes on.
func (u SellAsset) Terminate(tx *store.Tx, r *landv1.TerminateLandSaleRequest) (*domain.LandSale, error) {
	return u.end(tx, r.GetLandSaleId(), func(t *table, sale *domain.LandSale) error {
		if err := sale.Terminate(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
			return err
		}
		t.first = nil // the first of the queue is told again
		if err := t.asset.Stand(sale.State.GetHeldFrom(), "", tx.Now); err != nil {
			return err
		}
		return u.freeRequest(tx, sale.State.GetLandRequestId())
	})
}

func (u SellAsset) end(tx *store.Tx, saleID string, command func(*table, *domain.LandSale) error) (*domain.LandSale, error) {
	sale, err := u.Sales.Get(tx, saleID)
	if err != nil {
		return nil, err
	}
	t, err := u.sit(tx.As(domain.Platform(tx.Actor)), sale.State.GetAssetId())
	if err != nil {
		return nil, err
	}
	if sale, err = u.Sales.Target(tx, saleID); err != nil {
		return nil, err
	}
	if err := command(t, sale); err != nil {
		return nil, err
	}
	if err := u.Sales.Put(tx, sale); err != nil {
		return nil, err
	}
	return sale, u.rise(tx, t)
}

// consume enters land that was natural, farmed or wooded in the ledger.
func (u SellAsset) consume(tx *store.Tx, t *table, sale *domain.LandSale) error {
	plot, _ := t.asset.(*domain.Plot)
	said := sale.Consumes(plot)
	if said == nil {
		return nil
	}
	entry, err := domain.AppendEntry(tx.Actor, said, tx.Now)
	if err != nil {
		return err
	}
	sale.State.ZanEntryId = entry.ID
	return u.Entries.Put(tx, entry)
}
