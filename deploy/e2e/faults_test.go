package e2e

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

func TestFaults_ofPartsApart(t *testing.T) {
	p := separate(t)
	t.Run("what is no JSON goes through all parts", p.otherRoutes)
	t.Run("a service is down for a while", p.serviceDown)
	t.Run("the broker is down for a while", p.brokerDown)
	t.Run("a service is killed and comes back", p.serviceKilled)
}

// serviceDown: without land requests are taken and dossiers answered, which name what is missing; land opens its requests
// when it is back.
func (p *parts) serviceDown(t *testing.T) {
	before := submit(t, p.platform)
	before.opened(t)
	p.processes["land"].stop(t)
	j := submit(t, p.platform)
	d := j.dossier(t)
	if !missing(d, "landRequests") {
		t.Errorf("without land the dossier answers %s", d.told())
	}
	if d = before.dossier(t); !missing(d, "landRequests") || d.text("case.number") == "" || len(d.list("trainingNeeds")) != 1 {
		t.Errorf("without land the dossier of an older case answers %s", d.told())
	}
	path := "/v1/companies/" + before.companyOf(t)[0] + "/timeline"
	told := p.must(t, advisor, http.MethodGet, path, nil)
	if !missing(told, "land") || len(told.list("missing")) != 1 || !tells(told, "support") || !tells(told, "training") || tells(told, "land") {
		t.Errorf("without land the timeline answers %s", told.told())
	}
	p.start("land").ready(t)
	j.opened(t)
	kittest.Eventually(t, func() bool {
		told = p.must(t, advisor, http.MethodGet, path, nil)
		return len(told.list("missing")) == 0 && tells(told, "land")
	}, "with land back the timeline is whole")
	if d := before.dossier(t); len(d.list("landRequests")) != 1 {
		t.Errorf("with land back the older case has %d land requests", len(d.list("landRequests")))
	}
}

// tells says whether a timeline has a line of a service.
func tells(timeline answer, service string) bool {
	return slices.ContainsFunc(timeline.list("entries"), func(e any) bool { return at(e, "service") == service })
}

// otherRoutes: calendars, files and exports, each from the process that has them; without it the answer is an error like all others.
func (p *parts) otherRoutes(t *testing.T) {
	j := submit(t, p.platform)
	feed := p.must(t, advisor, http.MethodPost, "/v1/calendar-feeds", map[string]any{"bodyId": "mine"}).text("url")
	address := strings.TrimPrefix(feed, p.base)
	calendar := p.tus(t, advisor, http.MethodGet, address, nil, "Authorization", "")
	text, err := io.ReadAll(calendar.Body)
	if err != nil || calendar.StatusCode != http.StatusOK || !strings.HasPrefix(string(text), "BEGIN:VCALENDAR\r\n") || address == feed {
		t.Errorf("%s: %d %v %.40s", feed, calendar.StatusCode, err, text)
	}
	path := p.begun(t, len(letter))
	if got := p.tus(t, advisor, http.MethodPatch, path, strings.NewReader(letter), piece(0)...); got.StatusCode != http.StatusNoContent {
		t.Errorf("a piece of a file: %d", got.StatusCode)
	}
	f := p.form(t, advisor, j.caseID, "devis.pdf", letter)
	got := p.tus(t, advisor, http.MethodGet, "/v1/attachments/"+f.text("attachmentId")+"/content", nil)
	if text, err := io.ReadAll(got.Body); err != nil || string(text) != letter {
		t.Errorf("the file comes back as %d %q %v", got.StatusCode, text, err)
	}
	export := p.tus(t, advisor, http.MethodGet, "/v1/cases?format=csv", nil)
	if text, err := io.ReadAll(export.Body); err != nil || export.StatusCode != http.StatusOK || !strings.Contains(string(text), j.caseID) {
		t.Errorf("an export: %d %v %.200s", export.StatusCode, err, text)
	}
	p.processes["support"].stop(t)
	for _, path := range []string{address, "/v1/attachments/" + f.text("attachmentId") + "/content", "/v1/cases?format=csv", path} {
		refused(t, path, p.tus(t, advisor, http.MethodGet, path, nil), http.StatusServiceUnavailable, "PART_UNAVAILABLE")
	}
	p.start("support").ready(t)
	kittest.Eventually(t, func() bool { return p.tus(t, advisor, http.MethodGet, address, nil).StatusCode == http.StatusOK }, "the calendar is back")
	kittest.Eventually(t, func() bool { return p.tus(t, advisor, http.MethodGet, "/v1/cases", nil).StatusCode == http.StatusOK }, "support is back")
}

func missing(d answer, part string) bool {
	for _, m := range d.list("missing") {
		if at(m, "part") == part {
			return true
		}
	}
	return false
}

// brokerDown: without NATS requests are taken; what was stated meanwhile arrives when it is back, also on empty files.
func (p *parts) brokerDown(t *testing.T) {
	p.broker.stop()
	j := submit(t, p.platform)
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{})
	p.broker.options.StoreDir = p.t.TempDir() // it comes back without what it had
	p.broker.start(t)
	once(t, j, "the time without a broker")
	if a := p.must(t, advisor, http.MethodGet, "/v1/cases/"+j.caseID, nil); a.text("status") == "CASE_STATUS_RECEIVED" {
		t.Error("the case that was qualified without a broker is as it was received")
	}
}

// serviceKilled: a consumer that dies in the middle of a burst has each request once when it is back.
func (p *parts) serviceKilled(t *testing.T) {
	var jobs []*job
	for n := range 12 {
		if n == 6 {
			p.processes["recruitment"].kill()
		}
		jobs = append(jobs, submit(t, p.platform))
	}
	p.start("recruitment").ready(t)
	for _, j := range jobs {
		kittest.Eventually(t, func() bool { return len(j.dossier(t).list("missing")) == 0 }, "recruitment answers again")
		once(t, j, j.caseID)
	}
}
