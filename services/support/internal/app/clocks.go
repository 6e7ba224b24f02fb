package app

import (
	"time"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// The kinds of timers. The key is the id of the case, or of the referral.
const (
	CaseRemind     = "case.remind"
	CaseManager    = "case.manager"
	CaseBreach     = "case.breach"
	CaseInfo       = "case.info"
	CaseDraft      = "case.draft"
	CaseDraftSoon  = "case.draft_soon"
	CaseDraftLater = "case.draft_later"
	CaseArchive    = "case.archive"
	ReferralRemind = "referral.remind"
	ReferralManage = "referral.manager"
	ReferralBreach = "referral.breach"
	ReferralExpire = "referral.expire"
)

// How long things are kept waiting.
const (
	// draftDays are days of the calendar; the others are business days.
	draftDays   = 60
	draftSoon   = 3
	draftLater  = 14
	infoEvery   = 5
	infoLast    = 15
	archiveDays = 250
	// opening is when people are told in the morning, in Paris.
	opening = 8 * time.Hour
)

// Clocks sets and clears the timers of cases and referrals, as their state asks for.
type Clocks struct{}

// OfDraft reminds the author of a draft twice, and lets it go after its time.
func (Clocks) OfDraft(tx *store.Tx, c *domain.Case) error {
	for kind, days := range map[string]int{CaseDraftSoon: draftSoon, CaseDraftLater: draftLater} {
		if err := schedule.Set(tx, kind, c.ID, calendar.DayOf(tx.Now).AddDays(days).Start().Add(opening)); err != nil {
			return err
		}
	}
	return schedule.Set(tx, CaseDraft, c.ID, calendar.DayOf(tx.Now).AddDays(draftDays).End())
}

// OfCase sets the timers of the case as it stands now, and clears those that no longer count.
func (k Clocks) OfCase(tx *store.Tx, c *domain.Case) error {
	if err := clearAll(tx, c.ID, CaseDraft, CaseDraftSoon, CaseDraftLater); err != nil {
		return err
	}
	due := func(n int) calendar.Deadline { return c.DueIn(n, tx.Now) }
	if err := k.promise(tx, c.Ticking(), c.State.GetBreachedTime() != nil, due, c.ID, CaseRemind, CaseManager, CaseBreach); err != nil {
		return err
	}
	if err := k.info(tx, c); err != nil {
		return err
	}
	if c.Closed() {
		return schedule.Set(tx, CaseArchive, c.ID, calendar.AddBusinessDays(calendar.DayOf(tx.Now), archiveDays).End())
	}
	return schedule.Clear(tx, CaseArchive, c.ID)
}

// info reminds a company that is asked for something.
func (Clocks) info(tx *store.Tx, c *domain.Case) error {
	pause := c.Pausing()
	if pause == nil {
		return schedule.Clear(tx, CaseInfo, c.ID)
	}
	next := calendar.AddBusinessDays(calendar.DayOf(tx.Now), infoEvery)
	return schedule.Set(tx, CaseInfo, c.ID, next.Start().Add(opening))
}

// OfReferral sets the timers of a referral as it stands now. They stand still while the case waits for the company.
func (k Clocks) OfReferral(tx *store.Tx, c *domain.Case, r *domain.Referral) error {
	due := func(n int) calendar.Deadline { return r.DueIn(n, c.Pauses(tx.Now)) }
	ticking := r.Waiting() && c.Pausing() == nil
	if err := k.promise(tx, ticking, r.State.GetBreachedTime() != nil, due, r.ID, ReferralRemind, ReferralManage, ReferralBreach); err != nil {
		return err
	}
	if !ticking {
		return schedule.Clear(tx, ReferralExpire, r.ID)
	}
	return schedule.Set(tx, ReferralExpire, r.ID, due(domain.ExpiryDay).DueTime.Add(time.Second))
}

// promise sets the reminders and the breach of a clock; what is past reminds nobody.
func (Clocks) promise(tx *store.Tx, ticking, breached bool, due func(int) calendar.Deadline, key, remind, manager, breach string) error {
	if !ticking {
		return clearAll(tx, key, remind, manager, breach)
	}
	for kind, day := range map[string]int{remind: domain.RemindDay, manager: domain.ManagerDay} {
		at := due(day).DueDate.Start().Add(opening)
		if at.Before(tx.Now) {
			continue
		}
		if err := schedule.Set(tx, kind, key, at); err != nil {
			return err
		}
	}
	if breached {
		return nil
	}
	return schedule.Set(tx, breach, key, due(domain.PromiseDays).DueTime.Add(time.Second))
}

func clearAll(tx *store.Tx, key string, kinds ...string) error {
	for _, kind := range kinds {
		if err := schedule.Clear(tx, kind, key); err != nil {
			return err
		}
	}
	return nil
}
