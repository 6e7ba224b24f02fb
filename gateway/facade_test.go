package gateway_test

import (
	"context"
	"strings"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
)

// identity and figures are services that some tests add.
type (
	identity struct {
		identityv1.UnimplementedIdentityServiceServer
		asked chan actor.Actor
	}
	supportFigures struct {
		supportv1.UnimplementedSupportServiceServer
		asked chan *commonv1.ListFiguresRequest
	}
)

// GetMembershipSummary implements the service.
func (i *identity) GetMembershipSummary(ctx context.Context, r *identityv1.GetMembershipSummaryRequest) (*identityv1.GetMembershipSummaryResponse, error) {
	i.asked <- actor.From(ctx)
	return &identityv1.GetMembershipSummaryResponse{
		Person: &identityv1.Person{GivenName: "Inès", FamilyName: "Roux"}, Territory: "ales",
		Memberships: []*identityv1.Membership{{MembershipId: r.GetMembershipId(), BodyId: "cci"}, {MembershipId: "mem_2", BodyId: "agglo"}},
	}, nil
}

// ListFigures implements the service.
func (s *supportFigures) ListFigures(_ context.Context, r *commonv1.ListFiguresRequest) (*commonv1.ListFiguresResponse, error) {
	s.asked <- r
	return &commonv1.ListFiguresResponse{Figures: []*commonv1.Figure{{Code: "cases_received"}}}, nil
}

func (w *world) someCase() {
	w.cases.get = func(_ context.Context, r *supportv1.GetCaseRequest) (*supportv1.Case, error) {
		return &supportv1.Case{CaseId: r.GetCaseId(), Number: "HUP-2026-000001"}, nil
	}
}

// missing reads the parts that did not come.
func (a answer) missing() map[string]string {
	found := map[string]string{}
	list, _ := a.json["missing"].([]any)
	for _, item := range list {
		m := item.(map[string]any)
		found[m["part"].(string)] = m["reason"].(string)
	}
	return found
}

func TestSubmitRequest_isOneCallWithTheCallersTokenAndKey(t *testing.T) {
	w := open(t)
	var who actor.Actor
	var key idem.Request
	w.cases.open = func(ctx context.Context, r *supportv1.RequestForm) (*supportv1.OpenCaseResponse, error) {
		who = actor.From(ctx)
		key, _ = idem.From(ctx)
		return &supportv1.OpenCaseResponse{Case: &supportv1.Case{Description: r.GetDescription()}, Receipt: &supportv1.Receipt{Number: "HUP-2026-000001"}}, nil
	}
	a := w.call(advisor, "POST", "/v1/requests", `{"company":{"siret":"73282932000074"},"contact":{"name":"Inès Roux","email":"ines@exemple.fr"},
		"origin":"CASE_ORIGIN_COUNTER","description":"Cherche un atelier","needs":[{"subjectCode":"land.premises"}]}`, "Idempotency-Key", "k1")
	if a.StatusCode != 200 || a.json["receipt"].(map[string]any)["number"] != "HUP-2026-000001" || who.ID != advisor.ID || key.Key != "k1" {
		t.Errorf("%d %s %v %v", a.StatusCode, a.body, who, key)
	}
	if log := w.log.text(); strings.Contains(log, "Roux") || strings.Contains(log, "atelier") {
		t.Errorf("personal data in the log: %s", log)
	}
}

