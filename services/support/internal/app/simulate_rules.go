package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// SimulateRules replays cases with other rules or other offers. It reads a few cases at a time and writes nothing.
type SimulateRules struct {
	Catalogues *store.Catalogues
	// Most is how many cases one call replays; the caller goes on from where it stopped.
	Most int
}

// Change is what would be otherwise.
type Change struct {
	// Days is how far back cases are replayed, 0 for 90.
	Days int
	// Rules are nil for those in force.
	Rules *supportv1.RoutingRuleSet
	// BodyID is the body that would have other offers, empty for none.
	BodyID string
	Offers []*supportv1.ServiceOffer
}

const usualDays = 90

// Do replays the cases received after an instant in microseconds, 0 for the first of the days asked for, and answers the
// instant where it stopped.
func (u SimulateRules) Do(w domain.Words, v *kit.View, change Change, after int64) (*supportv1.SimulateRoutingRulesResponse, int64, error) {
	before, err := u.Catalogues.Of(v)
	if err != nil {
		return nil, 0, err
	}
	changed, err := u.changed(v, before, change)
	if err != nil {
		return nil, 0, err
	}
	days := change.Days
	if days == 0 {
		days = usualDays
	}
	from := calendar.DayOf(v.Now).AddDays(-days).Start()
	replay := domain.NewReplay(before, changed, from)
	stopped, complete, err := store.ReplayCases(v, max(after, from.UnixMicro()-1), u.Most, func(c *domain.Case) error {
		company, err := companyOf(v, c)
		if err == nil {
			replay.Case(c, company)
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return replay.Answer(w, complete), stopped, nil
}

// changed is the catalogue as it would be; rules with faults are refused as at their publication.
func (u SimulateRules) changed(v *kit.View, before *domain.Catalogue, change Change) (*domain.Catalogue, error) {
	after := before
	if change.BodyID != "" {
		if _, err := store.PartnerBodies.Get(v, change.BodyID); err != nil {
			return nil, err
		}
		for i, o := range change.Offers {
			if err := domain.CheckOffer(o, i); err != nil {
				return nil, err
			}
			o.PartnerBodyId = change.BodyID
		}
		after = before.Offering(change.BodyID, change.Offers)
	}
	if change.Rules == nil {
		return after, nil
	}
	return after.With(change.Rules), domain.RefuseFaults(domain.Faults(change.Rules, after))
}

// companyOf is what is known of the company of a case, nil for a project leader.
func companyOf(v *kit.View, c *domain.Case) (*supportv1.Company, error) {
	id := c.State.GetCompany().GetCompanyId()
	if id == "" {
		return nil, nil
	}
	found, err := store.Companies.Get(v, id)
	if errs.Is(err, "NOT_FOUND") {
		return &supportv1.Company{}, nil // erased since: nothing is known of it
	}
	if err != nil {
		return nil, err
	}
	return found.State, nil
}
