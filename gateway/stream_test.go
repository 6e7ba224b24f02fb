package gateway_test

import (
	"bufio"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/anypb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// event is one event of a stream, as a browser gets it.
type event struct {
	name, id string
	data     map[string]any
}

// watch opens the stream of the case, and gives its events as they come.
func (w *world) watch(as actor.Actor, headers ...string) (*http.Response, <-chan event) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.http.URL+"/v1/cases/"+caseID+"/dossier:watch", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.issuer.Mint(as))
	r.Header.Set("Accept-Encoding", "gzip, zstd")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = resp.Body.Close() })
	events := make(chan event, 100)
	go func() {
		defer close(events)
		var e event
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				_ = json.Unmarshal([]byte(value), &e.data)
			case "":
				if e.name != "" || e.id != "" {
					events <- e
				}
				e = event{}
			}
		}
	}()
	return resp, events
}

// tails plays the services' feeds: 40 events so far, and those that the test sends.
func (w *world) tails() (sent chan *eventv1.Event, after chan int64) {
	sent, after = make(chan *eventv1.Event), make(chan int64, 10)
	w.access.check = func(context.Context, *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
		return &authv1.CheckAccessResponse{Allowed: true, Level: authv1.AccessLevel_ACCESS_LEVEL_OWNER}, nil
	}
	w.feed.list = func(_ context.Context, r *eventv1.ListEventsRequest) (*eventv1.ListEventsResponse, error) {
		if r.GetAfter() != math.MaxInt64 {
			w.t.Errorf("asks for events after %d", r.GetAfter())
		}
		return &eventv1.ListEventsResponse{Head: 40}, nil
	}
	w.feed.tail = func(r *eventv1.TailContextRequest, s grpc.ServerStreamingServer[eventv1.Event]) error {
		if r.GetSource() != "support" {
			<-s.Context().Done()
			return nil
		}
		if r.GetContextId() != caseID || r.GetTerritory() != "ales" || actor.From(s.Context()).Kind != actor.Service {
			w.t.Errorf("asks for %v as %v", r, actor.From(s.Context()))
		}
		after <- r.GetAfter()
		for {
			select {
			case e := <-sent:
				if e == nil {
					return errs.Unavailable("UNAVAILABLE")
				}
				if err := s.Send(e); err != nil {
					return err
				}
			case <-s.Context().Done():
				return nil
			}
		}
	}
	return sent, after
}

func received(t *testing.T, seq int64) *eventv1.Event {
	t.Helper()
	data, err := anypb.New(&supporteventv1.CaseReceived{CaseId: caseID, Number: "HUP-2026-000001"})
	if err != nil {
		t.Fatal(err)
	}
	return &eventv1.Event{Source: "support", Type: "hup.support.case_received.v1", Aggregate: "case", AggregateId: caseID, PubSeq: seq, Data: data}
}

func TestWatch_tellsChangesAndResumes(t *testing.T) {
	w := open(t)
	sent, after := w.tails()
	resp, events := w.watch(advisor)
	if kind := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || !strings.HasPrefix(kind, "text/event-stream") || resp.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	if e := kittest.Receive(t, events); e.name != "" || e.id != "land-40.support-40" {
		t.Errorf("the stream begins with %+v", e)
	}
	if at := kittest.Receive(t, after); at != 40 {
		t.Errorf("begins after %d", at)
	}
	sent <- received(t, 41)
	e := kittest.Receive(t, events)
	if e.name != "change" || e.id != "land-40.support-41" || e.data["type"] != "hup.support.case_received.v1" || e.data["data"].(map[string]any)["number"] != "HUP-2026-000001" {
		t.Errorf("%+v", e)
	}
	sent <- nil // the service stops: it is asked again, where it was
	if at := kittest.Receive(t, after); at != 41 {
		t.Errorf("goes on after %d", at)
	}
	_, again := w.watch(advisor, "Last-Event-ID", "land-3.support-12")
	if at := kittest.Receive(t, after); at != 12 {
		t.Errorf("resumes after %d", at)
	}
	if e := kittest.Receive(t, again); e.id != "land-3.support-12" {
		t.Errorf("%+v", e)
	}
	_, ahead := w.watch(advisor, "Last-Event-ID", "support-99")
	if e := kittest.Receive(t, ahead); e.id != "land-40.support-40" {
		t.Errorf("a token from before a restore: %+v", e)
	}
}

