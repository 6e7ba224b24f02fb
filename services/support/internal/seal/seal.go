// Package seal makes the codes that mails carry: what they stand for, until when, and a signature. They are no secret of
// ours, and nobody else can make one.
package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Said is what a code stands for.
type Said struct {
	Territory string
	// ID is what it is about.
	ID string
	// Until is when it ends.
	Until time.Time
}

// Sealer makes and reads the codes of one purpose: its key is derived for it.
type Sealer struct{ Key []byte }

// Seal makes a code.
func (s Sealer) Seal(said Said) string {
	text := said.Territory + "." + said.ID + "." + strconv.FormatInt(said.Until.Unix(), 36)
	return text + "." + s.sign(text)
}

// Open reads a code; ok is false when it is none of ours, or has ended.
func (s Sealer) Open(code string, now time.Time) (said Said, ok bool) {
	code = strings.TrimSpace(code)
	end := strings.LastIndexByte(code, '.')
	if end < 0 || !hmac.Equal([]byte(s.sign(code[:end])), []byte(code[end+1:])) {
		return Said{}, false
	}
	parts := strings.Split(code[:end], ".")
	if len(parts) != 3 {
		return Said{}, false
	}
	until, err := strconv.ParseInt(parts[2], 36, 64)
	said = Said{Territory: parts[0], ID: parts[1], Until: time.Unix(until, 0)}
	return said, err == nil && !now.After(said.Until)
}

func (s Sealer) sign(text string) string {
	m := hmac.New(sha256.New, s.Key)
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}
