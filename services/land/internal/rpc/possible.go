package rpc

import (
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/store"
)

// What an aggregate says may be done with it, other rows may forbid: those of its asset. An action that would be refused is not listed.

// grantable takes "grant" from options whose turn has not come: somebody is before them, or the asset can't be had.
func grantable(v *kit.View, options ...*landv1.Option) error {
	var assets []string
	for _, o := range options {
		if o.GetRank() == 1 && slices.Contains(o.GetAllowedActions(), "grant") {
			assets = append(assets, o.GetAssetId())
		}
	}
	free, err := store.OnMarket(v, assets)
	if err != nil {
		return err
	}
	for _, o := range options {
		if o.GetRank() != 1 || !slices.Contains(free, o.GetAssetId()) {
			o.AllowedActions = without(o.AllowedActions, "grant")
		}
	}
	return nil
}

// signable takes "sign" from a request when an option, a sale or a lease holds each asset of its selection: it follows those by itself.
func signable(v *kit.View, r *landv1.LandRequest) error {
	if !slices.Contains(r.GetAllowedActions(), "sign") {
		return nil
	}
	for _, one := range r.GetShortlist() {
		if held, err := store.Held(v, one.GetAsset().GetAssetId()); err != nil || !held {
			return err
		}
	}
	r.AllowedActions = without(r.AllowedActions, "sign")
	return nil
}

func without(actions []string, action string) []string {
	return slices.DeleteFunc(actions, func(a string) bool { return a == action })
}
