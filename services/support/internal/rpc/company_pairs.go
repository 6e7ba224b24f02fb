package rpc

import (
	"context"
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// ListProbableDuplicates looks at a page of the companies met; each pair is told by the company whose id comes first.
func (s *Companies) ListProbableDuplicates(ctx context.Context, r *supportv1.ListProbableDuplicatesRequest) (*supportv1.ListProbableDuplicatesResponse, error) {
	view := s.Records.Store.View(ctx)
	all := &supportv1.ListCompaniesRequest{PageSize: r.GetPageSize(), PageToken: r.GetPageToken(), OrderBy: "createdTime"}
	looked, next, err := page.Of(view, store.Companies, store.CompanyList, s.Signer, all, companyScope(ctx, view.Actor, "", all.GetOrderBy())...)
	if err != nil {
		return nil, err
	}
	answer, reader := &supportv1.ListProbableDuplicatesResponse{NextPageToken: next}, viewer(ctx, view.Actor)
	for _, c := range looked {
		self, others, err := store.Suspects(view, c)
		if err != nil {
			return nil, err
		}
		seen := c.Seen(reader)
		for _, d := range self.Duplicates(wordsOf(ctx, s.Present), reader, others) {
			if c.ID < d.GetCompanyId() {
				answer.Pairs = append(answer.Pairs, &supportv1.CompanyPair{
					CompanyId: c.ID, Name: seen.GetName(), Siret: seen.GetSiret(), CommuneCode: seen.GetCommuneCode(), Duplicate: d,
				})
			}
		}
	}
	return answer, nil
}

// DeclareDistinct writes down in both records that they are of two companies.
func (s *Companies) DeclareDistinct(ctx context.Context, r *supportv1.DeclareDistinctRequest) (*supportv1.Company, error) {
	return kit.Write(ctx, s.Records.Store, func(tx *kit.Tx) (*supportv1.Company, error) {
		one, err := store.Companies.Target(tx, r.GetCompanyId())
		if err != nil {
			return nil, err
		}
		if r.GetCompanyId() == r.GetOtherCompanyId() {
			return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "otherCompanyId", Reason: "company.merge_itself"})
		}
		other, err := store.Companies.Get(tx, r.GetOtherCompanyId())
		if err != nil {
			return nil, err
		}
		both := []*domain.Company{one, other}
		slices.SortFunc(both, func(a, b *domain.Company) int { return strings.Compare(a.ID, b.ID) }) // who does the same at once waits, and no more
		for i, c := range both {
			if c.Distinct(both[1-i].ID, !r.GetWithdrawn(), tx.Now) {
				if err := store.Companies.Put(tx, c); err != nil {
					return nil, err
				}
			}
		}
		return s.answer(ctx, tx.Actor, one), nil
	})
}
