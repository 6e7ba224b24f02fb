// Package notify is the service of what goes out: the partners' feed of events, the webhooks that it is sent to, and the
// mails to people.
package notify

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"google.golang.org/grpc"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	"hup.example/services/kit/schedule"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/deliver"
	"hup.example/services/notify/internal/events"
	"hup.example/services/notify/internal/mailing"
	"hup.example/services/notify/internal/rpc"
)

//go:embed migrations/*.sql messages/*.toml
var files embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "notify",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Facts:      events.Facts,
		Open:       open,
	}
}

func open(h module.Host) (*module.Service, error) {
	vault, err := app.NewVault(h.Secret("webhook secrets"))
	if err != nil {
		return nil, err
	}
	perBody, err := webhooksPerBody(h.Setting("webhooks-per-body"))
	if err != nil {
		return nil, err
	}
	cursors := app.Cursors{Key: h.Secret("feed cursors")}
	target := deliver.NewTarget(h.Store.Clock(), h.Setting("webhook-allow-private") == "true")
	webhooks := &rpc.Webhooks{
		Store: h.Store, Signer: h.Signer, Present: present.New(h.Messages, "notify"),
		Create: app.CreateWebhook{Vault: vault, Max: perBody}, Vault: vault, Cursors: cursors, Target: target,
	}
	feed := &rpc.Feed{Store: h.Store, Cursors: cursors}
	dispatcher := deliver.NewDispatcher(h.Store, target, app.SendDelivery{Vault: vault}, h.Log)
	mailer, err := mail.Of(h.Setting, h.Demo, h.Console)
	if err != nil {
		return nil, err
	}
	mails := run.NewLoop(h.Log, "mails", mailsEvery, sender(h, mailer).Step)
	notifications := &rpc.Notifications{Store: h.Store, Signer: h.Signer, Present: present.New(h.Messages, "notify"), Words: h.Messages}
	return &module.Service{
		Register: func(r grpc.ServiceRegistrar) {
			notifyv1.RegisterNotificationServiceServer(r, notifications)
			notifyv1.RegisterWebhookServiceServer(r, webhooks)
			notifyv1.RegisterPartnerFeedServiceServer(r, feed)
		},
		Consumes: events.Consumes(app.TakeNotice{Wake: mails.Wake}),
		Timers: map[string]schedule.Handler{
			app.RetentionTimer: app.PruneFeed,
			app.ReplayTimer:    app.ContinueReplay,
		},
		Work: []run.Part{dispatcher.Part(), led(h, mails)},
	}, nil
}

// mailsEvery is how often somebody looks for mails that another process took, or that are due again.
const mailsEvery = 2 * time.Second

// sender sends the messages to people.
func sender(h module.Host, mailer mail.Mailer) *mailing.Sender {
	support := h.Peer("support")
	return &mailing.Sender{
		Store: h.Store, Mailer: mailer, Identity: identityv1.NewIdentityServiceClient(h.Peer("identity")), Support: supportv1.NewSupportServiceClient(support),
		Surveys: supportv1.NewSatisfactionServiceClient(support), Access: access.NewChecker(support), Words: h.Messages, PublicURL: h.PublicURL, Log: h.Log,
	}
}

// led runs a loop in one process at a time.
func led(h module.Host, loop *run.Loop) run.Part {
	return run.Part{Name: "mails", Work: func(ctx context.Context) error {
		h.Store.DB().Lead(ctx, "mails", func(ctx context.Context) { _ = loop.Work(ctx) }) // a loop never fails
		return nil
	}}
}

func webhooksPerBody(setting string) (int, error) {
	if setting == "" {
		return app.WebhooksPerBody, nil
	}
	n, err := strconv.Atoi(setting)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("--webhooks-per-body %s: write a number from 1", setting)
	}
	return n, nil
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
