package e2e

import (
	"net/http"
	"testing"

	"hup.example/services/kit/kittest"
)

func TestFaults_ofPartsApart(t *testing.T) {
	p := separate(t)
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
	p.start("land").ready(t)
	j.opened(t)
	if d := before.dossier(t); len(d.list("landRequests")) != 1 {
		t.Errorf("with land back the older case has %d land requests", len(d.list("landRequests")))
	}
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
