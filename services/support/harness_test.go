package support_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/module"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
	"hup.example/services/support"
)

// bench is the support module on a database of its own, with the demo's directory.
type bench struct {
	t       testing.TB
	service *module.Service
	store   *store.Store
	clock   *clock.Fake

	Companies supportv1.CompanyServiceServer
	Leaders   supportv1.ProjectLeaderServiceServer
	Bodies    supportv1.PartnerBodyServiceServer
	Subjects  supportv1.SubjectServiceServer
	Support   supportv1.SupportServiceServer
	Cases     supportv1.CaseServiceServer
	Referrals supportv1.ReferralServiceServer
	Messages  supportv1.MessageServiceServer
	Deadlines supportv1.DeadlineServiceServer
	Ratings   supportv1.SatisfactionServiceServer
	Rules     supportv1.RoutingRuleServiceServer
	Coverage  supportv1.CoverageServiceServer
	Bulk      supportv1.BulkOperationServiceServer
	Public    supportv1.PublicRequestServiceServer
	Open      supportv1.OpenDataServiceServer
	console   bytes.Buffer
	Access    authv1.AccessServiceServer
	together
	filing
	desks
}

// open starts the module on the database and seeds its directory. Settings are pairs: "search-api-url", "http://…".
func open(t testing.TB, url string, settings ...string) *bench {
	t.Helper()
	ctx, m := t.Context(), support.Module()
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
	b := &bench{t: t, clock: kittest.Clock(), together: together{people: people{}}}
	b.store = store.New(d, b.clock, m.Facts)
	b.service, err = m.Open(module.Host{
		Store: b.store, Signer: page.NewSigner([]byte("key")), Messages: words(t), Log: slog.New(slog.DiscardHandler), Demo: true, Dir: t.TempDir(),
		Peer:   func(string) grpc.ClientConnInterface { return b.people },
		Secret: func(purpose string) []byte { return []byte("secret of " + purpose) }, PublicURL: "https://hup.example.org",
		Console: &b.console,
		Setting: func(name string) string {
			for i := 0; i+1 < len(settings); i += 2 {
				if settings[i] == name {
					return settings[i+1]
				}
			}
			return ""
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.service.Register(b)
	if err := b.service.Seed(ctx); err != nil {
		t.Fatal(err)
	}
	return b
}

func words(t testing.TB) *messages.Catalogue {
	t.Helper()
	c := messages.New()
	if err := c.Add("hup.support", support.Module().Messages); err != nil {
		t.Fatal(err)
	}
	return c
}

// RegisterService implements grpc.ServiceRegistrar: the tests call the servers as the chain of interceptors does.
func (b *bench) RegisterService(_ *grpc.ServiceDesc, impl any) {
	b.together.register(impl)
	b.filing.register(impl)
	b.desks.register(impl)
	switch s := impl.(type) {
	case supportv1.CompanyServiceServer:
		b.Companies = s
	case supportv1.ProjectLeaderServiceServer:
		b.Leaders = s
	case supportv1.PartnerBodyServiceServer:
		b.Bodies = s
	case supportv1.SubjectServiceServer:
		b.Subjects = s
	case supportv1.SupportServiceServer:
		b.Support = s
	case supportv1.CaseServiceServer:
		b.Cases = s
	case supportv1.ReferralServiceServer:
		b.Referrals = s
	case supportv1.MessageServiceServer:
		b.Messages = s
	case supportv1.RoutingRuleServiceServer:
		b.Rules = s
	case supportv1.CoverageServiceServer:
		b.Coverage = s
	case supportv1.DeadlineServiceServer:
		b.Deadlines = s
	case supportv1.BulkOperationServiceServer:
		b.Bulk = s
	case supportv1.PublicRequestServiceServer:
		b.Public = s
	case supportv1.OpenDataServiceServer:
		b.Open = s
	case supportv1.SatisfactionServiceServer:
		b.Ratings = s
	case authv1.AccessServiceServer:
		b.Access = s
	}
}

// as is the context of a call by somebody of a body of Alès, an advisor when no role is given.
func (b *bench) as(body string, roles ...actor.Role) context.Context {
	return b.in("ales", body, roles...)
}

// in is as, in a territory.
func (b *bench) in(territory, body string, roles ...actor.Role) context.Context {
	if len(roles) == 0 {
		roles = []actor.Role{actor.HupAdvisor}
	}
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: "per_" + body, Territory: territory, BodyID: body, Roles: roles})
}

// company is the context of a call by somebody of a company.
func (b *bench) company(id string) context.Context {
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: "per_company", Territory: "ales", CompanyID: id, Roles: []actor.Role{actor.CompanyUser}})
}
