// Package domain holds the webhook: its states, its rules, and when a delivery is tried again. The state of the aggregate
// is its resource message (docs/adr/0002).
package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Webhook is an address of a body that events are sent to.
type Webhook struct {
	aggregate.Root
	// State is what is known of it, its secrets apart.
	State *notifyv1.Webhook
}

// The facts a webhook states.
type (
	// Created: a body receives events at an address.
	Created struct{ Webhook *notifyv1.Webhook }
	// Updated: fields changed; Fields are their names.
	Updated struct {
		Webhook *notifyv1.Webhook
		Fields  []string
	}
	// Moved: it went from one status to another.
	Moved struct {
		Webhook *notifyv1.Webhook
		From    notifyv1.WebhookStatus
		Reason  notifyv1.WebhookStatusReason
	}
	// Stopped: the platform stopped it, and its owner is to know.
	Stopped struct {
		Webhook     *notifyv1.Webhook
		LastSuccess time.Time
	}
	// Replayed: its owner asked for events again.
	Replayed struct {
		Webhook *notifyv1.Webhook
		After   string
	}
	// SecretRotated: it has a new secret; the one before signs as well for so many minutes.
	SecretRotated struct {
		Webhook        *notifyv1.Webhook
		OverlapMinutes int32
	}
	// Deleted: it is gone.
	Deleted struct{ Webhook *notifyv1.Webhook }
)

// Create makes an active webhook for a body. The caller has checked the address and the types.
func Create(a actor.Actor, said *notifyv1.CreateWebhookRequest, now time.Time) *Webhook {
	w := &Webhook{Root: aggregate.Root{Territory: a.Territory, ID: id.New("whk")}, State: &notifyv1.Webhook{
		Status: active, BodyId: said.GetBodyId(), TargetUrl: said.GetTargetUrl(), EventTypes: said.GetEventTypes(),
		Description: said.GetDescription(), CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
		Secrets: []*notifyv1.WebhookSecret{{CreatedTime: timestamppb.New(now)}},
	}}
	w.State.WebhookId = w.ID
	w.ownedBy(a)
	w.Record(Created{w.State})
	w.Record(Moved{Webhook: w.State, From: notifyv1.WebhookStatus_WEBHOOK_STATUS_UNSPECIFIED})
	return w
}

// ownedBy says whose webhook it is: a client's stops with the client.
func (w *Webhook) ownedBy(a actor.Actor) {
	w.State.ClientId, w.State.CreatedByPersonId = "", ""
	switch a.Kind {
	case actor.Client:
		w.State.ClientId = a.ID
	case actor.Person:
		w.State.CreatedByPersonId = a.ID
	}
}

// Update takes over the changed fields of an edited copy, and its status.
func (w *Webhook) Update(a actor.Actor, edited *notifyv1.Webhook, fields []string, now time.Time) error {
	if edited.GetTargetUrl() == "" {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "targetUrl", Reason: "required"})
	}
	if len(edited.GetEventTypes()) == 0 {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "eventTypes", Reason: "required"})
	}
	if other := without(fields, "status"); len(other) > 0 {
		w.State.TargetUrl, w.State.EventTypes, w.State.Description = edited.GetTargetUrl(), edited.GetEventTypes(), edited.GetDescription()
		w.State.UpdatedTime = timestamppb.New(now)
		w.Record(Updated{w.State, other})
	}
	if !slices.Contains(fields, "status") {
		return nil
	}
	return w.set(a, edited.GetStatus(), now)
}

// set is the status that an owner asks for.
func (w *Webhook) set(a actor.Actor, to notifyv1.WebhookStatus, now time.Time) error {
	switch to {
	case active:
		ended := w.State.GetStatusReason() == notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_CLIENT_ENDED
		if err := w.move(a, "activate", active, notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_UNSPECIFIED, now); err != nil {
			return err
		}
		if ended {
			w.ownedBy(a) // who starts it again answers for it from now on
		}
		return nil
	case disabled:
		return w.move(a, "disable", disabled, notifyv1.WebhookStatusReason_WEBHOOK_STATUS_REASON_OWNER, now)
	}
	return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "status", Reason: "STATUS_REFUSED"})
}

// Suspend stops a webhook whose deliveries fail; it changes nothing when it is stopped already.
func (w *Webhook) Suspend(a actor.Actor, reason notifyv1.WebhookStatusReason, lastSuccess, now time.Time) error {
	if w.State.GetStatus() != active {
		return nil
	}
	if err := w.move(a, "suspend", suspended, reason, now); err != nil {
		return err
	}
	w.State.SuspendedTime = timestamppb.New(now)
	w.Record(Stopped{w.State, lastSuccess})
	return nil
}

// End disables a webhook whose target or client is gone; it changes nothing when it is disabled already.
func (w *Webhook) End(a actor.Actor, reason notifyv1.WebhookStatusReason, lastSuccess, now time.Time) error {
	if w.State.GetStatus() == disabled {
		return nil
	}
	if err := w.move(a, "end", disabled, reason, now); err != nil {
		return err
	}
	w.Record(Stopped{w.State, lastSuccess})
	return nil
}

// Replay says that events are sent again, from after a cursor.
func (w *Webhook) Replay(after string, now time.Time) error {
	if w.State.GetStatus() != active {
		return errs.State("WEBHOOK_NOT_ACTIVE", Machine.Moves(w.State.GetStatus())...)
	}
	w.State.UpdatedTime = timestamppb.New(now)
	w.Record(Replayed{w.State, after})
	return nil
}

// Delete says that the webhook is gone.
func (w *Webhook) Delete() { w.Record(Deleted{w.State}) }

// Active says whether events are sent.
func (w *Webhook) Active() bool { return w.State.GetStatus() == active }

func (w *Webhook) move(a actor.Actor, action string, to notifyv1.WebhookStatus, reason notifyv1.WebhookStatusReason, now time.Time) error {
	from := w.State.GetStatus()
	if err := Machine.Check(from, action, a); err != nil {
		return err
	}
	w.State.Status, w.State.StatusReason, w.State.UpdatedTime = to, reason, timestamppb.New(now)
	w.State.SuspendedTime = nil
	w.Record(Moved{Webhook: w.State, From: from, Reason: reason})
	return nil
}

func without(all []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == one })
}
