package app

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// secretPrefix marks a secret of Standard Webhooks; the key follows in base64.
const secretPrefix = "whsec_"

// keySize is the length of a signing key: that of the hash that it goes into.
const keySize = 32

// Vault encrypts the signing keys of webhooks with a key of the installation.
type Vault struct{ aead cipher.AEAD }

// NewVault makes the vault of a 32-byte key.
func NewVault(key []byte) (*Vault, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Vault{aead}, err
}

// NewKey makes a signing key and seals it for a webhook.
func (v *Vault) NewKey(webhookID string) (sealed []byte) {
	random := make([]byte, keySize+v.aead.NonceSize())
	_, _ = rand.Read(random) // documented never to fail
	key, nonce := random[:keySize], random[keySize:]
	return v.aead.Seal(nonce, nonce, key, []byte(webhookID))
}

// Key opens a sealed signing key.
func (v *Vault) Key(webhookID string, sealed []byte) ([]byte, error) {
	n := v.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("a webhook's secret is cut short")
	}
	return v.aead.Open(nil, sealed[:n], sealed[n:], []byte(webhookID))
}

// Secret is a sealed key as its owner is shown it, once. sealed is in base64, as answers keep it until they leave.
func (v *Vault) Secret(webhookID, sealed string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || sealed == "" {
		return "", err
	}
	key, err := v.Key(webhookID, raw)
	if err != nil {
		return "", err
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(key), nil
}
