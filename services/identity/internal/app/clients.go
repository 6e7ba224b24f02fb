package app

import (
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
)

// CreateClient makes a partner body's system.
type CreateClient struct {
	// ID is empty but for demo data.
	ID string
}

// Do answers the client and its secret, which is known now only; the secret is empty when the sender's request id is known.
func (u CreateClient) Do(tx *kit.Tx, said *identityv1.CreateClientRequest) (*domain.Client, string, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, "", err
	}
	if known != "" {
		c, err := store.Clients.Target(tx, known)
		return c, "", err
	}
	made := secret.New("hup")
	c, err := domain.NewClient(tx.Actor.Territory, u.ID, &identityv1.Client{
		BodyId: said.GetBodyId(), DisplayName: said.GetDisplayName(), Scopes: said.GetScopes(), Zone: said.GetZone(), Kinds: said.GetKinds(),
		ExpiryDate: said.GetExpiryDate(), CreatedByPersonId: tx.Actor.ID,
	}, secret.Hint(made), tx.Now)
	if err != nil {
		return nil, "", err
	}
	if !domain.KeepsClient(tx.Actor, c) {
		return nil, "", errs.Denied("ROLE_MAY_NOT")
	}
	if err := store.Clients.Put(tx, c); err != nil {
		return nil, "", err
	}
	if err := store.AddSecret(tx, c, secret.Hash(made), tx.Now); err != nil {
		return nil, "", err
	}
	if err := schedule.Set(tx, ClientEnds, c.ID, c.Ends()); err != nil {
		return nil, "", err
	}
	return c, made, tx.Made(said.GetClientRequestId(), c.ID)
}

// RotateSecret gives a client a new secret.
type RotateSecret struct{}

// Do answers the new secret, which is known now only.
func (RotateSecret) Do(tx *kit.Tx, c *domain.Client, overlap time.Duration) (string, error) {
	made := secret.New("hup")
	if err := c.Rotate(secret.Hint(made), overlap, tx.Now); err != nil {
		return "", err
	}
	if err := store.Clients.Put(tx, c); err != nil {
		return "", err
	}
	return made, store.AddSecret(tx, c, secret.Hash(made), tx.Now.Add(overlap))
}

// RevokeClient stops a client for ever.
type RevokeClient struct{}

// Do drops its secrets with it.
func (RevokeClient) Do(tx *kit.Tx, c *domain.Client, reason identityv1.ClientRevocationReason) error {
	if err := c.Revoke(reason, tx.Now); err != nil {
		return err
	}
	if err := schedule.Clear(tx, ClientEnds, c.ID); err != nil {
		return err
	}
	return stop(tx, c)
}

// stop puts a client that ended.
func stop(tx *kit.Tx, c *domain.Client) error {
	if err := store.Clients.Put(tx, c); err != nil {
		return err
	}
	return store.RetireSecrets(tx, c, tx.Now)
}
