package session

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	sessionCookie = "hup_session"
	signInCookie  = "hup_sign_in"
	// chunk is how much of a value one cookie holds: browsers take 4096 bytes with the name and the rest.
	chunk = 3600
	// mostChunks bounds a value.
	mostChunks = 6
)

// jar keeps values in cookies that only we can read: AES-256-GCM, bound to the cookie's name.
type jar struct {
	box    cipher.AEAD
	secure bool
}

func newJar(key []byte, secure bool) (*jar, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	return &jar{box, secure}, err
}

// name is the cookie's name; the prefix makes browsers hold it to https and to this host.
func (j *jar) name(name string) string {
	if j.secure {
		return "__Host-" + name
	}
	return name
}

// seal sets the cookies of a value.
func (j *jar) seal(w http.ResponseWriter, r *http.Request, name string, value any, life time.Duration) {
	plain, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings and numbers only
	}
	text := base64.RawURLEncoding.EncodeToString(j.box.Seal(nil, nil, plain, []byte(name)))
	n := 0
	for ; len(text) > 0 && n < mostChunks; n++ {
		size := min(chunk, len(text))
		http.SetCookie(w, j.cookie(name, n, text[:size], int(life.Seconds())))
		text = text[size:]
	}
	j.drop(w, r, name, n)
}

// open reads a value back. It fails for cookies that are missing, changed, or of another key.
func (j *jar) open(r *http.Request, name string, value any) bool {
	var text strings.Builder
	for n := range mostChunks {
		c, err := r.Cookie(j.chunkName(name, n))
		if err != nil {
			break
		}
		text.WriteString(c.Value)
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text.String())
	if err != nil || len(sealed) == 0 {
		return false
	}
	plain, err := j.box.Open(nil, nil, sealed, []byte(name))
	return err == nil && json.Unmarshal(plain, value) == nil
}

// clear removes a value.
func (j *jar) clear(w http.ResponseWriter, r *http.Request, name string) { j.drop(w, r, name, 0) }

// drop removes the cookies of a value from a number on: those of a longer value before.
func (j *jar) drop(w http.ResponseWriter, r *http.Request, name string, from int) {
	for n := from; n < mostChunks; n++ {
		if _, err := r.Cookie(j.chunkName(name, n)); err == nil {
			http.SetCookie(w, j.cookie(name, n, "", -1))
		}
	}
}

func (j *jar) chunkName(name string, n int) string {
	if n == 0 {
		return j.name(name)
	}
	return j.name(name) + "." + strconv.Itoa(n)
}

func (j *jar) cookie(name string, n int, value string, age int) *http.Cookie {
	return &http.Cookie{Name: j.chunkName(name, n), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: j.secure, SameSite: http.SameSiteLaxMode}
}

// random is a secret that fits into an address.
func random() string { return rand.Text() + rand.Text() }
