package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// WorkOnCase is what advisors and companies do with an open case.
type WorkOnCase struct {
	File
	Directory Directory
	Questions Questions
	Thread    PostMessage
	Opinions  AskOpinion
}

// Assign gives the case to an advisor, or to another lead body.
func (u WorkOnCase) Assign(tx *store.Tx, r *supportv1.AssignCaseRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if r.GetBodyId() != "" {
		if _, err := u.Directory.Body(tx, r.GetBodyId()); err != nil {
			return nil, err
		}
	}
	if err := c.Assign(tx.Actor, r.GetPersonId(), r.GetBodyId(), tx.Now); err != nil {
		return nil, err
	}
	return c, u.put(tx, c)
}

// Qualify says that the case is in scope.
func (u WorkOnCase) Qualify(tx *store.Tx, r *supportv1.QualifyCaseRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := c.Qualify(tx.Actor, r.GetUrgency(), r.GetNote(), tx.Now); err != nil {
		return nil, err
	}
	return c, u.put(tx, c)
}

// RequestInfo asks the company for something; the clocks of the case and of its waiting referrals stand still.
func (u WorkOnCase) RequestInfo(tx *store.Tx, r *supportv1.RequestInfoRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := c.RequestInfo(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
		return nil, err
	}
	waiting, err := u.waiting(tx, c)
	if err != nil {
		return nil, err
	}
	for _, w := range waiting {
		if err := u.Clocks.OfReferral(tx, c, w); err != nil {
			return nil, err
		}
	}
	return c, u.put(tx, c)
}

// ProvideInfo takes the company's answer; the clocks run again, later by the pause.
func (u WorkOnCase) ProvideInfo(tx *store.Tx, r *supportv1.ProvideInfoRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	subjects, err := asked(tx, u.Questions, c)
	if err != nil {
		return nil, err
	}
	if err := c.ProvideInfo(tx.Actor, r.GetNeeds(), subjects, tx.Now); err != nil {
		return nil, err
	}
	waiting, err := u.waiting(tx, c)
	if err != nil {
		return nil, err
	}
	for _, w := range waiting {
		w.Postpone(c.Pauses(tx.Now), tx.Now)
	}
	if err := u.put(tx, c, waiting...); err != nil {
		return nil, err
	}
	return c, u.say(tx, c, r.GetNote())
}

// say puts the words of the answer into the thread with the company.
func (u WorkOnCase) say(tx *store.Tx, c *domain.Case, note string) error {
	if note == "" {
		return nil
	}
	_, err := u.Thread.in(tx, c, &supportv1.PostMessageRequest{
		CaseId: c.ID, Visibility: supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY, Text: note,
	}, nil)
	return err
}

// SetConsents keeps what the company says of the bodies named. A body that loses its consent loses what was sent to it.
func (u WorkOnCase) SetConsents(tx *store.Tx, r *supportv1.SetConsentsRequest) (*domain.Case, error) {
	c, err := u.target(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	for _, s := range r.GetConsents() {
		if s.GetWithdrawn() {
			continue // a body that left loses it too
		}
		if _, err := u.Directory.Body(tx, s.GetBodyId()); err != nil {
			return nil, err
		}
	}
	lost, err := c.SetConsents(tx.Actor, r.GetConsents(), tx.Now)
	if err != nil {
		return nil, err
	}
	var taken []*domain.Referral
	if len(lost) > 0 {
		if taken, err = u.cancel(tx, c, supportv1.CancelReason_CANCEL_REASON_CONSENT_WITHDRAWN, lost...); err != nil {
			return nil, err
		}
		if err := u.Opinions.RevokeOf(tx, c.ID, lost); err != nil {
			return nil, err
		}
	}
	return c, u.put(tx, c, taken...)
}
