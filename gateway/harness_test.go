package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway"
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
	advisor = actor.Actor{Kind: actor.Person, ID: "per_1", MembershipID: "mem_" + strings.Repeat("0", 26), Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.HupAdvisor}}
	company = actor.Actor{Kind: actor.Person, ID: "per_2", Territory: "ales", CompanyID: "com_1", Roles: []actor.Role{actor.CompanyUser}}
	juror   = actor.Actor{Kind: actor.Person, ID: "per_3", Territory: "ales", Roles: []actor.Role{actor.Juror}}
)

// The services' sides of the contracts, whose behaviour each test gives: the services themselves are no part of this module.
type (
	plots struct {
		landv1.UnimplementedPlotServiceServer
		get    func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error)
		list   func(context.Context, *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error)
		create func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error)
		update func(context.Context, *landv1.UpdatePlotRequest) (*landv1.Plot, error)
	}
	landRequests struct {
		landv1.UnimplementedLandRequestServiceServer
		list func(context.Context, *landv1.ListCaseLandRequestsRequest) (*landv1.ListCaseLandRequestsResponse, error)
	}
	cases struct {
		supportv1.UnimplementedCaseServiceServer
		open  func(context.Context, *supportv1.RequestForm) (*supportv1.OpenCaseResponse, error)
		get   func(context.Context, *supportv1.GetCaseRequest) (*supportv1.Case, error)
		list  func(context.Context, *supportv1.ListCasesRequest) (*supportv1.ListCasesResponse, error)
		count func(context.Context, *supportv1.CountCasesRequest) (*supportv1.Count, error)
	}
	referrals struct {
		supportv1.UnimplementedReferralServiceServer
		list  func(context.Context, *supportv1.ListReferralsRequest) (*supportv1.ListReferralsResponse, error)
		count func(context.Context, *supportv1.CountReferralsRequest) (*supportv1.Count, error)
	}
	routingRules struct {
		supportv1.UnimplementedRoutingRuleServiceServer
		public func(context.Context, *supportv1.GetPublicRoutingRulesRequest) (*supportv1.RoutingRuleSet, error)
	}
	access struct {
		authv1.UnimplementedAccessServiceServer
		check func(context.Context, *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error)
	}
	feed struct {
		eventv1.UnimplementedEventFeedServiceServer
		list func(context.Context, *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error)
		tail func(*eventv1.TailContextRequest, grpc.ServerStreamingServer[eventv1.Event]) error
	}
)

func (s *routingRules) GetPublicRoutingRules(ctx context.Context, r *supportv1.GetPublicRoutingRulesRequest) (*supportv1.RoutingRuleSet, error) {
	return s.public(ctx, r)
}

func (s *plots) GetPlot(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
	return s.get(ctx, r)
}

func (s *plots) ListPlots(ctx context.Context, r *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error) {
	return s.list(ctx, r)
}

func (s *plots) CreatePlot(ctx context.Context, r *landv1.CreatePlotRequest) (*landv1.Plot, error) {
	return s.create(ctx, r)
}

func (s *plots) UpdatePlot(ctx context.Context, r *landv1.UpdatePlotRequest) (*landv1.Plot, error) {
	return s.update(ctx, r)
}

func (s *landRequests) ListCaseLandRequests(ctx context.Context, r *landv1.ListCaseLandRequestsRequest) (*landv1.ListCaseLandRequestsResponse, error) {
	return s.list(ctx, r)
}

func (s *cases) OpenCase(ctx context.Context, r *supportv1.RequestForm) (*supportv1.OpenCaseResponse, error) {
	return s.open(ctx, r)
}

func (s *cases) GetCase(ctx context.Context, r *supportv1.GetCaseRequest) (*supportv1.Case, error) {
	return s.get(ctx, r)
}

func (s *cases) ListCases(ctx context.Context, r *supportv1.ListCasesRequest) (*supportv1.ListCasesResponse, error) {
	return s.list(ctx, r)
}

func (s *cases) CountCases(ctx context.Context, r *supportv1.CountCasesRequest) (*supportv1.Count, error) {
	return s.count(ctx, r)
}

func (s *referrals) ListReferrals(ctx context.Context, r *supportv1.ListReferralsRequest) (*supportv1.ListReferralsResponse, error) {
	return s.list(ctx, r)
}

func (s *referrals) CountReferrals(ctx context.Context, r *supportv1.CountReferralsRequest) (*supportv1.Count, error) {
	return s.count(ctx, r)
}

