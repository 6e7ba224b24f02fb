package rpc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/idem"
)

// admit finds out who calls and whether they may. It gives when their token expires; the zero time for who has none.
func (k *call) admit(ctx context.Context) (context.Context, time.Time, error) {
	who, err := k.identify(ctx)
	if err != nil {
		return ctx, time.Time{}, err
	}
	a := who.Actor
	if a.Kind == actor.Service || a.Kind == "" {
		if a.Territory, err = territoryOf(k.md); err != nil {
			return ctx, time.Time{}, err
		}
	}
	if a.Kind == "" {
		ctx = context.WithValue(ctx, addressKey{}, addressOf(ctx, k.md, k.Limits.Proxies))
	}
	k.actor, k.who = a, who
	if err := k.limit(ctx); err != nil {
		return ctx, time.Time{}, err
	}
	return actor.With(ctx, a), who.Expires, k.Rules.Allow(k.name, a)
}

// identify verifies the token. An address pays for the calls that nobody answers for yet: those without a token, and those
// whose token was not verified in the last minute. So guessing is slow, and who is known never pays for a neighbour.
func (k *call) identify(ctx context.Context) (authn.Verified, error) {
	token := bearer(k.md)
	if token != "" {
		if who, ok := k.Verifier.Known(token); ok {
			return who, nil
		}
	}
	if at := addressOf(ctx, k.md, k.Limits.Proxies); !k.inner && at != "" {
		if _, reset, ok := k.address.Take(at, k.Clock.Now()); !ok {
			return authn.Verified{}, errs.Limited("TOO_MANY_CALLS", seconds(reset))
		}
	}
	if token != "" {
		return k.Verifier.Verify(ctx, token)
	}
	if first(k.md, Authorization) != "" {
		return authn.Verified{}, errs.Unauthenticated("TOKEN_INVALID")
	}
	return authn.Verified{}, nil
}

// limit counts the writes of people and clients, and tells them what is left.
func (k *call) limit(ctx context.Context) error {
	if k.inner || !k.method.writes || k.actor.Kind != actor.Person && k.actor.Kind != actor.Client {
		return nil
	}
	left, reset, ok := k.callers.Take(k.actor.Ref(), k.Clock.Now())
	_ = grpc.SetHeader(ctx, metadata.Pairs("ratelimit-limit", strconv.Itoa(k.callers.most), // fails only when the call is over
		"ratelimit-remaining", strconv.Itoa(left), "ratelimit-reset", strconv.Itoa(seconds(reset))))
	if !ok {
		return errs.Limited("TOO_MANY_CALLS", seconds(reset))
	}
	return nil
}

// check takes out of the message what callers do not say, validates it, then puts what the transaction has to know in the context: the idempotency key, the etag.
func (k *call) check(ctx context.Context, req any) (context.Context, error) {
	if msg, ok := req.(proto.Message); ok && k.method.writes {
		ignoreOutputs(msg.ProtoReflect())
	}
	if err := k.valid(req); err != nil {
		return ctx, err
	}
	if k.method.reads {
		return ctx, nil
	}
	if match := first(k.md, IfMatch); match != "" {
		if !printable(match, 255) {
			return ctx, errs.Invalid("IF_MATCH_MALFORMED", errs.Field{Path: "If-Match", Reason: "IF_MATCH_MALFORMED"})
		}
		ctx = etag.With(ctx, match)
	}
	return k.once(ctx, req)
}

func (k *call) valid(req any) error {
	msg, ok := req.(proto.Message)
	if !ok {
		return nil
	}
	if proto.Size(msg) > MaxMessage {
		return (&errs.Error{Code: codes.ResourceExhausted, Reason: "MESSAGE_TOO_LARGE"}).With("limit", "1 MiB")
	}
	return k.Validator.Check(msg)
}

// once is the idempotency key of the call.
func (k *call) once(ctx context.Context, req any) (context.Context, error) {
	key, given := k.md[IdempotencyKey]
	if !given {
		return ctx, nil
	}
	if len(key) != 1 || !printable(key[0], 255) {
		return ctx, errs.Invalid("IDEMPOTENCY_KEY_MALFORMED", errs.Field{Path: "Idempotency-Key", Reason: "IDEMPOTENCY_KEY_MALFORMED"})
	}
	msg, _ := req.(proto.Message)
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(msg)
	if err != nil {
		return ctx, errs.Internal(err)
	}
	hash := sha256.Sum256(append([]byte(k.name+"\n"), body...))
	caller := k.actor.Ref()
	if k.actor.Kind == "" {
		caller = "anonymous:" + hex.EncodeToString(hash[:8]) // strangers share no key: only who knows the body meets its answer
	}
	return idem.With(ctx, idem.Request{Caller: caller, Territory: k.actor.Territory, Method: k.name, Key: key[0], Hash: hash[:]}), nil
}
