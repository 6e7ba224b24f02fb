package e2e

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	_ "modernc.org/sqlite"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// A sole trader who does not let its identity be published, with a name and a street that are nowhere else.
const (
	discreet = "91234567500017"
	register = "siret,denomination,enseigne,adresse,code_postal,code_commune,categorie_juridique,naf,diffusion\n" +
		discreet + ",ZORBLAX MARQUEUR,Chez Zorblax,12 IMPASSE QUIXOTIQUE,30100,30007,1000,43.32A,P\n"
)

// marks are what nobody may see who may not, and nothing may keep that travels.
var marks = []string{"zorblax", "quixotique"}

// heard is what came to a place that data goes to.
type heard struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (h *heard) add(b []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.b.Write(b)
	h.b.WriteByte('\n')
}

func (h *heard) text() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

// collector takes spans as an operator's collector does, and keeps them as they came.
func (h *heard) collector(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer(grpc.ForceServerCodec(bare{}), grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		var sent []byte
		if err := stream.RecvMsg(&sent); err != nil {
			return err
		}
		h.add(sent)
		return stream.SendMsg([]byte{})
	}))
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(s.Stop)
	return listener.Addr().String()
}

// bare leaves messages as bytes.
type bare struct{}

func (bare) Marshal(v any) ([]byte, error)      { return v.([]byte), nil }
func (bare) Unmarshal(data []byte, v any) error { *v.(*[]byte) = slices.Clone(data); return nil }
func (bare) Name() string                       { return "proto" }

func TestPartialDiffusion_isNowhereForThoseWhoMayNotSeeIt(t *testing.T) {
	dir, broker := t.TempDir(), startBroker(t)
	var spans, events, hooks heard
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+spans.collector(t))
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
	listener, err := nats.Connect(broker.url())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if _, err := listener.Subscribe("hup.>", func(m *nats.Msg) { events.add(m.Data) }); err != nil {
		t.Fatal(err)
	}
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		hooks.add(sent)
	}))
	defer hook.Close()
	file := filepath.Join(dir, "register.csv")
	if err := os.WriteFile(file, []byte(register), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	hup(t, "import", "companies", file, "--data", data).exits(0)
	p, running := inOneProcess(t, data, "", "--nats", broker.url(), "--webhook-allow-private", "true")
	p.must(t, "client:cci", http.MethodPost, "/v1/webhooks", map[string]any{"targetUrl": hook.URL, "eventTypes": []any{"hup.*"}})

	j := &job{p, p.must(t, advisor, http.MethodPost, "/v1/requests", of(discreet)).text("case.caseId")}
	d := j.opened(t)
	ids := map[string]string{"caseId": j.caseID, "companyId": d.text("case.company.companyId")}
	for name, path := range map[string]string{"landRequestId": "landRequests.0", "recruitmentNeedId": "recruitmentNeeds.0", "trainingNeedId": "trainingNeeds.0"} {
		ids[name] = d.text(path + "." + name)
	}
	for _, mark := range marks {
		if got := p.bytes(t, advisor, "/v1/companies/"+ids["companyId"]); !strings.Contains(strings.ToLower(got), mark) {
			t.Fatalf("the advisor does not read %s, so the test shows nothing: %s", mark, got)
		}
	}
	p.search(t, running.grpc, ids)
	paths := p.reads(t, ids)
	for _, as := range []string{"client:cci", "company@" + siret, "jobseeker@plie", "auditor@hup", "admin@hup"} {
		for _, path := range paths {
			clean(t, as+" reads "+path, p.bytes(t, as, path))
		}
	}
	for _, path := range p.lists(t, ids) {
		for _, format := range []string{"csv", "xlsx"} {
			clean(t, "a file of "+path, p.bytes(t, advisor, path+"?format="+format))
		}
	}
	kittest.Eventually(t, func() bool { return strings.Contains(hooks.text(), j.caseID) }, "the webhook hears of the case")
	clean(t, "hup export", hup(t, "export", "companies", "--data", data).out)
	running.stop(t)
	for name, of := range map[string]*heard{"the spans": &spans, "the events": &events, "the webhooks": &hooks} {
		if !strings.Contains(of.text(), "hup") {
			t.Errorf("%s were not heard at all", name)
		}
		clean(t, name, of.text())
	}
	clean(t, "the log", running.output.text())
	clean(t, "the journals", journals(t, data))
}

// of is the whole request, by another company.
func of(siret string) map[string]any {
	r := request("Nous nous agrandissons.")
	r["company"] = map[string]any{"siret": siret}
	return r
}

