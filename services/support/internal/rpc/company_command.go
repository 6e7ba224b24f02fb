package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// AddContact adds a person.
func (s *Companies) AddContact(ctx context.Context, r *supportv1.AddContactRequest) (*supportv1.Company, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Company, error) {
		return app.KeepContacts{}.Add(tx, r.GetCompanyId(), r.GetContact())
	})
}

// ChangeContact changes a person.
func (s *Companies) ChangeContact(ctx context.Context, r *supportv1.ChangeContactRequest) (*supportv1.Company, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Company, error) {
		return app.KeepContacts{}.Change(tx, r.GetCompanyId(), r.GetContact(), r.GetUpdateMask())
	})
}

// RemoveContact takes a person out.
func (s *Companies) RemoveContact(ctx context.Context, r *supportv1.RemoveContactRequest) (*supportv1.Company, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Company, error) {
		return app.KeepContacts{}.Remove(tx, r.GetCompanyId(), r.GetContactId())
	})
}

// AssignCompany says who of the caller's body follows the company.
func (s *Companies) AssignCompany(ctx context.Context, r *supportv1.AssignCompanyRequest) (*supportv1.Company, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Company, error) {
		return app.UpdateCompany{}.Assign(tx, r.GetCompanyId(), me(tx.Actor, r.GetPersonId()))
	})
}

// HandOverPortfolio gives what one person follows to another.
func (s *Companies) HandOverPortfolio(ctx context.Context, r *supportv1.HandOverPortfolioRequest) (*supportv1.HandOverPortfolioResponse, error) {
	return kit.Write(ctx, s.Records.Store, func(tx *kit.Tx) (*supportv1.HandOverPortfolioResponse, error) {
		n, more, err := app.UpdateCompany{}.HandOver(tx, me(tx.Actor, r.GetFromPersonId()), me(tx.Actor, r.GetToPersonId()))
		return &supportv1.HandOverPortfolioResponse{CompanyCount: int32(n), More: more}, err
	})
}

// BatchUpsertCompanies takes over what a body's own system knows.
func (s *Companies) BatchUpsertCompanies(ctx context.Context, r *supportv1.BatchUpsertCompaniesRequest) (*supportv1.BatchUpsertCompaniesResponse, error) {
	return whether(ctx, s.Records.Store, r.GetDryRun(), func(tx *kit.Tx) (*supportv1.BatchUpsertCompaniesResponse, error) {
		said := proto.CloneOf(r).GetCompanies() // the unit of work may run again
		done, err := app.UpsertCompanies{Records: s.Records}.Do(tx, said)
		if err != nil {
			return nil, err
		}
		answer := &supportv1.BatchUpsertCompaniesResponse{}
		for _, d := range done {
			answer.Results = append(answer.Results, &supportv1.UpsertedCompany{
				Outcome: d.Outcome, Company: s.answer(ctx, tx.Actor, d.Company), IgnoredFields: d.Ignored,
			})
		}
		return answer, nil
	})
}

// ListCompanyDuplicates computes what may be the same company.
func (s *Companies) ListCompanyDuplicates(ctx context.Context, r *supportv1.ListCompanyDuplicatesRequest) (*supportv1.ListCompanyDuplicatesResponse, error) {
	view := s.Records.Store.View(ctx)
	if !domain.SeesCompany(view.Actor, r.GetCompanyId()) {
		return nil, errs.NotFound("company")
	}
	c, err := store.CompanyNow(view, r.GetCompanyId())
	if err != nil {
		return nil, err
	}
	self, others, err := store.Suspects(view, c)
	if err != nil {
		return nil, err
	}
	return &supportv1.ListCompanyDuplicatesResponse{Duplicates: self.Duplicates(wordsOf(ctx, s.Present), viewer(ctx, view.Actor), others)}, nil
}

// MergeCompanies makes one company of two records.
func (s *Companies) MergeCompanies(ctx context.Context, r *supportv1.MergeCompaniesRequest) (*supportv1.MergeCompaniesResponse, error) {
	return whether(ctx, s.Records.Store, r.GetDryRun(), func(tx *kit.Tx) (*supportv1.MergeCompaniesResponse, error) {
		into, from, notes, err := app.MergeCompany{}.Do(tx, r.GetFromCompanyId(), r.GetIntoCompanyId())
		if err != nil {
			return nil, err
		}
		merge := s.answer(ctx, tx.Actor, from).GetMerge()
		return &supportv1.MergeCompaniesResponse{Company: s.answer(ctx, tx.Actor, into), Merge: merge, Notes: notes}, nil
	})
}

// UndoMerge makes two companies of them again.
func (s *Companies) UndoMerge(ctx context.Context, r *supportv1.UndoMergeRequest) (*supportv1.UndoMergeResponse, error) {
	return whether(ctx, s.Records.Store, r.GetDryRun(), func(tx *kit.Tx) (*supportv1.UndoMergeResponse, error) {
		c, back, notes, err := app.MergeCompany{}.Undo(tx, r.GetCompanyId())
		if err != nil {
			return nil, err
		}
		s.name(ctx, back)
		return &supportv1.UndoMergeResponse{Company: s.answer(ctx, tx.Actor, c), Moved: back, Notes: notes}, nil
	})
}

// whether does it, or does it and takes it back.
func whether[M proto.Message](ctx context.Context, s *kit.Store, dry bool, do func(*kit.Tx) (M, error)) (answer M, err error) {
	if !dry {
		return kit.Write(ctx, s, do)
	}
	err = app.Dry(ctx, s, func(tx *kit.Tx) (err error) {
		answer, err = do(tx)
		return err
	})
	return answer, err
}

// write changes a company and answers it.
func (s *Companies) write(ctx context.Context, do func(*kit.Tx) (*domain.Company, error)) (*supportv1.Company, error) {
	return kit.Write(ctx, s.Records.Store, func(tx *kit.Tx) (*supportv1.Company, error) {
		c, err := do(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, c), nil
	})
}

// name puts the kinds of what was moved in words.
func (s *Companies) name(ctx context.Context, moved []*supportv1.MovedPart) {
	for _, part := range moved {
		part.KindLabel = s.Present.Word(ctx, "merge."+part.GetKind())
	}
}

// me is the caller for "me".
func me(a actor.Actor, personID string) string {
	if personID == "me" {
		return a.ID
	}
	return personID
}
