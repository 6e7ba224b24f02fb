package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// EndCase is how cases end, and go on again.
type EndCase struct {
	File
	Directory Directory
	// Attempts are the exchanges of a case that did not reach the company.
	Attempts func(tx *store.Tx, caseID string) ([]*domain.Exchange, error)
	Propose  Propose
}

// Close ends the case with the outcome that the advisor decides.
func (u EndCase) Close(tx *store.Tx, r *supportv1.CloseCaseRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	c.BodyName = Names(u.Directory, tx)
	end, err := u.endingOf(tx, c, r)
	if err != nil {
		return nil, err
	}
	if err := c.Close(tx.Actor, end, tx.Now); err != nil {
		return nil, err
	}
	return c, u.put(tx, c)
}

// ending is what both calls that close a case say.
type ending interface {
	GetOutcome() supportv1.CaseOutcome
	GetOutcomeNote() string
	GetOrientation() string
	GetNoneExists() bool
	GetContactAttempts() []*supportv1.ContactAttempt
}

// endingOf adds the attempts that the exchanges of the case tell of.
func (u EndCase) endingOf(tx *store.Tx, c *domain.Case, r ending) (domain.Ending, error) {
	e := domain.Ending{
		Outcome: r.GetOutcome(), Note: r.GetOutcomeNote(), Orientation: r.GetOrientation(), NoneExists: r.GetNoneExists(),
		Attempts: r.GetContactAttempts(),
	}
	if e.Outcome != supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE {
		return e, nil
	}
	logged, err := u.Attempts(tx, c.ID)
	for _, x := range logged {
		e.Logged = append(e.Logged, x.State.GetHeldTime().AsTime())
	}
	return e, err
}

// TakeCharge makes a referral to the caller's own body, accepted at once; with an outcome it ends with the case in the
// same call: the answer of 30 seconds at the desk.
func (u EndCase) TakeCharge(tx *store.Tx, r *supportv1.TakeChargeOfCaseRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := c.May(tx.Actor, "takeCharge"); err != nil {
		return nil, err
	}
	own, err := u.own(tx, c)
	if err != nil {
		return nil, err
	}
	if r.GetOutcome() != supportv1.CaseOutcome_CASE_OUTCOME_UNSPECIFIED {
		if err := own.Close(platform(tx), c, outcomeOf[r.GetOutcome()], r.GetOutcomeNote(), tx.Now); err != nil {
			return nil, err
		}
		end, err := u.endingOf(tx, c, r)
		if err != nil {
			return nil, err
		}
		if err := c.Close(tx.Actor, end, tx.Now); err != nil {
			return nil, err
		}
	} else if len(own.Facts()) > 0 {
		own.TellCompanyTaken(c) // who is helped at once is told how it ended, and nothing else
	}
	if len(own.Facts()) == 0 {
		return c, nil // the body had taken charge before
	}
	return c, u.put(tx, c, own)
}

// outcomeOf is how the referral ends with the case.
var outcomeOf = map[supportv1.CaseOutcome]supportv1.ReferralOutcome{
	supportv1.CaseOutcome_CASE_OUTCOME_HELPED:      supportv1.ReferralOutcome_REFERRAL_OUTCOME_HELPED,
	supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION: supportv1.ReferralOutcome_REFERRAL_OUTCOME_NO_HELP,
	supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE: supportv1.ReferralOutcome_REFERRAL_OUTCOME_UNREACHABLE,
}

// own is the accepted referral to the body that takes charge: the one it has, or a new one. A coordinator acts for the
// body in charge.
func (u EndCase) own(tx *store.Tx, c *domain.Case) (*domain.Referral, error) {
	body := tx.Actor.BodyID
	if tx.Actor.Has(actor.HupCoordinator) {
		body = c.State.GetLeadBodyId()
	}
	if known := c.OpenReferralOf(body); known != "" {
		r, err := u.part(tx, c, known)
		if err != nil || !r.Waiting() {
			return r, err
		}
		return r, r.TakeCharge(platform(tx), c, "", "", tx.Now)
	}
	if _, err := u.Directory.Body(tx, body); err != nil {
		return nil, err
	}
	proposal, rules, err := u.Propose.For(tx, c, body)
	if err != nil {
		return nil, err
	}
	r, err := domain.Send(tx.Actor, c, domain.Sending{BodyID: body, PersonID: "me", Quiet: true, Proposal: proposal, RulesNumber: rules}, tx.Now)
	if err != nil {
		return nil, err
	}
	return r, r.TakeCharge(platform(tx), c, "", "", tx.Now)
}

// Withdraw ends the case on the company's word; its waiting referrals are taken back.
func (u EndCase) Withdraw(tx *store.Tx, caseID string, reason supportv1.CaseReason, note string) (*domain.Case, error) {
	return u.end(tx, caseID, func(c *domain.Case) error { return c.Withdraw(tx.Actor, reason, note, tx.Now) })
}

// Inadmissible ends a case that is out of scope.
func (u EndCase) Inadmissible(tx *store.Tx, r *supportv1.DeclareInadmissibleRequest) (*domain.Case, error) {
	return u.end(tx, r.GetCaseId(), func(c *domain.Case) error {
		return c.DeclareInadmissible(tx.Actor, r.GetReason(), r.GetReasonNote(), r.GetOrientation(), tx.Now)
	})
}

// Duplicate ends a case that another one treats.
func (u EndCase) Duplicate(tx *store.Tx, r *supportv1.MarkDuplicateRequest) (*domain.Case, error) {
	return u.end(tx, r.GetCaseId(), func(c *domain.Case) error {
		other, err := u.Cases.Get(tx, r.GetDuplicateOfCaseId())
		if errs.Is(err, "NOT_FOUND") {
			return errs.State("DUPLICATE_TARGET")
		}
		if err != nil {
			return err
		}
		return c.MarkDuplicate(tx.Actor, other, tx.Now)
	})
}

// end ends the case and takes back what was sent for it.
func (u EndCase) end(tx *store.Tx, caseID string, how func(*domain.Case) error) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	if err := how(c); err != nil {
		return nil, err
	}
	taken, err := u.cancel(tx, c, supportv1.CancelReason_CANCEL_REASON_CASE_ENDED)
	if err != nil {
		return nil, err
	}
	return c, u.put(tx, c, taken...)
}

// Archive makes a closed case read only. What a body had accepted and not ended, of a case that was given up, ends with
// it, without help.
func (u EndCase) Archive(tx *store.Tx, caseID string) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	if err := c.May(tx.Actor, "archive"); err != nil {
		return nil, err
	}
	var left []*domain.Referral
	for _, s := range c.State.GetReferrals() {
		if s.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED {
			continue
		}
		r, err := u.part(tx, c, s.GetReferralId())
		if err != nil {
			return nil, err
		}
		if err := r.Close(platform(tx), c, supportv1.ReferralOutcome_REFERRAL_OUTCOME_NO_HELP, "", tx.Now); err != nil {
			return nil, err
		}
		left = append(left, r)
	}
	if err := c.Archive(tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	return c, u.put(tx, c, left...)
}

// Names says how people call a body of the directory.
func Names(d Directory, from store.Source) func(bodyID string) string {
	return func(bodyID string) string {
		body, err := d.Body(from, bodyID)
		if err != nil {
			return "" // a sentence can do with the id
		}
		return body.GetName()
	}
}