func clean(t *testing.T, where, text string) {
	t.Helper()
	folded := strings.ToLower(text)
	for _, mark := range marks {
		if at := strings.Index(folded, mark); at >= 0 {
			t.Errorf("%s: %s is there: …%q…", where, mark, text[max(0, at-100):min(len(text), at+100)])
		}
	}
}

// bytes is what a read answers, whatever it is; what is in a book, unpacked.
func (p *platform) bytes(t *testing.T, as, path string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+p.token(t, as))
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Header.Get("Content-Type"), "spreadsheetml") {
		return string(body)
	}
	book, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range book.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(&all, r)
		_ = r.Close()
	}
	return all.String()
}

// reads are all GETs of the document that the ids reach; streams are left out.
func (p *platform) reads(t *testing.T, ids map[string]string) (found []string) {
	t.Helper()
	var doc struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal([]byte(p.bytes(t, advisor, "/openapi.json")), &doc); err != nil {
		t.Fatal(err)
	}
	for path, verbs := range doc.Paths {
		for name, id := range ids {
			path = strings.ReplaceAll(path, "{"+name+"}", id)
		}
		if verbs["get"] != nil && !strings.Contains(path, "{") && !strings.HasSuffix(path, ":watch") {
			found = append(found, path)
		}
	}
	if len(found) < 60 {
		t.Errorf("%d reads only", len(found))
	}
	return append(found, "/v1/companies:lookup?siret="+discreet, "/v1/companies?filter="+url.QueryEscape(`siret = "`+discreet+`"`), "/v1/companies?orderBy=name", "/v1/events?after=0")
}

// lists are the reads that are written as files, too.
func (p *platform) lists(t *testing.T, ids map[string]string) (found []string) {
	t.Helper()
	for _, path := range p.reads(t, ids) {
		if strings.Contains(p.bytes(t, advisor, path), `"nextPageToken"`) && !strings.Contains(path, "?") {
			found = append(found, path)
		}
	}
	if len(found) < 15 {
		t.Errorf("%d lists only", len(found))
	}
	return found
}

// search looks for the name: who may not read it does not find it either. Over gRPC it is the same.
func (p *platform) search(t *testing.T, address string, ids map[string]string) {
	t.Helper()
	query := "/v1/companies?filter=" + url.QueryEscape(`text:"zorblax"`)
	if got := p.bytes(t, advisor, query); !strings.Contains(got, ids["companyId"]) {
		t.Errorf("the advisor does not find it: %s", got)
	}
	if got := p.bytes(t, "client:cci", query); strings.Contains(got, ids["companyId"]) {
		t.Errorf("a partner's system finds it by its name: %s", got)
	}
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.token(t, "client:cci"))
	companies, cases := supportv1.NewCompanyServiceClient(conn), supportv1.NewCaseServiceClient(conn)
	for name, call := range map[string]func() (proto.Message, error){
		"GetCompany": func() (proto.Message, error) {
			return companies.GetCompany(ctx, &supportv1.GetCompanyRequest{CompanyId: ids["companyId"]})
		},
		"ListCompanies": func() (proto.Message, error) { return companies.ListCompanies(ctx, &supportv1.ListCompaniesRequest{}) },
		"LookupCompany": func() (proto.Message, error) {
			return companies.LookupCompany(ctx, &supportv1.LookupCompanyRequest{Siret: discreet})
		},
		"GetCase": func() (proto.Message, error) {
			return cases.GetCase(ctx, &supportv1.GetCaseRequest{CaseId: ids["caseId"]})
		},
	} {
		answer, err := call()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wire, err := proto.Marshal(answer)
		if err != nil || len(wire) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(wire), err)
		}
		clean(t, "gRPC "+name, string(wire))
	}
}

// journals are the lines of all services, as they are on disk.
func journals(t *testing.T, data string) string {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob(filepath.Join(data, "*.db"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		db, err := sql.Open("sqlite", file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.QueryContext(t.Context(), "SELECT type, payload, fields, aggregate_id FROM journal")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var kind, fields, id string
			var payload []byte
			if err := rows.Scan(&kind, &payload, &fields, &id); err != nil {
				t.Fatal(err)
			}
			all.WriteString(kind + fields + id + string(payload) + "\n")
		}
		if err := rows.Err(); err != nil || all.Len() == 0 {
			t.Fatalf("%s: %d bytes, %v", file, all.Len(), err)
		}
		_ = rows.Close()
		_ = db.Close()
	}
	return all.String()
}
