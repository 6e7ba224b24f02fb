// Package deliver sends events to webhooks: to public addresses only, signed by the rules of Standard Webhooks, one lane a
// webhook, so that a slow receiver delays no other.
package deliver

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/notify/internal/domain"
)

const (
	// attemptTime bounds an attempt, the answer included.
	attemptTime = 10 * time.Second
	checkTime   = 3 * time.Second
	// answerSize is how much of an answer is read, so that the connection can be used again; the rest is dropped.
	answerSize = 64 << 10
)

// errRefused answers a connection to an address that is not allowed.
var errRefused = errors.New("the address is not a public one")

// Target sends messages to the addresses that are allowed.
type Target struct {
	client *http.Client
	clock  clock.Clock
	// private allows addresses that are not public, and http.
	private bool
}

// NewTarget makes a target that refuses private addresses, unless the operator allows them.
func NewTarget(c clock.Clock, allowPrivate bool) *Target {
	t := &Target{clock: c, private: allowPrivate}
	// The address is judged when it is dialled, after the name was resolved: a name may lead elsewhere a moment later.
	// No proxy: it would be dialled in place of the target.
	dialer := &net.Dialer{Timeout: attemptTime, Control: t.control}
	t.client = &http.Client{
		Timeout: attemptTime,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
			MaxIdleConns: 100, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: answerSize,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return t
}

// control implements net.Dialer.Control.
func (t *Target) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !t.allowed(at.Addr()) {
		return errRefused
	}
	return nil
}

func (t *Target) allowed(a netip.Addr) bool { return t.private || domain.Public(a) }

// Check refuses an address that cannot be a target. A name that cannot be resolved right now is taken: sending judges it again.
func (t *Target) Check(ctx context.Context, target string) error {
	refused := errs.Invalid("WEBHOOK_TARGET_REFUSED", errs.Field{Path: "targetUrl", Reason: "WEBHOOK_TARGET_REFUSED"})
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && !(t.private && u.Scheme == "http") {
		return refused
	}
	if t.private {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Hostname())
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return refused.Because(err)
	}
	for _, a := range found {
		if !t.allowed(a) {
			return refused
		}
	}
	return nil
}
