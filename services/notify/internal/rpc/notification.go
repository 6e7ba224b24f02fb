package rpc

import (
	"context"
	"fmt"
	"slices"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/mailing"
	"hup.example/services/notify/internal/store"
)

// Notifications answers NotificationService.
type Notifications struct {
	notifyv1.UnimplementedNotificationServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Words   *messages.Catalogue
}

// ListNotifications lists what was sent to the caller, and what is to be.
func (s *Notifications) ListNotifications(ctx context.Context, r *notifyv1.ListNotificationsRequest) (*notifyv1.ListNotificationsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.Notifications(view, s.Signer, view.Actor.ID, r)
	if err != nil {
		return nil, err
	}
	answer := &notifyv1.ListNotificationsResponse{NextPageToken: next}
	for _, n := range found {
		answer.Notifications = append(answer.Notifications, present.Resource(ctx, s.Present, n.Resource(), 0))
	}
	return answer, page.Trim(answer.GetNotifications(), r.GetFields())
}

// GetNotificationPreferences answers what the caller chose.
func (s *Notifications) GetNotificationPreferences(ctx context.Context, _ *notifyv1.GetNotificationPreferencesRequest) (*notifyv1.NotificationPreferences, error) {
	view := s.Store.View(ctx)
	p, err := mailing.PreferencesOf(view, view.Actor.ID)
	if err != nil {
		return nil, err
	}
	return present.Resource(ctx, s.Present, p.State, p.Version), nil
}

// UpdateNotificationPreferences changes what the caller chose.
func (s *Notifications) UpdateNotificationPreferences(ctx context.Context, r *notifyv1.UpdateNotificationPreferencesRequest) (*notifyv1.NotificationPreferences, error) {
	if actor.From(ctx).Kind != actor.Person {
		return nil, errs.Denied("NOT_ALLOWED")
	}
	mute, off := len(r.GetMutedTemplates()) > 0, r.MailOff
	if mask := r.GetUpdateMask().GetPaths(); len(mask) > 0 {
		mute = slices.Contains(mask, "muted_templates")
		if !slices.Contains(mask, "mail_off") {
			off = nil
		}
	}
	if err := s.known(r.GetMutedTemplates()); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*notifyv1.NotificationPreferences, error) {
		p, err := store.Preferences.Target(tx, tx.Actor.ID)
		if errs.Is(err, "NOT_FOUND") {
			p, err = domain.NewPreferences(tx.Actor.Territory, tx.Actor.ID), nil
		}
		if err != nil {
			return nil, err
		}
		p.Choose(off, r.GetMutedTemplates(), mute, tx.Now)
		if err := store.Preferences.Put(tx, p); err != nil {
			return nil, err
		}
		return present.Resource(ctx, s.Present, p.State, p.Version), nil
	})
}

// known refuses templates that no service has words for.
func (s *Notifications) known(templates []string) error {
	var bad []errs.Field
	for i, t := range templates {
		there := slices.ContainsFunc(domain.Sources, func(source string) bool {
			return s.Words.Has("hup."+source, messages.French, "notice."+t+".title")
		})
		if !there {
			bad = append(bad, errs.Field{Path: fmt.Sprintf("mutedTemplates[%d]", i), Reason: "TEMPLATE_UNKNOWN"})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	return nil
}
