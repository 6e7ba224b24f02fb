package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/notify/internal/app"
)

// Send sends a message once and says how it went. What the target answers beside its status is of no interest.
func (t *Target) Send(ctx context.Context, m app.Message) *notifyv1.WebhookAttempt {
	start := t.clock.Now()
	attempt := &notifyv1.WebhookAttempt{Time: timestamppb.New(start)}
	response, err := t.post(ctx, m, start)
	if err != nil {
		attempt.Error = classify(err)
	} else {
		attempt.HttpStatus = int32(response.StatusCode)
		if response.StatusCode >= 300 && response.StatusCode < 400 {
			attempt.Error = notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_REDIRECT
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, answerSize)) // the status has said it all
		_ = response.Body.Close()
	}
	attempt.DurationMs = int32(t.clock.Now().Sub(start).Milliseconds())
	return attempt
}

func (t *Target) post(ctx context.Context, m app.Message, now time.Time) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return nil, err
	}
	if request.URL.Scheme != "https" && !t.private {
		return nil, errRefused // it was allowed when the webhook was made
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Hup-Webhooks/1")
	request.Header.Set("webhook-id", m.ID)
	request.Header.Set("webhook-timestamp", timestamp)
	request.Header.Set("webhook-signature", Sign(m.Keys, m.ID, timestamp, m.Body))
	return t.client.Do(request)
}

// Sign is the webhook-signature header: one signature for each key that is valid.
func Sign(keys [][]byte, id, timestamp string, body []byte) string {
	signatures := make([]string, len(keys))
	for i, key := range keys {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + timestamp + "."))
		mac.Write(body)
		signatures[i] = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return strings.Join(signatures, " ")
}

// classify says in one word why no answer came.
func classify(err error) notifyv1.WebhookAttemptError {
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var certificate *tls.CertificateVerificationError
	var invalid x509.CertificateInvalidError
	var slow net.Error
	switch {
	case errors.Is(err, errRefused):
		return notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TARGET_REFUSED
	case errors.As(err, &dns):
		return notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_DNS
	case errors.As(err, &certificate), errors.As(err, &invalid), errors.As(err, &record), errors.As(err, &alert):
		return notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TLS
	case errors.As(err, &slow) && slow.Timeout():
		return notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_TIMEOUT
	}
	return notifyv1.WebhookAttemptError_WEBHOOK_ATTEMPT_ERROR_CONNECT
}
