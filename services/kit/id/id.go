// Package id makes the opaque ids: a prefix that names the kind, "_", and a UUIDv7 as 26 lower-case Crockford characters,
// so that ids sort by the time they were made.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"strings"
	"sync"
	"time"
)

// crockford has no i, l, o, u: what people misread or mistype.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

var shape = regexp.MustCompile(`^[a-z]{3,5}_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$`)

// last keeps ids monotonic in a process, whatever the clock does.
var last struct {
	sync.Mutex
	ms  uint64
	seq uint16
}

// New makes an id of the kind that the prefix names: "cas" gives cas_….
func New(prefix string) string {
	return prefix + "_" + encode(uuid7())
}

// Of makes the id that follows from the parts: the same parts give the same id, which does not sort by time.
func Of(prefix string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return prefix + "_" + encode([16]byte(sum[:16]))
}

// Valid says whether s has the shape of an id with the prefix.
func Valid(prefix, s string) bool {
	return len(s) == len(prefix)+27 && s[:len(prefix)] == prefix && shape.MatchString(s)
}

// uuid7 is 48 bits of milliseconds, a 12-bit counter within them, and 62 random bits.
func uuid7() [16]byte {
	var u [16]byte
	_, _ = rand.Read(u[8:]) // documented never to fail
	ms, seq := tick(uint64(time.Now().UnixMilli()))
	binary.BigEndian.PutUint64(u[:8], ms<<16|0x7000|uint64(seq))
	u[8] = u[8]&0x3f | 0x80
	return u
}

// tick never goes back: a clock that does is followed by counting on from the last instant.
func tick(now uint64) (ms uint64, seq uint16) {
	last.Lock()
	defer last.Unlock()
	switch {
	case now > last.ms:
		last.ms, last.seq = now, 0
	case last.seq == 0xfff:
		last.ms, last.seq = last.ms+1, 0
	default:
		last.seq++
	}
	return last.ms, last.seq
}

// encode writes 128 bits as 26 characters of 5 bits, the first of 3.
func encode(u [16]byte) string {
	hi, lo := binary.BigEndian.Uint64(u[:8]), binary.BigEndian.Uint64(u[8:])
	var out [26]byte
	for i := 25; i >= 0; i-- {
		out[i] = crockford[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}
