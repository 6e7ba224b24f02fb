package notify_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/host"
	"hup.example/services/kit/id"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/module"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/notify"
)

// bench is the notify module on a database of its own.
type bench struct {
	t       *testing.T
	service *module.Service
	store   *store.Store
	clock   *clock.Fake
	seqs    map[string]int64

	Webhooks notifyv1.WebhookServiceServer
	Feed     notifyv1.PartnerFeedServiceServer
	Told     notifyv1.NotificationServiceServer
	others   others
}

// open starts the module; private receivers are allowed unless strict.
func open(t *testing.T, url string, strict bool) *bench {
	t.Helper()
	return openWith(t, url, map[string]string{"webhook-allow-private": fmt.Sprint(!strict)})
}

func openWith(t *testing.T, url string, settings map[string]string) *bench {
	t.Helper()
	ctx, m := t.Context(), notify.Module()
	d, err := db.Open(ctx, m.Name, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := migrate.Up(ctx, d, store.Migrations(), migrate.Set{Table: "migration", Files: m.Migrations}); err != nil {
		t.Fatal(err)
	}
	if err := d.OpenSearch(ctx); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, clock: kittest.Clock(), seqs: map[string]int64{}}
	b.store = store.New(d, b.clock, m.Facts)
	b.service, err = m.Open(module.Host{
		Store: b.store, Signer: page.NewSigner([]byte("key")), Messages: words(t), Log: slog.New(slog.DiscardHandler),
		Secret:  func(purpose string) []byte { return host.Derive([]byte("installation"), purpose) },
		Setting: func(name string) string { return settings[name] }, PublicURL: "https://hup.example.org",
		Peer: func(string) grpc.ClientConnInterface { return &b.others },
	})
	if err != nil {
		t.Fatal(err)
	}
	b.service.Register(b)
	return b
}

func words(t *testing.T) *messages.Catalogue {
	t.Helper()
	c := messages.New()
	if err := errors.Join(c.Add("hup.notify", notify.Module().Messages), c.Add("hup.support", wordsOfSupport)); err != nil {
		t.Fatal(err)
	}
	return c
}

// RegisterService implements grpc.ServiceRegistrar: the tests call the servers as the chain of interceptors does.
func (b *bench) RegisterService(_ *grpc.ServiceDesc, impl any) {
	switch s := impl.(type) {
	case notifyv1.WebhookServiceServer:
		b.Webhooks = s
	case notifyv1.NotificationServiceServer:
		b.Told = s
	case notifyv1.PartnerFeedServiceServer:
		b.Feed = s
	}
}

// work runs the dispatcher until stop is called.
func (b *bench) work() (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- b.service.Work[0].Work(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := kittest.Receive(b.t, done); err != nil {
			b.t.Error(err)
		}
	})
	b.t.Cleanup(stop)
	return stop
}

// pass moves the clock and has the dispatcher look.
func (b *bench) pass(d time.Duration) {
	b.clock.Advance(d)
	b.store.DB().Committed()
}

// fire fires the timers that are due, until none is.
func (b *bench) fire() {
	b.t.Helper()
	runner := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler))
	for {
		fired, err := runner.Fire(b.t.Context())
		if err != nil {
			b.t.Fatal(err)
		}
		if fired == 0 {
			return
		}
	}
}

// manager is the context of a call by a manager of a body of Alès.
func (b *bench) manager(body string) context.Context {
	return b.as(actor.Actor{Kind: actor.Person, ID: "per_" + body, BodyID: body, Roles: []actor.Role{actor.BodyManager}})
}

func (b *bench) coordinator() context.Context {
	return b.as(actor.Actor{Kind: actor.Person, ID: "per_hup", BodyID: "hup", Roles: []actor.Role{actor.HupCoordinator}})
}

// client is the context of a call by the client of a body.
func (b *bench) client(body string) context.Context {
	return b.as(actor.Actor{Kind: actor.Client, ID: "cli_" + body, BodyID: body, Scopes: []string{"events.read", "webhooks.write"}})
}

