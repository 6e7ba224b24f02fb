package signin

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/actor"
	kit "hup.example/services/kit/store"
)

// Provider is an upstream OpenID provider (ProConnect, Keycloak). It only says who somebody is; what they may do is ours.
type Provider struct {
	// Issuer, ClientID and ClientSecret are the settings; RedirectURL is our callback.
	Issuer, ClientID, ClientSecret, RedirectURL string
	// Client reaches it.
	Client *http.Client

	mu    sync.Mutex
	found *oidc.Provider
}

// identity is what the provider says of somebody.
type identity struct {
	Subject  string `json:"sub"`
	Mail     string `json:"email"`
	Verified *bool  `json:"email_verified"`
}

// discover asks for the provider's addresses when they are first needed: it may start later than we do.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// The provider keeps the context for its keys: it must outlive the request.
		found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.Client), p.Issuer)
		if err != nil {
			return nil, nil, err
		}
		p.found = found
	}
	return p.found, &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, RedirectURL: p.RedirectURL, Endpoint: p.found.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "email"},
	}, nil
}

// prove redeems the provider's code: who is it?
func (p *Provider) prove(ctx context.Context, code string, f *flow) (identity, error) {
	var who identity
	ctx = oidc.ClientContext(ctx, p.Client)
	provider, config, err := p.discover(ctx)
	if err != nil {
		return who, err
	}
	tokens, err := config.Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return who, err
	}
	raw, _ := tokens.Extra("id_token").(string)
	idToken, err := provider.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return who, err
	}
	if idToken.Nonce != f.Nonce {
		return who, errors.New("the provider's answer is to another question")
	}
	if err := idToken.Claims(&who); err != nil || who.Mail != "" || provider.UserInfoEndpoint() == "" {
		return who, err
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return who, err
	}
	if info.Subject != who.Subject {
		return who, errors.New("the provider speaks of two people")
	}
	return who, info.Claims(&who)
}

// toProvider sends the browser to the provider; the flow comes back as the state.
func (p *Pages) toProvider(w http.ResponseWriter, r *http.Request) {
	f := p.open(r, r.URL.Query().Get("flow"))
	if p.Provider == nil || f == nil {
		p.Refuse(w, r, http.StatusBadRequest, lost)
		return
	}
	_, config, err := p.Provider.discover(r.Context())
	if err != nil {
		p.away(w, r, err)
		return
	}
	f.Mail, f.CodeID, f.Proof = "", "", nil // the address of the page goes to the provider: nothing personal
	f.Nonce, f.Verifier = rand.Text(), oauth2.GenerateVerifier()
	http.Redirect(w, r, config.AuthCodeURL(p.Box.Text("flow", f), oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), http.StatusSeeOther)
}

// fromProvider is the browser that comes back.
func (p *Pages) fromProvider(w http.ResponseWriter, r *http.Request) {
	f := p.open(r, r.URL.Query().Get("state"))
	if p.Provider == nil || f == nil || f.Verifier == "" {
		p.Refuse(w, r, http.StatusBadRequest, lost)
		return
	}
	if r.URL.Query().Get("code") == "" {
		p.show(w, r, f, http.StatusBadRequest, page.start, page{Problem: "La connexion a été abandonnée chez le fournisseur d'identité. Recommencez si vous le souhaitez."})
		return
	}
	who, err := p.Provider.prove(r.Context(), r.URL.Query().Get("code"), f)
	if err != nil {
		p.away(w, r, err)
		return
	}
	people, err := p.match(r.Context(), who)
	switch {
	case err != nil:
		p.failed(w, r, err)
	case len(people) == 0:
		p.Refuse(w, r, http.StatusForbidden, "Vous êtes bien identifié, mais aucun compte ne vous correspond ici. Demandez-en un au responsable de votre structure ou à votre conseiller.")
	default:
		f.Nonce, f.Verifier = "", ""
		f.Proof = &Proof{People: people, Method: identityv1.SignInMethod_SIGN_IN_METHOD_OIDC, At: p.now()}
		p.choose(w, r, f)
	}
}

func (p *Pages) away(w http.ResponseWriter, r *http.Request, err error) {
	p.Log.WarnContext(r.Context(), "the identity provider failed", "error", err)
	p.Refuse(w, r, http.StatusBadGateway, "Le fournisseur d'identité ne répond pas comme prévu. Réessayez dans un instant.")
}

// match finds the people that the provider speaks of: by its subject, the first time by an address that is not unverified.
func (p *Pages) match(ctx context.Context, who identity) ([]store.Ref, error) {
	view := p.Store.View(ctx)
	people, err := store.BySubject(view, who.Subject)
	if err != nil || len(people) > 0 || who.Verified != nil && !*who.Verified {
		return people, err
	}
	candidates, err := store.ByMail(view, domain.Mail(who.Mail))
	if err != nil {
		return nil, err
	}
	for _, ref := range candidates {
		bound := false
		err := p.Store.Update(actor.With(ctx, actor.Of(ref.Territory, "identity")), func(tx *kit.Tx) (err error) {
			bound, err = app.BindUpstream{}.Do(tx, ref.PersonID, who.Subject)
			return err
		})
		if err != nil {
			return nil, err
		}
		if bound {
			people = append(people, ref)
		}
	}
	return people, nil
}
