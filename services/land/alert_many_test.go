package land_test

import (
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// What comes on the market is told to every request that it fits, however many wait: a unit of work holds it against 200 and has the next
// one go on behind them. Those between that it does not fit are told nothing.
func TestAssetPublished_tellsEveryRequestThatWaits(t *testing.T) {
	const many = 450
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		wanted := map[string]bool{}
		err := b.store.Update(b.as("agglo"), func(tx *kit.Tx) error {
			for i := range many {
				need := workshop()
				if i%9 == 0 {
					need.AssetKinds = []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_OFFICE}
				}
				if i%11 == 0 {
					need.MinAreaM2, need.MaxAreaM2 = 5000, 9000
				}
				r, err := domain.ReceiveLandRequest("ales", &landv1.LandRequest{Company: &commonv1.CompanySnapshot{Name: "Menuiserie"}, BodyId: "agglo", Need: need}, tx.Now)
				if err != nil {
					return err
				}
				if i%9 != 0 && i%11 != 0 {
					wanted[r.ID] = true
				}
				if err := store.LandRequests.Put(tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		b.addPremises(900, public, nil)
		units := 0
		for n := b.fire(); n > 0; n = b.fire() {
			units += n
		}
		for _, found := range said[*landeventv1.MatchFound](b) {
			if !wanted[found.GetLandRequestId()] {
				t.Errorf("told twice, or wrongly: %v", found)
			}
			delete(wanted, found.GetLandRequestId())
		}
		if len(wanted) > 0 || units != 2 {
			t.Errorf("%d are told nothing, in %d units of work", len(wanted), units)
		}
	})
}
