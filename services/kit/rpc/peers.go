package rpc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Peers reaches the other parts of the platform: in process where they are hosted, else over TCP.
type Peers struct {
	server    *Server
	tokens    credentials.PerRPCCredentials
	addresses map[string]string
	transport credentials.TransportCredentials

	mu    sync.Mutex
	conns map[string]*grpc.ClientConn
}

// NewPeers reaches parts as one service: tokens are its own, sent to methods for services only and where there is no caller. Addresses are
// part → host:port (--peer). TLS nil means none.
func NewPeers(server *Server, tokens credentials.PerRPCCredentials, addresses map[string]string, tls *tls.Config) *Peers {
	transport := insecure.NewCredentials()
	if tls != nil {
		transport = credentials.NewTLS(tls)
	}
	return &Peers{server: server, tokens: tokens, addresses: addresses, transport: transport, conns: map[string]*grpc.ClientConn{}}
}

// Conn is the connection to a part: "land". It may be asked for before the part is registered, and is never closed by its
// user. A part that is nowhere is Unavailable when it is called.
func (p *Peers) Conn(part string) grpc.ClientConnInterface { return remote{p, part} }

// Edge is the connection to a part for the world outside, as Conn is for a part of ours: all limits count, and nothing is
// added to what the caller sent, least of all a token.
func (p *Peers) Edge(part string) grpc.ClientConnInterface { return edge{p, part} }

// Close closes the connections over TCP.
func (p *Peers) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []error
	for _, c := range p.conns {
		all = append(all, c.Close())
	}
	clear(p.conns)
	return errors.Join(all...)
}

func (p *Peers) find(part string) (grpc.ClientConnInterface, error) {
	if p.server.Hosts(part) {
		return p.server.inner, nil
	}
	return p.dial(part)
}

func (p *Peers) dial(part string) (grpc.ClientConnInterface, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c, ok := p.conns[part]; ok {
		return c, nil
	}
	address, ok := p.addresses[part]
	if !ok {
		return nil, errs.Unavailable("PART_UNAVAILABLE").Because(fmt.Errorf("%s is not served here, and --peer %s=host:port is not set", part, part))
	}
	c, err := grpc.NewClient(address, grpc.WithTransportCredentials(p.transport))
	if err != nil {
		return nil, fmt.Errorf("peer %s: %w", part, err)
	}
	p.conns[part] = c
	return c, nil
}

// remote is one part, wherever it is.
type remote struct {
	*Peers
	part string
}

// Invoke implements grpc.ClientConnInterface.
func (p remote) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	conn, err := p.find(p.part)
	if err != nil {
		return err
	}
	return conn.Invoke(p.outgoing(ctx, method), method, args, reply, append(opts, grpc.PerRPCCredentials(p.tokens))...)
}

// NewStream implements grpc.ClientConnInterface.
func (p remote) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	conn, err := p.find(p.part)
	if err != nil {
		return nil, err
	}
	return conn.NewStream(p.outgoing(ctx, method), desc, method, append(opts, grpc.PerRPCCredentials(p.tokens))...)
}

// edge is one part, wherever it is, for the world outside.
type edge struct {
	*Peers
	part string
}

func (p edge) find() (grpc.ClientConnInterface, error) {
	if p.server.Hosts(p.part) {
		return p.server.edge, nil
	}
	return p.dial(p.part)
}

// Invoke implements grpc.ClientConnInterface.
func (p edge) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	conn, err := p.find()
	if err != nil {
		return err
	}
	return conn.Invoke(ctx, method, args, reply, opts...)
}

// NewStream implements grpc.ClientConnInterface.
func (p edge) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	conn, err := p.find()
	if err != nil {
		return nil, err
	}
	return conn.NewStream(ctx, desc, method, opts...)
}

// outgoing adds what crosses to another part: the trace, the language, the territory of who acts, and the caller's token
// unless the method is for services only. Nothing else of the context crosses.
func (p remote) outgoing(ctx context.Context, method string) context.Context {
	out, ok := metadata.FromOutgoingContext(ctx) // a copy
	if !ok {
		out = metadata.MD{}
	}
	Propagate(ctx, out)
	pass(ctx, out, AcceptLanguage)
	if !p.server.wire.Rules.ServiceOnly(method) {
		pass(ctx, out, Authorization)
	}
	if t := actor.From(ctx).Territory; t != "" && len(out[Territory]) == 0 {
		out.Set(Territory, t)
	}
	return metadata.NewOutgoingContext(ctx, out)
}

// pass hands on what the caller sent, unless it is set already.
func pass(ctx context.Context, out metadata.MD, keys ...string) {
	for _, key := range keys {
		if values := metadata.ValueFromIncomingContext(ctx, key); len(values) > 0 && len(out[key]) == 0 {
			out.Set(key, values...)
		}
	}
}

// Whole makes the next call stand for the whole of the caller's: its idempotency key and its etag go along. For the one
// write that a call is made of.
func Whole(ctx context.Context) context.Context {
	out, ok := metadata.FromOutgoingContext(ctx)
	if !ok {
		out = metadata.MD{}
	}
	pass(ctx, out, IdempotencyKey, IfMatch)
	return metadata.NewOutgoingContext(ctx, out)
}
