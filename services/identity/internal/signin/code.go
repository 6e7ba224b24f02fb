package signin

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	kit "hup.example/services/kit/store"
)

const (
	// mailCodeLife and mailCodeTries bound a code of six digits.
	mailCodeLife  = 10 * time.Minute
	mailCodeTries = 5
	// tooMany is the reason for who goes too fast.
	tooMany = "TOO_MANY_CALLS"
)

// limit is how often something may be tried in a window of time.
type limit struct {
	kind   string
	window time.Duration
	most   int
}

// What an address may be sent and what a machine may ask and try. Many people share the address of a machine, so it has
// more; twenty codes a day with five tries each leave a guesser one chance in ten thousand.
var (
	sentToAddress  = limit{"sent to", 15 * time.Minute, 5}
	sentInADay     = limit{"sent in a day", 24 * time.Hour, 20}
	sentForMachine = limit{"sent for", 15 * time.Minute, 60}
	triedByMachine = limit{"tried by", 15 * time.Minute, 120}
)

// Codes proves that somebody reads the mails of an address.
type Codes struct {
	Store *kit.Store
	// Key keys the hashes of codes and addresses.
	Key []byte
	// Post sends the codes.
	Post *Post
}

// Send sends a code to those whom the address is known to be of. For an unknown one all is the same, but nothing is sent.
func (c *Codes) Send(ctx context.Context, codeID, mail, machine string) error {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return err
	}
	code := fmt.Sprintf("%06d", n)
	var to []store.Ref
	err = c.limited(ctx, func(tx *kit.Tx) (over bool, err error) {
		if over, err = c.over(tx, mail, sentToAddress, sentInADay); over || err != nil {
			return over, err
		}
		if over, err = c.over(tx, machine, sentForMachine); over || err != nil {
			return over, err
		}
		if to, err = store.ByMail(&tx.View, mail); err != nil {
			return false, err
		}
		return false, store.AddMailCode(tx, codeID, c.hash(codeID, code), tx.Now.Add(mailCodeLife))
	})
	if err == nil && len(to) > 0 {
		c.Post.Send(ctx, mail, code)
	}
	return err
}

// Check says whether the code is the one that was sent; it is good once, for five tries and ten minutes.
func (c *Codes) Check(ctx context.Context, codeID, code, machine string) (right bool, err error) {
	err = c.limited(ctx, func(tx *kit.Tx) (over bool, err error) {
		right = false
		if over, err = c.over(tx, machine, triedByMachine); over || err != nil {
			return over, err
		}
		hash, tries, err := store.TryMailCode(tx, codeID)
		if err != nil || hash == nil || tries > mailCodeTries || !hmac.Equal(hash, c.hash(codeID, code)) {
			return false, err
		}
		right = true
		return false, store.DropMailCode(tx, codeID)
	})
	return right, err
}

// limited runs a unit of work whose counts are kept when it says that a limit is passed.
func (c *Codes) limited(ctx context.Context, do func(*kit.Tx) (over bool, err error)) error {
	over := false
	err := c.Store.Update(ctx, func(tx *kit.Tx) (err error) {
		over, err = do(tx)
		return err
	})
	if err == nil && over {
		return errs.Limited(tooMany, int(sentToAddress.window.Seconds()))
	}
	return err
}

// over counts an attempt against each limit, and says whether one is passed.
func (c *Codes) over(tx *kit.Tx, who string, limits ...limit) (bool, error) {
	over := false
	for _, l := range limits {
		count, err := store.Attempt(tx, l.kind, c.hash(l.kind, who), l.window)
		if err != nil {
			return false, err
		}
		over = over || count > l.most
	}
	return over, nil
}

func (c *Codes) hash(parts ...string) []byte {
	m := hmac.New(sha256.New, c.Key)
	m.Write([]byte(strings.Join(parts, "\n")))
	return m.Sum(nil)
}

// mail sends a code to the address typed.
func (p *Pages) mail(w http.ResponseWriter, r *http.Request, f *flow) {
	if p.Codes == nil {
		http.NotFound(w, r)
		return
	}
	f.Mail = domain.Mail(r.PostFormValue("email"))
	if !plausible(f.Mail) {
		p.show(w, r, f, http.StatusBadRequest, page.start, page{Problem: "Cette adresse n'est pas complète. Exemple : prenom.nom@example.org."})
		return
	}
	if p.Demo != nil {
		if err := p.Demo.Welcome(r.Context(), f.Mail); err != nil {
			p.Log.WarnContext(r.Context(), "no demo person was made", "error", err)
		}
	}
	f.CodeID = id.New("mlc")
	if err := p.Codes.Send(r.Context(), f.CodeID, f.Mail, address(r)); err != nil {
		p.failed(w, r, err)
		return
	}
	p.show(w, r, f, http.StatusOK, page.code, page{})
}

// code takes the code typed.
func (p *Pages) code(w http.ResponseWriter, r *http.Request, f *flow) {
	if p.Codes == nil || f.CodeID == "" {
		p.Refuse(w, r, http.StatusBadRequest, lost)
		return
	}
	typed := strings.Join(strings.Fields(r.PostFormValue("code")), "")
	right, err := p.Codes.Check(r.Context(), f.CodeID, typed, address(r))
	if err != nil {
		p.failed(w, r, err)
		return
	}
	people, err := store.ByMail(p.Store.View(r.Context()), f.Mail)
	if err != nil {
		p.failed(w, r, err)
		return
	}
	if !right || len(people) == 0 {
		p.show(w, r, f, http.StatusBadRequest, page.code, page{Problem: "Ce code n'est pas le bon, ou il n'est plus valable : il sert une fois, dix minutes, cinq essais. Vérifiez-le, ou demandez-en un autre."})
		return
	}
	f.Proof = &Proof{People: people, Method: identityv1.SignInMethod_SIGN_IN_METHOD_MAIL_CODE, At: p.now()}
	p.choose(w, r, f)
}
