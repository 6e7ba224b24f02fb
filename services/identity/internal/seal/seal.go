// Package seal encrypts what leaves the service and comes back, and what is kept secret at rest: AES-256-GCM.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
)

// ErrForged is answered for what this box did not seal.
var ErrForged = errors.New("not sealed here")

// Box seals with one key of the installation.
type Box struct{ aead cipher.AEAD }

// New makes a box; the key may have any length.
func New(key []byte) *Box {
	sum := sha256.Sum256(key)
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return &Box{aead}
}

// Seal encrypts; label says what it is, and must be the same to open.
func (b *Box) Seal(label string, plain []byte) []byte {
	return b.aead.Seal(nil, nil, plain, []byte(label))
}

// Open decrypts.
func (b *Box) Open(label string, sealed []byte) ([]byte, error) {
	plain, err := b.aead.Open(nil, nil, sealed, []byte(label))
	if err != nil {
		return nil, ErrForged
	}
	return plain, nil
}

// Text seals a value as text for a form field, a cookie or an address.
func (b *Box) Text(label string, value any) string {
	plain, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain structs of our own
	}
	return base64.RawURLEncoding.EncodeToString(b.Seal(label, plain))
}

// Read reads what Text wrote.
func (b *Box) Read(label, text string, value any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return ErrForged
	}
	plain, err := b.Open(label, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, value)
}
