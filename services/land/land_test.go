package land_test

import (
	"context"
	"log/slog"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/module"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/land"
)

// bench is the land module on a database of its own, beside a support service that the test writes.
type bench struct {
	t       testing.TB
	service *module.Service
	store   *store.Store
	clock   *clock.Fake
	support *support
	// calls are the methods by their full names, as the server gets them.
	calls map[string]func(context.Context, proto.Message) (proto.Message, error)
	// warned is what the last load told of rows that went in.
	warned []module.Refusal

	Requests    landv1.LandRequestServiceServer
	Zones       landv1.ZoneServiceServer
	Plots       landv1.PlotServiceServer
	Premises    landv1.PremisesServiceServer
	Brownfields landv1.BrownfieldServiceServer
	Land        landv1.LandServiceServer
	Risks       landv1.RiskLayerServiceServer
	Options     landv1.OptionServiceServer
	Sales       landv1.LandSaleServiceServer
	Leases      landv1.HostingLeaseServiceServer
	Zan         landv1.ZanEntryServiceServer
	Balance     landv1.LandBalanceServiceServer
	Map         landv1.LandMapServiceServer
}

// open starts the module on the database.
func open(t testing.TB, url string) *bench {
	t.Helper()
	b := &bench{t: t, clock: kittest.Clock(), support: &support{}}
	d := b.dial(url)
	migrated(t, d)
	b.serve(d)
	return b
}

// migrated gives the database the tables of the service.
func migrated(t testing.TB, d *db.DB) {
	t.Helper()
	if err := migrate.Up(t.Context(), d, store.Migrations(), migrate.Set{Table: "migration", Files: land.Module().Migrations}); err != nil {
		t.Fatal(err)
	}
}

var facts = land.Module().Facts

// beside is a second process on the database of the first.
func beside(t testing.TB, first *bench, url string) *bench {
	t.Helper()
	b := &bench{t: t, clock: first.clock, support: first.support}
	b.serve(b.dial(url))
	return b
}

func (b *bench) dial(url string) *db.DB {
	b.t.Helper()
	d, err := db.Open(b.t.Context(), land.Module().Name, url)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = d.Close() })
	return d
}

