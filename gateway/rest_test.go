package gateway_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/rpc"
)

func TestREST_readsAreProtojsonWithEtags(t *testing.T) {
	w := open(t)
	w.plots.get = func(ctx context.Context, r *landv1.GetPlotRequest) (*landv1.Plot, error) {
		return &landv1.Plot{PlotId: r.GetPlotId(), Name: "Lot 4", AreaM2: 1200, Etag: `"7"`}, nil
	}
	a := w.call(advisor, "GET", "/v1/plots/"+plotID, "")
	if a.StatusCode != 200 || a.json["plotId"] != plotID || a.json["areaM2"] != float64(1200) || a.Header.Get("ETag") != `"7"` {
		t.Fatalf("%d %v %s", a.StatusCode, a.Header, a.body)
	}
	if list, ok := a.json["parcelIds"].([]any); !ok || len(list) != 0 || a.json["description"] != "" {
		t.Errorf("empty fields are not there: %s", a.body)
	}
	for _, known := range []string{`"7"`, `"6", W/"7"`, "*"} {
		if a := w.call(advisor, "GET", "/v1/plots/"+plotID, "", "If-None-Match", known); a.StatusCode != 304 || len(a.body) > 0 {
			t.Errorf("If-None-Match %s: %d %s", known, a.StatusCode, a.body)
		}
	}
	if a := w.call(advisor, "GET", "/v1/plots/"+plotID, "", "If-None-Match", `"6"`); a.StatusCode != 200 {
		t.Errorf("another version: %d", a.StatusCode)
	}
	if a := w.call(advisor, "HEAD", "/v1/plots/"+plotID, ""); a.StatusCode != 200 || len(a.body) > 0 || a.Header.Get("ETag") != `"7"` {
		t.Errorf("HEAD: %d %s", a.StatusCode, a.body)
	}
}

func TestREST_listsHaveATagOverWhatTheyAnswer(t *testing.T) {
	w := open(t)
	name := "Lot 1"
	w.plots.list = func(context.Context, *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error) {
		return &landv1.ListPlotsResponse{Plots: []*landv1.Plot{{Name: name}}}, nil
	}
	tag := w.call(advisor, "GET", "/v1/plots", "").Header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("tag %s", tag)
	}
	if a := w.call(advisor, "GET", "/v1/plots", "", "If-None-Match", tag); a.StatusCode != 304 {
		t.Errorf("unchanged: %d", a.StatusCode)
	}
	name = "Lot 2"
	if a := w.call(advisor, "GET", "/v1/plots", "", "If-None-Match", tag); a.StatusCode != 200 {
		t.Errorf("changed: %d", a.StatusCode)
	}
}

