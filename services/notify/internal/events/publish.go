// Package events says what notify states to the others, and what it does when others state something.
package events

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyeventv1 "hup.example/proto/gen/go/hup/notify/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	switch f := fact.(type) {
	case domain.Created:
		return store.Entry{Message: &notifyeventv1.WebhookCreated{
			WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId(), ClientId: f.Webhook.GetClientId(), EventTypes: f.Webhook.GetEventTypes(),
		}}, nil
	case domain.Updated:
		return store.Entry{Message: &notifyeventv1.WebhookUpdated{
			WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId(), ChangedFields: f.Fields,
		}}, nil
	case domain.Moved:
		return moved(f), nil
	case domain.Stopped:
		return store.Entry{Reason: f.Webhook.GetStatusReason().String(), Message: &notifyeventv1.WebhookSuspended{
			WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId(), ReasonCode: f.Webhook.GetStatusReason().String(),
			LastSuccessTime: timeOf(f.LastSuccess),
		}}, nil
	case domain.Replayed:
		return store.Entry{Message: &notifyeventv1.WebhookReplayed{
			WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId(), After: f.After,
		}}, nil
	case domain.SecretRotated:
		return store.Entry{Message: &notifyeventv1.WebhookSecretRotated{
			WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId(), OverlapMinutes: f.OverlapMinutes,
		}}, nil
	case domain.Deleted:
		return store.Entry{Message: &notifyeventv1.WebhookDeleted{WebhookId: f.Webhook.GetWebhookId(), BodyId: f.Webhook.GetBodyId()}}, nil
	case domain.PreferencesChanged:
		return store.Entry{Message: &notifyeventv1.NotificationPreferencesChanged{
			PersonId: f.Preferences.GetPersonId(), MailOff: f.Preferences.GetMailOff(), MutedTemplates: f.Preferences.GetMutedTemplates(),
		}}, nil
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

func moved(f domain.Moved) store.Entry {
	m := &notifyeventv1.WebhookStatusChanged{WebhookId: f.Webhook.GetWebhookId(), NewStatus: f.Webhook.GetStatus().String()}
	if f.From != notifyv1.WebhookStatus_WEBHOOK_STATUS_UNSPECIFIED {
		m.OldStatus = f.From.String()
	}
	if f.Reason != notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_UNSPECIFIED {
		m.ReasonCode = f.Reason.String()
	}
	return store.Entry{Message: m, Reason: m.GetReasonCode()}
}

// timeOf is nil for an instant that never was.
func timeOf(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}
