package app

import (
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Cases is where the use cases find and put cases.
type Cases interface {
	Get(from store.Source, id string) (*domain.Case, error)
	Target(tx *store.Tx, id string) (*domain.Case, error)
	Put(tx *store.Tx, c *domain.Case) error
}

// Referrals is where the use cases find and put referrals.
type Referrals interface {
	Get(from store.Source, id string) (*domain.Referral, error)
	Target(tx *store.Tx, id string) (*domain.Referral, error)
	Put(tx *store.Tx, r *domain.Referral) error
}

// File is a case with its referrals, as the use cases take it out and put it back: a referral's change always puts its
// case too, so that the case's version serialises them.
type File struct {
	Cases     Cases
	Referrals Referrals
	Clocks    Clocks
}

// target is the case that the call names. Who may not see it learns nothing, not even that If-Match is stale.
func (f File) target(tx *store.Tx, caseID string) (*domain.Case, error) {
	c, err := f.visible(tx, caseID)
	if err != nil || etag.From(tx.Ctx) == "" {
		return c, err
	}
	return f.Cases.Target(tx, caseID)
}

// visible is a case that the actor may see.
func (f File) visible(tx *store.Tx, caseID string) (*domain.Case, error) {
	c, err := f.Cases.Get(tx, caseID)
	if err == nil && c.Level(tx.Actor) == domain.Nothing {
		err = errs.NotFound("case")
	}
	return c, err
}

// caseOf is the case of something that may have none, whoever asks.
func (f File) caseOf(from store.Source, caseID string) (*domain.Case, error) {
	if caseID == "" {
		return nil, nil
	}
	return f.Cases.Get(from, caseID)
}

// put puts the referrals that changed, then the case, each with its timers.
func (f File) put(tx *store.Tx, c *domain.Case, changed ...*domain.Referral) error {
	for _, r := range changed {
		if err := f.Referrals.Put(tx, r); err != nil {
			return err
		}
		if err := f.Clocks.OfReferral(tx, c, r); err != nil {
			return err
		}
	}
	c.TellFollowers(tx.Actor)
	if err := f.Cases.Put(tx, c); err != nil {
		return err
	}
	if err := endWithCase(tx, c); err != nil {
		return err
	}
	return f.Clocks.OfCase(tx, c)
}

// part is a referral that the case names. Where others commit meanwhile the case may be read before an answer and the referral
// after it: what was then decided of the two would be of no moment that ever was, so the unit of work runs again.
func (f File) part(tx *store.Tx, c *domain.Case, referralID string) (*domain.Referral, error) {
	r, err := f.Referrals.Get(tx, referralID)
	if err != nil {
		return nil, err
	}
	return r, inStep(c, r)
}

func inStep(c *domain.Case, r *domain.Referral) error {
	if !c.InStep(r) {
		return db.ErrRace
	}
	return nil
}

// waiting are the referrals of the case that no body has answered, of the bodies named; of all when none is.
func (f File) waiting(tx *store.Tx, c *domain.Case, bodies ...string) ([]*domain.Referral, error) {
	var found []*domain.Referral
	for _, s := range c.State.GetReferrals() {
		if s.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_SENT || len(bodies) > 0 && !slices.Contains(bodies, s.GetBodyId()) {
			continue
		}
		r, err := f.part(tx, c, s.GetReferralId())
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, nil
}

// cancel takes the waiting referrals back, as the platform.
func (f File) cancel(tx *store.Tx, c *domain.Case, reason supportv1.CancelReason, bodies ...string) ([]*domain.Referral, error) {
	waiting, err := f.waiting(tx, c, bodies...)
	if err != nil {
		return nil, err
	}
	for _, r := range waiting {
		if err := r.Cancel(platform(tx), c, reason, "", tx.Now); err != nil {
			return nil, err
		}
	}
	return waiting, nil
}

// platform is the actor of what happens by itself.
func platform(tx *store.Tx) actor.Actor { return actor.Of(tx.Actor.Territory, "support") }
