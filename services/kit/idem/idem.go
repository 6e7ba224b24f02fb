// Package idem carries a call's idempotency key from the edge to the transaction, which keeps it with the effect and the
// answer, so that a call that is sent twice is done once, even when the process dies in between.
package idem

import (
	"context"
	"time"
)

// Kept is how long an answer is kept for the caller that sends its call again.
const Kept = 24 * time.Hour

// Request is one call with a key.
type Request struct {
	// Caller is the actor's reference: keys of different callers do not meet.
	Caller string
	// Territory is the tenant of the caller.
	Territory string
	// Method is the full gRPC method.
	Method string
	// Key is what the caller sent.
	Key string
	// Hash is the SHA-256 of the method and the request message.
	Hash []byte
}

type key struct{}

// With puts the request in the context.
func With(ctx context.Context, r Request) context.Context { return context.WithValue(ctx, key{}, r) }

// From gives the request, if the caller sent a key.
func From(ctx context.Context) (Request, bool) {
	r, ok := ctx.Value(key{}).(Request)
	return r, ok && r.Key != ""
}