func (b *bench) serve(d *db.DB) {
	t, m := b.t, land.Module()
	t.Helper()
	if err := d.OpenSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.store = store.New(d, b.clock, m.Facts)
	var err error
	b.service, err = m.Open(module.Host{
		Store: b.store, Signer: page.NewSigner([]byte("key")), Messages: words(t), Log: slog.New(slog.DiscardHandler),
		Peer: func(string) grpc.ClientConnInterface { return b.support }, Demo: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	b.service.Register(b)
}

// said are the messages of one kind in the journal, oldest first.
func said[M proto.Message](b *bench) (found []M) {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT type, payload FROM journal ORDER BY id`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		var payload []byte
		if err := rows.Scan(&name, &payload); err != nil {
			b.t.Fatal(err)
		}
		m, err := journal.Decode(name, payload)
		if err != nil {
			b.t.Fatal(err)
		}
		if m, ok := m.(M); ok {
			found = append(found, m)
		}
	}
	return found
}

func words(t testing.TB) *messages.Catalogue {
	t.Helper()
	c := messages.New()
	if err := c.Add("hup.land", land.Module().Messages); err != nil {
		t.Fatal(err)
	}
	return c
}

// RegisterService implements grpc.ServiceRegistrar: the tests call the servers as the chain of interceptors does.
func (b *bench) RegisterService(desc *grpc.ServiceDesc, impl any) {
	b.keepCalls(desc, impl)
	switch s := impl.(type) {
	case landv1.LandRequestServiceServer:
		b.Requests = s
	case landv1.ZoneServiceServer:
		b.Zones = s
	case landv1.PlotServiceServer:
		b.Plots = s
	case landv1.PremisesServiceServer:
		b.Premises = s
	case landv1.BrownfieldServiceServer:
		b.Brownfields = s
	case landv1.RiskLayerServiceServer:
		b.Risks = s
	case landv1.LandServiceServer:
		b.Land = s
	case landv1.OptionServiceServer:
		b.Options = s
	case landv1.LandSaleServiceServer:
		b.Sales = s
	case landv1.HostingLeaseServiceServer:
		b.Leases = s
	case landv1.ZanEntryServiceServer:
		b.Zan = s
	case landv1.LandBalanceServiceServer:
		b.Balance = s
	case landv1.LandMapServiceServer:
		b.Map = s
	}
}

// as is the context of a call by somebody of a body, an advisor when no role is given.
func (b *bench) as(body string, roles ...actor.Role) context.Context {
	if len(roles) == 0 {
		roles = []actor.Role{actor.HupAdvisor}
	}
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: "per_" + body, Territory: "ales", BodyID: body, Roles: roles})
}

func (b *bench) company(id string) context.Context {
	return actor.With(b.t.Context(), actor.Actor{Kind: actor.Person, ID: "per_company", Territory: "ales", CompanyID: id, Roles: []actor.Role{actor.CompanyUser}})
}

// deliver applies an event of support as its consumer does.
func (b *bench) deliver(typ string, message proto.Message) {
	b.t.Helper()
	data, err := anypb.New(message)
	if err != nil {
		b.t.Fatal(err)
	}
	ctx := actor.With(b.t.Context(), actor.Of("ales", "land"))
	effect, err := b.service.Consumes["support"][typ](ctx, &eventv1.Event{Territory: "ales", Type: typ, Data: data})
	if err != nil {
		b.t.Fatal(err)
	}
	if effect == nil {
		return
	}
	if err := b.store.Update(ctx, effect); err != nil {
		b.t.Fatal(err)
	}
}

// fire fires the timers that are due.
func (b *bench) fire() int {
	b.t.Helper()
	fired, err := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler)).Fire(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return fired
}

// support answers what land asks of support.
type support struct {
	needs     map[string]*supportv1.GetNeedResponse
	companies map[string]*commonv1.CompanySnapshot
	readers   map[string][]string
}

// Invoke implements grpc.ClientConnInterface.
func (s *support) Invoke(_ context.Context, method string, in, out any, _ ...grpc.CallOption) error {
	var answer proto.Message
	switch r := in.(type) {
	case *supportv1.GetNeedRequest:
		if n, ok := s.needs[r.GetNeedId()]; ok {
			answer = n
		}
	case *supportv1.GetCompanySnapshotRequest:
		if c := s.company(r); c != nil {
			answer = c
		}
	case *authv1.CheckAccessRequest:
		allowed := &authv1.CheckAccessResponse{}
		for _, reader := range s.readers[r.GetContextId()] {
			if reader == r.GetBodyId() || reader == r.GetCompanyId() {
				allowed = &authv1.CheckAccessResponse{Allowed: true, Level: authv1.AccessLevel_ACCESS_LEVEL_PARTNER}
			}
		}
		answer = allowed
	}
	if answer == nil {
		return status.Error(codes.NotFound, method)
	}
	proto.Merge(out.(proto.Message), answer)
	return nil
}

// company is the one that is asked for by its id or its SIRET; nil when nobody knows it.
func (s *support) company(r *supportv1.GetCompanySnapshotRequest) *commonv1.CompanySnapshot {
	for _, c := range s.companies {
		if r.GetCompanyId() == "" && c.GetSiret() == r.GetSiret() {
			return c
		}
	}
	return s.companies[r.GetCompanyId()]
}

// NewStream implements grpc.ClientConnInterface; land opens none.
func (s *support) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, status.Error(codes.Unimplemented, "no streams")
}

// must fails the test on an error and passes the value on.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func masked(paths ...string) *fieldmaskpb.FieldMask { return &fieldmaskpb.FieldMask{Paths: paths} }