func (s *access) CheckAccess(ctx context.Context, r *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
	return s.check(ctx, r)
}

func (s *feed) ListEvents(ctx context.Context, r *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error) {
	return s.list(ctx, r)
}

func (s *feed) TailContext(r *eventv1.TailContextRequest, stream grpc.ServerStreamingServer[eventv1.Event]) error {
	return s.tail(r, stream)
}

// world is a gateway over real chains, in one process, with services that the tests play.
type world struct {
	t      *testing.T
	server *rpc.Server
	issuer *authntest.Issuer
	clock  *clock.Fake
	log    *lines
	http   *httptest.Server
	config gateway.Config

	plots    *plots
	requests *landRequests
	cases    *cases
	access   *access
	rules    *routingRules
	feed     *feed
}

// lines is a log that tests read.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

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

type secret struct{}

// open starts a gateway; change may set more before.
func open(t *testing.T, change ...func(*world)) *world {
	t.Helper()
	w := &world{t: t, clock: kittest.Clock(), log: &lines{}, plots: &plots{}, requests: &landRequests{}, cases: &cases{}, access: &access{}, feed: &feed{}, rules: &routingRules{}}
	w.issuer = authntest.New(w.clock)
	words := messages.New()
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	verifier := w.issuer.Verifier()
	w.server = rpc.New(rpc.Config{
		Verifier: verifier, Rules: authz.Load(), Validator: validate.New(reference.Check), Messages: words, Clock: w.clock, Log: log,
	})
	landv1.RegisterPlotServiceServer(w.server, w.plots)
	landv1.RegisterLandRequestServiceServer(w.server, w.requests)
	supportv1.RegisterCaseServiceServer(w.server, w.cases)
	authv1.RegisterAccessServiceServer(w.server, w.access)
	supportv1.RegisterRoutingRuleServiceServer(w.server, w.rules)
	eventv1.RegisterEventFeedServiceServer(w.server, w.feed)
	peers := rpc.NewPeers(w.server, w.issuer.ServiceTokens("gateway"), nil, nil)
	w.config = gateway.Config{
		Server: w.server, Peers: peers, Verifier: verifier, Messages: words, Clock: w.clock, Log: log, PublicURL: "http://hup.test",
		Ready:  func(context.Context) map[string]error { return map[string]error{"land": nil} },
		SignIn: gateway.SignIn{Key: bytes.Repeat([]byte{7}, 32)},
	}
	for _, f := range change {
		f(w)
	}
	handler, err := gateway.New(w.config)
	if err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewUnstartedServer(handler)
	w.http.Config.BaseContext = nil
	outer := w.http.Config.Handler
	w.http.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		outer.ServeHTTP(rw, r.WithContext(context.WithValue(r.Context(), secret{}, "leaks")))
	})
	w.http.Start()
	t.Cleanup(func() {
		w.server.Stop() // ends the streams
		w.http.Close()
	})
	return w
}

// answer is what a client got.
type answer struct {
	*http.Response
	body []byte
	json map[string]any
}

// call makes a request as an actor; headers come in pairs.
func (w *world) call(as actor.Actor, method, path, body string, headers ...string) answer {
	w.t.Helper()
	if as.Kind != "" {
		headers = append(headers, "Authorization", "Bearer "+w.issuer.Mint(as))
	}
	return w.send(method, path, strings.NewReader(body), headers...)
}

func (w *world) send(method, path string, body io.Reader, headers ...string) answer {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, w.http.URL+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{Response: resp}
	if a.body, err = io.ReadAll(resp.Body); err != nil {
		w.t.Fatal(err)
	}
	_ = json.Unmarshal(a.body, &a.json) // not all answers are JSON
	return a
}

// problem checks what every error has, and gives its fields.
func (a answer) problem(t *testing.T, status int, reason string) map[string]string {
	t.Helper()
	if a.StatusCode != status || a.json["reason"] != reason || a.json["status"] != float64(status) {
		t.Fatalf("got %d, want %d %s: %s", a.StatusCode, status, reason, a.body)
	}
	if kind := a.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("Content-Type: %s", kind)
	}
	for _, name := range []string{"type", "title", "detail", "instance", "traceId"} {
		if text, _ := a.json[name].(string); text == "" || strings.Contains(text, "{") {
			t.Errorf("%s is %q", name, text)
		}
	}
	fields := map[string]string{}
	list, _ := a.json["errors"].([]any)
	for _, item := range list {
		f := item.(map[string]any)
		fields[f["field"].(string)] = f["message"].(string)
	}
	return fields
}
