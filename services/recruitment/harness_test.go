package recruitment_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/module"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/kit/validate"
	"hup.example/services/recruitment"
)

const (
	caseID    = "cas_00000000000000000000000001"
	needID    = "nee_00000000000000000000000001"
	companyID = "com_00000000000000000000000001"
	otherFirm = "com_00000000000000000000000002"
	siret     = "51472700700049"
)

var (
	advisor     = person("per_1", "plie", actor.HupAdvisor)
	stranger    = person("per_2", "cci", actor.HupAdvisor)
	coordinator = person("per_3", "hup", actor.HupCoordinator)
	jobseeker   = person("per_4", "plie", actor.Jobseeker)
	company     = firm("per_5", companyID)
	competitor  = firm("per_6", otherFirm)
)

func person(id, body string, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, ID: id, MembershipID: "mem_" + id, Territory: "ales", BodyID: body, Roles: []actor.Role{role}}
}

func firm(id, companyID string) actor.Actor {
	a := person(id, "", actor.CompanyUser)
	a.CompanyID = companyID
	return a
}

// directory is the part of the support service that recruitment calls, over the real transport.
type directory struct {
	supportv1.UnimplementedSupportServiceServer
	authv1.UnimplementedAccessServiceServer
	needs     map[string]*supportv1.GetNeedResponse
	companies map[string]*commonv1.CompanySnapshot
	readers   map[string]map[string]bool
	away      bool
}

// GetNeed implements the service.
func (d *directory) GetNeed(_ context.Context, r *supportv1.GetNeedRequest) (*supportv1.GetNeedResponse, error) {
	if n, ok := d.needs[r.GetNeedId()]; ok {
		return proto.Clone(n).(*supportv1.GetNeedResponse), nil
	}
	return nil, errs.NotFound("company")
}

// GetCompanySnapshot implements the service.
func (d *directory) GetCompanySnapshot(_ context.Context, r *supportv1.GetCompanySnapshotRequest) (*commonv1.CompanySnapshot, error) {
	for _, c := range d.companies {
		if c.GetCompanyId() == r.GetCompanyId() || r.GetSiret() != "" && c.GetSiret() == r.GetSiret() {
			return proto.Clone(c).(*commonv1.CompanySnapshot), nil
		}
	}
	return nil, errs.NotFound("company")
}

// CheckAccess implements the service.
func (d *directory) CheckAccess(_ context.Context, r *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
	if d.away {
		return nil, errs.Unavailable("PART_UNAVAILABLE")
	}
	seen := d.readers[r.GetContextId()]
	allowed := seen[r.GetBodyId()] || seen[r.GetCompanyId()]
	return &authv1.CheckAccessResponse{Allowed: allowed, Level: authv1.AccessLevel_ACCESS_LEVEL_PARTNER}, nil
}

// world is the service on one engine, called through the whole chain.
type world struct {
	t         *testing.T
	store     *store.Store
	clock     *clock.Fake
	issuer    *authntest.Issuer
	service   *module.Service
	directory *directory
	needs     recruitmentv1.RecruitmentNeedServiceClient
	figures   recruitmentv1.RecruitmentServiceClient
	peers     *rpc.Peers
}

// engines runs the test on both.
func engines(t *testing.T, test func(t *testing.T, w *world)) {
	kittest.Engines(t, func(t *testing.T, url string) { test(t, open(t, url)) })
}

func open(t *testing.T, url string) *world {
	t.Helper()
	m := recruitment.Module()
	d, err := db.Open(t.Context(), m.Name, url)
	if err == nil {
		t.Cleanup(func() { _ = d.Close() })
		err = migrate.Up(t.Context(), d, store.Migrations(), migrate.Set{Table: "migration", Files: m.Migrations})
	}
	if err == nil {
		err = d.OpenSearch(t.Context())
	}
	words := messages.New()
	if err == nil {
		err = words.Add("hup."+m.Name, m.Messages)
	}
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, clock: kittest.Clock(), directory: &directory{}}
	w.issuer, w.store = authntest.New(w.clock), store.New(d, w.clock, m.Facts)
	log := slog.New(slog.DiscardHandler)
	server := rpc.New(rpc.Config{
		Verifier: w.issuer.Verifier(), Rules: authz.Load(), Validator: validate.New(reference.Check), Messages: words, Clock: w.clock, Log: log,
	})
	supportv1.RegisterSupportServiceServer(server, w.directory)
	authv1.RegisterAccessServiceServer(server, w.directory)
	w.peers = rpc.NewPeers(server, w.issuer.ServiceTokens(m.Name), nil, nil)
	w.service, err = m.Open(module.Host{Store: w.store, Signer: page.NewSigner([]byte("key")), Messages: words, Log: log, Peer: w.peers.Conn})
	if err != nil {
		t.Fatal(err)
	}
	w.service.Register(server)
	w.needs, w.figures = recruitmentv1.NewRecruitmentNeedServiceClient(server.Conn()), recruitmentv1.NewRecruitmentServiceClient(w.peers.Conn(m.Name))
	w.directory.seed()
	return w
}