func TestREST_errorsHaveTheirShape(t *testing.T) {
	w := open(t)
	var refusal error
	w.plots.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return nil, refusal }
	post := func(headers ...string) answer {
		return w.call(advisor, "POST", "/v1/plots", `{"name":"Lot","communeCode":"30007","areaM2":1}`, headers...)
	}
	changed := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	stale := errs.Stale(`"8"`, errs.Change{Field: "name", ByBodyID: "agglo", TimeUS: changed.UnixMicro()})
	for _, c := range []struct {
		err    error
		status int
		reason string
		match  string
	}{
		{errs.Denied("NOT_ALLOWED"), 403, "NOT_ALLOWED", ""},
		{errs.NotFound("plot"), 404, "NOT_FOUND", ""},
		{errs.Exists("ALREADY_EXISTS"), 409, "ALREADY_EXISTS", ""},
		{stale, 409, "VERSION_CHANGED", ""},
		{stale, 412, "VERSION_CHANGED", `"7"`},
		{errs.Conflicting("IDEMPOTENCY_KEY_REUSED"), 409, "IDEMPOTENCY_KEY_REUSED", `"7"`},
		{errs.State("ILLEGAL_TRANSITION", errs.Move{Action: "hold", To: "X_HELD", Actors: []string{"hup_advisor"}}).With("status", "X_OPEN"), 409, "ILLEGAL_TRANSITION", ""},
		{errs.Limited("TOO_MANY_CALLS", 40), 429, "TOO_MANY_CALLS", ""},
		{errs.Unavailable("UNAVAILABLE"), 503, "UNAVAILABLE", ""},
		{&errs.Error{Code: codes.Unimplemented, Reason: "UNIMPLEMENTED"}, 501, "UNIMPLEMENTED", ""},
		{context.DeadlineExceeded, 504, "DEADLINE_EXCEEDED", ""},
		{context.Canceled, 499, "CANCELED", ""},
		{errors.New("SELECT secret FROM t"), 500, "INTERNAL", ""},
	} {
		refusal = c.err
		var headers []string
		if c.match != "" {
			headers = []string{"If-Match", c.match}
		}
		a := post(headers...)
		a.problem(t, c.status, c.reason)
		if a.json["instance"] != "/v1/plots" || strings.Contains(string(a.body), "SELECT") {
			t.Errorf("%s", a.body)
		}
		switch c.reason {
		case "VERSION_CHANGED":
			changes, _ := a.json["changes"].([]any)
			if a.json["currentEtag"] != `"8"` || len(changes) != 1 || changes[0].(map[string]any)["time"] != "2026-11-23T07:00:00Z" {
				t.Errorf("%s", a.body)
			}
		case "ILLEGAL_TRANSITION":
			moves, _ := a.json["allowedTransitions"].([]any)
			if len(moves) != 1 || moves[0].(map[string]any)["action"] != "hold" || moves[0].(map[string]any)["toStatus"] != "X_HELD" || a.json["currentStatus"] != "X_OPEN" {
				t.Errorf("%s", a.body)
			}
		case "TOO_MANY_CALLS":
			if a.Header.Get("Retry-After") != "40" {
				t.Errorf("%v", a.Header)
			}
		}
	}
}

func TestREST_whoIsNotSignedInIsToldHow(t *testing.T) {
	w := open(t)
	a := w.send("GET", "/v1/plots/"+plotID, nil)
	a.problem(t, 401, "UNAUTHENTICATED")
	if a.Header.Get("WWW-Authenticate") != `Bearer realm="hup"` {
		t.Errorf("%v", a.Header)
	}
	a = w.send("GET", "/v1/plots/"+plotID, nil, "Authorization", "Bearer été")
	a.problem(t, 401, "TOKEN_INVALID")
	w.call(juror, "GET", "/v1/plots/"+plotID, "").problem(t, 403, "ROLE_REQUIRED")
	w.send("POST", "/v1/plots", strings.NewReader("{")).problem(t, 401, "UNAUTHENTICATED")
	w.call(juror, "POST", "/v1/plots?x=1", `{"nom":1}`).problem(t, 403, "ROLE_REQUIRED")
	a = w.send("GET", "/v1/plots/"+plotID, nil, "Accept-Language", "en", "Authorization", "Bearer x")
	a.problem(t, 401, "TOKEN_INVALID")
	if a.json["title"] != "Sign-in needed" || a.Header.Get("Content-Language") != "en" {
		t.Errorf("%s", a.body)
	}
}

func TestREST_badJSONIsToldByItsPath(t *testing.T) {
	w := open(t)
	post := func(body string) answer { return w.call(advisor, "POST", "/v1/requests", body) }
	fields := post(`{"company":{"siret":12},"urgence":1,"origin":"CASE_ORIGIN_MOON","needs":[{"subjectCode":"land.premises",
		"land":{"maxAreaM2":"beaucoup","minAreaM2":2.5,"communeCodes":"30007","tenure":[],"maxPricePerM2":6}},{"recruitment":{"positionCount":1,"positionCount":2}},3],
		"receivedTime":"hier","consents":{}}`).problem(t, 400, "INVALID_FIELDS")
	for path, text := range map[string]string{
		"company.siret": "texte", "urgence": "Champs connus", "origin": "CASE_ORIGIN_COUNTER", "needs[0].land.maxAreaM2": "nombre entier",
		"needs[0].land.minAreaM2": "nombre entier", "needs[0].land.communeCodes": "liste", "needs[0].land.tenure": "LAND_TENURE_RENT",
		"needs[1].recruitment.positionCount": "deux fois", "needs[2]": "subjectCode", "needs[0].land.maxPricePerM2": "amountCents", "receivedTime": "instant", "consents": "liste",
	} {
		if !strings.Contains(fields[path], text) {
			t.Errorf("%s: %q", path, fields[path])
		}
		delete(fields, path)
	}
	if len(fields) > 0 {
		t.Errorf("also %v", fields)
	}
	a := post("{\"needs\": [{\"land\": {\"maxAreaM2\": 12,,\n}}]}")
	if fields := a.problem(t, 400, "MALFORMED_JSON"); fields["needs[0].land.maxAreaM2"] == "" {
		t.Errorf("%s", a.body)
	}
	post("[]").problem(t, 400, "INVALID_FIELDS")
	fields = post(`{"needs":[{"subjectCode":"land.premises","land":{"maxAreaM2":-1}}]}`).problem(t, 400, "INVALID_FIELDS")
	if fields["needs[0].land.maxAreaM2"] == "" {
		t.Errorf("a rule of the contract: %v", fields)
	}
}

