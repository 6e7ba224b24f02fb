package app

import (
	"slices"
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
	// Load counts the referrals that bodies got since an instant.
	Load func(v *store.View, since time.Time, bodies []string) (domain.Load, error)
}

// Do answers all proposals, best first, and what is left to a person. From is the unit of work that asks, if there is one,
// else the view itself.
func (u Propose) Do(from store.Source, v *store.View, c *domain.Case) (domain.Routing, error) {
	found, err := u.found(from, v, c)
	if err != nil {
		return domain.Routing{}, err
	}
	return domain.Route(c, found, v.Now), nil
}

// For answers what is proposed for one body, nil when nothing is; a body that was asked before too. The number is that of
// the rules in force.
func (u Propose) For(tx *store.Tx, c *domain.Case, bodyID string) (p *supportv1.ReferralProposal, rules int32, err error) {
	found, err := u.found(tx, &tx.View, c)
	if err != nil {
		return nil, 0, err
	}
	return domain.ProposalFor(c, found, bodyID, tx.Now), found.Catalogue.RulesNumber(), nil
}

// found is what the proposals are computed from.
func (u Propose) found(from store.Source, v *store.View, c *domain.Case) (f domain.Found, err error) {
	if f.Catalogue, err = u.Directory.Catalogue(from); err != nil {
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
	bodies := f.Catalogue.BodiesFor(c.SubjectCodes())
	for id := range f.Next {
		if !slices.Contains(bodies, id) {
			bodies = append(bodies, id)
		}
	}
	f.Load, err = u.Load(v, weekOf(v.Now), bodies)
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
		if body, err := u.Directory.Body(v, named); err == nil && domain.Proposable(body) { // not one that left or is suspended
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
