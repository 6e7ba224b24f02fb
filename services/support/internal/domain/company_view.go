package domain

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
)

// identity are the fields that registers know; the others come from people.
var identity = []protoreflect.Name{
	"status", "siren", "siret", "rna", "legal_name", "trade_name", "diffusion", "naf", "legal_form", "headcount", "creation_date",
	"cessation_date", "address", "postal_code", "commune_code", "point", "verification", "source",
}

// takeIdentity copies what the register says and the company does not, and answers the names of the fields, as in the
// JSON. What the register leaves out stays.
func takeIdentity(to, said *supportv1.Company) (changed []string) {
	t, s := to.ProtoReflect(), said.ProtoReflect()
	for _, name := range identity {
		f := t.Descriptor().Fields().ByName(name)
		if s.Has(f) && !s.Get(f).Equal(t.Get(f)) {
			t.Set(f, s.Get(f))
			changed = append(changed, f.JSONName())
		}
	}
	return changed
}

// Identity is the part of a company that registers know: what anybody who may look it up is told.
func (c *Company) Identity() *Company {
	known := &supportv1.Company{Name: c.State.GetName(), Sirets: slices.Clone(c.State.GetSirets()), SourceTime: c.State.GetSourceTime()}
	takeIdentity(known, c.State)
	return CompanyOf(known)
}

// MasksName says whether the name is one of a natural person who does not let it be published. A legal form that is not
// known may be that of one.
func MasksName(c *supportv1.Company) bool {
	return c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL && (c.GetLegalForm() == "" || strings.HasPrefix(c.GetLegalForm(), "1"))
}

// Mask takes away what a company with partial diffusion does not let be published.
func Mask(c *supportv1.Company) {
	if c.GetDiffusion() != supportv1.Diffusion_DIFFUSION_PARTIAL {
		return
	}
	if MasksName(c) {
		c.Name, c.LegalName, c.TradeName = Masked, Masked, ""
	}
	c.Address, c.Point = "", nil
}

// SeesCompany says whether the actor may see the company: its own people, and whoever works in a body of the territory.
func SeesCompany(a actor.Actor, companyID string) bool {
	if a.Has(actor.CompanyUser) {
		return a.CompanyID != "" && a.CompanyID == companyID
	}
	return a.Works() || a.Kind == actor.Service || a.Kind == actor.System
}

// For changes a copy of the state to what the viewer may see of the company.
func (c *Company) For(v Viewer, seen *supportv1.Company) {
	if v.seesPrivate(c.ID) {
		unmask(seen, c.private)
	}
	seen.Tags = slices.DeleteFunc(seen.GetTags(), func(t *supportv1.BodyTags) bool { return v.BodyID == "" || t.GetBodyId() != v.BodyID })
	if v.Has(actor.CompanyUser) {
		seen.PortfolioOwners, seen.ExternalReferences, seen.Merge = nil, nil, nil
	}
	seen.AllowedActions = c.actions(v.Actor)
}

// actions are what the actor may do with the company now.
func (c *Company) actions(a actor.Actor) []string {
	works := SeesCompany(a, c.ID) && (a.Kind == actor.Client || a.Has(actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator))
	switch {
	case works && c.State.GetMergedIntoCompanyId() != "":
		return []string{"undoMerge"}
	case works:
		return []string{"update", "assign", "merge"}
	case len(ChangeableOfCompany(a, c.State)) > 0:
		return []string{"update"}
	}
	return nil
}

// ChangeableOfCompany are the fields that the actor may change, named as in the contract. What a register says of a company
// is corrected at its source; of a company that no register knows, people may say all.
func ChangeableOfCompany(a actor.Actor, c *supportv1.Company) []string {
	switch {
	case c.GetMergedIntoCompanyId() != "" || !SeesCompany(a, c.GetCompanyId()):
		return nil
	case a.Has(actor.CompanyUser):
		return []string{"contacts", "trade_name", "headcount"}
	case a.Kind != actor.Client && !a.Has(actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator):
		return nil
	}
	fields := []string{"contacts", "tags", "portfolio_owners", "external_references", "groups", "parent_company_id", "qpv_code", "zone_id", "opco", "idcc", "headcount", "trade_name"}
	if c.GetVerification() != commonv1.Verification_VERIFICATION_VERIFIED {
		fields = append(fields, "siret", "rna", "legal_name", "diffusion", "naf", "legal_form", "creation_date", "cessation_date", "address", "postal_code", "commune_code", "point")
	}
	if c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL && !(Viewer{Actor: a}).seesPrivate(c.GetCompanyId()) {
		fields = slices.DeleteFunc(fields, func(f string) bool { // who can't read it would write the mask over it
			return slices.ContainsFunc(private, func(p struct {
				field protoreflect.Name
				name  bool
			}) bool {
				return string(p.field) == f
			})
		})
	}
	return fields
}

// KeepOthers puts what other bodies wrote back into the lists where each body writes its own part. Changes says whether
// the caller means a field, named as in the contract.
func KeepOthers(a actor.Actor, kept, said *supportv1.Company, changes func(field string) bool) {
	if changes("tags") {
		said.Tags = own(a.BodyID, kept.GetTags(), said.GetTags(), func(t *supportv1.BodyTags, body string) { t.BodyId = body })
	}
	if changes("portfolio_owners") {
		said.PortfolioOwners = own(a.BodyID, kept.GetPortfolioOwners(), said.GetPortfolioOwners(),
			func(o *supportv1.PortfolioOwner, body string) { o.BodyId = body })
	}
	if changes("external_references") {
		said.ExternalReferences = own(a.BodyID, kept.GetExternalReferences(), said.GetExternalReferences(),
			func(r *commonv1.ExternalReference, body string) { r.BodyId = body })
	}
}

// ofBody is a part that one body wrote.
type ofBody interface {
	proto.Message
	comparable
	GetBodyId() string
}

// own answers the parts of the other bodies as they are kept, then those that this body says now.
func own[T ofBody](bodyID string, kept, said []T, sign func(T, string)) []T {
	parts := slices.DeleteFunc(slices.Clone(kept), func(t T) bool { return t.GetBodyId() == bodyID })
	for _, t := range said {
		if t.GetBodyId() == "" {
			sign(t, bodyID)
		}
		if t.GetBodyId() == bodyID {
			parts = append(parts, t)
		}
	}
	return parts
}