func TestREST_bodiesAboveALimitAreRefused(t *testing.T) {
	w := open(t)
	large := `{"description":"` + strings.Repeat("x", rpc.MaxMessage) + `"}`
	w.call(advisor, "POST", "/v1/plots", large).problem(t, 413, "MESSAGE_TOO_LARGE")
	chunked := struct{ io.Reader }{strings.NewReader(large)}
	w.send("POST", "/v1/plots", chunked, "Authorization", "Bearer "+w.issuer.Mint(advisor)).problem(t, 413, "MESSAGE_TOO_LARGE")
	w.call(advisor, "POST", "/v1/plots", "x", "Content-Encoding", "gzip").problem(t, 415, "ENCODING_UNSUPPORTED")
}

func TestREST_aPatchChangesTheFieldsOfItsBody(t *testing.T) {
	w := open(t)
	var got *landv1.UpdatePlotRequest
	w.plots.update = func(_ context.Context, r *landv1.UpdatePlotRequest) (*landv1.Plot, error) {
		got = r
		return &landv1.Plot{Etag: `"2"`}, nil
	}
	a := w.call(advisor, "PATCH", "/v1/plots/"+plotID, `{"plotId":"plt_x","description":"","areaM2":12,"etag":"\"1\"","availabilityLabel":"Libre"}`)
	mask := strings.Join(got.GetUpdateMask().GetPaths(), " ")
	if a.StatusCode != 200 || got.GetPlot().GetPlotId() != plotID || got.GetPlot().GetAreaM2() != 12 || !strings.Contains(mask, "description area_m2") ||
		strings.Contains(mask, "etag") || strings.Contains(mask, "label") || a.Header.Get("ETag") != `"2"` {
		t.Errorf("%d %v %s", a.StatusCode, got, a.body)
	}
	w.call(advisor, "PATCH", "/v1/plots/"+plotID+"?updateMask=areaM2,name", `{"areaM2":12}`)
	if got := strings.Join(got.GetUpdateMask().GetPaths(), " "); got != "area_m2 name" {
		t.Errorf("mask %s", got)
	}
	if fields := w.call(advisor, "PATCH", "/v1/plots/"+plotID, `{"areaM2":-1}`).problem(t, 400, "INVALID_FIELDS"); fields["areaM2"] == "" {
		t.Errorf("the path is not the caller's: %v", fields)
	}
}

func TestREST_parametersAreReadAndUnknownOnesRefused(t *testing.T) {
	w := open(t)
	var got *landv1.ListPlotsRequest
	w.plots.list = func(_ context.Context, r *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error) {
		got = r
		return &landv1.ListPlotsResponse{}, nil
	}
	a := w.call(advisor, "GET", "/v1/plots?pageSize=20&filter=communeCode%20%3D%20%2230007%22&order_by=name&fields=plotId,areaM2", "")
	if a.StatusCode != 200 || got.GetPageSize() != 20 || got.GetFilter() != `communeCode = "30007"` || got.GetOrderBy() != "name" ||
		strings.Join(got.GetFields().GetPaths(), " ") != "plot_id area_m2" {
		t.Errorf("%d %v", a.StatusCode, got)
	}
	fields := w.call(advisor, "GET", "/v1/plots?pagesize=2&pageSize=x&filter=a&filter=b", "").problem(t, 400, "INVALID_FIELDS")
	if !strings.Contains(fields["pagesize"], "pageSize") || !strings.Contains(fields["pageSize"], "nombre entier") || fields["filter"] == "" {
		t.Errorf("%v", fields)
	}
	w.call(advisor, "GET", "/v1/plots/plt_x", "").problem(t, 400, "INVALID_FIELDS")
}

