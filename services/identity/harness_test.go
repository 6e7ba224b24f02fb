package identity_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/identity"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/host"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

// siret is of a company that the directory knows, companyID its id there.
const siret = "73282932000074"

var companyID = "com_" + strings.Repeat("0", 26)

// world is an installation with identity in it, and a support service that knows some names.
type world struct {
	*testing.T
	host    *host.Host
	clock   *clock.Fake
	console *lines
	// url is where the server listens; browser keeps cookies and shows redirects instead of following them.
	url     string
	browser *http.Client
	conn    grpc.ClientConnInterface
}

// open starts an installation with demo data on a database.
func open(t *testing.T, db string, settings map[string]string) *world {
	t.Helper()
	w := &world{T: t, clock: kittest.Clock(), console: &lines{}}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux := http.NewServeMux()
		for pattern, handler := range w.host.Routes() {
			mux.Handle(pattern, handler)
		}
		mux.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.url = server.URL
	w.start(db, settings)
	w.browser = newBrowser()
	return w
}

// start runs the installation; a test that restarts calls it again.
func (w *world) start(db string, settings map[string]string) {
	w.Helper()
	w.open(db, settings)
	for _, part := range w.host.Service("identity").Work {
		if part.Start != nil {
			w.must(part.Start(w.Context()))
		}
	}
	w.must(w.host.Seed(w.Context()))
}

// open opens the host, and runs nothing: as a command beside the server does.
func (w *world) open(db string, settings map[string]string) {
	w.Helper()
	databases := map[string]string{"identity": db, "support": kittest.SQLite(w.T)}
	h, err := host.Open(w.Context(), host.Config{
		Database: func(service string) string { return databases[service] }, Secret: []byte("of the test"),
		Issuer: w.url, PublicURL: w.url, Setting: func(_, name string) string { return settings[name] },
		Clock: w.clock, Demo: settings["demo"] != "no", Console: w.console, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}, identity.Module(), directory())
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = h.Close() })
	w.host, w.conn = h, h.Server().Conn()
}

