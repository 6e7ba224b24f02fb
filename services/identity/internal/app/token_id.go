package app

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"hup.example/services/kit/authn"
	"hup.example/services/kit/id"
)

// TokenID is the id of a new access token: it begins with the session that the token was refreshed from, so that a call can
// be led back to its sign-in. The session is empty for clients and services.
func TokenID(session string) string {
	if session == "" {
		return id.New("tok")
	}
	return session + "." + id.New("tok")
}

// SessionOf is the session that an access token was refreshed from; empty when it names none. The token is not verified:
// who asks has done so, or does no harm with the answer.
func SessionOf(access string) string {
	parts := strings.Split(access, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var c authn.Claims
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return ""
	}
	session, _, found := strings.Cut(c.TokenID, ".")
	if !found {
		return ""
	}
	return session
}
