package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"hup.example/services/kit/kittest"
)

// watch is an open stream of the changes of a case.
type watch struct {
	mu     sync.Mutex
	types  []string
	things []string // what each change is of, by its id
	lastID string
	ended  bool
}

// watch opens the stream, from the id on when one is given. It is closed with the test, or by the function.
func (p *platform) watch(t *testing.T, as, caseID, after string) (*watch, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/v1/cases/"+caseID+"/dossier:watch", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+p.token(t, as))
	request.Header.Set("Accept", "text/event-stream")
	if after != "" {
		request.Header.Set("Last-Event-ID", after)
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if got.StatusCode != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("the stream answers %d %s", got.StatusCode, got.Header.Get("Content-Type"))
	}
	w, done := &watch{}, make(chan struct{})
	go func() { defer close(done); w.read(bufio.NewScanner(got.Body)) }()
	closeIt := func() { cancel(); <-done; _ = got.Body.Close() }
	t.Cleanup(closeIt)
	return w, closeIt
}

func (w *watch) read(lines *bufio.Scanner) {
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		w.mu.Lock()
		switch field {
		case "id":
			w.lastID = value
		case "data":
			var change struct{ Type, AggregateID string }
			if json.Unmarshal([]byte(value), &change) == nil {
				w.types, w.things = append(w.types, change.Type), append(w.things, change.AggregateID)
			}
		}
		w.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
}

// over says whether the stream has ended.
func (w *watch) over() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ended
}

// saw waits until the stream told a change of the type.
func (w *watch) saw(t *testing.T, kind string) {
	t.Helper()
	kittest.Eventually(t, func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return slices.Contains(w.types, kind)
	}, "the stream tells ", kind)
}

// sawThing waits until the stream told a change of the thing.
func (w *watch) sawThing(t *testing.T, id string) {
	t.Helper()
	kittest.Eventually(t, func() bool { return w.tells(id) }, "the stream tells of ", id)
}

func (w *watch) tells(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.things, id)
}

func (w *watch) last() (id string, types []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lastID, slices.Clone(w.types)
}
