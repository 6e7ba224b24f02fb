package app

import (
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Timers is what happens by itself when its time comes. Each handler looks at the state again: a timer that no longer
// counts does nothing.
type Timers struct {
	File
	End     EndCase
	Propose Propose
	// Delete removes an erased draft.
	Delete func(tx *store.Tx, c *domain.Case) error
}

// Handlers are the handlers by kind of timer.
func (u Timers) Handlers() map[string]schedule.Handler {
	return map[string]schedule.Handler{
		CaseRemind: u.warn(domain.RemindDay), CaseManager: u.warn(domain.ManagerDay), CaseBreach: u.breach, CaseReroute: u.reroute,
		CaseInfo: u.info, CaseDraft: u.draft, CaseArchive: u.archive,
		CaseDraftSoon: u.remindDraft(draftSoon), CaseDraftLater: u.remindDraft(draftLater),
		ReferralRemind: u.warnReferral(domain.RemindDay), ReferralManage: u.warnReferral(domain.ManagerDay),
		ReferralBreach: u.breachReferral, ReferralReroute: u.rerouteReferral, ReferralExpire: u.expire,
	}
}

// onCase runs a handler on a case that is there.
func (u Timers) onCase(tx *store.Tx, id string, do func(*domain.Case) error) error {
	c, err := u.Cases.Get(tx, id)
	if errs.Is(err, "NOT_FOUND") {
		return nil
	}
	if err != nil {
		return err
	}
	return do(c)
}

func (u Timers) warn(day int32) schedule.Handler {
	return func(tx *store.Tx, id string) error {
		return u.onCase(tx, id, func(c *domain.Case) error {
			if !c.Ticking() || c.State.GetPromise().GetRemindedBusinessDay() >= day {
				return nil
			}
			c.Warn(day, tx.Now)
			return u.Cases.Put(tx, c)
		})
	}
}

func (u Timers) breach(tx *store.Tx, id string) error {
	return u.onCase(tx, id, func(c *domain.Case) error {
		if !c.Ticking() || c.State.GetBreachedTime() != nil {
			return nil
		}
		c.Breach(tx.Now)
		return u.Cases.Put(tx, c)
	})
}

// reroute offers to ask another body in a case that nobody has answered. While a referral waits, that one is offered for.
func (u Timers) reroute(tx *store.Tx, id string) error {
	return u.onCase(tx, id, func(c *domain.Case) error {
		if !c.Ticking() || c.State.GetRerouteOffered() != nil || c.State.GetResponsibility().GetReferralId() != "" {
			return nil
		}
		p, err := u.best(tx, c)
		if err != nil {
			return err
		}
		c.OfferReroute(p, tx.Now)
		return u.Cases.Put(tx, c)
	})
}

// best is the first proposal, one that the company agreed to if there is any; nil when nobody could help.
func (u Timers) best(tx *store.Tx, c *domain.Case) (*supportv1.ReferralProposal, error) {
	routing, err := u.Propose.Do(tx, &tx.View, c)
	found := routing.Proposals
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if i := slices.IndexFunc(found, (*supportv1.ReferralProposal).GetConsentGiven); i > 0 {
		return found[i], nil
	}
	return found[0], nil
}

// info reminds the company of what is awaited, and gives the case up when nothing came after the reminders.
func (u Timers) info(tx *store.Tx, id string) error {
	return u.onCase(tx, id, func(c *domain.Case) error {
		switch pause := c.Pausing(); {
		case pause == nil:
			return nil
		case pause.GetReminderCount() >= infoReminders:
			_, err := u.End.Withdraw(tx, id, supportv1.CaseReason_CASE_REASON_NO_ANSWER, "")
			return err
		}
		c.Remind(tx.Now)
		return u.put(tx, c)
	})
}

func (u Timers) draft(tx *store.Tx, id string) error {
	return u.onCase(tx, id, func(c *domain.Case) error {
		if c.State.GetStatus() != supportv1.CaseStatus_CASE_STATUS_DRAFT {
			return nil
		}
		if err := c.Erase(); err != nil {
			return err
		}
		if err := u.Cases.Put(tx, c); err != nil {
			return err
		}
		return u.Delete(tx, c)
	})
}

func (u Timers) remindDraft(days int) schedule.Handler {
	return func(tx *store.Tx, id string) error {
		return u.onCase(tx, id, func(c *domain.Case) error {
			if c.State.GetStatus() != supportv1.CaseStatus_CASE_STATUS_DRAFT {
				return nil
			}
			c.RemindDraft(days)
			return u.Cases.Put(tx, c)
		})
	}
}

func (u Timers) archive(tx *store.Tx, id string) error {
	return u.onCase(tx, id, func(c *domain.Case) error {
		if !c.Closed() {
			return nil
		}
		_, err := u.End.Archive(tx, id)
		return err
	})
}

// onReferral runs a handler on a referral that waits, with its case.
func (u Timers) onReferral(tx *store.Tx, id string, do func(*domain.Case, *domain.Referral) error) error {
	r, err := u.Referrals.Get(tx, id)
	if err != nil || !r.Waiting() {
		return err
	}
	c, err := u.Cases.Get(tx, r.State.GetCaseId())
	if err != nil || c.Pausing() != nil {
		return err
	}
	return do(c, r)
}

func (u Timers) warnReferral(day int32) schedule.Handler {
	return func(tx *store.Tx, id string) error {
		return u.onReferral(tx, id, func(_ *domain.Case, r *domain.Referral) error {
			if r.State.GetPromise().GetRemindedBusinessDay() >= day {
				return nil
			}
			r.Warn(day, tx.Now)
			return u.Referrals.Put(tx, r)
		})
	}
}

func (u Timers) breachReferral(tx *store.Tx, id string) error {
	return u.onReferral(tx, id, func(_ *domain.Case, r *domain.Referral) error {
		if r.State.GetBreachedTime() != nil {
			return nil
		}
		r.Breach(tx.Now)
		return u.Referrals.Put(tx, r)
	})
}

func (u Timers) rerouteReferral(tx *store.Tx, id string) error {
	return u.onReferral(tx, id, func(c *domain.Case, r *domain.Referral) error {
		if r.State.GetRerouteOffered() != nil {
			return nil
		}
		p, err := u.best(tx, c)
		if err != nil {
			return err
		}
		r.OfferReroute(c, p, tx.Now)
		return u.Referrals.Put(tx, r)
	})
}

func (u Timers) expire(tx *store.Tx, id string) error {
	return u.onReferral(tx, id, func(c *domain.Case, r *domain.Referral) error {
		if err := r.Expire(c, tx.Now); err != nil {
			return err
		}
		return u.put(tx, c, r)
	})
}
