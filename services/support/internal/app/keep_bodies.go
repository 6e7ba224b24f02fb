package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepBodies adds and changes the bodies of the territory.
type KeepBodies struct{}

// Add adds a body; sent again with its own request id, it answers the one that was added.
func (KeepBodies) Add(tx *kit.Tx, said *supportv1.PartnerBody) (*domain.PartnerBody, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.PartnerBodies.Get(tx, known)
	}
	b, err := domain.NewPartnerBody(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := store.PartnerBodies.Put(tx, b); err != nil {
		return nil, err
	}
	if err := coverageChanged(tx); err != nil {
		return nil, err
	}
	return b, tx.Made(said.GetClientRequestId(), b.ID)
}

// Change changes a body.
func (KeepBodies) Change(tx *kit.Tx, said *supportv1.PartnerBody, mask *fieldmaskpb.FieldMask) (*domain.PartnerBody, error) {
	b, err := store.PartnerBodies.Target(tx, said.GetPartnerBodyId())
	if err != nil {
		return nil, err
	}
	may := domain.ChangeableOfBody(tx.Actor, b.ID)
	if len(may) == 0 {
		return nil, errs.Denied("NOT_ALLOWED")
	}
	fields, err := patch.Apply(b.State, said, mask, "partner_body_id", may...)
	if err != nil || len(fields) == 0 {
		return b, err
	}
	b.Updated(fields, tx.Now)
	if err := store.PartnerBodies.Put(tx, b); err != nil {
		return nil, err
	}
	if err := left(tx, b); err != nil {
		return nil, err
	}
	if slices.Contains(fields, "absences") {
		if err := bodyAway(tx, b.ID); err != nil {
			return nil, err
		}
	}
	return b, coverageChanged(tx)
}
