package rpc

import (
	"context"
	"slices"

	"google.golang.org/protobuf/proto"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/page"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// UpdateWebhook changes a webhook. A new address is judged before the transaction: its name has to be resolved.
func (s *Webhooks) UpdateWebhook(ctx context.Context, r *notifyv1.UpdateWebhookRequest) (*notifyv1.Webhook, error) {
	view := s.Store.View(ctx)
	seen, err := visible(view, view.Actor, r.GetWebhook().GetWebhookId())
	if err != nil {
		return nil, err
	}
	edited, fields, err := edit(seen, r)
	if err != nil {
		return nil, err
	}
	if slices.Contains(fields, "targetUrl") && edited.GetTargetUrl() != "" {
		if err := s.Target.Check(ctx, edited.GetTargetUrl()); err != nil {
			return nil, err
		}
	}
	return s.change(ctx, seen.ID, func(tx *kit.Tx, w *domain.Webhook) error {
		edited, fields, err := edit(w, r)
		if err != nil {
			return err
		}
		if err := w.Update(tx.Actor, edited, fields, tx.Now); err != nil || len(w.Facts()) == 0 {
			return err
		}
		return store.Webhooks.Put(tx, w)
	})
}

// edit is the webhook as the call wants it, and the names of the fields that differ.
func edit(w *domain.Webhook, r *notifyv1.UpdateWebhookRequest) (*notifyv1.Webhook, []string, error) {
	edited := proto.Clone(w.State).(*notifyv1.Webhook)
	fields, err := patch.Apply(edited, r.GetWebhook(), r.GetUpdateMask(), "webhook_id", "target_url", "event_types", "description", "status")
	if err != nil || !slices.Contains(fields, "eventTypes") {
		return edited, fields, err
	}
	return edited, fields, app.KnownTypes(edited.GetEventTypes(), "webhook.eventTypes")
}

// ReplayWebhook has the events after a cursor sent again.
func (s *Webhooks) ReplayWebhook(ctx context.Context, r *notifyv1.ReplayWebhookRequest) (*notifyv1.Webhook, error) {
	return s.change(ctx, r.GetWebhookId(), func(tx *kit.Tx, w *domain.Webhook) error {
		return app.ReplayWebhook{Cursors: s.Cursors}.Do(tx, w, r.GetAfter())
	})
}

// RotateWebhookSecret makes a new secret and shows it, once.
func (s *Webhooks) RotateWebhookSecret(ctx context.Context, r *notifyv1.RotateWebhookSecretRequest) (*notifyv1.RotateWebhookSecretResponse, error) {
	overlap := int32(domain.DefaultOverlap)
	if r.OverlapMinutes != nil {
		overlap = r.GetOverlapMinutes()
	}
	// As at creation, the answer that is kept holds the secret sealed.
	answer, err := kit.Write(ctx, s.Store, func(tx *kit.Tx) (*notifyv1.RotateWebhookSecretResponse, error) {
		w, err := s.target(tx, r.GetWebhookId())
		if err != nil {
			return nil, err
		}
		sealed, err := app.RotateSecret{Vault: s.Vault}.Do(tx, w, overlap)
		if err != nil {
			return nil, err
		}
		seen, err := s.answer(&tx.View, w)
		return &notifyv1.RotateWebhookSecretResponse{Webhook: seen, Secret: sealed}, err
	})
	if err != nil {
		return nil, err
	}
	answer.Secret, err = s.Vault.Secret(r.GetWebhookId(), answer.GetSecret())
	return answer, err
}

// PingWebhook sends a test event now and answers how it went. Nothing is kept of it.
func (s *Webhooks) PingWebhook(ctx context.Context, r *notifyv1.PingWebhookRequest) (*notifyv1.WebhookDelivery, error) {
	view := s.Store.View(ctx)
	w, err := visible(view, view.Actor, r.GetWebhookId())
	if err != nil {
		return nil, err
	}
	keys, err := app.SendDelivery{Vault: s.Vault}.Keys(view, w.ID)
	if err != nil {
		return nil, err
	}
	event := app.Ping(w.Territory, w.ID, view.Now)
	body, err := app.JSON(event)
	if err != nil {
		return nil, err
	}
	attempt := s.Target.Send(ctx, app.Message{URL: w.State.GetTargetUrl(), ID: event.GetId(), Body: body, Keys: keys})
	if attempt.GetError() == notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TARGET_REFUSED {
		return nil, errs.Invalid("WEBHOOK_TARGET_REFUSED")
	}
	return present.Resource(ctx, s.Present, &notifyv1.WebhookDelivery{
		DeliveryId: id.New("dlv"), WebhookId: w.ID, Status: app.Outcome(attempt), EventId: event.GetId(), EventType: event.GetType(),
		Attempts: []*notifyv1.WebhookAttempt{attempt}, CreatedTime: attempt.GetTime(), UpdatedTime: attempt.GetTime(),
	}, 0), nil
}

// ListDeliveries lists what was sent to a webhook, and what is to be.
func (s *Webhooks) ListDeliveries(ctx context.Context, r *notifyv1.ListDeliveriesRequest) (*notifyv1.ListDeliveriesResponse, error) {
	view := s.Store.View(ctx)
	w, err := visible(view, view.Actor, r.GetWebhookId())
	if err != nil {
		return nil, err
	}
	found, next, err := store.Deliveries(view, s.Signer, w.ID, r)
	if err != nil {
		return nil, err
	}
	answer := &notifyv1.ListDeliveriesResponse{NextPageToken: next}
	for _, d := range found {
		seen := present.Resource(ctx, s.Present, d.Resource(), 0)
		seen.Cursor = s.Cursors.Of(w.Territory, d.Seq)
		answer.Deliveries = append(answer.Deliveries, seen)
	}
	return answer, page.Trim(answer.GetDeliveries(), r.GetFields())
}
