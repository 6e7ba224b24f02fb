package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/keys"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/token"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

// Demo knows the demo identities.
type Demo struct {
	Store     *kit.Store
	Directory *directory.Directory
	Ring      *keys.Ring
	Issuer    *token.Issuer
}

// Seed makes the people and the clients that are not there yet.
func (d *Demo) Seed(ctx context.Context) error {
	for _, i := range identities {
		if err := d.person(ctx, i); err != nil {
			return fmt.Errorf("%s: %w", i.As, err)
		}
	}
	for _, p := range partners {
		if err := d.client(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.As, err)
		}
	}
	return nil
}

func (d *Demo) person(ctx context.Context, i identity) error {
	return d.Store.Update(platform(ctx, i.Territory), func(tx *kit.Tx) error {
		if _, err := store.People.Get(tx, idOf("per", i.As)); !errs.Is(err, "NOT_FOUND") {
			return err // it is there, be it erased since
		}
		_, err := app.CreatePerson{ID: idOf("per", i.As)}.Do(tx, &identityv1.CreatePersonRequest{
			GivenName: i.Given, FamilyName: i.Family + " " + shown, Email: mailOf(i.As), Language: identityv1.Language_LANGUAGE_FR,
		})
		if err != nil {
			return err
		}
		_, err = app.CreateMembership{ID: idOf("mem", i.As)}.Do(tx, &identityv1.CreateMembershipRequest{
			PersonId: idOf("per", i.As), BodyId: i.Body, Roles: []authv1.Role{i.Role},
		})
		return err
	})
}

func (d *Demo) client(ctx context.Context, p partner) error {
	return d.Store.Update(platform(ctx, ales), func(tx *kit.Tx) error {
		if _, err := store.Clients.Get(tx, idOf("cli", p.As)); !errs.Is(err, "NOT_FOUND") {
			return err
		}
		_, _, err := app.CreateClient{ID: idOf("cli", p.As)}.Do(tx, &identityv1.CreateClientRequest{BodyId: p.Body, DisplayName: p.Name, Scopes: everything})
		return err
	})
}

// Names are the identities that the sign-in page offers.
func (d *Demo) Names() []string {
	names := make([]string, len(identities))
	for n, i := range identities {
		names[n] = i.As
	}
	return names
}

// Person finds the person of an identity.
func (d *Demo) Person(ctx context.Context, as string) (store.Ref, error) {
	if m := companyAs.FindStringSubmatch(as); m != nil {
		return store.Ref{Territory: ales, PersonID: "per" + companyMark + m[1]}, d.makeCompany(ctx, m[1])
	}
	n := slices.IndexFunc(identities, func(i identity) bool { return i.As == as })
	if n < 0 {
		return store.Ref{}, unknown(as)
	}
	return store.Ref{Territory: identities[n].Territory, PersonID: idOf("per", as)}, nil
}

// Token is an access token of a demo identity. It only reads: a server may run on the same data.
func (d *Demo) Token(ctx context.Context, as string) (string, error) {
	k, err := d.Ring.Newest(ctx)
	if err != nil {
		return "", fmt.Errorf("no token can be made (%w): start the server once with --demo on this data folder", err)
	}
	issuer, err := store.IssuerURL(ctx, d.Store.DB().Read())
	if err != nil {
		return "", err
	}
	who, err := d.actor(ctx, as)
	if err != nil {
		return "", err
	}
	by := *d.Issuer
	if issuer != "" {
		by.URL = issuer // the running server's name, whatever this process was told
	}
	return by.AccessBy(k, who)
}

// actor is who the identity acts as.
func (d *Demo) actor(ctx context.Context, as string) (actor.Actor, error) {
	if m := companyAs.FindStringSubmatch(as); m != nil {
		return d.companyActor(platform(ctx, ales), m[1])
	}
	if strings.HasPrefix(as, "client:") {
		c, err := store.Clients.Get(store.In(ctx, d.Store, ales), idOf("cli", as))
		if err != nil {
			return actor.Actor{}, unknown(as)
		}
		return c.ActorOf(c.State.GetScopes()), nil
	}
	view, err := store.At(ctx, d.Store, "membership", idOf("mem", as))
	if err != nil {
		return actor.Actor{}, unknown(as)
	}
	m, err := store.Memberships.Get(view, idOf("mem", as))
	if err != nil {
		return actor.Actor{}, err
	}
	return m.ActorOf(), nil
}

func unknown(as string) error {
	return fmt.Errorf("%q is no demo identity of this data: try advisor@myriapolis, company@SIRET or client:cci", as)
}

func platform(ctx context.Context, territory string) context.Context {
	return actor.With(ctx, actor.Of(territory, "identity"))
}
