package store

import (
	"errors"
	"fmt"
	"strings"

	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// HoldableAssets are the assets of the register that an option, a sale or a lease can hold.
type HoldableAssets struct{}

// Get reads a plot, premises or a brownfield by its id.
func (HoldableAssets) Get(tx *kit.Tx, assetID string) (found domain.Holdable, err error) {
	switch prefix, _, _ := strings.Cut(assetID, "_"); prefix {
	case "plt":
		found, err = Plots.Get(tx, assetID)
	case "prm":
		found, err = Premises.Get(tx, assetID)
	case "bfd":
		found, err = Brownfields.Get(tx, assetID)
	default:
		err = errs.NotFound("asset")
	}
	return found, err
}

// Put writes what changed of it; nothing when nothing did.
func (HoldableAssets) Put(tx *kit.Tx, asset domain.Holdable) error {
	if len(asset.Base().Facts()) == 0 {
		return nil
	}
	switch a := asset.(type) {
	case *domain.Plot:
		return Plots.Put(tx, a)
	case *domain.Premises:
		return Premises.Put(tx, a)
	case *domain.Brownfield:
		return Brownfields.Put(tx, a)
	}
	return errors.Join(errs.NotFound("asset"), fmt.Errorf("no table for %T", asset))
}
