package domain

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

// The levels of coverage.
const (
	hole    = supportv1.CoverageLevel_COVERAGE_LEVEL_HOLE
	fragile = supportv1.CoverageLevel_COVERAGE_LEVEL_FRAGILE
	covered = supportv1.CoverageLevel_COVERAGE_LEVEL_COVERED
)

// Coverage is the table commune × subject on a day. Communes that the same areas hold are alike in it: it is computed once
// for each such class, not for each commune.
type Coverage struct {
	known    *Catalogue
	subjects []string
	// communes are those of the territory, in the order of their codes, and classOf the class of each.
	communes []string
	classOf  []*communeClass
}

// communeClass is a set of communes that the same areas hold; cells are by subject, in the table's order.
type communeClass struct{ cells []coverageCell }

type coverageCell struct {
	level       supportv1.CoverageLevel
	bodies      []string
	conditional bool
	// missing is who would answer, were they there; told for holes only.
	missing []*supportv1.CoverageCause
}

// NewCoverage computes the table for a day.
func NewCoverage(known *Catalogue, day calendar.Day) *Coverage {
	t := &Coverage{known: known, subjects: known.asked}
	areas, everywhere := known.areas()
	held := map[string][]int{}
	for i, a := range areas {
		for code := range a.expand() {
			held[code] = append(held[code], i)
		}
	}
	classes := map[string]*communeClass{}
	for _, code := range sortedKeys(held) {
		key := classKey(held[code])
		if classes[key] == nil {
			offers := slices.Clone(everywhere)
			for _, i := range held[code] {
				offers = append(offers, areas[i].offers...)
			}
			classes[key] = t.class(offers, day)
		}
		t.communes, t.classOf = append(t.communes, code), append(t.classOf, classes[key])
	}
	return t
}

func classKey(areas []int) string {
	var key []byte
	for _, i := range areas {
		key = binary.AppendUvarint(key, uint64(i))
	}
	return string(key)
}

// sharedArea is an area with the offers that hold in it.
type sharedArea struct {
	*area
	offers []*Offer
}

// expand are the communes of the area.
func (a *sharedArea) expand() map[string]bool {
	all := map[string]bool{}
	for code := range a.communes {
		all[code] = true
	}
	for epci := range a.epcis {
		for _, commune := range reference.Communes().OfEPCI(epci) {
			all[commune.Code] = true
		}
	}
	return all
}

// areas are the areas of all bodies and offers, each once, and the offers that hold everywhere.
func (c *Catalogue) areas() (all []*sharedArea, everywhere []*Offer) {
	at, known := map[string]*sharedArea{}, map[*area]*sharedArea{}
	place := func(a *area) *sharedArea {
		if known[a] != nil {
			return known[a]
		}
		key := strings.Join(sortedKeys(a.communes), " ") + "/" + strings.Join(sortedKeys(a.epcis), " ")
		if at[key] == nil {
			at[key] = &sharedArea{area: a}
			all = append(all, at[key])
		}
		known[a] = at[key]
		return at[key]
	}
	for _, id := range sortedKeys(c.zones) {
		if a := c.zones[id]; !a.everywhere {
			place(a)
		}
	}
	for _, o := range c.everyOffer() {
		if o.area.everywhere {
			everywhere = append(everywhere, o)
			continue
		}
		of := place(o.area)
		of.offers = append(of.offers, o)
	}
	return all, everywhere
}

// everyOffer are all offers, active or not, each once, in the order of their ids.
func (c *Catalogue) everyOffer() []*Offer {
	seen := map[*Offer]bool{}
	var all []*Offer
	for _, index := range []map[string][]*Offer{c.offers, c.asleep} {
		for _, list := range index {
			for _, o := range list {
				if !seen[o] {
					seen[o] = true
					all = append(all, o)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b *Offer) int { return cmp.Compare(a.Offer.GetServiceOfferId(), b.Offer.GetServiceOfferId()) })
	return all
}

// class is what the offers make of each subject.
func (t *Coverage) class(offers []*Offer, day calendar.Day) *communeClass {
	at := make(map[string]int, len(t.subjects))
	for i, s := range t.subjects {
		at[s] = i
	}
	c := &communeClass{cells: make([]coverageCell, len(t.subjects))}
	for i := range c.cells {
		c.cells[i].conditional = true
	}
	for _, o := range offers {
		cause := whyAway(o, day)
		for _, subject := range o.Offer.GetSubjectCodes() {
			if i, ok := at[subject]; ok {
				c.cells[i].add(o, cause)
			}
		}
	}
	for i := range c.cells {
		c.cells[i].settle()
	}
	return c
}

func (c *coverageCell) add(o *Offer, cause *supportv1.CoverageCause) {
	if cause != nil {
		c.missing = append(c.missing, cause)
		return
	}
	c.bodies = append(c.bodies, o.Body.GetPartnerBodyId())
	c.conditional = c.conditional && isConditional(o.Offer.GetConditions())
}

func (c *coverageCell) settle() {
	slices.Sort(c.bodies)
	c.bodies = slices.Compact(c.bodies)
	c.level = hole + supportv1.CoverageLevel(min(len(c.bodies), 2))
	c.conditional = c.conditional && len(c.bodies) > 0
	if c.level != hole {
		c.missing = nil
		return
	}
	slices.SortStableFunc(c.missing, func(a, b *supportv1.CoverageCause) int { return cmp.Compare(a.GetBodyId(), b.GetBodyId()) })
	c.missing = slices.CompactFunc(c.missing, func(a, b *supportv1.CoverageCause) bool { return a.GetBodyId() == b.GetBodyId() })
}

// isConditional says whether an offer is for some companies only.
func isConditional(c *supportv1.OfferConditions) bool {
	return c.GetMinHeadcountCode() != "" || c.GetMaxHeadcountCode() != "" || c.GetMinAgeMonths() > 0 || c.GetMaxAgeMonths() > 0 || c.GetQpvOnly() ||
		len(c.GetLegalFormFamilies())+len(c.GetNafAccepted())+len(c.GetNafExcluded())+len(c.GetAnswers()) > 0
}

// whyAway says why nobody answers for an offer on a day; nil when somebody does.
func whyAway(o *Offer, day calendar.Day) *supportv1.CoverageCause {
	cause := &supportv1.CoverageCause{BodyId: o.Body.GetPartnerBodyId()}
	switch {
	case o.Body.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT:
		cause.Kind = supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_LEFT
	case o.Body.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED:
		cause.Kind = supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_SUSPENDED
	case !activeOffer(o.Offer):
		cause.Kind = supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_OFFER_STOPPED
	default:
		until, away := awayOn(o, day)
		if !away {
			return nil
		}
		cause.Kind, cause.UntilDate = supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_ABSENCE, until
	}
	return cause
}

// awayOn says whether the whole body is closed on the day, or the whole team away without anybody instead.
func awayOn(o *Offer, day calendar.Day) (until string, away bool) {
	if closed := absenceOf(o.Body, "", day); closed != nil {
		return closed.GetToDate(), true
	}
	team := o.Offer.GetPersonIds()
	if len(team) == 0 || len(present(team, o.Body, day)) > 0 || replaced(team, o.Body, day) != nil {
		return "", false
	}
	for _, p := range team {
		if to := absenceOf(o.Body, p, day).GetToDate(); until == "" || to < until {
			until = to
		}
	}
	return until, true
}
