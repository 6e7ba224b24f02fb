package e2e

import (
	"net/http"
	"testing"

	"hup.example/services/kit/kittest"
)

// manyCases is how many cases one operation assigns.
const manyCases = 300

// TestBulk_isResumedAfterThePowerWent: the process is killed while an operation is half done. Started again it goes on by
// itself, and no case is assigned twice.
func TestBulk_isResumedAfterThePowerWent(t *testing.T) {
	for engine, db := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": databases} {
		t.Run(engine, func(t *testing.T) { bulkCut(t, db(t)) })
	}
}

func bulkCut(t *testing.T, db string) {
	dir := t.TempDir()
	p, running := inOneProcess(t, dir, db)
	p.token(t, "advisor@cma")
	var ids []string
	for range manyCases {
		ids = append(ids, p.must(t, advisor, http.MethodPost, "/v1/requests:atCounter", map[string]any{
			"company": map[string]any{"name": "Menuiserie Roux", "communeCode": "30007"}, "contact": map[string]any{"name": "Camille", "phone": "+33466010203"},
			"subjectCode": "finance.investment",
		}).text("case.caseId"))
	}
	path := "/v1/bulk-operations/" + p.must(t, advisor, http.MethodPost, "/v1/bulk-operations", map[string]any{
		"action": "BULK_ACTION_ASSIGN", "personId": "me", "ids": ids,
	}).text("bulkOperationId")
	before := 0
	kittest.Eventually(t, func() bool { before = done(p.must(t, advisor, http.MethodGet, path, nil)); return before > 0 }, "the operation has begun")
	running.kill()
	if before == manyCases {
		t.Fatal("the operation was over before the cut: give it more cases")
	}
	again := restart(t, running, dir, db)
	kittest.Eventually(t, func() bool {
		return again.must(t, advisor, http.MethodGet, path, nil).text("status") == "BULK_STATUS_COMPLETED"
	}, "the operation goes on after the start")
	o := again.must(t, advisor, http.MethodGet, path, nil)
	if done(o) != manyCases || o.at("refusedCount") != 0.0 {
		t.Errorf("%v done, %v refused", o.at("doneCount"), o.at("refusedCount"))
	}
	for _, id := range ids {
		assigned := 0
		for _, entry := range again.must(t, advisor, http.MethodGet, "/v1/cases/"+id+"/timeline", nil).list("timeline") {
			if at(entry, "type") == "hup.support.case_assigned.v1" {
				assigned++
			}
		}
		if assigned != 1 {
			t.Fatalf("%s was assigned %d times", id, assigned)
		}
	}
	hup(t, append([]string{"audit", "verify", "--data", dir}, dbFlags(db)...)...).exits(0)
}

// done is how many lines of an operation are done.
func done(o answer) int {
	n, _ := o.at("doneCount").(float64)
	return int(n)
}