func TestWatch_endsWhenTheAccessEnds(t *testing.T) {
	w := open(t)
	sent, _ := w.tails()
	var withdrawn atomic.Bool
	w.access.check = func(_ context.Context, r *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
		if r.GetContextId() != caseID || r.GetBodyId() != "cci" || r.GetActorId() != advisor.ID {
			t.Errorf("asks for %v", r)
		}
		return &authv1.CheckAccessResponse{Allowed: !withdrawn.Load(), Level: authv1.AccessLevel_ACCESS_LEVEL_PARTNER}, nil
	}
	_, events := w.watch(advisor)
	kittest.Receive(t, events)
	sent <- received(t, 41)
	if e := kittest.Receive(t, events); e.name != "change" {
		t.Errorf("%+v", e)
	}
	withdrawn.Store(true)
	sent <- received(t, 42)
	if e := kittest.Receive(t, events); e.name != "end" || e.data["reason"] != "NOT_FOUND" {
		t.Errorf("%+v", e)
	}
	if _, open := <-events; open {
		t.Error("the stream goes on")
	}
}

func TestWatch_refusalsAreProblems(t *testing.T) {
	w := open(t)
	w.tails()
	path := "/v1/cases/" + caseID + "/dossier:watch"
	w.send("GET", path, nil).problem(t, 401, "UNAUTHENTICATED")
	w.call(juror, "GET", path, "").problem(t, 403, "ROLE_REQUIRED")
	w.call(advisor, "GET", path, "", "Last-Event-ID", "moon-1").problem(t, 400, "RESUME_TOKEN_INVALID")
	w.call(advisor, "GET", "/v1/cases/x/dossier:watch", "").problem(t, 400, "INVALID_FIELDS")
	w.access.check = func(context.Context, *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
		return &authv1.CheckAccessResponse{}, nil
	}
	w.call(advisor, "GET", path, "").problem(t, 404, "NOT_FOUND")
	w.access.check = func(context.Context, *authv1.CheckAccessRequest) (*authv1.CheckAccessResponse, error) {
		return nil, errs.Unavailable("UNAVAILABLE")
	}
	w.call(advisor, "GET", path, "").problem(t, 503, "ACCESS_UNKNOWN")
}

func TestWatch_aStoppingServerEndsIt(t *testing.T) {
	w := open(t)
	w.tails()
	_, events := w.watch(advisor)
	kittest.Receive(t, events)
	go w.server.Stop()
	if e := kittest.Receive(t, events); e.name != "end" || e.data["reason"] != "UNAVAILABLE" {
		t.Errorf("%+v", e)
	}
}

func TestWatch_endsWithItsToken(t *testing.T) {
	w := open(t)
	w.tails()
	brief := w.issuer.Claims(advisor)
	brief.Expires = w.clock.Now().Add(time.Second).Unix()
	w.clock.Advance(500 * time.Millisecond)
	a := w.send("GET", "/v1/cases/"+caseID+"/dossier:watch", nil, "Authorization", "Bearer "+w.issuer.Sign(brief))
	if !strings.Contains(string(a.body), `"reason":"TOKEN_EXPIRED"`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

func TestWatch_aSilentStreamShowsThatItLives(t *testing.T) {
	w := open(t, func(w *world) { w.config.Heartbeat = time.Millisecond })
	w.tails()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+"/v1/cases/"+caseID+"/dossier:watch", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.issuer.Mint(advisor))
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); ; {
		if !lines.Scan() {
			t.Fatal("the stream ended without a sign of life")
		}
		if lines.Text() == ": " {
			return
		}
	}
}
