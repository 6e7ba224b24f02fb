// Package identity is the service of people, of what they are in a body or a company, and of partner systems. It is the
// authorization server of the platform: it signs people in and issues all access tokens.
package identity

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"google.golang.org/grpc"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/demo"
	"hup.example/services/identity/internal/events"
	"hup.example/services/identity/internal/rpc"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	kit "hup.example/services/kit/store"
)

//go:embed migrations/*.sql messages/*.toml
var files embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "identity",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Facts:      events.Facts,
		Open:       open,
	}
}

func open(h module.Host) (*module.Service, error) {
	bodies := directory.New(h.Peer("support"))
	server, err := authorizationServer(h, bodies)
	if err != nil {
		return nil, err
	}
	s := &module.Service{Timers: app.Timers(), Routes: server.Routes()}
	demos := &demo.Demo{Store: h.Store, Directory: bodies, Ring: server.Ring, Issuer: server.Issuer}
	calls := handlers(h, bodies)
	prepare := func(ctx context.Context) error { return prepare(ctx, h, server) }
	s.DemoToken = demos.Token
	if h.Demo {
		server.Pages.Demo = demos
		calls.Ensure = demos.Ensure
		s.Seed = func(ctx context.Context) error {
			if err := prepare(ctx); err != nil {
				return err
			}
			return demos.Seed(ctx)
		}
	}
	s.Register = func(r grpc.ServiceRegistrar) { register(r, calls) }
	s.Work = []run.Part{
		{Name: "identity keys", Start: prepare},
		run.NewLoop(h.Log, "identity forgets what is spent", time.Hour, func(ctx context.Context) (bool, error) {
			return false, h.Store.Update(ctx, store.Forget)
		}).Part(),
	}
	if part, ok := mailing(server); ok {
		s.Work = append(s.Work, part)
	}
	return s, nil
}

func handlers(h module.Host, bodies *directory.Directory) *rpc.Identity {
	words := present.New(h.Messages, "identity")
	return &rpc.Identity{
		Store:       h.Store,
		People:      &rpc.People{Store: h.Store, Signer: h.Signer, Present: words},
		Memberships: &rpc.Memberships{Store: h.Store, Signer: h.Signer, Present: words, Directory: bodies},
		Clients:     &rpc.Clients{Store: h.Store, Signer: h.Signer, Present: words, Directory: bodies},
		Sessions:    &rpc.Sessions{Store: h.Store, Signer: h.Signer, Present: words},
		Directory:   bodies,
	}
}

func register(r grpc.ServiceRegistrar, calls *rpc.Identity) {
	identityv1.RegisterPersonServiceServer(r, calls.People)
	identityv1.RegisterMembershipServiceServer(r, calls.Memberships)
	identityv1.RegisterClientServiceServer(r, calls.Clients)
	identityv1.RegisterAuthSessionServiceServer(r, calls.Sessions)
	identityv1.RegisterIdentityServiceServer(r, calls)
}

// prepare makes what must be there before anybody signs in: a key, the issuer's name, the first administrator.
func prepare(ctx context.Context, h module.Host, server interface{ Ready(context.Context) error }) error {
	if err := server.Ready(ctx); err != nil {
		return err
	}
	if err := h.Store.Update(ctx, func(tx *kit.Tx) error { return store.KeepIssuerURL(tx, h.Issuer) }); err != nil {
		return err
	}
	return firstAdministrator(ctx, h)
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
