package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// KeepBody adds and changes training bodies.
type KeepBody struct{ Bodies TrainingBodies }

// Add answers the body made before when the sender's own request id is known.
func (u KeepBody) Add(tx *store.Tx, said *trainingv1.TrainingBody) (*domain.TrainingBody, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Bodies.Get(tx, known)
	}
	if err := Canonical(said); err != nil {
		return nil, err
	}
	if said.GetBodyId() == "" {
		said.BodyId = tx.Actor.BodyID
	}
	said.ExternalReferences = domain.References(tx.Actor, nil, said.GetExternalReferences())
	b, err := domain.AddBody(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Bodies.Put(tx, b); err != nil {
		return nil, err
	}
	return b, tx.Made(said.GetClientRequestId(), b.ID)
}

// Change changes the fields of the mask, or those present without one.
func (u KeepBody) Change(tx *store.Tx, b *domain.TrainingBody, asked *trainingv1.UpdateTrainingBodyRequest) error {
	if err := b.MayChange(tx.Actor); err != nil {
		return err
	}
	said := asked.GetTrainingBody()
	if err := Canonical(said); err != nil {
		return err
	}
	if len(said.GetExternalReferences()) > 0 {
		said.ExternalReferences = domain.References(tx.Actor, b.State.GetExternalReferences(), said.GetExternalReferences())
	}
	from := b.State.GetStatus()
	changed, err := patch.Apply(b.State, said, asked.GetUpdateMask(), "training_body_id", domain.BodyFields...)
	if err != nil {
		return err
	}
	return b.Changed(tx.Actor, from, changed, tx.Now)
}
