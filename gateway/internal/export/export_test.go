package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/export"
	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/rpc"
)

// companies is a list of so many companies, told page by page.
type companies struct {
	total int
	make  func(n int) *supportv1.Company
	// asked is called at each page with the number of its first row.
	asked func(ctx context.Context, first int)
	// masked is told what was asked, if it is there.
	masked func(*supportv1.ListCompaniesRequest)
	fail   int // the page at this row fails; -1 for none
}

// Invoke implements grpc.ClientConnInterface.
func (c companies) Invoke(ctx context.Context, _ string, in, out any, _ ...grpc.CallOption) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r, first := in.(*supportv1.ListCompaniesRequest), 0
	if r.GetPageToken() != "" {
		_, _ = fmt.Sscan(r.GetPageToken(), &first)
	}
	if c.masked != nil {
		c.masked(r)
	}
	if c.asked != nil {
		c.asked(ctx, first)
	}
	if c.fail >= 0 && first >= c.fail {
		return io.ErrUnexpectedEOF
	}
	answer := out.(*supportv1.ListCompaniesResponse)
	for n := first; n < c.total && len(answer.GetCompanies()) < int(r.GetPageSize()); n++ {
		answer.Companies = append(answer.Companies, c.make(n))
	}
	if next := first + len(answer.GetCompanies()); next < c.total {
		answer.NextPageToken = fmt.Sprint(next)
	}
	return nil
}

func (companies) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, io.ErrUnexpectedEOF
}

func (c companies) list(fields ...string) export.List {
	in, out := &supportv1.ListCompaniesRequest{}, &supportv1.ListCompaniesResponse{}
	if len(fields) > 0 {
		in.Fields = &fieldmaskpb.FieldMask{Paths: fields}
	}
	return export.List{
		Method: "/hup.support.v1.CompanyService/ListCompanies", Conn: c, Request: in, Answer: out.ProtoReflect().Type(),
		Items: export.ItemsOf(in.ProtoReflect().Descriptor(), out.ProtoReflect().Descriptor()), Who: "person/per_1",
	}
}

// write exports a list and answers what came.
func write(t *testing.T, w http.ResponseWriter, format string, l export.List) (log string) {
	t.Helper()
	var told bytes.Buffer
	x := &export.Exporter{Problems: problem.New(messages.New()), Clock: kittest.Clock(), Log: slog.New(slog.NewTextHandler(&told, nil)), Timeout: time.Minute}
	x.Write(t.Context(), w, httptest.NewRequest(http.MethodGet, "/v1/companies", nil), format, l)
	return told.String()
}

func small(n int) *supportv1.Company {
	return &supportv1.Company{CompanyId: fmt.Sprintf("com_%d", n), Name: fmt.Sprintf("Entreprise n° %d", n), CommuneCode: "30007"}
}

func TestWrite_semicolonsMarkAndFrenchWords(t *testing.T) {
	evil := []string{"=1+1", "+33466000000", "-2", "@SUM(A1)", "\tx", "\rx", "é; \"à\"\nligne", "ordinaire"}
	c := companies{total: len(evil), fail: -1, make: func(n int) *supportv1.Company {
		return &supportv1.Company{
			Name: evil[n], Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE, StatusLabel: "Active", Diffusion: supportv1.Diffusion_DIFFUSION_PARTIAL,
			Point: &commonv1.Point{Latitude: 44.125}, Headcount: &supportv1.Headcount{Year: -5}, CreatedTime: timestamppb.New(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)),
			Naf:      []*commonv1.NafCode{{Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2, Code: "43.32A"}},
			Contacts: []*supportv1.Contact{{Name: "Ada", Roles: []supportv1.ContactRole{supportv1.ContactRole_CONTACT_ROLE_DIRECTOR, supportv1.ContactRole_CONTACT_ROLE_HR}}},
		}
	}}
	w := httptest.NewRecorder()
	log := write(t, w, "csv", c.list())
	if !strings.HasPrefix(w.Body.String(), "\ufeff") || !strings.Contains(w.Header().Get("Content-Type"), "text/csv") ||
		w.Header().Get("Content-Disposition") != `attachment; filename="companies-2026-11-23.csv"` {
		t.Errorf("headers %v", w.Header())
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != len(evil)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for name, want := range map[string]string{
		"Statut": "Active", "Diffusion": "Partielle", "Position : Latitude": "44,125", "Effectif : Année": "-5", "Créé le": "2026-07-01 12:00:00",
		"Code NAF": "NAF rév. 2 · 43.32A", "Contacts": "Ada · Direction | Ressources humaines", "Enseigne": "",
	} {
		if i, ok := at[name]; !ok || rows[1][i] != want {
			t.Errorf("%s is %q, want %q (columns %v)", name, rows[1][i], want, rows[0])
		}
	}
	for n, text := range evil {
		want := text
		if strings.ContainsAny(text[:1], "=+-@\t\r") {
			want = "'" + strings.TrimPrefix(text, "\r") // lines end in CR LF, and a CR elsewhere is dropped
		}
		if got := rows[n+1][at["Nom"]]; got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	if !strings.Contains(log, "rows=8") || !strings.Contains(log, "by=person/per_1") || !strings.Contains(log, "whole=true") || strings.Contains(log, "ordinaire") {
		t.Errorf("the log: %s", log)
	}
}

func TestWrite_aBookWhoseTextsAreTexts(t *testing.T) {
	var asked []string
	c := companies{total: 250, fail: -1, masked: func(r *supportv1.ListCompaniesRequest) { asked = r.GetFields().GetPaths() }, make: func(n int) *supportv1.Company {
		m := small(n)
		m.LegalName = "=HYPERLINK(\"http://x\")\x01"
		m.CreatedTime = timestamppb.New(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC))
		return m
	}}
	w := httptest.NewRecorder()
	write(t, w, "xlsx", c.list("name", "legalName", "status", "createdTime"))
	book, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 251 || len(rows[0]) != 4 || !slices.Contains(asked, "statusLabel") || rows[0][1] != "Nom" || rows[250][1] != "Entreprise n° 249" {
		t.Fatalf("%d rows, %v, %v", len(rows), rows[0], err)
	}
	formula, _ := book.GetCellFormula(book.GetSheetName(0), "C2")
	kind, _ := book.GetCellType(book.GetSheetName(0), "C2")
	if formula != "" || kind != excelize.CellTypeInlineString || rows[1][2] != `=HYPERLINK("http://x")` {
		t.Errorf("a text became the formula %q, of kind %v: %q", formula, kind, rows[1][2])
	}
	when, _ := book.GetCellValue(book.GetSheetName(0), "D2", excelize.Options{RawCellValue: true})
	style, _ := book.GetCellStyle(book.GetSheetName(0), "A1")
	look, err := book.GetStyle(style)
	if err != nil || look.Font == nil || !look.Font.Bold || when != "46204.5" || book.GetSheetName(0) != "Liste 1" { // noon in Paris
		t.Errorf("%q, %v, %v", when, look, err)
	}
}

