package e2e

import (
	"net/http"
	"testing"

	"hup.example/services/kit/kittest"
)

func TestJob_inOneProcessOnSQLite(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	submit(t, p).run(t)
}

func TestJob_inOneProcessOnPostgreSQL(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), databases(t))
	submit(t, p).run(t)
}

func TestStop_keepsEverything(t *testing.T) {
	dir := t.TempDir()
	p, running := inOneProcess(t, dir, "")
	j := submit(t, p)
	before := j.opened(t)
	running.stop(t)
	again := restart(t, running, dir, "")
	j.platform = again
	after := j.dossier(t)
	for _, path := range []string{"case.number", "case.etag", "landRequests.0.landRequestId", "recruitmentNeeds.0.recruitmentNeedId", "trainingNeeds.0.trainingNeedId"} {
		if before.text(path) != after.text(path) || after.text(path) == "" {
			t.Errorf("%s was %q, is %q after a stop and a start", path, before.text(path), after.text(path))
		}
	}
	old, err := p.try(t, advisor, http.MethodGet, "/v1/cases/"+j.caseID, nil)
	if err != nil || old.status != http.StatusOK {
		t.Errorf("a token of before the stop answers %d, %v: the keys survive a restart", old.status, err)
	}
}

func TestStream_goesOnWhereItStopped(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	j.opened(t)
	first, closeIt := p.watch(t, advisor, j.caseID, "")
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{})
	first.saw(t, "hup.support.case_qualified.v1")
	closeIt()
	after, _ := first.last()
	j.post(t, advisor, "/v1/cases/"+j.caseID+"/messages", map[string]any{"visibility": "MESSAGE_VISIBILITY_BODY", "text": "Appelée ce matin."})
	second, _ := p.watch(t, advisor, j.caseID, after)
	second.saw(t, "hup.support.message_posted.v1")
	kittest.Eventually(t, func() bool {
		_, types := second.last()
		return len(types) > 0 && types[0] != "hup.support.case_qualified.v1"
	},
		"the stream does not tell again what was seen")
}
