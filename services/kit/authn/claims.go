package authn

import (
	"encoding/json"
	"strings"

	"hup.example/services/kit/actor"
)

// Claims is the payload of an access token: what the issuer writes and every service reads.
type Claims struct {
	Issuer    string     `json:"iss"`
	Subject   string     `json:"sub"`
	Audience  StringList `json:"aud"`
	Expires   int64      `json:"exp"`
	IssuedAt  int64      `json:"iat,omitempty"`
	NotBefore int64      `json:"nbf,omitempty"`
	// TokenID is unique. It begins with the session that the token was refreshed from, and a dot, where there is one.
	TokenID string `json:"jti,omitempty"`
	// Kind is person, client or service.
	Kind actor.Kind `json:"kind"`
	// MembershipID is the one membership that a person's token is for.
	MembershipID string       `json:"mid,omitempty"`
	Territory    string       `json:"territory,omitempty"`
	BodyID       string       `json:"body,omitempty"`
	CompanyID    string       `json:"company_id,omitempty"`
	Roles        []actor.Role `json:"roles,omitempty"`
	// Scope is the scopes, separated by spaces (RFC 9068).
	Scope string `json:"scope,omitempty"`
}

// ClaimsOf writes an actor as the claims of a token; the issuer adds its own.
func ClaimsOf(a actor.Actor) Claims {
	return Claims{Subject: a.ID, Kind: a.Kind, MembershipID: a.MembershipID, Territory: a.Territory, BodyID: a.BodyID,
		CompanyID: a.CompanyID, Roles: a.Roles, Scope: strings.Join(a.Scopes, " ")}
}

func (c Claims) actor() actor.Actor {
	return actor.Actor{Kind: c.Kind, ID: c.Subject, MembershipID: c.MembershipID, Territory: c.Territory, BodyID: c.BodyID,
		CompanyID: c.CompanyID, Roles: c.Roles, Scopes: strings.Fields(c.Scope)}
}

func (c Claims) session() string {
	session, _, found := strings.Cut(c.TokenID, ".")
	if !found {
		return ""
	}
	return session
}

// StringList is a claim that may be one string or several.
type StringList []string

// UnmarshalJSON reads both forms.
func (l *StringList) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*l = StringList{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(l))
}
