package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"strconv"
)

// Signer signs page tokens, so that a client can't make one up. All processes of an installation share the key.
type Signer struct{ key []byte }

// NewSigner makes a signer with the installation's key.
func NewSigner(key []byte) *Signer {
	derived := hmac.New(sha256.New, key)
	derived.Write([]byte("page tokens"))
	return &Signer{derived.Sum(nil)}
}

// place is where the next page starts: after the row with these keys, in this list asked this way.
type place struct {
	// Asked is a digest of the list, its filter, its order and who asks.
	Asked uint64 `json:"a"`
	// Text or Number is the order's value of the last row; ID its id.
	Text   string `json:"t,omitempty"`
	Number int64  `json:"n,omitempty"`
	ID     string `json:"i"`
}

const macSize = 16

func (s *Signer) seal(p place) string {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // three plain values
	}
	return base64.RawURLEncoding.EncodeToString(append(s.mac(body), body...))
}

func (s *Signer) open(token string, asked uint64) (place, error) {
	var p place
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) < macSize || !hmac.Equal(raw[:macSize], s.mac(raw[macSize:])) || json.Unmarshal(raw[macSize:], &p) != nil {
		return p, refused("pageToken", "PAGE_TOKEN", nil)
	}
	if p.Asked != asked {
		return p, refused("pageToken", "PAGE_TOKEN", params{"kind": "other"})
	}
	return p, nil
}

func (s *Signer) mac(body []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write(body)
	return m.Sum(nil)[:macSize]
}

func digest(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return h.Sum64()
}
