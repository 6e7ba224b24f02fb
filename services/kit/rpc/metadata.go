package rpc

import (
	"context"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"hup.example/services/kit/errs"
)

// The metadata that calls carry. The gateway writes them from the HTTP headers of the same names.
const (
	// Authorization holds "Bearer " and the access token.
	Authorization = "authorization"
	// Territory names the tenant of a call by a service or by nobody in particular; other tokens hold their own.
	Territory = "hup-territory"
	// IdempotencyKey is the caller's key: the same key is done once.
	IdempotencyKey = "idempotency-key"
	// IfMatch is the etag that the caller had read.
	IfMatch = "if-match"
	// AcceptLanguage picks the language of messages.
	AcceptLanguage = "accept-language"
	// ForwardedFor holds the addresses that a call came by, the nearest last.
	ForwardedFor = "x-forwarded-for"
)

var territoryShape = regexp.MustCompile(`^[a-z0-9]{2,20}$`)

func first(md metadata.MD, key string) string {
	if values := md[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func bearer(md metadata.MD) string {
	scheme, token, ok := strings.Cut(first(md, Authorization), " ")
	if !ok || !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// territoryOf reads the territory that a service acts in.
func territoryOf(md metadata.MD) (string, error) {
	t := first(md, Territory)
	if t != "" && !territoryShape.MatchString(t) {
		return "", errs.Invalid("TERRITORY_MALFORMED", errs.Field{Path: Territory, Reason: "TERRITORY_MALFORMED"})
	}
	return t, nil
}

// printable says whether s is 1 to most printable ASCII characters.
func printable(s string, most int) bool {
	return s != "" && len(s) <= most && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// addressOf is where a call comes from. In one process the gateway is the nearest, and has no address.
func addressOf(ctx context.Context, md metadata.MD, proxies []netip.Prefix) string {
	at := ""
	if p, ok := peer.FromContext(ctx); ok {
		if tcp, ok := p.Addr.(*net.TCPAddr); ok {
			at = tcp.AddrPort().Addr().Unmap().String()
		}
	}
	return Caller(at, md[ForwardedFor], proxies)
}

// Caller is where a call comes from: the nearest address that is none of our own proxies. At is the address at the other end
// of the connection, empty in process; forwarded is what came in x-forwarded-for.
func Caller(at string, forwarded []string, proxies []netip.Prefix) string {
	if at != "" && !within(at, proxies) {
		return at
	}
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		if hop := strings.TrimSpace(hops[i]); hop != "" {
			at = hop
			if !within(hop, proxies) {
				break
			}
		}
	}
	return at
}

func within(address string, prefixes []netip.Prefix) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, p := range prefixes {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

type addressKey struct{}

// Address is where a call of nobody in particular comes from, for limits of its own; empty for all others.
func Address(ctx context.Context) string {
	address, _ := ctx.Value(addressKey{}).(string)
	return address
}
