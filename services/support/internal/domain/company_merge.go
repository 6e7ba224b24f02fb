package domain

import (
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// The facts of a merge.
type (
	// CompanyMerged: two records were one company.
	CompanyMerged struct{ Company *supportv1.Company }
	// CompanyMergeUndone: they were two after all.
	CompanyMergeUndone struct {
		Company *supportv1.Company
		From    string
	}
)

// taking are the fields that a company without them takes over from one that is merged into it.
var taking = []protoreflect.Name{"rna", "headcount", "qpv_code", "zone_id", "opco", "idcc", "parent_company_id"}

// MayMerge refuses two records that can't be one company.
func (c *Company) MayMerge(into *Company) error {
	if c.ID == into.ID {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "intoCompanyId", Reason: "company.merge_itself"})
	}
	for _, one := range []*Company{c, into} {
		if one.State.GetMergedIntoCompanyId() != "" {
			return one.Usable()
		}
	}
	from, to := c.State.GetSiren(), into.State.GetSiren()
	switch {
	case from != "" && to == "":
		return errs.State("MERGE_DIRECTION")
	case from != to && from != "":
		return errs.State("MERGE_OTHER_UNIT").With("from", from).With("into", to)
	}
	return nil
}

// MergeInto makes the record one that leads to the other; moved are the resources that went there. It answers, in French,
// what the other did not take over.
func (c *Company) MergeInto(a actor.Actor, into *Company, moved []*supportv1.MovedPart, now time.Time) (notes []string) {
	c.settle()
	into.settle()
	taken, notes := into.takeOver(c.State)
	into.State.MergedCompanyIds = append(append(into.State.GetMergedCompanyIds(), c.ID), c.State.GetMergedCompanyIds()...)
	c.State.MergedIntoCompanyId = into.ID
	c.State.Merge = &supportv1.CompanyMerge{
		IntoCompanyId: into.ID, MergedTime: timestamppb.New(now), MergedByPersonId: personOf(a), MergedByBodyId: a.BodyID, Moved: moved, Taken: taken,
	}
	c.State.UpdatedTime = timestamppb.New(now)
	c.Record(CompanyMerged{c.State})
	into.Updated([]string{"mergedCompanyIds"}, now)
	return notes
}

// UndoMerge makes the record a company of its own again, and answers, in French, what stays with the other. What was
// changed there since is theirs.
func (c *Company) UndoMerge(into *Company, now time.Time) (notes []string, err error) {
	switch m := c.State.GetMerge(); {
	case m == nil:
		return nil, errs.State("NOT_MERGED")
	case into.State.GetMergedIntoCompanyId() != "":
		return nil, errs.State("MERGE_UNDO_CHAIN").With("company", into.ID).With("into", into.State.GetMergedIntoCompanyId())
	}
	notes = into.giveBack(c.State)
	gone := append([]string{c.ID}, c.State.GetMergedCompanyIds()...)
	into.State.MergedCompanyIds = slices.DeleteFunc(into.State.GetMergedCompanyIds(), func(id string) bool { return slices.Contains(gone, id) })
	c.State.MergedIntoCompanyId, c.State.Merge, c.State.UpdatedTime = "", nil, timestamppb.New(now)
	c.Record(CompanyMergeUndone{c.State, into.ID})
	into.Updated([]string{"mergedCompanyIds"}, now)
	return notes, nil
}

// takeOver takes what the other record has and this one lacks, and names it.
func (c *Company) takeOver(from *supportv1.Company) (taken, notes []string) {
	s := c.State
	for _, of := range holdings {
		mine, known := of.list(s), of.byKey(s)
		theirs, left := of.list(from), 0
		for i := range theirs.Len() {
			item := theirs.Get(i)
			switch key := of.key(item); {
			case known[key].IsValid():
				if !known[key].Equal(item) {
					left += of.differs
				}
			case mine.Len() == of.most:
				left++
			default:
				mine.Append(copied(item))
				taken = append(taken, of.name+":"+key)
			}
		}
		if left > 0 {
			notes = append(notes, fmt.Sprintf(of.left, left))
		}
	}
	to := s.ProtoReflect()
	for _, name := range taking {
		f := to.Descriptor().Fields().ByName(name)
		if theirs := from.ProtoReflect(); theirs.Has(f) && !to.Has(f) && theirs.Get(f).String() != c.ID {
			to.Set(f, copied(theirs.Get(f)))
			taken = append(taken, f.JSONName())
		}
	}
	return taken, notes
}

