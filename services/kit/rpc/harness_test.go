package rpc_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/validate"
)

var (
	plotID  = "plt_" + strings.Repeat("0", 26)
	caseID  = "cas_" + strings.Repeat("0", 26)
	advisor = actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.HupAdvisor}}
	juror   = actor.Actor{Kind: actor.Person, ID: "per_2", Territory: "ales", Roles: []actor.Role{actor.Juror}}
	client  = actor.Actor{Kind: actor.Client, ID: "cci", Territory: "ales", BodyID: "cci", Scopes: []string{"land.read"}}
)

// world is a server with its issuer, reached over one transport.
type world struct {
	server *rpc.Server
	issuer *authntest.Issuer
	clock  *clock.Fake
	log    *lines
	land   *land
	feed   *feed
	conn   grpc.ClientConnInterface
}

// land and feed are services whose behaviour each test gives.
type land struct {
	landv1.UnimplementedPlotServiceServer
	get    func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error)
	create func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error)
}

// GetPlot implements the service.
func (l *land) GetPlot(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
	return l.get(ctx, r)
}

// CreatePlot implements the service.
func (l *land) CreatePlot(ctx context.Context, r *landv1.CreatePlotRequest) (*landv1.Plot, error) {
	return l.create(ctx, r)
}

type feed struct {
	eventv1.UnimplementedEventFeedServiceServer
	list func(context.Context, *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error)
	tail func(*eventv1.TailContextRequest, grpc.ServerStreamingServer[eventv1.Event]) error
}

// ListEvents implements the service.
func (f *feed) ListEvents(ctx context.Context, r *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error) {
	return f.list(ctx, r)
}

// TailContext implements the service.
func (f *feed) TailContext(r *eventv1.TailContextRequest, s grpc.ServerStreamingServer[eventv1.Event]) error {
	return f.tail(r, s)
}

// lines is a log that tests read.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// both runs a test on both transports.
func both(t *testing.T, test func(*testing.T, *world)) {
	t.Run("in process", func(t *testing.T) {
		w := open(t, rpc.Limits{})
		w.conn = w.server.Conn()
		test(t, w)
	})
	t.Run("tcp", func(t *testing.T) {
		w := open(t, rpc.Limits{})
		w.conn = dial(t, w.listen(t))
		test(t, w)
	})
}

func open(t *testing.T, limits rpc.Limits) *world {
	t.Helper()
	w := &world{clock: kittest.Clock(), log: &lines{}, land: &land{}, feed: &feed{}}
	w.issuer = authntest.New(w.clock)
	config := w.config()
	config.Limits = limits
	w.server = rpc.New(config)
	landv1.RegisterPlotServiceServer(w.server, w.land)
	eventv1.RegisterEventFeedServiceServer(w.server, w.feed)
	return w
}

func (w *world) config() rpc.Config {
	return rpc.Config{Verifier: w.issuer.Verifier(), Rules: authz.Load(), Validator: validate.New(reference.Check),
		Messages: messages.New(), Clock: w.clock, Log: slog.New(slog.NewTextHandler(w.log, nil))}
}

// listen serves on a free port until the test ends.
func (w *world) listen(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	go func() { served <- w.server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := kittest.Receive(t, served); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return listener.Addr().String()
}

func dial(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// as gives a context with a token of the actor, and more metadata.
func (w *world) as(t *testing.T, a actor.Actor, pairs ...string) context.Context {
	return metadata.AppendToOutgoingContext(t.Context(), append(pairs, rpc.Authorization, "Bearer "+w.issuer.Mint(a))...)
}

func (w *world) getPlot(ctx context.Context) error {
	_, err := landv1.NewPlotServiceClient(w.conn).GetPlot(ctx, &landv1.GetPlotRequest{PlotId: plotID})
	return err
}

func (w *world) createPlot(ctx context.Context, opts ...grpc.CallOption) error {
	plot := &landv1.Plot{Name: "Lot 4", CommuneCode: "30007", AreaM2: 1200}
	_, err := landv1.NewPlotServiceClient(w.conn).CreatePlot(ctx, &landv1.CreatePlotRequest{Plot: plot}, opts...)
	return err
}

// answer is what a client reads in an error.
type answer struct {
	code                            codes.Code
	reason, domain, text, lang, ref string
	fields                          map[string]string
	moves                           []*commonv1.Transition
	offers                          []*commonv1.Offer
	conflict                        *commonv1.VersionConflict
	retry                           int64
}

func read(err error) answer {
	s := status.Convert(err)
	a := answer{code: s.Code(), fields: map[string]string{}}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			a.reason, a.domain = d.GetReason(), d.GetDomain()
		case *errdetails.LocalizedMessage:
			a.text, a.lang = d.GetMessage(), d.GetLocale()
		case *errdetails.RequestInfo:
			a.ref = d.GetRequestId()
		case *errdetails.RetryInfo:
			a.retry = d.GetRetryDelay().GetSeconds()
		case *errdetails.BadRequest:
			for _, f := range d.GetFieldViolations() {
				a.fields[f.GetField()] = f.GetLocalizedMessage().GetMessage()
			}
		case *commonv1.Offers:
			a.offers = d.GetOffers()
		case *commonv1.AllowedTransitions:
			a.moves = d.GetTransitions()
		case *commonv1.VersionConflict:
			a.conflict = d
		}
	}
	return a
}

func want(t *testing.T, err error, code codes.Code, reason string) answer {
	t.Helper()
	a := read(err)
	if a.code != code || a.reason != reason {
		t.Errorf("got %s %s (%v), want %s %s", a.code, a.reason, err, code, reason)
	}
	return a
}
