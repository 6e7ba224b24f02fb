package authn

import (
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// remembered is how long a token is believed without checking it again.
	remembered = time.Minute
	// mostRemembered bounds the memory: some 5 MiB.
	mostRemembered = 20_000
)

type digest = [sha256.Size]byte

// memory keeps what verified tokens say, by their digest: the tokens themselves are not kept.
type memory struct {
	mu      sync.RWMutex
	entries map[digest]entry
}

type entry struct {
	Verified
	until time.Time
}

func newMemory() *memory { return &memory{entries: map[digest]entry{}} }

func (m *memory) get(d digest, now time.Time) (Verified, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	e, ok := m.entries[d]
	return e.Verified, ok && now.Before(e.until)
}

func (m *memory) put(d digest, v Verified, now time.Time) {
	until := now.Add(remembered)
	if v.Expires.Before(until) {
		until = v.Expires
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.entries) >= mostRemembered {
		m.sweep(now)
	}
	m.entries[d] = entry{v, until}
}

// sweep drops what has passed; when nothing has, all: the tokens are verified once more, that is all it costs.
func (m *memory) sweep(now time.Time) {
	for d, e := range m.entries {
		if !now.Before(e.until) {
			delete(m.entries, d)
		}
	}
	if len(m.entries) >= mostRemembered {
		clear(m.entries)
	}
}
