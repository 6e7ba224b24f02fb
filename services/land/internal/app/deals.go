package app

import (
	"slices"

	"google.golang.org/grpc/codes"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Records is where the use cases find and put what a table keeps.
type Records[A any] interface {
	Get(from store.Source, id string) (A, error)
	Target(tx *store.Tx, id string) (A, error)
	Put(tx *store.Tx, a A) error
}

// Assets is where they find and put the assets that a deal holds.
type Assets interface {
	Get(tx *store.Tx, assetID string) (domain.Holdable, error)
	Put(tx *store.Tx, asset domain.Holdable) error
}

// Deals is what options, sales and leases of assets need: an asset, its queue and the requests change together.
type Deals struct {
	Assets   Assets
	Requests Records[*domain.LandRequest]
	Options  Records[*domain.Option]
	Sales    Records[*domain.LandSale]
	Leases   Records[*domain.HostingLease]
	Entries  Records[*domain.ZanEntry]
	// Lock makes what is done with an asset happen one after the other.
	Lock func(tx *store.Tx, assetID string) error
	// Queue are the open options of an asset, OptionsOf those of a request.
	Queue     func(tx *store.Tx, assetID string) (domain.Queue, error)
	OptionsOf func(tx *store.Tx, requestID string) ([]*domain.Option, error)
	// HostedBefore is how many months a company had at the preferential rate in premises.
	HostedBefore func(tx *store.Tx, premisesID string, company *commonv1.CompanySnapshot) (int32, error)
}

// table is an asset under the hands of one use case, with its queue as it was found.
type table struct {
	asset domain.Holdable
	queue domain.Queue
	// holder held the asset before, first was next while nobody did.
	holder, first *domain.Option
}

// sit locks the asset and reads it with its queue. What the actor may not know of is not there. An option that has come to its
// end no longer holds, whether its timer fired or not.
func (d Deals) sit(tx *store.Tx, assetID string) (*table, error) {
	if err := d.Lock(tx, assetID); err != nil {
		return nil, err
	}
	asset, err := d.Assets.Get(tx, assetID)
	if err == nil && !asset.Visible(tx.Actor) {
		err = errs.NotFound("asset")
	}
	if errs.Is(err, "NOT_FOUND") {
		return nil, (&errs.Error{Code: codes.NotFound, Reason: "ASSET_UNKNOWN"}).With("assetId", assetID)
	}
	if err != nil {
		return nil, err
	}
	queue, err := d.Queue(tx, assetID)
	if err != nil {
		return nil, err
	}
	t := &table{asset: asset, queue: queue, holder: queue.Holder()}
	if t.holder == nil {
		t.first = queue.First()
	}
	if err := queue.ExpireDue(tx.Now); err != nil {
		return nil, err
	}
	return t, d.release(tx, t)
}

// release puts the asset back on the market when the option that held it no longer does.
func (d Deals) release(tx *store.Tx, t *table) error {
	if t.holder == nil || t.holder.Holds() || t.asset.Asset().Availability != landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED {
		return nil
	}
	return t.asset.Stand(t.holder.State.GetHeldFrom(), "", tx.Now)
}

// rise gives the asset to whose turn it is and those that wait their ranks, and writes all that changed. The requests follow.
func (d Deals) rise(tx *store.Tx, t *table) error {
	if err := d.next(tx, t); err != nil {
		return err
	}
	t.queue.Rerank(tx.Now)
	if err := d.Assets.Put(tx, t.asset); err != nil {
		return err
	}
	var requests []string
	for _, o := range ended(t.queue) {
		if len(o.Facts()) == 0 {
			continue
		}
		if err := d.Options.Put(tx, o); err != nil {
			return err
		}
		if request := o.State.GetLandRequestId(); request != "" && !slices.Contains(requests, request) {
			requests = append(requests, request)
		}
	}
	for _, request := range requests {
		if err := d.follow(tx, request); err != nil {
			return err
		}
	}
	return nil
}

// ended puts options that no longer hold before the others: the index that allows one holder would refuse the next before them.
func ended(q domain.Queue) domain.Queue {
	sorted := slices.Clone(q)
	slices.SortStableFunc(sorted, func(a, b *domain.Option) int { return holds(a) - holds(b) })
	return sorted
}

func holds(o *domain.Option) int {
	if o.Holds() {
		return 1
	}
	return 0
}

// next grants or tells the first of the queue when the asset is free and the first is another than before.
func (d Deals) next(tx *store.Tx, t *table) error {
	free, first := t.asset.Asset(), t.queue.First()
	if t.queue.Holder() != nil || !free.OnMarket || first == nil || t.first != nil && t.first.ID == first.ID {
		return nil
	}
	held, err := t.queue.Next(free, tx.Now)
	if err != nil || !held {
		return err
	}
	return t.asset.Stand(landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED, "", tx.Now)
}

// follow moves a request to where its open options leave it.
func (d Deals) follow(tx *store.Tx, requestID string) error {
	r, err := d.Requests.Get(tx, requestID)
	if err != nil {
		return err
	}
	open, err := d.OptionsOf(tx, requestID)
	if err != nil {
		return err
	}
	granted, asked := false, false
	for _, o := range open {
		granted, asked = granted || o.Holds(), asked || o.Waits()
	}
	if err := r.FollowOptions(granted, asked, tx.Now); err != nil {
		return err
	}
	return d.putRequest(tx, r)
}

func (d Deals) putRequest(tx *store.Tx, r *domain.LandRequest) error {
	if len(r.Facts()) == 0 {
		return nil
	}
	return d.Requests.Put(tx, r)
}

// unavailable says why an asset can't be had.
func unavailable(a domain.Asset) error {
	reason := "ASSET_UNAVAILABLE"
	switch a.Availability {
	case landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION:
		reason = "SALE_OPEN"
	case landv1.AssetAvailability_ASSET_AVAILABILITY_LET:
		reason = "LEASE_OPEN"
	}
	return errs.State(reason).With("assetId", a.ID)
}