func TestREST_pathsAndMethods(t *testing.T) {
	w := open(t)
	w.call(advisor, "GET", "/v1/nowhere", "").problem(t, 404, "PATH_UNKNOWN")
	w.call(advisor, "GET", "/nowhere", "").problem(t, 404, "PATH_UNKNOWN")
	w.call(advisor, "POST", "/v1/plots/"+plotID+":fly", "{}").problem(t, 405, "METHOD_NOT_ALLOWED")
	a := w.call(advisor, "DELETE", "/v1/plots", "")
	a.problem(t, 405, "METHOD_NOT_ALLOWED")
	if a.Header.Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("Allow: %s", a.Header.Get("Allow"))
	}
	if a := w.send("OPTIONS", "/v1/plots", nil); a.StatusCode != 204 || a.Header.Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("OPTIONS: %d %v", a.StatusCode, a.Header)
	}
	w.send("POST", "/healthz", nil).problem(t, 405, "METHOD_NOT_ALLOWED")
	a = w.call(advisor, "POST", "/v1/plots/"+plotID, "{}", "X-HTTP-Method-Override", "GET", "Content-Type", "application/x-www-form-urlencoded")
	a.problem(t, 405, "METHOD_NOT_ALLOWED")
}

func TestREST_whatCrossesIsMetadataOnly(t *testing.T) {
	w := open(t)
	var md metadata.MD
	var key idem.Request
	var who actor.Actor
	var leaked any
	w.plots.create = func(ctx context.Context, _ *landv1.CreatePlotRequest) (*landv1.Plot, error) {
		md, _ = metadata.FromIncomingContext(ctx)
		key, _ = idem.From(ctx)
		who, leaked = actor.From(ctx), ctx.Value(secret{})
		return &landv1.Plot{}, nil
	}
	trace := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	a := w.call(advisor, "POST", "/v1/plots", `{"name":"Lot","communeCode":"30007"}`, "Idempotency-Key", "k 1", "traceparent", trace,
		"X-Forwarded-For", "203.0.113.9", "Cookie", "a=b")
	if a.StatusCode != 200 || key.Key != "k 1" || who.ID != advisor.ID || a.Header.Get("RateLimit-Limit") != "600" || a.Header.Get("RateLimit-Remaining") != "599" {
		t.Errorf("%d %v %v %v", a.StatusCode, a.Header, key, who)
	}
	if leaked != nil || len(md["cookie"]) > 0 {
		t.Errorf("leaked: %v %v", leaked, md)
	}
	if got := md.Get("traceparent"); len(got) != 1 || !strings.HasPrefix(got[0], "00-0af7651916cd43dd8448eb211c80319c") {
		t.Errorf("trace %v", got)
	}
	if got := md.Get("x-forwarded-for"); len(got) != 1 || got[0] != "127.0.0.1" {
		t.Errorf("a stranger's word on its address is believed: %v", got)
	}
	if fields := w.call(advisor, "POST", "/v1/plots", `{}`, "Idempotency-Key", "clé").problem(t, 400, "IDEMPOTENCY_KEY_MALFORMED"); fields["Idempotency-Key"] == "" {
		t.Error(fields)
	}
}

func TestREST_longAnswersAreCompressed(t *testing.T) {
	w := open(t)
	w.plots.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) {
		return &landv1.Plot{Description: strings.Repeat("Terrain plat. ", 400)}, nil
	}
	plain := w.call(advisor, "GET", "/v1/plots/"+plotID, "")
	for name, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		a := w.call(advisor, "GET", "/v1/plots/"+plotID, "", "Accept-Encoding", name)
		r, err := open(bytes.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(text, plain.body) || a.Header.Get("Content-Encoding") != name || len(a.body)*4 > len(text) {
			t.Errorf("%s: %v %d of %d", name, err, len(a.body), len(text))
		}
	}
	if len(plain.Header.Get("Content-Encoding")) > 0 || plain.StatusCode != http.StatusOK {
		t.Error("compressed though nobody asked")
	}
}
