package domain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// What makes two cases look the same, in points out of 100. The formula is told in the contract, on PossibleDuplicate.
const (
	sameRequester = 45
	sameUnit      = 25
	sameContact   = 20
	sameSubjects  = 20
	alikeFrom     = 40
	mostAlike     = 10
)

// nearness are the points for cases received within so many days of each other.
var nearness = []struct{ days, points int }{{2, 15}, {7, 10}, {30, 5}}

// compare keeps which of the others look the same, the likeliest first, then the newest.
func (c *Case) compare(others []*Case) {
	var found []*supportv1.PossibleDuplicate
	for _, other := range others {
		if d := c.likeness(other); other.ID != c.ID && d != nil {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b *supportv1.PossibleDuplicate) int {
		return cmp.Or(cmp.Compare(b.GetScore(), a.GetScore()), cmp.Compare(b.GetCaseId(), a.GetCaseId()))
	})
	c.State.PossibleDuplicates, c.State.PossibleDuplicateIds = nil, nil
	for _, d := range found[:min(len(found), mostAlike)] {
		c.State.PossibleDuplicates = append(c.State.PossibleDuplicates, d)
		c.State.PossibleDuplicateIds = append(c.State.PossibleDuplicateIds, d.GetCaseId())
	}
}

// likeness says how alike two cases are and why; nil when they are not, or have no subject in common.
func (c *Case) likeness(other *Case) *supportv1.PossibleDuplicate {
	d := &supportv1.PossibleDuplicate{CaseId: other.ID, Number: other.State.GetNumber()}
	add := func(points int, why string, args ...any) {
		d.Score += int32(points)
		d.Reasons = append(d.Reasons, fmt.Sprintf(why, args...)+fmt.Sprintf(" (%d points)", points))
	}
	mine, theirs := c.SubjectCodes(), other.SubjectCodes()
	common := slices.DeleteFunc(slices.Clone(mine), func(code string) bool { return !slices.Contains(theirs, code) })
	if len(common) == 0 {
		return nil
	}
	switch {
	case c.sameRequester(other):
		d.SameRequester = true
		add(sameRequester, "Même demandeur")
	case c.sameUnit(other):
		add(sameUnit, "Autre établissement de la même entreprise")
	}
	if what := sameWay(c.State.GetContact(), other.State.GetContact()); what != "" {
		add(sameContact, "Même %s de contact", what)
	}
	points := sameSubjects * len(common) / min(len(mine), len(theirs))
	if len(common) == 1 {
		add(points, "Même sujet : %s", common[0])
	} else {
		add(points, "Mêmes sujets : %s", strings.Join(common, ", "))
	}
	c.near(other, add)
	if d.GetScore() < alikeFrom {
		return nil
	}
	return d
}

// near adds the points of cases received at about the same time.
func (c *Case) near(other *Case, add func(points int, why string, args ...any)) {
	apart := c.State.GetReceivedTime().AsTime().Sub(other.State.GetReceivedTime().AsTime()).Abs()
	for _, n := range nearness {
		if apart <= time.Duration(n.days)*24*time.Hour {
			add(n.points, "Reçues à moins de %d jours d'écart", n.days)
			return
		}
	}
}

func (c *Case) sameRequester(other *Case) bool {
	company, leader := c.State.GetCompany().GetCompanyId(), c.State.GetProjectLeaderId()
	return company != "" && company == other.State.GetCompany().GetCompanyId() || leader != "" && leader == other.State.GetProjectLeaderId()
}

func (c *Case) sameUnit(other *Case) bool {
	siren := c.Siren()
	return siren != "" && siren == other.Siren()
}

// Siren is the legal unit that asks; empty when it is not known.
func (c *Case) Siren() string {
	if siret := c.State.GetCompany().GetSiret(); siret != "" {
		return reference.SIRENOf(siret)
	}
	return ""
}

// sameWay is the way by which the same person is reached, in French; empty when there is none.
func sameWay(a, b *supportv1.Contact) string {
	switch {
	case a.GetEmail() != "" && strings.EqualFold(a.GetEmail(), b.GetEmail()):
		return "adresse électronique"
	case a.GetPhone() != "" && a.GetPhone() == b.GetPhone():
		return "numéro de téléphone"
	}
	return ""
}

// Tie ties two cases that are about the same, in both; tied already, nothing changes.
func (c *Case) Tie(a actor.Actor, other *Case, now time.Time) error {
	if err := c.check(a, "linkDuplicate"); err != nil {
		return err
	}
	if other.ID == c.ID || other.State.GetStatus() == draft || other.Level(a) == Nothing {
		return errs.State("DUPLICATE_TARGET")
	}
	if c.tied(other.ID) >= 0 {
		return nil
	}
	c.tie(a, other, now)
	other.tie(a, c, now)
	return nil
}

func (c *Case) tie(a actor.Actor, to *Case, now time.Time) {
	c.State.LinkedCases = append(c.State.LinkedCases, &supportv1.LinkedCase{
		CaseId: to.ID, Number: to.State.GetNumber(), LinkedByPersonId: personOf(a), LinkedByBodyId: a.BodyID, LinkedTime: timestamppb.New(now),
	})
	c.touch(now)
	c.Record(CaseTied{c.ID, to.ID})
}

// Untie unties two cases, in both.
func (c *Case) Untie(a actor.Actor, other *Case, now time.Time) error {
	if err := c.check(a, "unlinkDuplicate"); err != nil {
		return err
	}
	if c.tied(other.ID) < 0 {
		return errs.State("DUPLICATE_TARGET")
	}
	c.untie(other.ID, now)
	other.untie(c.ID, now)
	return nil
}

func (c *Case) untie(from string, now time.Time) {
	i := c.tied(from)
	c.State.LinkedCases = slices.Delete(c.State.LinkedCases, i, i+1)
	c.touch(now)
	c.Record(CaseUntied{c.ID, from})
}

// tied is where the other is among the cases tied to this one, -1 when it is not.
func (c *Case) tied(otherID string) int {
	return slices.IndexFunc(c.State.GetLinkedCases(), func(l *supportv1.LinkedCase) bool { return l.GetCaseId() == otherID })
}

// ForReader takes out of an answer what only the body in charge and the coordination see of other cases.
func (c *Case) ForReader(a actor.Actor, seen *supportv1.Case) {
	level := c.Level(a)
	if level == AsOwner || level == AsCoordinator {
		return
	}
	if level == AsCompany { // another's case with the same contact is not its own
		seen.PossibleDuplicateIds = nil
		for _, d := range seen.GetPossibleDuplicates() {
			if d.GetSameRequester() {
				seen.PossibleDuplicateIds = append(seen.PossibleDuplicateIds, d.GetCaseId())
			}
		}
	}
	seen.PossibleDuplicates, seen.LinkedCases = nil, nil
}
