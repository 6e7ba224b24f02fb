// Package rpc answers the gRPC calls of notify.
package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// Webhooks answers WebhookService.
type Webhooks struct {
	notifyv1.UnimplementedWebhookServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Create  app.CreateWebhook
	Vault   *app.Vault
	Cursors app.Cursors
	Target  app.Target
}

// CreateWebhook makes a webhook and shows its secret, once.
func (s *Webhooks) CreateWebhook(ctx context.Context, r *notifyv1.CreateWebhookRequest) (*notifyv1.CreateWebhookResponse, error) {
	a := actor.From(ctx)
	if r.GetBodyId() == "" {
		r.BodyId = a.BodyID
	}
	if !domain.Keeps(a, r.GetBodyId()) {
		return nil, errs.Denied("NOT_ALLOWED")
	}
	if err := app.KnownTypes(r.GetEventTypes(), "eventTypes"); err != nil {
		return nil, err
	}
	if err := s.Target.Check(ctx, r.GetTargetUrl()); err != nil {
		return nil, err
	}
	// The answer that an idempotency key keeps holds the secret sealed; it is opened on its way out.
	answer, err := kit.Write(ctx, s.Store, func(tx *kit.Tx) (*notifyv1.CreateWebhookResponse, error) {
		w, sealed, err := s.Create.Do(tx, r)
		if err != nil {
			return nil, err
		}
		seen, err := s.answer(&tx.View, w)
		return &notifyv1.CreateWebhookResponse{Webhook: seen, Secret: sealed}, err
	})
	if err != nil {
		return nil, err
	}
	answer.Secret, err = s.Vault.Secret(answer.GetWebhook().GetWebhookId(), answer.GetSecret())
	return answer, err
}

// GetWebhook answers one webhook, never a secret.
func (s *Webhooks) GetWebhook(ctx context.Context, r *notifyv1.GetWebhookRequest) (*notifyv1.Webhook, error) {
	view := s.Store.View(ctx)
	w, err := visible(view, view.Actor, r.GetWebhookId())
	if err != nil {
		return nil, err
	}
	return s.answer(view, w)
}

// ListWebhooks lists the webhooks of the caller's body, or of all for those of the platform.
func (s *Webhooks) ListWebhooks(ctx context.Context, r *notifyv1.ListWebhooksRequest) (*notifyv1.ListWebhooksResponse, error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if !domain.KeepsAll(view.Actor) {
		scope = []page.Cond{{SQL: "t.body_id = ?", Args: []any{view.Actor.BodyID}}}
	}
	found, next, err := page.Of(view, store.Webhooks, store.WebhookList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &notifyv1.ListWebhooksResponse{NextPageToken: next}
	for _, w := range found {
		seen, err := s.answer(view, w)
		if err != nil {
			return nil, err
		}
		answer.Webhooks = append(answer.Webhooks, seen)
	}
	return answer, page.Trim(answer.GetWebhooks(), r.GetFields())
}

// DeleteWebhook removes a webhook and what waits to be sent to it.
func (s *Webhooks) DeleteWebhook(ctx context.Context, r *notifyv1.DeleteWebhookRequest) (*emptypb.Empty, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*emptypb.Empty, error) {
		w, err := s.target(tx, r.GetWebhookId())
		if err != nil {
			return nil, err
		}
		w.Delete()
		return &emptypb.Empty{}, store.DropWebhook(tx, w)
	})
}

// target is the webhook that a command names.
func (s *Webhooks) target(tx *kit.Tx, webhookID string) (*domain.Webhook, error) {
	if _, err := visible(tx, tx.Actor, webhookID); err != nil {
		return nil, err
	}
	return store.Webhooks.Target(tx, webhookID)
}

// change applies a command to the webhook that the call names.
func (s *Webhooks) change(ctx context.Context, webhookID string, command func(*kit.Tx, *domain.Webhook) error) (*notifyv1.Webhook, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*notifyv1.Webhook, error) {
		w, err := s.target(tx, webhookID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, w); err != nil {
			return nil, err
		}
		return s.answer(&tx.View, w)
	})
}

// answer is the webhook as this caller sees it, with how its deliveries go.
func (s *Webhooks) answer(v *kit.View, w *domain.Webhook) (*notifyv1.Webhook, error) {
	seen := present.Resource(v.Ctx, s.Present, w.State, w.Version)
	seen.AllowedActions = w.Actions(v.Actor)
	seen.Secrets = domain.ValidSecrets(seen.GetSecrets(), v.Now)
	h, err := store.HealthOf(v, w.ID)
	if err != nil {
		return nil, err
	}
	seen.LastSuccessTime, seen.LastFailureTime, seen.ConsecutiveFailureCount = timeOf(h.Success), timeOf(h.Failure), h.Failures
	if h.Seq > 0 {
		seen.Cursor = s.Cursors.Of(w.Territory, h.Seq)
	}
	seen.PendingDeliveryCount, err = store.CountWaiting(v, w.ID)
	return seen, err
}

func timeOf(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// visible is a webhook that the caller looks after; any other does not exist for it.
func visible(from kit.Source, a actor.Actor, webhookID string) (*domain.Webhook, error) {
	w, err := store.Webhooks.Get(from, webhookID)
	if err == nil && domain.Keeps(a, w.State.GetBodyId()) {
		return w, nil
	}
	if err == nil || errs.Is(err, "NOT_FOUND") {
		unknown := errs.NotFound("webhook")
		unknown.Reason = "WEBHOOK_NOT_FOUND"
		return nil, unknown
	}
	return nil, err
}