// giveBack drops what was taken over and is still as it was then, and says what is not.
func (c *Company) giveBack(from *supportv1.Company) (notes []string) {
	taken, stays := from.GetMerge().GetTaken(), 0
	for _, of := range holdings {
		list, theirs := of.list(c.State), of.byKey(from)
		kept := 0
		for i := range list.Len() {
			item := list.Get(i)
			key := of.key(item)
			if slices.Contains(taken, of.name+":"+key) {
				if item.Equal(theirs[key]) {
					continue
				}
				stays++
			}
			list.Set(kept, item)
			kept++
		}
		list.Truncate(kept)
	}
	to := c.State.ProtoReflect()
	for _, name := range taking {
		f := to.Descriptor().Fields().ByName(name)
		switch {
		case !slices.Contains(taken, f.JSONName()):
		case to.Get(f).Equal(from.ProtoReflect().Get(f)):
			to.Clear(f)
		default:
			stays++
		}
	}
	if stays > 0 {
		notes = append(notes, fmt.Sprintf("Repris à la fusion, changé depuis, et gardé aussi dans l'autre fiche : %d.", stays))
	}
	return notes
}

// holding is a list of a company of which another record may have more.
type holding struct {
	name, field string
	key         func(protoreflect.Value) string
	most        int
	// differs counts an item that both have, each in its own way; left says how many were not taken over.
	differs int
	left    string
}

func (h holding) list(c *supportv1.Company) protoreflect.List {
	m := c.ProtoReflect()
	return m.Mutable(m.Descriptor().Fields().ByName(protoreflect.Name(h.field))).List()
}

// byKey are the items by what they are known by.
func (h holding) byKey(c *supportv1.Company) map[string]protoreflect.Value {
	list, items := h.list(c), map[string]protoreflect.Value{}
	for i := range list.Len() {
		items[h.key(list.Get(i))] = list.Get(i)
	}
	return items
}

var holdings = []holding{
	{"contactId", "contacts", keyOf(func(c *supportv1.Contact) string { return c.GetContactId() }), 50, 0, "Contacts non repris, car une fiche en a 50 au plus : %d."},
	{"portfolioOwner", "portfolio_owners", keyOf(func(o *supportv1.PortfolioOwner) string { return o.GetBodyId() }), 100, 1,
		"Organismes qui suivent déjà l'entreprise, et dont le conseiller reste le même : %d."},
	{"tags", "tags", keyOf(func(t *supportv1.BodyTags) string { return t.GetBodyId() }), 100, 1, "Organismes qui ont des mots-clés sur les deux fiches, dont ceux de la fiche qui reste sont gardés : %d."},
	{"externalReference", "external_references", keyOf(func(r *commonv1.ExternalReference) string { return r.GetBodyId() + "/" + r.GetValue() }), 50, 0, "Références non reprises, car une fiche en a 50 au plus : %d."},
	{"group", "groups", protoreflect.Value.String, 20, 0, "Groupes non repris, car une fiche en a 20 au plus : %d."},
	{"siret", "sirets", protoreflect.Value.String, 200, 0, "Établissements non repris, car une fiche en a 200 au plus : %d."},
}

func keyOf[M proto.Message](key func(M) string) func(protoreflect.Value) string {
	return func(v protoreflect.Value) string { return key(v.Message().Interface().(M)) }
}

func copied(v protoreflect.Value) protoreflect.Value {
	if m, ok := v.Interface().(protoreflect.Message); ok {
		return protoreflect.ValueOfMessage(proto.Clone(m.Interface()).ProtoReflect())
	}
	return v
}
