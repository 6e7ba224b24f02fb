package app

import (
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Propose computes the bodies that could help in a case. Nothing is stored.
type Propose struct {
	Directory Directory
	Referrals Referrals
	// Load counts the referrals of each body since an instant.
	Load func(v *store.View, since time.Time) (map[string]int32, error)
}

// Do answers all proposals, best first.
func (u Propose) Do(v *store.View, c *domain.Case) ([]*supportv1.ReferralProposal, error) {
	found, err := u.found(v, c)
	if err != nil {
		return nil, err
	}
	return domain.Proposals(c, found, v.Now), nil
}

// For answers what is proposed for one body, nil when nothing is; a body that was asked before too.
func (u Propose) For(v *store.View, c *domain.Case, bodyID string) (*supportv1.ReferralProposal, error) {
	found, err := u.found(v, c)
	if err != nil {
		return nil, err
	}
	return domain.ProposalFor(c, found, bodyID, v.Now), nil
}

// found is what the proposals are computed from.
func (u Propose) found(v *store.View, c *domain.Case) (domain.Found, error) {
	var f domain.Found
	var err error
	if f.Offers, err = u.Directory.Offers(v, c.SubjectCodes()); err != nil {
		return f, err
	}
	if id := c.State.GetCompany().GetCompanyId(); id != "" {
		if f.Company, err = u.Directory.Company(v, id); err != nil {
			return f, err
		}
	}
	if f.Next, err = u.next(v, c); err != nil {
		return f, err
	}
	f.Load, err = u.Load(v, weekOf(v.Now))
	return f, err
}

// next are the bodies that others named when they declined.
func (u Propose) next(v *store.View, c *domain.Case) (map[string]*supportv1.PartnerBody, error) {
	next := map[string]*supportv1.PartnerBody{}
	for _, s := range c.State.GetReferrals() {
		if s.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_DECLINED {
			continue
		}
		r, err := u.Referrals.Get(v, s.GetReferralId())
		if err != nil {
			return nil, err
		}
		named := r.State.GetNextBodyId()
		if named == "" {
			continue
		}
		if body, err := u.Directory.Body(v, named); err == nil { // one that left is not proposed
			next[named] = body
		}
	}
	return next, nil
}

// weekOf is the Monday of the week, at 00:00 in Paris.
func weekOf(now time.Time) time.Time {
	day := calendar.DayOf(now)
	return day.AddDays(-(int(day.Weekday()) + 6) % 7).Start()
}
