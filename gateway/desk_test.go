package gateway_test

import (
	"context"
	"maps"
	"sync"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// asked keeps what the desk asked of the lists of support.
type asked struct {
	mu      sync.Mutex
	filters map[string]int
}

func (a *asked) add(filter string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.filters[filter]++
}

// withDesk plays support's lists: each has as many rows as a desk shows, and more.
func withDesk(a *asked) func(*world) {
	return func(w *world) {
		a.filters = map[string]int{}
		w.cases.list = func(_ context.Context, r *supportv1.ListCasesRequest) (*supportv1.ListCasesResponse, error) {
			if r.GetPageSize() != 10 || r.GetOrderBy() != "dueTime" {
				w.t.Errorf("%v", r)
			}
			a.add(r.GetFilter())
			return &supportv1.ListCasesResponse{Cases: []*supportv1.ListedCase{{CaseId: caseID}}, NextPageToken: "more"}, nil
		}
		w.cases.count = func(_ context.Context, r *supportv1.CountCasesRequest) (*supportv1.Count, error) {
			a.add(r.GetFilter())
			return &supportv1.Count{Count: 1000, More: true}, nil
		}
		supportv1.RegisterReferralServiceServer(w.server, &referrals{
			list: func(_ context.Context, r *supportv1.ListReferralsRequest) (*supportv1.ListReferralsResponse, error) {
				a.add(r.GetFilter())
				return &supportv1.ListReferralsResponse{Referrals: []*supportv1.ListedReferral{{CaseId: caseID}}}, nil
			},
			count: func(_ context.Context, r *supportv1.CountReferralsRequest) (*supportv1.Count, error) {
				a.add(r.GetFilter())
				return &supportv1.Count{Count: 1}, nil
			},
		})
	}
}

func TestGetDesk_asksForEachSectionOnce(t *testing.T) {
	a := &asked{}
	w := open(t, withDesk(a)) // Monday 23 November 2026 in Paris, an hour before UTC
	got := w.call(advisor, "GET", "/v1/desk", "")
	if got.StatusCode != 200 || got.json["todayDate"] != "2026-11-23" {
		t.Fatalf("%d %s", got.StatusCode, got.body)
	}
	const waits = `leadBodyId = "mine" AND unanswered = true AND status != "CASE_STATUS_DRAFT" AND status != "CASE_STATUS_AWAITING_INFO" AND `
	sections := map[string]string{
		"overdue":           waits + `dueTime < "2026-11-22T23:00:00Z"`,
		"dueToday":          waits + `dueTime >= "2026-11-22T23:00:00Z" AND dueTime < "2026-11-23T23:00:00Z"`,
		"unassigned":        waits + `assignedPersonId = ""`,
		"awaitingInfo":      `leadBodyId = "mine" AND status = "CASE_STATUS_AWAITING_INFO"`,
		"nextMove":          `responsibleBodyId = "mine" AND status != "CASE_STATUS_AWAITING_INFO" AND status != "CASE_STATUS_DRAFT"`,
		"referralsToAnswer": `bodyId = "mine" AND unanswered = true`,
	}
	want := map[string]int{}
	for name, filter := range sections {
		section := got.json[name].(map[string]any)
		count := section["count"].(map[string]any)
		if section["filter"] != filter || (name != "referralsToAnswer" && (count["count"] != float64(1000) || count["more"] != true)) {
			t.Errorf("%s: %v", name, section)
		}
		want[filter] = 2 // the rows and the count
	}
	if !maps.Equal(a.filters, want) {
		t.Errorf("asked %v", a.filters)
	}
}

func TestGetDesk_isOfAllBodiesForTheCoordination(t *testing.T) {
	a := &asked{}
	w := open(t, withDesk(a))
	w.call(actor.Actor{Kind: actor.Person, ID: "per_4", Territory: "ales", BodyID: "hup", Roles: []actor.Role{actor.HupCoordinator}}, "GET", "/v1/desk", "")
	if a.filters[`status = "CASE_STATUS_AWAITING_INFO"`] != 2 {
		t.Errorf("asked %v", a.filters)
	}
}

func TestGetDesk_isForAdvisorsAndNeedsSupport(t *testing.T) {
	w := open(t, withDesk(&asked{}))
	w.call(company, "GET", "/v1/desk", "").problem(t, 403, "ROLE_REQUIRED")
	w.cases.count = func(context.Context, *supportv1.CountCasesRequest) (*supportv1.Count, error) {
		return nil, errs.Unavailable("UNAVAILABLE")
	}
	w.call(advisor, "GET", "/v1/desk", "").problem(t, 503, "UNAVAILABLE")
}

func TestSearchCodes_findsByWordsAndNamesCodes(t *testing.T) {
	w := open(t)
	first := func(query string) map[string]any {
		t.Helper()
		a := w.call(actor.Actor{}, "GET", "/v1/codes?"+query, "")
		entries, _ := a.json["entries"].([]any)
		if a.StatusCode != 200 || len(entries) == 0 {
			t.Fatalf("%s: %d %s", query, a.StatusCode, a.body)
		}
		return entries[0].(map[string]any)
	}
	for query, code := range map[string]string{
		"list=CODE_LIST_COMMUNE&q=ales":                   "30007",
		"list=CODE_LIST_COMMUNE&q=30100":                  "30007",
		"list=CODE_LIST_COMMUNE&codes=30189":              "30189",
		"list=CODE_LIST_ROME&q=H2913":                     "H2913",
		"list=CODE_LIST_NAF&codes=43.32A":                 "43.32A",
		"list=CODE_LIST_HEADCOUNT&codes=99&codes=12":      "12",
		"list=CODE_LIST_NAF&q=menuiserie+bois&pageSize=1": "43.32A",
	} {
		if got := first(query); got["code"] != code || got["label"] == "" {
			t.Errorf("%s: %v", query, got)
		}
	}
	if got := first("list=CODE_LIST_ROME&q=soudeur"); got["hint"] == "" {
		t.Errorf("a job title is found without being named: %v", got)
	}
	fields := w.call(actor.Actor{}, "GET", "/v1/codes?list=CODE_LIST_ROME", "").problem(t, 400, "INVALID_FIELDS")
	if fields["q"] == "" {
		t.Errorf("%v", fields)
	}
	w.call(actor.Actor{}, "GET", "/v1/codes?q=ales", "").problem(t, 400, "INVALID_FIELDS")
}
