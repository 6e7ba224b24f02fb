// Package rpc hosts the gRPC services of a process and calls those of others. A call goes through the same chain on TCP and
// in process, so that what is tested in one process holds across machines.
package rpc

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/validate"
)

// MaxMessage is the largest request that is taken, in bytes. Files travel another way.
const MaxMessage = 1 << 20

// Config is what the chain needs. All of it is required but where a default is named.
type Config struct {
	Verifier  *authn.Verifier
	Rules     *authz.Rules
	Validator *validate.Validator
	Messages  *messages.Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
	// Limits has defaults.
	Limits Limits
	// Deadline is that of a unary call that came without one; 10 s when zero.
	Deadline time.Duration
	// MaxDeadline is the farthest that a unary call may ask for; a minute when zero.
	MaxDeadline time.Duration
	// Grace is how long a stop waits for the calls under way; 10 s when zero.
	Grace time.Duration
	// TLS of the TCP listener; nil for none.
	TLS *tls.Config
	// Exported writes down a page of a list that leaves as a file; nil for nobody.
	Exported func(context.Context, *commonv1.ListExport) error
}

// Server hosts services. Register all, then Serve; Conn reaches them in process, before Serve and without it, too.
type Server struct {
	grpc   *grpc.Server
	edge   inproc
	inner  inproc
	health *health.Server
	parts  sync.Map // the names of the parts that are hosted
	wire   *chain
	grace  time.Duration
	close  context.CancelFunc
}

// New makes a server that hosts nothing yet but health and reflection.
func New(c Config) *Server {
	c.Deadline, c.MaxDeadline = orElse(c.Deadline, 10*time.Second), orElse(c.MaxDeadline, time.Minute)
	closing, closeAll := context.WithCancel(context.Background())
	chain := newChain(closing, c)
	wire := chain.onWire()
	options := []grpc.ServerOption{grpc.UnaryInterceptor(wire.unary), grpc.StreamInterceptor(wire.stream), grpc.ForceServerCodecV2(newCodec()),
		grpc.MaxRecvMsgSize(2 * MaxMessage)} // the chain refuses above MaxMessage with words; grpc itself has none
	if c.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(c.TLS)))
	}
	s := &Server{grpc: grpc.NewServer(options...), edge: channel(chain), inner: channel(chain.inside()), health: health.NewServer(),
		wire: wire, grace: orElse(c.Grace, 10*time.Second), close: closeAll}
	grpc_health_v1.RegisterHealthServer(s, s.health)
	reflection.Register(s.grpc)
	return s
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// RegisterService implements grpc.ServiceRegistrar: a service is hosted on all transports at once.
func (s *Server) RegisterService(desc *grpc.ServiceDesc, impl any) {
	s.grpc.RegisterService(s.wire.decoding(desc), impl)
	s.edge.RegisterService(desc, impl)
	s.inner.RegisterService(desc, impl)
	if path := strings.Split(desc.ServiceName, "."); len(path) > 2 && path[0] == "hup" {
		s.parts.Store(path[1], true)
	}
}

// Conn calls the hosted services in process, as the gateway does for the world outside: with all limits.
func (s *Server) Conn() grpc.ClientConnInterface { return s.edge }

// Hosts says whether the process serves a part: "land" is the services of hup.land.*.
func (s *Server) Hosts(part string) bool {
	_, ok := s.parts.Load(part)
	return ok
}

// SetServing tells the health service whether the process is ready.
func (s *Server) SetServing(ready bool) {
	state := grpc_health_v1.HealthCheckResponse_NOT_SERVING
	if ready {
		state = grpc_health_v1.HealthCheckResponse_SERVING
	}
	s.health.SetServingStatus("", state)
}

// Serve answers on the listener until the context is done; then it takes no new calls, ends the streams, and waits for the
// calls under way.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	stopped := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() { defer close(stopped); s.Stop() })
	err := s.grpc.Serve(listener)
	if !cancel() {
		<-stopped
	}
	if errors.Is(err, grpc.ErrServerStopped) {
		return nil
	}
	return err
}

// Stop ends the streams on all transports and lets the calls under way on TCP finish, within the grace.
func (s *Server) Stop() {
	s.health.Shutdown()
	s.close()
	hard := time.AfterFunc(s.grace, s.grpc.Stop)
	defer hard.Stop()
	s.grpc.GracefulStop()
}
