package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/module"
	"hup.example/services/notify"
	"hup.example/services/support"
)

// Nobody listens at the targets: what is proven of deliveries is proven in the service, against real receivers.
func TestNotify_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module: notify.Module(),
		Beside: []module.Module{support.Module()},
		Resources: []conformance.Resource{{
			By: conformance.Person(conformance.Own, actor.BodyManager),
			Create: func(_ *conformance.World, n int) proto.Message {
				return &notifyv1.CreateWebhookRequest{TargetUrl: fmt.Sprint("http://127.0.0.1:1/hook/", n), EventTypes: []string{"hup.land.*"}}
			},
			Change: func(_ *conformance.World, id string) proto.Message {
				return &notifyv1.UpdateWebhookRequest{Webhook: &notifyv1.Webhook{WebhookId: id, EventTypes: []string{"hup.training.*"}}, UpdateMask: mask("event_types")}
			},
		}},
		Settings: map[string]string{"webhook-allow-private": "true", "webhooks-per-body": "1000"},
		Trigger:  openCase,
		Counters: []string{"feed_counter"},
	})
}
