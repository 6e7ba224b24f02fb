// Package facade answers the one-stop requests of hup.v1: one form, one dossier, one search over all services. It keeps
// nothing: it asks the services, with the caller's own token, and says which part did not answer.
package facade

import (
	"context"
	"log/slog"
	"time"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/rpc"
)

// Config is what the facade needs.
type Config struct {
	// Peer is a connection to a service, in the name of the caller, and of the gateway for what is for services only.
	Peer func(service string) grpc.ClientConnInterface
	// Rules say who may call what: what the caller may not ask for is not asked.
	Rules *authz.Rules
	// Verifier knows when the caller's token ends.
	Verifier *authn.Verifier
	// Clock tells today.
	Clock clock.Clock
	// Writes is how many writes a minute a caller may make.
	Writes int
	// Patience is how long a part that is not required may take; 800 ms when zero.
	Patience time.Duration
	// Again is how long a watch waits before it asks a service that stopped again; a second when zero.
	Again time.Duration
	Log   *slog.Logger
}

// Facade implements hup.v1.OneStopService.
type Facade struct {
	hupv1.UnimplementedOneStopServiceServer
	Config
}

// New makes the facade.
func New(c Config) *Facade {
	if c.Patience == 0 {
		c.Patience = 800 * time.Millisecond
	}
	if c.Again == 0 {
		c.Again = time.Second
	}
	if c.Writes == 0 {
		c.Writes = 600
	}
	return &Facade{Config: c}
}

// SubmitRequest is one call to support, which stands for the whole: the caller's idempotency key goes along.
func (f *Facade) SubmitRequest(ctx context.Context, form *supportv1.RequestForm) (*supportv1.OpenCaseResponse, error) {
	return f.cases().OpenCase(rpc.Whole(ctx), form)
}

// SubmitAtCounter is one call to support, too.
func (f *Facade) SubmitAtCounter(ctx context.Context, form *supportv1.CounterForm) (*supportv1.OpenCaseResponse, error) {
	return f.cases().OpenAtCounter(rpc.Whole(ctx), form)
}

func (f *Facade) cases() supportv1.CaseServiceClient {
	return supportv1.NewCaseServiceClient(f.Peer("support"))
}
