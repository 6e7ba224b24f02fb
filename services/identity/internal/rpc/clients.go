package rpc

import (
	"context"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
)

// Clients answers ClientService.
type Clients struct {
	identityv1.UnimplementedClientServiceServer
	Store     *kit.Store
	Signer    *page.Signer
	Present   *present.Presenter
	Directory *directory.Directory
}

// GetClient answers a client that the caller may know.
func (s *Clients) GetClient(ctx context.Context, r *identityv1.GetClientRequest) (*identityv1.Client, error) {
	view := s.Store.View(ctx)
	c, err := store.Clients.Get(view, r.GetClientId())
	if err != nil {
		return nil, err
	}
	if !domain.SeesClient(view.Actor, c) {
		return nil, errs.NotFound("client")
	}
	seen, err := s.answer(view, c)
	if err != nil {
		return nil, err
	}
	return seen, page.Trim([]*identityv1.Client{seen}, r.GetFields())
}

// ListClients lists the clients that the caller may know.
func (s *Clients) ListClients(ctx context.Context, r *identityv1.ListClientsRequest) (*identityv1.ListClientsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.Clients, store.ClientList, s.Signer, r, store.ClientsSeen(view.Actor)...)
	if err != nil {
		return nil, err
	}
	answer := &identityv1.ListClientsResponse{NextPageToken: next}
	for _, c := range found {
		seen, err := s.answer(view, c)
		if err != nil {
			return nil, err
		}
		answer.Clients = append(answer.Clients, seen)
	}
	return answer, page.Trim(answer.GetClients(), r.GetFields())
}

// CreateClient makes a client and answers its secret, once.
func (s *Clients) CreateClient(ctx context.Context, r *identityv1.CreateClientRequest) (*identityv1.CreateClientResponse, error) {
	if err := s.bodyExists(ctx, r.GetBodyId()); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.CreateClientResponse, error) {
		c, secret, err := app.CreateClient{}.Do(tx, r)
		if err != nil {
			return nil, err
		}
		seen, err := s.answer(&tx.View, c)
		return &identityv1.CreateClientResponse{Client: seen, ClientSecret: secret}, err
	})
}

// bodyExists asks the directory, before the transaction. A body that has members exists.
func (s *Clients) bodyExists(ctx context.Context, bodyID string) error {
	view := s.Store.View(ctx)
	if known, err := store.BodyKnown(view, bodyID); err != nil || known {
		return err
	}
	_, err := s.Directory.BodyName(ctx, view.Actor.Territory, bodyID)
	return err
}

// RotateClientSecret makes a new secret and answers it, once.
func (s *Clients) RotateClientSecret(ctx context.Context, r *identityv1.RotateClientSecretRequest) (*identityv1.RotateClientSecretResponse, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.RotateClientSecretResponse, error) {
		c, err := s.kept(tx, r.GetClientId())
		if err != nil {
			return nil, err
		}
		secret, err := app.RotateSecret{}.Do(tx, c, time.Duration(r.GetOverlapMinutes())*time.Minute)
		if err != nil {
			return nil, err
		}
		seen, err := s.answer(&tx.View, c)
		return &identityv1.RotateClientSecretResponse{Client: seen, ClientSecret: secret}, err
	})
}

// RevokeClient stops a client for ever.
func (s *Clients) RevokeClient(ctx context.Context, r *identityv1.RevokeClientRequest) (*identityv1.Client, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*identityv1.Client, error) {
		c, err := s.kept(tx, r.GetClientId())
		if err != nil {
			return nil, err
		}
		if err := (app.RevokeClient{}).Do(tx, c, r.GetReason()); err != nil {
			return nil, err
		}
		return s.answer(&tx.View, c)
	})
}

// kept reads a client that the caller runs.
func (s *Clients) kept(tx *kit.Tx, clientID string) (*domain.Client, error) {
	c, err := store.Clients.Target(tx, clientID)
	if err != nil {
		return nil, err
	}
	if !domain.KeepsClient(tx.Actor, c) {
		return nil, errs.NotFound("client")
	}
	return c, nil
}

// answer is the client as the caller sees it: its valid secrets only, by their hints.
func (s *Clients) answer(v *kit.View, c *domain.Client) (*identityv1.Client, error) {
	used, err := store.LastUse(v, c.ID)
	if err != nil {
		return nil, err
	}
	seen := present.Resource(v.Ctx, s.Present, c.State, c.Version)
	seen.Secrets = domain.ValidSecrets(seen, v.Now)
	seen.LastUsedTime = timestamp(used)
	seen.AllowedActions = domain.ClientActions(v.Actor, c)
	return seen, nil
}
