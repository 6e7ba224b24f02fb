package land

import (
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/store"
)

// newDeals is where options, sales and leases find what they change.
func newDeals() app.Deals {
	return app.Deals{
		Assets: store.HoldableAssets{}, Requests: store.LandRequests, Options: store.Options, Sales: store.LandSales,
		Leases: store.HostingLeases, Entries: store.ZanEntries, Lock: store.LockAsset, Queue: store.QueueOf,
		OptionsOf: store.OpenOptionsOf, HostedBefore: store.HostedBefore,
	}
}

// newAlerts is where requests are told of what comes on the market.
func newAlerts() app.AlertRequests {
	return app.AlertRequests{
		Assets: store.HoldableAssets{}, Requests: store.LandRequests, Matches: store.Matches, Waiting: store.Waiting, Neighbours: store.NeighboursOf,
		Later: func(tx *kit.Tx, key string, at time.Time) error { return schedule.Set(tx, store.AlertTimer, key, at) },
		ForCompany: func(tx *kit.Tx, matchID string, at time.Time) error {
			return schedule.Set(tx, store.CompanyTimer, matchID, at)
		},
	}
}

// refreshCompany is where companies are named.
func refreshCompany() app.RefreshCompany {
	return app.RefreshCompany{Kept: []app.Kept{
		app.KeptIn(store.LandRequests, store.OfCompany(store.LandRequests)),
		app.KeptIn(store.Options, store.OfCompany(store.Options)),
		app.KeptIn(store.LandSales, store.OfCompany(store.LandSales)),
		app.KeptIn(store.HostingLeases, store.OfCompany(store.HostingLeases)),
	}}
}

// notHeld refuses to move by hand what an option, a sale or a lease holds. What is new is held by nothing.
func notHeld(tx *kit.Tx, assetID string, to landv1.AssetAvailability) error {
	if assetID == "" {
		return nil
	}
	asset, err := store.HoldableAssets{}.Get(tx, assetID)
	if err != nil || asset.Asset().Availability == to {
		return err
	}
	held, err := store.Held(&tx.View, assetID)
	if err == nil && held {
		err = errs.State("ASSET_HELD").With("assetId", assetID)
	}
	return err
}