// What is kept while a list is written does not grow with it: the live heap at the last page is that at the tenth.
func TestWrite_keepsOnePage(t *testing.T) {
	for _, format := range []string{"csv", "xlsx"} {
		t.Run(format, func(t *testing.T) {
			live := map[int]uint64{}
			c := companies{total: 10_000, fail: -1, make: small, asked: func(_ context.Context, first int) {
				if first == 2_000 || first == 9_800 {
					runtime.GC()
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					live[first] = m.HeapAlloc
				}
			}}
			written := &discarded{header: http.Header{}}
			write(t, written, format, c.list("companyId", "name", "communeCode"))
			if written.bytes == 0 || live[9_800] == 0 {
				t.Fatalf("%d bytes, %v", written.bytes, live)
			}
			const most = 200 << 10
			if live[9_800] > live[2_000]+most {
				t.Errorf("the live heap grew from %d to %d bytes", live[2_000], live[9_800])
			}
		})
	}
}

// discarded counts what is written.
type discarded struct {
	header http.Header
	bytes  int
}

func (d *discarded) Header() http.Header { return d.header }
func (d *discarded) WriteHeader(int)     {}
func (d *discarded) Write(b []byte) (int, error) {
	d.bytes += len(b)
	return len(b), nil
}

func TestWrite_brokenOffIsNotTakenForWhole(t *testing.T) {
	c := companies{total: 1000, make: small, fail: 400}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(t, w, "csv", c.list()) }))
	defer s.Close()
	answer, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.ReadAll(answer.Body); err == nil {
		t.Error("the file looks whole")
	}
}

func TestWrite_endsWhenTheCallerGoes(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	pages := 0
	c := companies{total: 100_000, fail: -1, make: small, asked: func(context.Context, int) {
		if pages++; pages == 3 {
			leave()
		}
	}}
	x := &export.Exporter{Problems: problem.New(messages.New()), Clock: kittest.Clock(), Log: slog.New(slog.DiscardHandler), Timeout: time.Minute}
	defer func() {
		if recover() != http.ErrAbortHandler || pages != 3 {
			t.Errorf("it asked for %d pages", pages)
		}
	}()
	x.Write(ctx, httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v1/companies", nil), "csv", c.list())
}

func TestWrite_tellsTheServicesThatItIsAFile(t *testing.T) {
	var told []string
	c := companies{total: 1, fail: -1, make: small, asked: func(ctx context.Context, _ int) {
		md, _ := metadata.FromOutgoingContext(ctx)
		told = md.Get(rpc.Export)
	}}
	write(t, httptest.NewRecorder(), "csv", c.list())
	if len(told) != 1 || !strings.HasPrefix(told[0], "csv exp_") {
		t.Errorf("told %v", told)
	}
	w := httptest.NewRecorder()
	if write(t, w, "ods", c.list()); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown format: %d", w.Code)
	}
}
