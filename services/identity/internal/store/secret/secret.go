// Package secret makes random secrets and knows them again by their hash. They have 256 random bits, so that a plain hash
// protects them: there is nothing to guess.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// New makes a secret; the prefix tells people and scanners what it is.
func New(prefix string) string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(b[:])
}

// Hash is what is kept of a secret.
func Hash(s string) []byte {
	h := sha256.Sum256([]byte(s))
	return h[:]
}

// Hint is the end of a secret, to tell two of them apart.
func Hint(s string) string { return s[len(s)-4:] }

// Is says whether the hash is that of the secret, in a time that tells nothing of either.
func Is(hash []byte, s string) bool { return subtle.ConstantTimeCompare(hash, Hash(s)) == 1 }
