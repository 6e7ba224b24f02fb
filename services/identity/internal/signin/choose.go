package signin

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/store/secret"
	"hup.example/services/kit/messages"
	kit "hup.example/services/kit/store"
)

// codeLife is how long a program has to redeem its code.
const codeLife = time.Minute

// choice is one membership that can be signed in for.
type choice struct {
	ID string
	// Person, Place and Roles are what people read.
	Person, Place, Roles string

	membership *domain.Membership
}

// choose asks who has just been proved what to sign in for, unless there is one membership only.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request, f *flow) {
	choices, err := p.choices(r.Context(), f.Proof)
	switch {
	case err != nil:
		p.failed(w, r, err)
	case len(choices) == 0:
		p.Refuse(w, r, http.StatusForbidden, "Votre compte n'a aucun rôle en cours. Demandez-en un au responsable de votre structure ou à votre conseiller.")
	case len(choices) == 1:
		p.finish(w, r, f, choices[0].membership)
	default:
		p.show(w, r, f, http.StatusOK, page.choose, page{Choices: choices})
	}
}

// membership is the choice made.
func (p *Pages) membership(w http.ResponseWriter, r *http.Request, f *flow) {
	if f.Proof == nil {
		p.Refuse(w, r, http.StatusBadRequest, lost)
		return
	}
	choices, err := p.choices(r.Context(), f.Proof)
	if err != nil {
		p.failed(w, r, err)
		return
	}
	i := find(choices, r.PostFormValue("membership"))
	if i < 0 {
		p.show(w, r, f, http.StatusBadRequest, page.choose, page{Choices: choices, Problem: "Ce rôle n'est plus en cours. Choisissez-en un autre."})
		return
	}
	p.finish(w, r, f, choices[i].membership)
}

func find(choices []choice, membership string) int {
	return slices.IndexFunc(choices, func(c choice) bool { return c.ID == membership })
}

// choices are the memberships of the people proved that can be signed in for now.
func (p *Pages) choices(ctx context.Context, proof *Proof) ([]choice, error) {
	var found []choice
	for _, ref := range proof.People {
		view := store.In(ctx, p.Store, ref.Territory)
		if forgotten, err := store.Forgotten(view, ref.PersonID, proof.At); err != nil || forgotten {
			if err != nil {
				return nil, err
			}
			continue
		}
		person, err := store.People.Get(view, ref.PersonID)
		if err != nil {
			return nil, err
		}
		memberships, err := store.MembershipsOf(view, ref.PersonID)
		if err != nil {
			return nil, err
		}
		for _, m := range app.Usable(memberships, view.Now) {
			place := p.Directory.Place(ctx, ref.Territory, m.State.GetBodyId(), m.State.GetCompanyId())
			found = append(found, choice{ID: m.ID, Person: domain.Name(person.State), Place: place, Roles: p.roles(m), membership: m})
		}
	}
	slices.SortFunc(found, func(a, b choice) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID)) })
	return found, nil
}

// roles are the roles in the words of people.
func (p *Pages) roles(m *domain.Membership) string {
	words := make([]string, 0, len(m.State.GetRoles()))
	for _, role := range m.State.GetRoles() {
		word, _ := p.Words.Text("hup.identity", messages.French, role.String(), nil)
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// finish gives the program its code.
func (p *Pages) finish(w http.ResponseWriter, r *http.Request, f *flow, m *domain.Membership) {
	code := secret.New("hupc")
	err := p.Store.Update(r.Context(), func(tx *kit.Tx) error {
		return store.AddCode(tx, secret.Hash(code), store.Grant{
			ClientID: f.Request.ClientID, RedirectURI: f.Request.RedirectURI, Challenge: f.Request.Challenge, Scope: f.Request.Scope,
			Nonce: f.Request.Nonce, Territory: m.Territory, PersonID: m.State.GetPersonId(), MembershipID: m.ID,
			Method: f.Proof.Method, Proved: f.Proof.At, Device: device(r.UserAgent()), Expires: tx.Now.Add(codeLife),
		})
	})
	if err != nil {
		p.failed(w, r, err)
		return
	}
	p.setCookie(w, knownCookie, p.Box.Text("known", f.Proof), knownLife)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, Answer(f.Request.RedirectURI, url.Values{"code": {code}, "state": {f.Request.State}, "iss": {p.Issuer}}), http.StatusSeeOther)
}

// Answer is the address that takes an answer back to the program. What is empty is left out.
func Answer(redirect string, values url.Values) string {
	for name, value := range values {
		if value[0] == "" {
			delete(values, name)
		}
	}
	mark := "?"
	if strings.Contains(redirect, "?") {
		mark = "&"
	}
	return redirect + mark + values.Encode()
}

// device says in words what signs in: "Firefox, Linux".
func device(agent string) string {
	program := first(agent, "Edg", "Edge", "OPR", "Opera", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari")
	system := first(agent, "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "Mac", "Linux", "Linux")
	return strings.TrimSuffix(strings.TrimPrefix(program+", "+system, ", "), ", ")
}

// first is the name of the first mark that is in the text.
func first(text string, marksAndNames ...string) string {
	for i := 0; i < len(marksAndNames); i += 2 {
		if strings.Contains(text, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}
