// Package gateway is the door of the platform: REST and server-sent events over the services' gRPC calls, the one-stop
// requests of hup.v1, sign-in by browser, the documentation, the console. It keeps nothing.
package gateway

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	hupv1 "hup.example/proto/gen/go/hup/v1"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/export"
	"hup.example/gateway/internal/facade"
	"hup.example/gateway/internal/files"
	"hup.example/gateway/internal/minutes"
	"hup.example/gateway/internal/opendata"
	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/receipt"
	"hup.example/gateway/internal/rest"
	"hup.example/gateway/internal/session"
	"hup.example/gateway/internal/stream"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
)

//go:embed messages
var texts embed.FS

// Config is what the gateway gets from the process. All of it is required but where it says otherwise.
type Config struct {
	// Server hosts the one-stop requests, beside the services of the process.
	Server *rpc.Server
	// Peers reaches the services in the name of the gateway.
	Peers    *rpc.Peers
	Verifier *authn.Verifier
	// Messages get the gateway's own texts.
	Messages *messages.Catalogue
	Clock    clock.Clock
	Log      *slog.Logger
	// Limits of calls; the same as those of Server.
	Limits rpc.Limits
	// PublicURL is where people and partners reach us.
	PublicURL string
	// Routes are the HTTP routes of services, by pattern of http.ServeMux: handlers in this process, or proxies (see Proxy).
	Routes map[string]http.Handler
	// Ready says part by part what is not ready.
	Ready func(context.Context) map[string]error
	// Sources say where the public data of the services comes from; the code lists name their own.
	Sources []reference.Source
	// Origins are the sites whose pages may call the API with tokens of theirs; none by default.
	Origins []string
	// SignIn is how people sign in from a browser.
	SignIn SignIn
	// Heartbeat of silent streams; 15 s when zero.
	Heartbeat time.Duration
	// Patience is how long the parts of a dossier may take that are not required; 800 ms when zero.
	Patience time.Duration
}

// SignIn says how people sign in from a browser.
type SignIn struct {
	// Issuer is the authorization server, as browsers reach it.
	Issuer string
	// ClientID and Secret are those of the console; without an id there is no sign-in by browser, without a secret it is public.
	ClientID, Secret string
	// Client reaches the issuer from here; in one process without a port.
	Client *http.Client
	// Key encrypts the cookies: 32 bytes or more, the same in all gateways of the installation.
	Key []byte
}

// timeout bounds a REST call.
const timeout = 30 * time.Second

// New makes the gateway. It registers the one-stop requests on the server.
func New(c Config) (http.Handler, error) {
	own, err := fs.Sub(texts, "messages")
	if err != nil {
		return nil, err
	}
	if err := c.Messages.Add(problem.Domain, own); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	rules := authz.Load()
	hupv1.RegisterOneStopServiceServer(c.Server, facade.New(facade.Config{
		Peer: c.Peers.Conn, Rules: rules, Verifier: c.Verifier, Clock: c.Clock, Writes: c.Limits.Writes, Patience: c.Patience, Log: c.Log,
	}))
	g := &gateway{Config: c, rules: rules, problems: problem.New(c.Messages)}
	handler, err := g.handler()
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	return handler, nil
}

type gateway struct {
	Config
	rules    *authz.Rules
	problems *problem.Answerer
}

func (g *gateway) handler() (http.Handler, error) {
	api, err := rest.New(rest.Config{Conn: g.Peers.Edge, Problems: g.problems, Verifier: g.Verifier, Rules: g.rules, Timeout: timeout,
		Export: &export.Exporter{Problems: g.problems, Clock: g.Clock, Log: g.Log, Timeout: timeout}})
	if err != nil {
		return nil, err
	}
	streams := stream.New(stream.Config{Conn: g.Server.Conn(), Problems: g.problems, Heartbeat: g.Heartbeat})
	if err := api.Handle(http.MethodGet, stream.Path, streams.Watch); err != nil {
		return nil, err
	}
	comite := minutes.Server{Conn: g.Peers.Edge("support"), Problems: g.problems}
	if err := api.Handle(http.MethodGet, minutes.Path, comite.Get); err != nil {
		return nil, err
	}
	receipts := receipt.Server{Conn: g.Peers.Edge("support"), Problems: g.problems}
	if err := api.Handle(http.MethodGet, receipt.Path, receipts.Get); err != nil {
		return nil, err
	}
	tables := opendata.Server{Conn: g.Peers.Edge("support"), Problems: g.problems}
	if err := api.Handle(http.MethodGet, opendata.RatesPath, tables.Rates); err != nil {
		return nil, err
	}
	contents := files.New(g.Peers.Edge("support"), g.problems)
	if err := contents.Routes(api.Handle); err != nil {
		return nil, err
	}
	sessions, err := session.New(session.Config{
		Issuer: g.SignIn.Issuer, ClientID: g.SignIn.ClientID, Secret: g.SignIn.Secret, Client: g.SignIn.Client, Key: g.SignIn.Key,
		PublicURL: strings.TrimSuffix(g.PublicURL, "/"), Verifier: g.Verifier, Clock: g.Clock, Problems: g.problems,
	})
	if err != nil {
		return nil, err
	}
	routes, err := g.routes(contents.Tus(files.Forms(receipt.Negotiate(api))), sessions)
	if err != nil {
		return nil, err
	}
	return edge.New(edge.Config{
		Problems: g.problems, Clock: g.Clock, Log: g.Log, Proxies: g.Limits.Proxies, Origins: g.Origins,
		Secure: strings.HasPrefix(g.PublicURL, "https://"),
	}, routes)
}
