package deliver

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/notify/internal/app"
)

func send(t *testing.T, target *Target, url string) *notifyv1.WebhookAttempt {
	t.Helper()
	return target.Send(t.Context(), app.Message{URL: url, ID: "evt_1", Body: []byte("{}"), Keys: [][]byte{[]byte("key")}})
}

func TestSend_saysWhyNoAnswerCame(t *testing.T) {
	open := NewTarget(kittest.Clock(), true)
	secure := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate is nobody's
	t.Cleanup(secure.Close)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	for url, want := range map[string]notifyv1.WebhookAttemptError{
		secure.URL:                          notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TLS,
		"http://" + closed.Addr().String():  notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_CONNECT,
		"http://no-such-host.invalid/hook":  notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_DNS,
		"https://" + closed.Addr().String(): notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_CONNECT,
	} {
		if got := send(t, open, url); got.GetError() != want || got.GetHttpStatus() != 0 {
			t.Errorf("%s: %v", url, got)
		}
	}
}

func TestSend_givesUpAReceiverThatDoesNotAnswer(t *testing.T) {
	target := NewTarget(kittest.Clock(), true)
	target.client.Timeout = 50 * time.Millisecond
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	t.Cleanup(slow.Close)
	t.Cleanup(func() { close(hold) })
	if got := send(t, target, slow.URL); got.GetError() != notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TIMEOUT {
		t.Errorf("got %v", got)
	}
}

func TestSend_dialsPublicAddressesOnly(t *testing.T) {
	strict := NewTarget(kittest.Clock(), false)
	asked := make(chan struct{}, 10)
	private := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked <- struct{}{} }))
	t.Cleanup(private.Close)
	_, port, err := net.SplitHostPort(private.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{private.URL, "https://localhost:" + port, "https://[::ffff:127.0.0.1]:" + port, "http://93.184.216.34/"} {
		if got := send(t, strict, url); got.GetError() != notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TARGET_REFUSED {
			t.Errorf("%s: %v", url, got)
		}
	}
	if len(asked) != 0 {
		t.Error("a private address was reached")
	}
}

// endless counts what is read of an answer that does not end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) { e.read += len(p); return len(p), nil }
func (e *endless) Close() error               { return nil }

// RoundTrip implements http.RoundTripper.
func (e *endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: struct {
		io.Reader
		io.Closer
	}{e, e}}, nil
}

func TestSend_readsLittleOfTheAnswer(t *testing.T) {
	target, body := NewTarget(kittest.Clock(), true), &endless{}
	target.client = &http.Client{Transport: body}
	if got := target.Send(context.Background(), app.Message{URL: "http://x"}); got.GetHttpStatus() != 200 || body.read > 2*answerSize {
		t.Errorf("%v after %d bytes", got, body.read)
	}
}
