package facade

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
)

// portfolioOnDesk fills the section of the companies that the caller follows, those that changed last first.
func (f *Facade) portfolioOnDesk(s *hupv1.DeskCompanies) []part {
	companies := supportv1.NewCompanyServiceClient(f.Peer("support"))
	return []part{{name: "portfolio", load: func(ctx context.Context) error {
		page, err := companies.ListCompanies(ctx, &supportv1.ListCompaniesRequest{Filter: s.GetFilter(), OrderBy: "updatedTime desc", PageSize: onDesk})
		s.Companies = page.GetCompanies()
		return err
	}}, {name: "portfolio", load: func(ctx context.Context) (err error) {
		s.Count, err = companies.CountCompanies(ctx, &supportv1.CountCompaniesRequest{Filter: s.GetFilter()})
		return err
	}}}
}