func TestGetDossier_namesWhatIsMissing(t *testing.T) {
	w := open(t, func(w *world) { w.config.Patience = 2 * time.Second })
	w.someCase()
	slow := make(chan struct{})
	w.requests.list = func(ctx context.Context, r *landv1.ListCaseLandRequestsRequest) (*landv1.ListCaseLandRequestsResponse, error) {
		if r.GetCaseId() != caseID {
			t.Errorf("of the case %s", r.GetCaseId())
		}
		<-ctx.Done()
		close(slow)
		return nil, ctx.Err()
	}
	a := w.call(advisor, "GET", "/v1/cases/"+caseID+"/dossier", "")
	<-slow
	if a.StatusCode != 200 || a.json["case"].(map[string]any)["number"] != "HUP-2026-000001" || !strings.HasPrefix(a.Header.Get("ETag"), `W/"`) {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	missing := a.missing()
	for part, reason := range map[string]string{
		"landRequests": "TIMEOUT", "recruitmentNeeds": "NOT_INSTALLED", "trainingNeeds": "NOT_INSTALLED",
		"referrals": "ERROR", // the test's support has no such service
	} {
		if missing[part] != "MISSING_REASON_"+reason {
			t.Errorf("%s: %s, want %s", part, missing[part], reason)
		}
	}
}

func TestGetDossier_needsSupportAndItsConsent(t *testing.T) {
	w := open(t)
	w.requests.list = func(context.Context, *landv1.ListCaseLandRequestsRequest) (*landv1.ListCaseLandRequestsResponse, error) {
		return &landv1.ListCaseLandRequestsResponse{LandRequests: []*landv1.LandRequest{{}}, NextPageToken: "next"}, nil
	}
	for reason, err := range map[string]error{"NOT_FOUND": errs.NotFound("case"), "UNAVAILABLE": errs.Unavailable("UNAVAILABLE")} {
		w.cases.get = func(context.Context, *supportv1.GetCaseRequest) (*supportv1.Case, error) { return nil, err }
		status := map[string]int{"NOT_FOUND": 404, "UNAVAILABLE": 503}[reason]
		w.call(advisor, "GET", "/v1/cases/"+caseID+"/dossier", "").problem(t, status, reason)
	}
	w.someCase()
	a := w.call(advisor, "GET", "/v1/cases/"+caseID+"/dossier", "")
	if a.json["landRequestsNextPageToken"] != "next" || a.missing()["landRequests"] != "" {
		t.Errorf("%s", a.body)
	}
	if again := w.call(advisor, "GET", "/v1/cases/"+caseID+"/dossier", "", "If-None-Match", a.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("unchanged: %d", again.StatusCode)
	}
	partner := actor.Actor{Kind: actor.Client, ID: "cli_1", Territory: "ales", BodyID: "cci", Scopes: []string{"support.read"}}
	if missing := w.call(partner, "GET", "/v1/cases/"+caseID+"/dossier", "").missing(); missing["landRequests"] != "MISSING_REASON_DENIED" || missing["proposals"] != "MISSING_REASON_ERROR" {
		t.Errorf("without the scope: %v", missing)
	}
	if missing := w.call(company, "GET", "/v1/cases/"+caseID+"/dossier", "").missing(); missing["proposals"] != "" {
		t.Errorf("a company is told of proposals that it may not see: %v", missing)
	}
}

func TestSearch_putsTheBestFirstAndNamesMissingParts(t *testing.T) {
	w := open(t, withSupport)
	var filters []string
	w.cases.list = func(_ context.Context, r *supportv1.ListCasesRequest) (*supportv1.ListCasesResponse, error) {
		filters = append(filters, r.GetFilter())
		return &supportv1.ListCasesResponse{Cases: []*supportv1.ListedCase{{
			CaseId: caseID, Number: "HUP-2026-000001", Status: supportv1.CaseStatus_CASE_STATUS_RECEIVED, StatusLabel: "Reçue",
			Company: &commonv1.CompanySnapshot{Name: "Menuiserie des Gorges", CommuneCode: "30007"},
		}}}, nil
	}
	w.plots.list = func(context.Context, *landv1.ListPlotsRequest) (*landv1.ListPlotsResponse, error) {
		return &landv1.ListPlotsResponse{Plots: []*landv1.Plot{{PlotId: plotID, Name: "Terrain des gorges"}, {PlotId: "p2", Name: "Gorges"}}}, nil
	}
	a := w.call(advisor, "GET", "/v1/search?q=%22gorges%22&kinds=SEARCH_KIND_CASE&kinds=SEARCH_KIND_PLOT&kinds=SEARCH_KIND_PREMISES", "")
	found, _ := a.json["results"].([]any)
	if a.StatusCode != 200 || len(found) != 3 || found[0].(map[string]any)["title"] != "Gorges" {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	first := found[1].(map[string]any)
	if first["subtitle"] != "HUP-2026-000001" || first["statusLabel"] != "Reçue" || first["status"] != "CASE_STATUS_RECEIVED" || first["communeCode"] != "30007" {
		t.Errorf("%v", first)
	}
	if missing := a.missing(); len(missing) != 1 || missing["premises"] != "MISSING_REASON_ERROR" || filters[0] != `text:" gorges "` {
		t.Errorf("%v %v", missing, filters)
	}
	if strings.Contains(strings.ToLower(w.log.text()), "gorges") {
		t.Error("the words are in the log")
	}
	if a := w.call(juror, "GET", "/v1/search?q=gorges&kinds=SEARCH_KIND_CASE", ""); a.StatusCode != 200 || len(a.json["results"].([]any)) != 0 {
		t.Errorf("a juror finds cases: %s", a.body)
	}
	w.call(advisor, "GET", "/v1/search?q=a", "").problem(t, 400, "INVALID_FIELDS")
}

// withSupport adds what the test's support does not have yet.
func withSupport(w *world) {
	supportv1.RegisterSupportServiceServer(w.server, &supportFigures{asked: make(chan *commonv1.ListFiguresRequest, 1)})
}

func TestGetDashboard_asksForThisMonthByDefault(t *testing.T) {
	figures := &supportFigures{asked: make(chan *commonv1.ListFiguresRequest, 1)}
	w := open(t, func(w *world) { supportv1.RegisterSupportServiceServer(w.server, figures) })
	a := w.call(advisor, "GET", "/v1/dashboard", "")
	asked := <-figures.asked
	if a.StatusCode != 200 || a.json["from"] != "2026-11-01" || a.json["to"] != "2026-11-23" || asked.GetTerritory() != "ales" || len(a.json["figures"].([]any)) != 1 {
		t.Errorf("%d %s %v", a.StatusCode, a.body, asked)
	}
	if missing := a.missing(); missing["training"] != "MISSING_REASON_NOT_INSTALLED" || missing["support"] != "" {
		t.Errorf("%v", missing)
	}
	w.call(advisor, "GET", "/v1/dashboard?from=2020-01-01", "").problem(t, 400, "PERIOD_TOO_LONG")
	w.call(advisor, "GET", "/v1/dashboard?from=2026-12-01", "").problem(t, 400, "INVALID_FIELDS")
	w.call(advisor, "GET", "/v1/dashboard?from=2026-02-02&to=2026-02-01", "").problem(t, 400, "INVALID_FIELDS")
}

func TestGetMe_saysWhoTheTokenIsForAlsoWithoutIdentity(t *testing.T) {
	w := open(t)
	a := w.call(advisor, "GET", "/v1/me", "")
	if a.StatusCode != 200 || a.json["personId"] != "per_1" || a.json["bodyId"] != "cci" || a.json["name"] != "" || a.json["tokenExpireTime"] != "2026-11-23T08:10:00Z" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if roles := a.json["roles"].([]any); len(roles) != 1 || roles[0] != "ROLE_HUP_ADVISOR" {
		t.Errorf("%s", a.body)
	}
	known := &identity{asked: make(chan actor.Actor, 1)}
	w = open(t, func(w *world) { identityv1.RegisterIdentityServiceServer(w.server, known) })
	a = w.call(advisor, "GET", "/v1/me", "")
	if who := <-known.asked; who.Kind != actor.Service || who.ID != "gateway" {
		t.Errorf("identity was asked by %v", who)
	}
	if a.json["name"] != "Inès Roux" || len(a.json["memberships"].([]any)) != 2 || a.json["limits"].(map[string]any)["writesPerMinute"] != float64(600) {
		t.Errorf("%s", a.body)
	}
}
