package domain

import (
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// Offer is what a body does for companies, with the body.
type Offer struct {
	Offer *supportv1.ServiceOffer
	Body  *supportv1.PartnerBody
	area  *area
}

// Catalogue is what routing knows of a territory: who offers what where, and the rules in force. It never changes; who
// reads it keeps it by subject, so that a case costs what its own subjects cost.
type Catalogue struct {
	rules    *RuleBook
	bodies   map[string]*supportv1.PartnerBody
	subjects map[string]*supportv1.Subject
	// offers are those that give proposals, asleep those that would if they or their body were active.
	offers, asleep map[string][]*Offer
	// zones are where the bodies work, by their id.
	zones map[string]*area
	// asked are the subjects that may be asked, in order: no themes.
	asked []string
}

// Listed is what a catalogue is made of.
type Listed struct {
	Bodies   []*supportv1.PartnerBody
	Offers   []*supportv1.ServiceOffer
	Subjects []*supportv1.Subject
	// Rules are those in force; nil when none are.
	Rules *supportv1.RoutingRuleSet
}

// NewCatalogue puts the offers in order by subject.
func NewCatalogue(l Listed) *Catalogue {
	c := &Catalogue{
		rules: NewRuleBook(l.Rules), bodies: map[string]*supportv1.PartnerBody{}, subjects: map[string]*supportv1.Subject{},
		offers: map[string][]*Offer{}, asleep: map[string][]*Offer{}, zones: map[string]*area{},
	}
	for _, b := range l.Bodies {
		c.bodies[b.GetPartnerBodyId()] = b
		c.zones[b.GetPartnerBodyId()] = newArea(b.GetCommuneCodes(), b.GetEpciCodes())
	}
	themes := map[string]bool{}
	for _, s := range l.Subjects {
		c.subjects[s.GetSubjectCode()] = s
		themes[s.GetParentCode()] = true
	}
	for _, s := range l.Subjects {
		if !themes[s.GetSubjectCode()] && s.GetStatus() <= supportv1.SubjectStatus_SUBJECT_STATUS_ACTIVE {
			c.asked = append(c.asked, s.GetSubjectCode())
		}
	}
	for _, o := range l.Offers {
		c.add(o)
	}
	return c
}

func (c *Catalogue) add(o *supportv1.ServiceOffer) {
	body := c.bodies[o.GetPartnerBodyId()]
	if body == nil {
		return
	}
	made := &Offer{Offer: o, Body: body, area: c.zones[o.GetPartnerBodyId()]}
	if len(o.GetCommuneCodes())+len(o.GetEpciCodes()) > 0 {
		made.area = newArea(o.GetCommuneCodes(), o.GetEpciCodes())
	}
	into := c.asleep
	if activeOffer(o) && Proposable(body) {
		into = c.offers
	}
	for _, subject := range o.GetSubjectCodes() {
		into[subject] = append(into[subject], made)
	}
}

// With is the same catalogue with other rules.
func (c *Catalogue) With(rules *supportv1.RoutingRuleSet) *Catalogue {
	other := *c
	other.rules = NewRuleBook(rules)
	return &other
}

// Offering is the same catalogue where a body offers what is said, and nothing else.
func (c *Catalogue) Offering(bodyID string, offers []*supportv1.ServiceOffer) *Catalogue {
	other := *c
	other.offers, other.asleep = without(c.offers, bodyID), without(c.asleep, bodyID)
	for _, o := range offers {
		other.add(o)
	}
	return &other
}

func without(offers map[string][]*Offer, bodyID string) map[string][]*Offer {
	kept := make(map[string][]*Offer, len(offers))
	for subject, list := range offers {
		kept[subject] = slices.DeleteFunc(slices.Clone(list), func(o *Offer) bool { return o.Body.GetPartnerBodyId() == bodyID })
	}
	return kept
}

// BodiesFor are the bodies that offer something for one of the subjects, each once, in order.
func (c *Catalogue) BodiesFor(subjects []string) []string {
	var ids []string
	for _, subject := range subjects {
		for _, o := range c.offers[subject] {
			ids = append(ids, o.Body.GetPartnerBodyId())
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// RulesNumber is the number of the version of the rules in force, 0 when there is none.
func (c *Catalogue) RulesNumber() int32 { return c.rules.number }

func (c *Catalogue) bodyName(id string) string {
	if b := c.bodies[id]; b.GetName() != "" {
		return b.GetName()
	}
	return id
}

func (c *Catalogue) subjectLabel(code string) string {
	if s := c.subjects[code]; s.GetLabel() != "" {
		return s.GetLabel()
	}
	return code
}

func activeOffer(o *supportv1.ServiceOffer) bool {
	return o.GetStatus() != supportv1.ServiceOfferStatus_SERVICE_OFFER_STATUS_STOPPED
}

// Proposable says whether a body is active: one that left or is suspended is not proposed.
func Proposable(b *supportv1.PartnerBody) bool {
	return b.GetStatus() <= supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_ACTIVE
}

// area is where an offer, or a rule, holds.
type area struct {
	everywhere      bool
	communes, epcis map[string]bool
}

func newArea(communes, epcis []string) *area {
	return &area{len(communes)+len(epcis) == 0, setOf(communes), setOf(epcis)}
}

func setOf[T comparable](values []T) map[T]bool {
	if len(values) == 0 {
		return nil
	}
	set := make(map[T]bool, len(values))
	for _, v := range values {
		set[v] = true
	}
	return set
}

// place is where the company is, as far as it is known.
type place struct {
	code    string
	commune reference.Commune
	known   bool
}

func placeOf(communeCode string) place {
	p := place{code: communeCode}
	if communeCode != "" {
		p.commune, p.known = reference.Communes().Current(communeCode)
	}
	return p
}

func (p place) name() string {
	if p.known {
		return p.commune.Name
	}
	return p.code
}

// holds says whether a place is in the area: surely, or as far as is known of it.
func (a *area) holds(p place) verdict {
	switch {
	case a.everywhere, a.communes[p.code], p.known && (a.communes[p.commune.Code] || a.epcis[p.commune.EPCISIREN]):
		return fulfilled
	case p.code == "", !p.known && len(a.epcis) > 0:
		return unknown
	}
	return failed
}
