package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/seal"
	"hup.example/services/support/internal/store"
)

// PublicErase is the kind of the timer that erases a request that nobody confirmed.
const PublicErase = "public_request.erase"

// How long things last: a form on the screen, a request that waits for its confirmation.
const (
	formLife    = 2 * time.Hour
	confirmLife = 48 * time.Hour
)

// Protection is what a form asks of whoever fills it. An operator tunes it.
type Protection struct {
	// MinSeconds is how long a person takes at least.
	MinSeconds int
	// WorkBits is the proof of work: 0 for none, so that the page needs no script.
	WorkBits int
	// PerMail and PerAddress are how many may wait for their confirmation: of a mail address, and of a network address within an hour.
	PerMail, PerAddress int
}

// PublicRequests takes requests of people without account.
type PublicRequests struct {
	Store *kit.Store
	Open  OpenCase
	Protection
	// Forms and Codes seal the tokens of forms and the codes of mails; Key keys the hashes of addresses.
	Forms, Codes seal.Sealer
	Key          []byte
	// Mailer is nil where no mail can be sent.
	Mailer mail.Mailer
	// Territory is that of the installation; PublicURL is where people reach the gateway.
	Territory, PublicURL string
}

// In is the context of a public call: the platform's, in the territory that is named, or that of the installation.
func (u PublicRequests) In(ctx context.Context, territory string) (context.Context, error) {
	if territory == "" {
		territory = actor.From(ctx).Territory
	}
	if territory == "" {
		territory = u.Territory
	}
	if u.Open.DefaultBody(territory) == "" {
		return nil, &errs.Error{Code: errs.NotFound("").Code, Reason: "NO_PUBLIC_FORM"}
	}
	return actor.With(ctx, actor.Of(territory, "support")), nil
}

// Form makes the token of a form that is loaded now.
func (u PublicRequests) Form(territory string) (token string, until time.Time) {
	until = u.Store.Clock().Now().Add(formLife)
	return u.Forms.Seal(seal.Said{Territory: territory, ID: id.New("prq"), Until: until}), until
}

// Submit keeps a request apart and sends the mail that confirms it.
func (u PublicRequests) Submit(ctx context.Context, r *supportv1.SubmitPublicRequestRequest, address string) (until time.Time, err error) {
	form, err := u.filled(r)
	if err != nil {
		return until, err
	}
	if ctx, err = u.In(ctx, form.Territory); err != nil {
		return until, err
	}
	asked := formOf(r)
	if err := Dry(ctx, u.Store, func(tx *kit.Tx) error { _, err := u.Open.Do(tx, asked, Received); return err }); err != nil {
		return until, err
	}
	until = u.Store.Clock().Now().Add(confirmLife)
	by := store.Sender{Mail: u.hash("mail", strings.ToLower(asked.GetContact().GetEmail())), Address: u.hash("address", address)}
	known := false
	err = u.Store.Update(ctx, func(tx *kit.Tx) (err error) {
		if known, err = u.known(tx, form.ID); known || err != nil {
			return err
		}
		if err := u.limit(tx, by); err != nil {
			return err
		}
		if err := schedule.Set(tx, PublicErase, form.ID, until); err != nil {
			return err
		}
		return store.AddPublicRequest(tx, form.ID, asked, by)
	})
	if err != nil || known {
		return until, err
	}
	return until, u.send(ctx, form.Territory, form.ID, asked.GetContact(), until)
}

// known says whether the form was sent before: it waits, or is a case already.
func (u PublicRequests) known(tx *kit.Tx, requestID string) (bool, error) {
	waits, err := store.PublicRequest(tx, requestID)
	if waits != nil || err != nil {
		return waits != nil, err
	}
	made, err := tx.Once(requestID)
	return made != "", err
}

// filled says whether a person has filled the form, as far as we can tell; a refusal says what to do.
func (u PublicRequests) filled(r *supportv1.SubmitPublicRequestRequest) (seal.Said, error) {
	now := u.Store.Clock().Now()
	form, ok := u.Forms.Open(r.GetFormToken(), now)
	if !ok {
		return form, errs.Invalid("FORM_EXPIRED", errs.Field{Path: "formToken", Reason: "FORM_EXPIRED"})
	}
	refuse := func(why string) (seal.Said, error) { return form, errs.State("FORM_REFUSED").With("why", why) }
	switch filled := now.Sub(form.Until.Add(-formLife)); {
	case r.GetWebsite() != "":
		return refuse("un champ caché, que seuls les programmes voient, a été rempli. Laissez-le vide : votre navigateur le remplit peut-être de lui-même.")
	case filled < time.Duration(u.MinSeconds)*time.Second:
		return refuse("le formulaire est revenu plus vite qu'une personne ne le remplit. Attendez quelques secondes et renvoyez-le.")
	case u.WorkBits > 0 && !worked(r.GetFormToken(), r.GetWork(), u.WorkBits):
		return refuse("le calcul demandé au navigateur manque. Activez JavaScript pour cette page, ou appelez-nous.")
	}
	return form, nil
}

