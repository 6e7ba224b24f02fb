// Package keys is the ring of keys that tokens are signed with. They live in the database, the private part encrypted, so
// that they survive a restart and all processes of an installation share them. A new one takes over every thirty days;
// the one before stays published, so that no token stops being valid.
package keys

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"hup.example/services/identity/internal/seal"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
)

const (
	// life is how long a key signs.
	life = 30 * 24 * time.Hour
	// fresh is how long a key is used before the database is asked whether another process made a newer one.
	fresh = time.Minute
	// label is what the private parts are sealed as.
	label = "signing key"
)

// ErrNone says that there is no key yet: the server never ran on this data.
var ErrNone = errors.New("no signing key")

// Ring is the keys of the installation.
type Ring struct {
	store *kit.Store
	box   *seal.Box

	mu      sync.Mutex
	signing *Key
	read    time.Time
}

// Key is a private key with its name.
type Key struct {
	// ID is the "kid" of the tokens it signs.
	ID      string
	private ed25519.PrivateKey
	created time.Time
}

// New makes the ring; the box holds the private parts.
func New(s *kit.Store, box *seal.Box) *Ring { return &Ring{store: s, box: box} }

// Signing is the key that signs now. It is made when there is none, or when it is old.
func (r *Ring) Signing(ctx context.Context) (*Key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.store.Clock().Now()
	if r.signing != nil && now.Sub(r.read).Abs() < fresh && !old(r.signing.created, now) {
		return r.signing, nil
	}
	k, err := r.Newest(ctx)
	if errors.Is(err, ErrNone) || err == nil && old(k.created, now) {
		if err = r.store.Update(ctx, r.make); err == nil {
			k, err = r.Newest(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	r.signing, r.read = k, now
	return k, nil
}

func old(created, now time.Time) bool { return now.Sub(created) >= life }

// Newest is the newest key as it is: nothing is written, for a command that runs beside the server.
func (r *Ring) Newest(ctx context.Context) (*Key, error) {
	kept, err := store.SigningKeys(ctx, r.store.DB().Read())
	if err != nil {
		return nil, err
	}
	if len(kept) == 0 {
		return nil, ErrNone
	}
	seed, err := r.box.Open(label, kept[0].Sealed)
	if err != nil {
		return nil, fmt.Errorf("the signing keys were encrypted with another secret of the installation: %w", err)
	}
	return &Key{ID: kept[0].ID, private: ed25519.NewKeyFromSeed(seed), created: kept[0].Created}, nil
}

// make writes the next key, unless another process did.
func (r *Ring) make(tx *kit.Tx) error {
	kept, err := store.SigningKeys(tx.Ctx, tx)
	if err != nil {
		return err
	}
	generation := int64(1)
	if len(kept) > 0 {
		if !old(kept[0].Created, tx.Now) {
			return nil
		}
		generation = kept[0].Generation + 1
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	k := store.SigningKey{Generation: generation, ID: id.New("key"), Sealed: r.box.Seal(label, private.Seed()), Created: tx.Now}
	k.Public, err = json.Marshal(jose.JSONWebKey{Key: public, KeyID: k.ID, Algorithm: string(jose.EdDSA), Use: "sig"})
	if err != nil {
		return err
	}
	return store.AddSigningKey(tx, k)
}

// Published are the public keys of the two newest: the one that signs, and the one before.
func (r *Ring) Published(ctx context.Context) (jose.JSONWebKeySet, error) {
	var set jose.JSONWebKeySet
	if _, err := r.Signing(ctx); err != nil {
		return set, err
	}
	kept, err := store.SigningKeys(ctx, r.store.DB().Read())
	if err != nil {
		return set, err
	}
	for _, k := range kept {
		var public jose.JSONWebKey
		if err := json.Unmarshal(k.Public, &public); err != nil {
			return set, err
		}
		set.Keys = append(set.Keys, public)
	}
	return set, nil
}

// Sign makes a token of the type ("at+jwt") out of the claims.
func (k *Key) Sign(kind string, claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: k.private, KeyID: k.ID}},
		(&jose.SignerOptions{}).WithType(jose.ContentType(kind)))
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
