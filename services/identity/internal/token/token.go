// Package token writes the tokens: access tokens for the services, id tokens for programs that sign people in.
package token

import (
	"context"
	"time"

	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/keys"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authn"
	"hup.example/services/kit/clock"
)

// Life is how long a token is valid.
const Life = authn.Life

// Issuer writes tokens in its name.
type Issuer struct {
	// URL is the "iss".
	URL   string
	Ring  *keys.Ring
	Clock clock.Clock
}

// Access is an access token of the actor. The session is the one it is refreshed from, empty for clients and services; it
// is the first part of the token's id, so that a call can be led back to its sign-in.
func (i *Issuer) Access(ctx context.Context, a actor.Actor, session string) (string, error) {
	k, err := i.Ring.Signing(ctx)
	if err != nil {
		return "", err
	}
	return k.Sign("at+jwt", i.claims(a, session))
}

// AccessBy is Access with a key that was read: nothing is written.
func (i *Issuer) AccessBy(k *keys.Key, a actor.Actor) (string, error) {
	return k.Sign("at+jwt", i.claims(a, ""))
}

func (i *Issuer) claims(a actor.Actor, session string) authn.Claims {
	now := i.Clock.Now()
	c := authn.ClaimsOf(a)
	c.Issuer, c.Audience, c.TokenID = i.URL, authn.StringList{authn.Audience}, app.TokenID(session)
	c.IssuedAt, c.Expires = now.Unix(), now.Add(Life).Unix()
	return c
}

// Identity is what an id token says. It holds no name and no address: programs ask /v1/me.
type Identity struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
	IssuedAt int64  `json:"iat"`
	AuthTime int64  `json:"auth_time"`
	Nonce    string `json:"nonce,omitempty"`
}

// ID is an id token for a program: the person proved who they are at an instant.
func (i *Issuer) ID(ctx context.Context, program, personID, nonce string, proved time.Time) (string, error) {
	k, err := i.Ring.Signing(ctx)
	if err != nil {
		return "", err
	}
	now := i.Clock.Now()
	return k.Sign("JWT", Identity{
		Issuer: i.URL, Subject: personID, Audience: program, Expires: now.Add(Life).Unix(), IssuedAt: now.Unix(), AuthTime: proved.Unix(), Nonce: nonce,
	})
}