func (d *directory) seed() {
	c := &commonv1.CompanySnapshot{CompanyId: companyID, Siret: siret, Name: "Chaudronnerie Cévenole", CommuneCode: "30007"}
	d.companies = map[string]*commonv1.CompanySnapshot{companyID: c}
	d.readers = map[string]map[string]bool{caseID: {"plie": true, companyID: true}}
	d.needs = map[string]*supportv1.GetNeedResponse{needID: {
		Company: c, LeadBodyId: "plie", CaseLink: &commonv1.CaseLink{CaseId: caseID, CaseNumber: "HUP-2026-000001", NeedId: needID},
		Need: &supportv1.Need{NeedId: needID, Description: "Un soudeur", Recruitment: welder()},
	}}
}

func welder() *commonv1.HiringNeed {
	return &commonv1.HiringNeed{
		RomeCode: "H2913", Title: "Soudeur H/F", PositionCount: 2, ContractKind: commonv1.ContractKind_CONTRACT_KIND_CDI, CommuneCode: "30007",
	}
}

// as is the context of a call of somebody.
func (w *world) as(a actor.Actor, pairs ...string) context.Context {
	return metadata.AppendToOutgoingContext(w.t.Context(), append(pairs, rpc.Authorization, "Bearer "+w.issuer.Mint(a))...)
}

// event applies what support states, as the inbox does.
func (w *world) event(kind string, m proto.Message) {
	w.t.Helper()
	w.eventOf("support", kind, m)
}

// eventOf applies what a service states.
func (w *world) eventOf(source, kind string, m proto.Message) {
	w.t.Helper()
	data, err := anypb.New(m)
	if err != nil {
		w.t.Fatal(err)
	}
	apply, err := w.service.Consumes[source][kind](w.t.Context(), &eventv1.Event{Territory: "ales", Data: data})
	if err != nil {
		w.t.Fatal(err)
	}
	if apply == nil {
		return
	}
	if err := w.store.Update(w.t.Context(), func(tx *store.Tx) error { return apply(tx.As(actor.Of("ales", source))) }); err != nil {
		w.t.Fatal(err)
	}
}

// pass moves the clock and fires what is due, until nothing is.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	runner := schedule.NewRunner(w.store, w.service.Timers, slog.New(slog.DiscardHandler))
	for {
		fired, err := runner.Fire(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if fired == 0 {
			return
		}
	}
}

// facts are the types of the journal's lines of a need, oldest first.
func (w *world) facts(id string) (types []string) {
	w.t.Helper()
	rows, err := w.store.DB().Read().Query(w.t.Context(), `SELECT type FROM journal WHERE aggregate_id = $1 ORDER BY version, ordinal`, id)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			w.t.Fatal(err)
		}
		types = append(types, kind)
	}
	return types
}

// told are the recipients of the messages with a template.
func (w *world) told(template string) (recipients []string) {
	w.t.Helper()
	rows, err := w.store.DB().Read().Query(w.t.Context(), `SELECT type, payload FROM journal ORDER BY id`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		var payload []byte
		if err := rows.Scan(&name, &payload); err != nil {
			w.t.Fatal(err)
		}
		m, err := journal.Decode(name, payload)
		if err != nil {
			w.t.Fatal(err)
		}
		if n, ok := m.(*commoneventv1.NotificationRequested); ok && n.GetTemplate() == template {
			recipients = append(recipients, n.GetRecipientRef())
		}
	}
	return recipients
}

// want holds an error against the reason that a client reads.
func want(t *testing.T, err error, code codes.Code, reason string) {
	t.Helper()
	got := ""
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			got = info.GetReason()
		}
	}
	if status.Code(err) != code || got != reason {
		t.Errorf("got %s %s (%v), want %s %s", status.Code(err), got, err, code, reason)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
