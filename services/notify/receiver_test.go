package notify_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"hup.example/services/kit/kittest"
)

// post is a request that a receiver got.
type post struct {
	header http.Header
	body   []byte
}

func (p post) id() string { return p.header.Get("webhook-id") }

// receiver is a partner's system that takes webhooks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	posts  []post
	answer http.HandlerFunc
}

// receive starts a receiver that answers 204, until it is told otherwise.
func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.reply(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body) // what is cut short fails the test's own checks
	r.mu.Lock()
	r.posts = append(r.posts, post{q.Header.Clone(), body})
	answer := r.answer
	r.mu.Unlock()
	answer(w, q)
}

// reply says how it answers from now on.
func (r *receiver) reply(answer http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

// status has it answer a status.
func (r *receiver) status(code int) {
	r.reply(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

func (r *receiver) got() []post {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]post(nil), r.posts...)
}

// await waits until it got that many.
func (r *receiver) await(t *testing.T, n int) []post {
	t.Helper()
	kittest.Eventually(t, func() bool { return len(r.got()) >= n }, "the receiver gets ", n)
	return r.got()
}
