package rpc

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	"hup.example/services/kit/reference"
	kitrpc "hup.example/services/kit/rpc"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Companies answers CompanyService.
type Companies struct {
	supportv1.UnimplementedCompanyServiceServer
	Records app.Records
	Signer  *page.Signer
	Present *present.Presenter
}

// GetCompany answers one company to those who may see it.
func (s *Companies) GetCompany(ctx context.Context, r *supportv1.GetCompanyRequest) (*supportv1.Company, error) {
	view := s.Records.Store.View(ctx)
	if !domain.SeesCompany(view.Actor, r.GetCompanyId()) {
		return nil, errs.NotFound("company")
	}
	c, err := store.CompanyNow(view, r.GetCompanyId())
	if err != nil {
		return nil, err
	}
	return s.read(ctx, view, c)
}

// read is one company, with who was in touch with it.
func (s *Companies) read(ctx context.Context, v *kit.View, c *domain.Company) (seen *supportv1.Company, err error) {
	seen = s.answer(ctx, v.Actor, c)
	seen.RecentContacts, err = recentContacts(ctx, s.Present, v, c.ID, "")
	return seen, err
}

// ListCompanies lists the companies of the territory, or the caller's own.
func (s *Companies) ListCompanies(ctx context.Context, r *supportv1.ListCompaniesRequest) (*supportv1.ListCompaniesResponse, error) {
	view := s.Records.Store.View(ctx)
	found, next, err := page.Of(view, store.Companies, store.CompanyList, s.Signer, r, companyScope(ctx, view.Actor, r.GetFilter(), r.GetOrderBy())...)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListCompaniesResponse{NextPageToken: next}
	for _, c := range found {
		answer.Companies = append(answer.Companies, s.answer(ctx, view.Actor, c))
	}
	return answer, page.Trim(answer.GetCompanies(), r.GetFields())
}

// CountCompanies counts them.
func (s *Companies) CountCompanies(ctx context.Context, r *supportv1.CountCompaniesRequest) (*supportv1.Count, error) {
	view := s.Records.Store.View(ctx)
	n, more, err := store.CompanyList.Count(view, r.GetFilter(), companyScope(ctx, view.Actor, r.GetFilter(), "")...)
	return &supportv1.Count{Count: int32(n), More: more}, err
}

// companyScope is what of the companies the actor may see, asked so. Those that were merged are listed by what they were merged into.
func companyScope(ctx context.Context, a actor.Actor, filter, order string) (scope []page.Cond) {
	if a.Has(actor.CompanyUser) {
		scope = append(scope, page.Cond{SQL: "t.id = ?", Args: []any{a.CompanyID}})
	}
	if !strings.Contains(filter, "mergedInto") && !strings.Contains(filter, "merged_into") {
		scope = append(scope, page.Cond{SQL: "t.merged_into = ''"})
	}
	if !viewer(ctx, a).SeesNames() && (strings.Contains(filter, "text") || strings.Contains(order, "name")) {
		scope = append(scope, page.Cond{SQL: "NOT t.masked"}) // who finds a company by its name, or by its place among names, knows it
	}
	return scope
}

// LookupCompany answers what is known of a SIRET, met or not.
func (s *Companies) LookupCompany(ctx context.Context, r *supportv1.LookupCompanyRequest) (*supportv1.Company, error) {
	siret, err := reference.SIRET(r.GetSiret())
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "siret", Reason: "CODE_CHECK_DIGIT"})
	}
	s.Records.Prepare(ctx, siret)
	view := s.Records.Store.View(ctx)
	met, known, err := s.Records.Known(view, siret)
	if err != nil {
		return nil, err
	}
	if met == nil {
		return s.identity(ctx, view.Actor, known), nil
	}
	if !domain.SeesCompany(view.Actor, met.ID) {
		return s.identity(ctx, view.Actor, met.Identity()), nil
	}
	return s.read(ctx, view, met)
}

// UpdateCompany changes what people know of a company.
func (s *Companies) UpdateCompany(ctx context.Context, r *supportv1.UpdateCompanyRequest) (*supportv1.Company, error) {
	s.Records.Prepare(ctx, r.GetCompany().GetSiret())
	return kit.Write(ctx, s.Records.Store, func(tx *kit.Tx) (*supportv1.Company, error) {
		c, err := app.UpdateCompany{}.Do(tx, r.GetCompany(), r.GetUpdateMask())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, c), nil
	})
}

// answer is the company as this caller sees it.
func (s *Companies) answer(ctx context.Context, a actor.Actor, c *domain.Company) *supportv1.Company {
	seen := present.Resource(ctx, s.Present, c.State, c.Version)
	seen.LegalFormLabel = legalForm(seen.GetLegalForm())
	s.name(ctx, seen.GetMerge().GetMoved())
	c.For(viewer(ctx, a), seen)
	return seen
}

// identity is what anybody may be told of a company that it did not meet.
func (s *Companies) identity(ctx context.Context, a actor.Actor, known *domain.Company) *supportv1.Company {
	seen := present.Resource(ctx, s.Present, known.State, 0)
	seen.Etag, seen.LegalFormLabel = "", legalForm(known.State.GetLegalForm())
	known.For(viewer(ctx, a), seen)
	seen.Name, seen.AllowedActions = domain.CompanyName(seen), nil
	return seen
}

// viewer is who reads, and whether what is read leaves as a file: the gateway says so of its exports.
func viewer(ctx context.Context, a actor.Actor) domain.Viewer {
	return domain.Viewer{Actor: a, Export: len(metadata.ValueFromIncomingContext(ctx, kitrpc.Export)) > 0}
}

func legalForm(code string) string {
	form, _ := reference.LegalForms().Get(code)
	return form.Label
}
