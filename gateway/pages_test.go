package gateway_test

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
)

func TestPages_areThereAndAskForNothingOutside(t *testing.T) {
	w := open(t)
	outside := regexp.MustCompile(`(?:src|href)="(?:https?:)?//`)
	for path, text := range map[string]string{
		"/": "guichet unique", "/docs": "Documentation de l'API", "/sources": "Licence", "/docs/docs.js": "openapi.json", "/docs/style.css": "--accent",
		"/avis-expert": "Donner un avis", "/avis-expert/avis.js": "location.hash", "/avis-expert/avis.css": "textarea",
		"/assets/console.css": "--accent", "/healthz": `"alive":true`, "/readyz": `"part":"land"`, "/openapi.json": `"openapi": "3.1.0"`,
	} {
		a := w.send("GET", path, nil)
		if a.StatusCode != 200 || !strings.Contains(string(a.body), text) {
			t.Errorf("%s: %d %.200s", path, a.StatusCode, a.body)
		}
		if outside.Match(a.body) {
			t.Errorf("%s asks for something outside", path)
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
			if a.Header.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
		if tag := a.Header.Get("ETag"); tag != "" {
			if again := w.send("GET", path, nil, "If-None-Match", tag); again.StatusCode != 304 {
				t.Errorf("%s again: %d", path, again.StatusCode)
			}
		}
	}
	if strings.Contains(string(w.send("GET", "/docs", nil).body), "<script>") {
		t.Error("a script in the page, which the policy refuses")
	}
}

func TestSources_areThoseOfTheListsAndOfTheServices(t *testing.T) {
	w := open(t, func(w *world) {
		w.config.Sources = []reference.Source{{Dataset: "Friches <du Gard>", Producer: "Cerema", Licence: "Licence Ouverte 2.0", Date: "2024-03"}}
	})
	page := string(w.send("GET", "/sources", nil).body)
	text := html.UnescapeString(page)
	for _, want := range []string{"Friches <du Gard>", "Cerema", "2024-03", reference.Communes().Source().Dataset} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing of %s", want)
		}
	}
	if strings.Contains(page, "<du Gard>") {
		t.Error("a name of a source is taken for HTML")
	}
}

func TestReadyz_namesThePartThatIsNot(t *testing.T) {
	w := open(t, func(w *world) {
		w.config.Ready = func(context.Context) map[string]error {
			return map[string]error{"land": errors.New("password of the database"), "support": nil}
		}
	})
	a := w.send("GET", "/readyz", nil)
	if a.StatusCode != 503 || !strings.Contains(string(a.body), `{"part":"land","ready":false},{"part":"support","ready":true}`) || strings.Contains(string(a.body), "password") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

func TestRoutes_areServedOrProxiedAndLimited(t *testing.T) {
	var seen http.Header
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header
		_, _ = w.Write([]byte("here at " + r.URL.Path))
	}))
	to, err := url.Parse(service.URL)
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, func(w *world) {
		w.config.Limits = rpc.Limits{Strangers: 2, Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
		w.config.Routes = map[string]http.Handler{"/oauth2/": gateway.Proxy(to, w.config.Messages)}
	})
	from := []string{"X-Forwarded-For", "198.51.100.7, 203.0.113.9"}
	if a := w.send("GET", "/oauth2/jwks", nil, from...); string(a.body) != "here at /oauth2/jwks" || seen.Get("X-Forwarded-For") != "203.0.113.9" {
		t.Errorf("%s %v", a.body, seen)
	}
	service.Close()
	w.send("GET", "/oauth2/jwks", nil, from...).problem(t, 503, "PART_UNAVAILABLE")
	if a := w.send("GET", "/oauth2/jwks", nil, from...); a.Header.Get("Retry-After") != "60" {
		a.problem(t, 429, "TOO_MANY_CALLS")
	}
	w.send("GET", "/oauth2/jwks", nil, "X-Forwarded-For", "203.0.113.10").problem(t, 503, "PART_UNAVAILABLE")
}

func TestEdge_aPanicIsAProblemAndLogsNoValue(t *testing.T) {
	w := open(t, func(w *world) {
		w.config.Routes = map[string]http.Handler{"/boom": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Inès Roux") })}
	})
	w.send("GET", "/boom?q=secret", nil).problem(t, 500, "INTERNAL")
	if log := w.log.text(); strings.Contains(log, "Roux") || strings.Contains(log, "secret") || !strings.Contains(log, "panic") {
		t.Errorf("log: %s", log)
	}
}

func TestEdge_knownOriginsMayCallWithATokenOfTheirs(t *testing.T) {
	w := open(t, func(w *world) { w.config.Origins = []string{"https://partner.example"} })
	ask := []string{"Origin", "https://partner.example", "Access-Control-Request-Method", "POST"}
	a := w.send("OPTIONS", "/v1/plots", nil, ask...)
	if a.StatusCode != 204 || a.Header.Get("Access-Control-Allow-Origin") != "https://partner.example" || !strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "If-Match") ||
		a.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
	if a := w.send("GET", "/healthz", nil, "Origin", "https://evil.example"); a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%v", a.Header)
	}
}

func TestServer_hasTimesForSlowCallers(t *testing.T) {
	s := gateway.NewServer(http.NotFoundHandler())
	if s.ReadHeaderTimeout == 0 || s.IdleTimeout == 0 || s.WriteTimeout != 0 {
		t.Errorf("%+v", s)
	}
}

func TestRules_areToldToAnybody(t *testing.T) {
	w := open(t)
	w.rules.public = func(_ context.Context, r *supportv1.GetPublicRoutingRulesRequest) (*supportv1.RoutingRuleSet, error) {
		switch r.GetTerritory() {
		case "ales":
			return &supportv1.RoutingRuleSet{Number: 8, PublishedTime: timestamppb.New(w.clock.Now()), Notice: "Demandez à une personne.", Rules: []*supportv1.RoutingRule{
				{RuleCode: "a-b", Sentence: "D'abord <A>, puis B.", Reason: "A est proche."}}}, nil
		case "down":
			return nil, errs.Unavailable("PART_UNAVAILABLE")
		}
		return nil, errs.NotFound("routing_rule_set")
	}
	for path, want := range map[string]string{
		"/regles": "donnez son nom court", "/regles?territoire=ales": "D&#39;abord &lt;A&gt;, puis B.", "/regles?territoire=nimes": "« nimes » n&#39;a pas publié",
	} {
		a := w.send("GET", path, nil)
		if a.StatusCode != 200 || !strings.Contains(string(a.body), want) || !strings.Contains(string(a.body), "L311-3-1") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
	for path, status := range map[string]int{"/regles?territoire=down": 503, "/regles?territoire=A%20B": 400} {
		if a := w.send("GET", path, nil); a.StatusCode != status {
			t.Errorf("%s: %d, want %d: %s", path, a.StatusCode, status, a.body)
		}
	}
}
