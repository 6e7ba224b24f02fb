package id

import "crypto/sha256"

// Derived makes the id that belongs to the parts: the same each time, for what is computed and not stored.
func Derived(prefix string, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return prefix + "_" + encode([16]byte(h.Sum(nil)))
}
