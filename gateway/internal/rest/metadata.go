package rest

import (
	"context"
	"net/http"
	"strings"

	"google.golang.org/grpc/metadata"

	"hup.example/services/kit/authn"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
)

// passed are the headers that a call takes along, as metadata of the same name.
var passed = headers(rpc.Authorization, rpc.IdempotencyKey, rpc.IfMatch, rpc.AcceptLanguage, rpc.Territory, rpc.ForwardedFor)

// headers gives the names as http.Header spells them.
func headers(names ...string) map[string]string {
	spelt := map[string]string{}
	for _, name := range names {
		spelt[name] = http.CanonicalHeaderKey(name)
	}
	return spelt
}

// malformed are the refusals of headers that gRPC could not carry; the others are left out.
var malformed = map[string]func() *errs.Error{
	rpc.Authorization:  func() *errs.Error { return errs.Unauthenticated("TOKEN_INVALID") },
	rpc.IdempotencyKey: func() *errs.Error { return badHeader("Idempotency-Key", "IDEMPOTENCY_KEY_MALFORMED") },
	rpc.IfMatch:        func() *errs.Error { return badHeader("If-Match", "IF_MATCH_MALFORMED") },
}

func badHeader(name, reason string) *errs.Error {
	return errs.Invalid(reason, errs.Field{Path: name, Reason: reason})
}

// Outgoing is the context of the call: the request's, with its headers as metadata and the trace.
func Outgoing(r *http.Request) (context.Context, error) {
	md := metadata.MD{}
	for name, header := range passed {
		values := r.Header[header]
		if len(values) == 0 {
			continue
		}
		if printable(values) {
			md[name] = values
		} else if refuse, ok := malformed[name]; ok {
			return nil, refuse()
		}
	}
	rpc.Propagate(r.Context(), md)
	return metadata.NewOutgoingContext(r.Context(), md), nil
}

// refused says whether the caller may not make the call at all. The chain decides it for every call; this is for a request
// that can't be read, of which a stranger must not be told more.
func (s *Server) refused(r *http.Request, m *method) error {
	var who authn.Verified
	if header := r.Header.Get("Authorization"); header != "" {
		_, token, _ := strings.Cut(header, " ")
		var err error
		if who, err = s.Verifier.Verify(r.Context(), strings.TrimSpace(token)); err != nil {
			return err
		}
	}
	return s.Rules.Allow(m.name, who.Actor)
}

func printable(values []string) bool {
	for _, v := range values {
		if strings.IndexFunc(v, func(c rune) bool { return c < ' ' || c > '~' }) >= 0 {
			return false
		}
	}
	return true
}

// limits tells the caller what is left.
func limits(h http.Header, md metadata.MD) {
	for _, name := range []string{"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} {
		if values := md.Get(name); len(values) > 0 {
			h.Set(name, values[0])
		}
	}
}