// worked says whether the work was done.
func worked(token, work string, zeros int) bool {
	sum := sha256.Sum256([]byte(token + "." + work))
	found := 0
	for _, b := range sum {
		found += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return found >= zeros
}

func (u PublicRequests) limit(tx *kit.Tx, by store.Sender) error {
	mails, addresses, err := store.PublicRequestsOf(tx, by, tx.Now.Add(-confirmLife), tx.Now.Add(-time.Hour))
	if err == nil && (mails >= u.PerMail || addresses >= u.PerAddress) {
		err = errs.Limited("TOO_MANY_REQUESTS", int(time.Hour.Seconds()))
	}
	return err
}

// send sends the mail; when it does not leave, nothing is kept: the sender is told, and tries again.
func (u PublicRequests) send(ctx context.Context, territory, requestID string, to *supportv1.Contact, until time.Time) error {
	code := u.Codes.Seal(seal.Said{Territory: territory, ID: requestID, Until: until})
	link := u.PublicURL + "/demande/confirmer#" + code
	if u.Mailer != nil && u.Mailer.Send(ctx, mail.Message{
		To: to.GetEmail(), Subject: "Confirmez votre demande au guichet économique", Brief: "Confirmation de demande pour " + to.GetEmail() + " : " + link,
		Text: "Bonjour,\n\nVous avez rempli une demande d'accompagnement pour une entreprise ou un projet. Pour qu'elle parvienne à un conseiller, confirmez-la " +
			"dans les 48 heures en ouvrant ce lien :\n\n" + link + "\n\nSi le lien ne s'ouvre pas, ouvrez la page " + u.PublicURL +
			"/demande/confirmer et collez-y ce code :\n\n" + code + "\n\nSi vous n'avez rien demandé, ignorez ce message : sans confirmation, la demande est effacée.\n",
	}) == nil {
		return nil
	}
	err := u.Store.Update(context.WithoutCancel(ctx), func(tx *kit.Tx) error { return u.drop(tx, requestID) })
	if err != nil {
		return err
	}
	return errs.Unavailable("MAIL_NOT_SENT")
}

func (u PublicRequests) drop(tx *kit.Tx, requestID string) error {
	if err := schedule.Clear(tx, PublicErase, requestID); err != nil {
		return err
	}
	return store.DropPublicRequest(tx, requestID)
}

// Confirm opens the case of a request; confirmed twice, it is the same case.
func (u PublicRequests) Confirm(tx *kit.Tx, requestID string) (*domain.Case, error) {
	made, err := tx.Once(requestID)
	if err != nil {
		return nil, err
	}
	if made != "" {
		return u.Open.Cases.Get(tx, made)
	}
	form, err := store.PublicRequest(tx, requestID)
	if err != nil {
		return nil, err
	}
	if form == nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "code", Reason: "LINK_INVALID", Params: map[string]string{"kind": "erased"}})
	}
	form.ClientRequestId = requestID
	c, err := u.Open.Do(tx, form, Received)
	if err != nil {
		return nil, err
	}
	return c, u.drop(tx, requestID)
}

// Erase is the timer's: nobody confirmed.
func (u PublicRequests) Erase(tx *kit.Tx, requestID string) error {
	return store.DropPublicRequest(tx, requestID)
}

// formOf is the request as anybody's form.
func formOf(r *supportv1.SubmitPublicRequestRequest) *supportv1.RequestForm {
	origin := supportv1.CaseOrigin_CASE_ORIGIN_WEB_FORM
	if r.GetOrigin() == supportv1.CaseOrigin_CASE_ORIGIN_MOBILE {
		origin = r.GetOrigin()
	}
	return &supportv1.RequestForm{
		Company: r.GetCompany(), Contact: r.GetContact(), Origin: origin, Urgency: r.GetUrgency(), Description: r.GetDescription(),
		Consents: r.GetConsents(), Needs: r.GetNeeds(),
	}
}

func (u PublicRequests) hash(kind, what string) string {
	m := hmac.New(sha256.New, u.Key)
	m.Write([]byte(kind + "\n" + what))
	return hex.EncodeToString(m.Sum(nil)[:16])
}
