package app

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Links make the links that outside experts answer by. The token follows from the installation's secret and the opinion:
// it is written down nowhere, and what is kept is its hash.
type Links struct {
	Key []byte
	// Page is the address of the page, which reads the token behind the #: browsers do not send that.
	Page string
}

// Of is the link of an opinion.
func (l Links) Of(territory, opinionID string) string {
	return l.Page + "#" + l.Token(territory, opinionID)
}

// Token opens the link; the territory in front says where to look.
func (l Links) Token(territory, opinionID string) string {
	mac := hmac.New(sha256.New, l.Key)
	mac.Write([]byte(territory + "/" + opinionID)) // documented never to fail
	return territory + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Hash is what is kept of a token.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// TerritoryOf is where a token says that its opinion is; empty for what is no token.
func TerritoryOf(token string) string {
	territory, secret, ok := strings.Cut(token, ".")
	if !ok || secret == "" || len(territory) > 20 || strings.Trim(territory, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return territory
}
