package domain

import (
	"fmt"
	"log/slog"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
)

// Masked stands for the name of a natural person who does not let it be published.
const Masked = "Entrepreneur individuel à diffusion partielle"

// Private is what a company with partial diffusion does not let be published: the name of a natural person, the address.
// It is beside the company's state, which is masked, so that whatever shows the state shows nothing of it. It can't be
// printed, logged or encoded, and is held by a function: reflection does not get at it either. For tells it to a viewer who may
// read it, Kept to the table of companies; a check holds that nobody else calls Kept.
type Private struct{ tell func() *supportv1.Company }

// String, GoString, Format, LogValue and the Marshal methods say nothing.
func (Private) String() string               { return Masked }
func (Private) GoString() string             { return Masked }
func (Private) Format(s fmt.State, _ rune)   { _, _ = s.Write([]byte(Masked)) }
func (Private) LogValue() slog.Value         { return slog.StringValue(Masked) }
func (Private) MarshalJSON() ([]byte, error) { return []byte(`"` + Masked + `"`), nil }
func (Private) MarshalText() ([]byte, error) { return []byte(Masked), nil }

// MarshalBinary says nothing, also to gob.
func (Private) MarshalBinary() ([]byte, error) { return []byte(Masked), nil }

// Viewer is who reads a company, and what for.
type Viewer struct {
	actor.Actor
	// Export says that what is read leaves as a file.
	Export bool
}

// seesPrivate says whether the viewer may read what a company with partial diffusion does not let be published: the people
// who work in a body of the territory and the company's own, on their screens. Partner systems, services and files never hold it.
func (v Viewer) seesPrivate(companyID string) bool {
	return v.Kind == actor.Person && !v.Export && SeesCompany(v.Actor, companyID)
}

// SeesNames says whether the viewer may look for companies by names that are not published: finding is knowing, too.
func (v Viewer) SeesNames() bool { return v.seesPrivate(v.CompanyID) }

// private are the fields that Private holds; those of the name only where the name is one of a natural person.
var private = []struct {
	field protoreflect.Name
	name  bool
}{{"name", true}, {"legal_name", true}, {"trade_name", true}, {"address", false}, {"point", false}}

// CompanyOf is the company of a record, as registers and the table of companies keep it.
func CompanyOf(kept *supportv1.Company) *Company {
	c := &Company{}
	c.keep(kept)
	return c
}

// keep takes the record apart: the state, masked, and what is private.
func (c *Company) keep(whole *supportv1.Company) {
	c.State, c.private = whole, Private{}
	if whole.GetDiffusion() != supportv1.Diffusion_DIFFUSION_PARTIAL {
		return
	}
	c.State = proto.CloneOf(whole)
	Mask(c.State)
	c.private.tell = func() *supportv1.Company { return whole }
}

// Kept is the whole record, for the table of companies.
func (c *Company) Kept() *supportv1.Company {
	if c.private.tell == nil {
		return c.State
	}
	whole := proto.CloneOf(c.State)
	unmask(whole, c.private)
	return whole
}

// Seen is the record as the viewer may read it.
func (c *Company) Seen(v Viewer) *supportv1.Company {
	if v.seesPrivate(c.ID) {
		return c.Kept()
	}
	return c.State
}

// Change changes the whole record, private fields among them.
func (c *Company) Change(do func(whole *supportv1.Company) error) error {
	whole := c.Kept()
	err := do(whole)
	c.keep(whole)
	return err
}

// unmask puts the private fields into a copy of the state.
func unmask(seen *supportv1.Company, p Private) {
	if p.tell == nil {
		return
	}
	from, to, names := p.tell().ProtoReflect(), seen.ProtoReflect(), MasksName(seen)
	for _, f := range private {
		if field := to.Descriptor().Fields().ByName(f.field); names || !f.name {
			to.Clear(field)
			if from.Has(field) {
				to.Set(field, from.Get(field))
			}
		}
	}
}
