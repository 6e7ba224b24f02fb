package e2e

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"hup.example/services/kit/kittest"
)

const (
	senders = 6
	// answeredBeforeTheCut is how many requests of the burst are answered before the power goes.
	answeredBeforeTheCut = 25
)

// burst is many requests sent at once, each under an id of its sender's own.
type burst struct {
	mu       sync.Mutex
	answered map[string]string // the sender's id → the case
	sent     map[string]bool
	enough   chan struct{}
}

// send sends until the platform is gone.
func (b *burst) send(t *testing.T, p *platform, sender int) {
	for n := 0; ; n++ {
		id := fmt.Sprintf("burst-%d-%d", sender, n)
		b.mu.Lock()
		b.sent[id] = true
		b.mu.Unlock()
		a, err := p.try(t, advisor, http.MethodPost, "/v1/requests", burstRequest(id))
		if err != nil {
			return
		}
		if a.status != http.StatusOK {
			t.Errorf("%s: %d %s", id, a.status, a.told())
			return
		}
		b.mu.Lock()
		b.answered[id] = a.text("case.caseId")
		if len(b.answered) == answeredBeforeTheCut {
			close(b.enough)
		}
		b.mu.Unlock()
	}
}

func burstRequest(id string) map[string]any {
	form := request("Pendant la rafale.")
	form["clientRequestId"] = id
	return form
}

func TestCrash_losesNothingThatWasAnswered(t *testing.T) {
	for engine, db := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": databases} {
		t.Run(engine, func(t *testing.T) { crash(t, db(t)) })
	}
}

func crash(t *testing.T, db string) {
	dir := t.TempDir()
	p, running := inOneProcess(t, dir, db)
	p.token(t, advisor)
	b := &burst{answered: map[string]string{}, sent: map[string]bool{}, enough: make(chan struct{})}
	var sending sync.WaitGroup
	for sender := range senders {
		sending.Go(func() { b.send(t, p, sender) })
	}
	gone := make(chan struct{})
	go func() { sending.Wait(); close(gone) }()
	select {
	case <-b.enough:
	case <-gone:
		t.Fatalf("the senders stopped after %d answers", len(b.answered))
	}
	running.kill()
	<-gone
	again := restart(t, running, dir, db)
	for id := range b.sent {
		b.sameCase(t, again, id)
	}
	for id, caseID := range b.answered {
		once(t, &job{again, caseID}, id)
	}
	hup(t, append([]string{"audit", "verify", "--data", dir}, dbFlags(db)...)...).exits(0)
}

func dbFlags(db string) []string {
	if db == "" {
		return nil
	}
	return []string{"--db", db}
}

// sameCase sends the request again: the case of an answered one is the same, of another one it is made once now.
func (b *burst) sameCase(t *testing.T, p *platform, id string) {
	t.Helper()
	a := p.must(t, advisor, http.MethodPost, "/v1/requests", burstRequest(id))
	if was := b.answered[id]; was != "" && was != a.text("case.caseId") {
		t.Errorf("%s was answered with %s, is now %s", id, was, a.text("case.caseId"))
	}
	b.answered[id] = a.text("case.caseId")
}

// once: each need of the case has its one request in the service that follows it, neither lost nor doubled.
func once(t *testing.T, j *job, id string) {
	t.Helper()
	var d answer
	kittest.Eventually(t, func() bool {
		d = j.dossier(t)
		return len(d.list("landRequests")) > 0 && len(d.list("recruitmentNeeds")) > 0 && len(d.list("trainingNeeds")) > 0
	}, "the case of ", id, " has its requests")
	for _, part := range []string{"landRequests", "recruitmentNeeds", "trainingNeeds"} {
		if n := len(d.list(part)); n != 1 {
			t.Errorf("the case of %s has %d %s", id, n, part)
		}
	}
}