func newBrowser() *http.Client {
	jar, _ := cookiejar.New(nil) // fails with options only
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// both runs a test on both engines.
func both(t *testing.T, test func(*world)) {
	t.Helper()
	kittest.Engines(t, func(t *testing.T, db string) { test(open(t, db, nil)) })
}

// as is the context of a call by a demo identity.
func (w *world) as(name string) context.Context {
	w.Helper()
	token, err := w.host.Service("identity").DemoToken(w.Context(), name)
	w.must(err)
	return bearer(w.Context(), token)
}

func bearer(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// service is the context of a call by a service of the platform.
func (w *world) service(name string) context.Context {
	w.Helper()
	token, err := w.host.Tokens(name).Token(w.Context())
	w.must(err)
	return bearer(w.Context(), token)
}

// fire fires the timers that are due.
func (w *world) fire() {
	w.Helper()
	runner := schedule.NewRunner(w.store(), w.host.Service("identity").Timers, slog.New(slog.NewTextHandler(io.Discard, nil)))
	_, err := runner.Fire(w.Context())
	w.must(err)
}

func (w *world) store() *store.Store { return w.host.Store("identity") }

func (w *world) people() identityv1.PersonServiceClient {
	return identityv1.NewPersonServiceClient(w.conn)
}
func (w *world) memberships() identityv1.MembershipServiceClient {
	return identityv1.NewMembershipServiceClient(w.conn)
}
func (w *world) clients() identityv1.ClientServiceClient {
	return identityv1.NewClientServiceClient(w.conn)
}
func (w *world) sessions() identityv1.AuthSessionServiceClient {
	return identityv1.NewAuthSessionServiceClient(w.conn)
}
func (w *world) identity() identityv1.IdentityServiceClient {
	return identityv1.NewIdentityServiceClient(w.conn)
}

// wants fails the test unless the error has the code.
func (w *world) wants(err error, code codes.Code, what string) {
	w.Helper()
	if status.Code(err) != code {
		w.Errorf("%s: %v, want %v", what, err, code)
	}
}

// shown is an answer that was read.
type shown struct {
	status int
	header http.Header
	body   string
}

// get asks for a page.
func (w *world) get(address string) shown {
	w.Helper()
	if strings.HasPrefix(address, "/") {
		address = w.url + address
	}
	answer, err := w.browser.Get(address)
	w.must(err)
	return w.read(answer)
}

// post sends a form.
func (w *world) post(path string, form url.Values) shown {
	w.Helper()
	answer, err := w.browser.PostForm(w.url+path, form)
	w.must(err)
	return w.read(answer)
}

func (w *world) read(answer *http.Response) shown {
	w.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	w.must(err)
	return shown{answer.StatusCode, answer.Header, string(body)}
}

var flowField = regexp.MustCompile(`name="flow" value="([^"]+)"`)

// flow is the sealed flow of a page's form.
func (s shown) flow(w *world) string {
	w.Helper()
	m := flowField.FindStringSubmatch(s.body)
	if m == nil {
		w.Fatalf("no form: %d %s", s.status, s.body)
	}
	return m[1]
}

// tokens is what the token endpoint answered.
type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Error   string `json:"error"`
	status  int
}

// grant asks the token endpoint.
func (w *world) grant(form url.Values) tokens {
	w.Helper()
	answer := w.post("/oauth2/token", form)
	t := tokens{status: answer.status}
	w.must(json.Unmarshal([]byte(answer.body), &t))
	return t
}

// directory is a support service that knows some names: identity asks it, and owns none of them.
func directory() module.Module {
	words := fstest.MapFS{"fr.toml": {}, "en.toml": {}}
	return module.Module{
		Name: "support", Messages: words,
		Migrations: fstest.MapFS{"00001_none.sql": {Data: []byte("-- +goose Up\nCREATE TABLE no_rows (id text NOT NULL);\n")}},
		Open: func(module.Host) (*module.Service, error) {
			return &module.Service{Register: func(r grpc.ServiceRegistrar) { supportv1.RegisterSupportServiceServer(r, names{}) }}, nil
		},
	}
}

type names struct {
	supportv1.UnimplementedSupportServiceServer
}

// GetBodySnapshot implements the service.
func (names) GetBodySnapshot(_ context.Context, r *supportv1.GetBodySnapshotRequest) (*supportv1.GetBodySnapshotResponse, error) {
	if r.GetPartnerBodyId() == "unknown" {
		return nil, errs.NotFound("partner_body")
	}
	return &supportv1.GetBodySnapshotResponse{PartnerBodyId: r.GetPartnerBodyId(), Name: "Structure " + r.GetPartnerBodyId()}, nil
}

// GetCompanySnapshot implements the service.
func (names) GetCompanySnapshot(_ context.Context, r *supportv1.GetCompanySnapshotRequest) (*commonv1.CompanySnapshot, error) {
	if r.GetSiret() != siret && r.GetCompanyId() != companyID {
		return nil, errs.NotFound("company")
	}
	return &commonv1.CompanySnapshot{CompanyId: companyID, Siret: siret, Name: "Menuiserie fictive"}, nil
}

// lines is a console that tests read.
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

// secretOf is the secret of a service, as every process derives it.
func (w *world) secretOf(service string) string {
	return host.ServiceSecret([]byte("of the test"), service)
}

// find is the person with an address, as somebody sees it.
func (w *world) find(as, mail string) *identityv1.Person {
	w.Helper()
	got, err := w.people().ListPersons(w.as(as), &identityv1.ListPersonsRequest{Filter: `email = "` + mail + `"`})
	w.must(err)
	if len(got.GetPeople()) != 1 {
		w.Fatalf("%d people with this address", len(got.GetPeople()))
	}
	return got.GetPeople()[0]
}