func (b *bench) as(a actor.Actor) context.Context {
	if a.Territory == "" {
		a.Territory = "ales"
	}
	return actor.With(b.t.Context(), a)
}

// event is a fact of a source, as its relay sends it.
func (b *bench) event(source, subject string, m proto.Message) *eventv1.Event {
	b.t.Helper()
	data, err := anypb.New(m)
	if err != nil {
		b.t.Fatal(err)
	}
	b.seqs[source]++
	return &eventv1.Event{
		Id: id.New("evt"), Type: journal.TypeOf(source, m), Source: source, Territory: "ales", AggregateId: subject, Version: 1,
		PubSeq: b.seqs[source], Time: timestamppb.New(b.clock.Now()), Traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Data: data,
	}
}

// state applies events as the consumers do, in one transaction.
func (b *bench) state(events ...*eventv1.Event) {
	b.t.Helper()
	err := b.store.Update(b.t.Context(), func(tx *store.Tx) error {
		for _, e := range events {
			effect, err := b.service.Consumes[e.GetSource()][inbox.Every](tx.Ctx, e)
			if err != nil {
				return err
			}
			if effect == nil {
				continue
			}
			if err := effect(tx.As(actor.Of(e.GetTerritory(), e.GetSource()))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// readers is the fact that the bodies may see a case from now on.
func (b *bench) readers(caseID string, version int64, bodies ...string) *eventv1.Event {
	return b.event("support", caseID, &supporteventv1.CaseAccessChanged{CaseId: caseID, Version: version, ReaderBodyIds: bodies})
}

// received is the fact that a case came in.
func (b *bench) received(caseID string) *eventv1.Event {
	return b.event("support", caseID, &supporteventv1.CaseReceived{
		CaseId: caseID, Number: "HUP-2026-000001", SubjectCodes: []string{"land.premises"}, CommuneCode: "30007", Status: "CASE_STATUS_RECEIVED",
	})
}

// read answers what a caller reads of the feed after a cursor.
func (b *bench) read(ctx context.Context, after string, types ...string) *notifyv1.ListFeedEventsResponse {
	b.t.Helper()
	answer, err := b.Feed.ListFeedEvents(ctx, &notifyv1.ListFeedEventsRequest{After: after, EventTypes: types})
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// create makes a webhook of the caller's body.
func (b *bench) create(ctx context.Context, target string, types ...string) *notifyv1.CreateWebhookResponse {
	b.t.Helper()
	if len(types) == 0 {
		types = []string{"hup.support.case_received.v1"}
	}
	made, err := b.Webhooks.CreateWebhook(ctx, &notifyv1.CreateWebhookRequest{TargetUrl: target, EventTypes: types})
	if err != nil {
		b.t.Fatal(err)
	}
	return made
}

// webhook reads a webhook again.
func (b *bench) webhook(ctx context.Context, webhookID string) *notifyv1.Webhook {
	b.t.Helper()
	w, err := b.Webhooks.GetWebhook(ctx, &notifyv1.GetWebhookRequest{WebhookId: webhookID})
	if err != nil {
		b.t.Fatal(err)
	}
	return w
}

// deliveries lists those of a webhook, newest first.
func (b *bench) deliveries(ctx context.Context, webhookID string) []*notifyv1.WebhookDelivery {
	b.t.Helper()
	answer, err := b.Webhooks.ListDeliveries(ctx, &notifyv1.ListDeliveriesRequest{WebhookId: webhookID})
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.GetDeliveries()
}

// engines runs a test of the module on both engines.
func engines(t *testing.T, test func(t *testing.T, b *bench)) {
	kittest.Engines(t, func(t *testing.T, url string) { test(t, open(t, url, false)) })
}

const caseA, caseB = "cas_01j00000000000000000000001", "cas_01j00000000000000000000002"
