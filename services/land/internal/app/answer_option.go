package app

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// AnswerOption is what is done with an option: it is granted, extended, refused or given up. The next of the queue and the
// requests follow in the same unit of work.
type AnswerOption struct{ Deals }

// Grant holds the asset for the first of the queue.
func (u AnswerOption) Grant(tx *store.Tx, optionID string, days int32, note string) (*domain.Option, error) {
	return u.do(tx, optionID, func(t *table, o *domain.Option) error {
		if err := o.Parties().Decide(tx.Actor); err != nil {
			return err
		}
		if err := t.queue.Grantable(o); err != nil {
			return err
		}
		asset := t.asset.Asset()
		if o.Waits() && !asset.OnMarket {
			return unavailable(asset)
		}
		if err := o.Grant(tx.Actor, days, asset.Availability, note, tx.Now); err != nil {
			return err
		}
		return t.asset.Stand(landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED, "", tx.Now)
	})
}

// Extend moves the end of the option.
func (u AnswerOption) Extend(tx *store.Tx, optionID, last, note string) (*domain.Option, error) {
	return u.do(tx, optionID, func(_ *table, o *domain.Option) error { return o.Extend(tx.Actor, last, note, tx.Now) })
}

// Refuse ends an option that waits.
func (u AnswerOption) Refuse(tx *store.Tx, optionID string, reason landv1.OptionEndReason, note string) (*domain.Option, error) {
	return u.do(tx, optionID, func(_ *table, o *domain.Option) error { return o.Refuse(tx.Actor, reason, note, tx.Now) })
}

// Lift gives the option up.
func (u AnswerOption) Lift(tx *store.Tx, optionID string, reason landv1.OptionEndReason, note string) (*domain.Option, error) {
	return u.do(tx, optionID, func(t *table, o *domain.Option) error {
		if err := o.Lift(tx.Actor, reason, note, tx.Now); err != nil {
			return err
		}
		return u.release(tx, t)
	})
}

// Expire is a timer's: it ends what has come to its end, and leaves alone what was extended or ended meanwhile.
func (u AnswerOption) Expire(tx *store.Tx, optionID string) error {
	o, err := u.Options.Get(tx, optionID)
	if err != nil || !o.Over(tx.Now) {
		return err
	}
	t, err := u.sit(tx, o.State.GetAssetId())
	if err != nil {
		return err
	}
	return u.rise(tx, t)
}

// EndOf gives up the open options of a request that has ended.
func (u AnswerOption) EndOf(tx *store.Tx, requestID string) error {
	open, err := u.OptionsOf(tx, requestID)
	if err != nil {
		return err
	}
	platform := tx.As(domain.Platform(tx.Actor))
	platform.Ctx = etag.With(platform.Ctx, "") // the version that the caller read is that of the request
	for _, o := range open {
		if _, err := u.Lift(platform, o.ID, landv1.OptionEndReason_OPTION_END_REASON_REQUEST_ENDED, ""); err != nil {
			return err
		}
	}
	return nil
}

// Dismiss tells those that wait for an asset that it is gone.
func (u AnswerOption) Dismiss(tx *store.Tx, assetID string) error {
	t, err := u.sit(tx.As(domain.Platform(tx.Actor)), assetID)
	if err != nil {
		return err
	}
	if err := u.dismiss(tx, t.queue); err != nil {
		return err
	}
	return u.rise(tx, t)
}

// do applies a command to the option in its queue. Whose version is stale is told before anything else.
func (u AnswerOption) do(tx *store.Tx, optionID string, command func(*table, *domain.Option) error) (*domain.Option, error) {
	found, err := u.Options.Get(tx, optionID)
	if err != nil {
		return nil, err
	}
	// Who takes part in an option may end it, though its asset has become its keeper's secret meanwhile.
	t, err := u.sit(tx.As(domain.Platform(tx.Actor)), found.State.GetAssetId())
	if err != nil {
		return nil, err
	}
	if found, err = u.Options.Target(tx, optionID); err != nil {
		return nil, err
	}
	if o := t.queue.Find(optionID); o != nil {
		found = o
	}
	if err := command(t, found); err != nil {
		return nil, err
	}
	return found, u.rise(tx, t)
}
