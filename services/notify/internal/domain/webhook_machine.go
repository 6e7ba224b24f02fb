package domain

import (
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a webhook, as short names.
const (
	active    = notifyv1.WebhookStatus_WEBHOOK_STATUS_ACTIVE
	suspended = notifyv1.WebhookStatus_WEBHOOK_STATUS_SUSPENDED
	disabled  = notifyv1.WebhookStatus_WEBHOOK_STATUS_DISABLED
)

// keepers look after webhooks: of their own body, or of all when they are of the platform.
var keepers = []actor.Role{actor.BodyManager, actor.HupCoordinator, actor.PlatformAdmin, actor.PartnerAPI}

// Machine is the state machine of a webhook. The platform alone suspends and ends.
var Machine = machine.Machine[notifyv1.WebhookStatus]{
	{Action: "suspend", From: []notifyv1.WebhookStatus{active}, To: suspended},
	{Action: "end", From: []notifyv1.WebhookStatus{active, suspended}, To: disabled},
	{Action: "disable", From: []notifyv1.WebhookStatus{active, suspended}, To: disabled, By: keepers},
	{Action: "activate", From: []notifyv1.WebhookStatus{suspended, disabled}, To: active, By: keepers},
}

// Actions are what a keeper may do next.
func (w *Webhook) Actions(a actor.Actor) []string {
	actions := []string{"update", "delete", "ping", "rotateSecret"}
	if w.Active() {
		actions = append(actions, "replay")
	}
	return append(actions, Machine.Allowed(w.State.GetStatus(), a)...)
}

// Keeps says whether the actor may see and change the webhook of a body: its own, or all for those of the platform.
func Keeps(a actor.Actor, bodyID string) bool {
	return a.BodyID != "" && a.BodyID == bodyID || KeepsAll(a)
}

// KeepsAll says whether the actor looks after the webhooks of all bodies of its territory.
func KeepsAll(a actor.Actor) bool { return a.Has(actor.HupCoordinator, actor.PlatformAdmin) }
