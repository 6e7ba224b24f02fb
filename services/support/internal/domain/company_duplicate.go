package domain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/text"
)

// What makes two records look like one company, in points out of 100. The formula is told in the contract, on CompanyDuplicate.
const (
	sameRNA         = 90
	sameSiren       = 60
	sameNameHere    = 50
	sameNameAway    = 25
	sameMail        = 40
	samePhone       = 35
	sameStreet      = 20
	duplicateFrom   = 40
	mostDuplicates  = 20
	certainlyTheOne = 100
)

// legalWords are the words of a name that say what a company is, not who.
var legalWords = []string{
	"sarl", "sas", "sasu", "eurl", "sa", "sci", "snc", "scop", "scic", "ei", "eirl", "selarl", "gaec", "earl", "ets", "etablissement",
	"etablissements", "entreprise", "societe", "ste", "association", "monsieur", "madame", "m", "mme",
}

// NameKey is the name by which two records are compared: without its legal form, in one word.
func NameKey(name string) string {
	words := slices.DeleteFunc(text.Tokens(name), func(w string) bool { return slices.Contains(legalWords, w) })
	return strings.Join(words, "")
}

// Ways are how a company is reached: by its contacts and those of its cases.
type Ways struct{ Mails, Phones []string }

// Add adds how a person is reached.
func (w *Ways) Add(c *supportv1.Contact) {
	if mail := strings.ToLower(c.GetEmail()); mail != "" && !slices.Contains(w.Mails, mail) {
		w.Mails = append(w.Mails, mail)
	}
	if phone := c.GetPhone(); phone != "" && !slices.Contains(w.Phones, phone) {
		w.Phones = append(w.Phones, phone)
	}
}

// Reached is a company with how it is reached.
type Reached struct {
	*Company
	Ways
}

// Duplicates are the others that may be the same company, the likeliest first. Names and streets that the viewer may not read
// are not compared for it.
func (c Reached) Duplicates(w Words, v Viewer, others []Reached) []*supportv1.CompanyDuplicate {
	var found []*supportv1.CompanyDuplicate
	for _, other := range others {
		if d := c.likeness(w, v, other); d != nil {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *supportv1.CompanyDuplicate) int {
		return cmp.Or(cmp.Compare(b.GetScore(), a.GetScore()), cmp.Compare(a.GetCompanyId(), b.GetCompanyId()))
	})
	return found[:min(len(found), mostDuplicates)]
}

func (c Reached) likeness(w Words, v Viewer, other Reached) *supportv1.CompanyDuplicate {
	mine, theirs := c.Seen(v), other.Seen(v)
	if c.ID == other.ID || slices.Contains(mine.GetDistinctCompanyIds(), other.ID) || theirs.GetMergedIntoCompanyId() != "" || mine.GetSiren() != "" && theirs.GetSiren() != "" && mine.GetSiren() != theirs.GetSiren() {
		return nil
	}
	d := &supportv1.CompanyDuplicate{
		CompanyId: other.ID, Name: theirs.GetName(), Siret: theirs.GetSiret(), CommuneCode: theirs.GetCommuneCode(), GoesOn: goesOn(mine, theirs),
	}
	add := func(points int, same bool, why string) {
		if same {
			d.Score = min(d.GetScore()+int32(points), certainlyTheOne)
			d.Reasons = append(d.Reasons, w.Say("alike.points", facts{"why": w.Say(why, nil), "points": fmt.Sprint(points)}))
		}
	}
	here, name := mine.GetCommuneCode() == theirs.GetCommuneCode(), sameName(mine, theirs)
	add(sameRNA, mine.GetRna() != "" && mine.GetRna() == theirs.GetRna(), "alike.rna")
	add(sameSiren, mine.GetSiren() != "" && mine.GetSiren() == theirs.GetSiren(), "alike.siren")
	add(sameNameHere, name && here, "alike.name_here")
	add(sameNameAway, name && !here, "alike.name_away")
	add(sameMail, meet(c.Mails, other.Mails), "alike.mail")
	add(samePhone, meet(c.Phones, other.Phones), "alike.phone")
	add(sameStreet, here && mine.GetAddress() != "" && text.Fold(mine.GetAddress()) == text.Fold(theirs.GetAddress()), "alike.street")
	if d.GetScore() < duplicateFrom {
		return nil
	}
	return d
}

func sameName(a, b *supportv1.Company) bool {
	for _, mine := range []string{a.GetLegalName(), a.GetTradeName()} {
		for _, theirs := range []string{b.GetLegalName(), b.GetTradeName()} {
			if key := NameKey(mine); key != "" && mine != Masked && key == NameKey(theirs) {
				return true
			}
		}
	}
	return false
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// goesOn says whether the other one should go on: the one with a SIRET, else the one met first.
func goesOn(mine, theirs *supportv1.Company) bool {
	if (mine.GetSiret() == "") != (theirs.GetSiret() == "") {
		return theirs.GetSiret() != ""
	}
	return theirs.GetCreatedTime().AsTime().Before(mine.GetCreatedTime().AsTime())
}

// Distinct remembers that the other company is another one, or forgets it; it answers whether that is new.
func (c *Company) Distinct(otherID string, is bool, now time.Time) bool {
	known := slices.Index(c.State.GetDistinctCompanyIds(), otherID)
	switch {
	case is == (known >= 0):
		return false
	case is:
		c.State.DistinctCompanyIds = append(c.State.GetDistinctCompanyIds(), otherID)
	default:
		c.State.DistinctCompanyIds = slices.Delete(c.State.GetDistinctCompanyIds(), known, known+1)
	}
	c.Updated([]string{"distinctCompanyIds"}, now)
	return true
}
