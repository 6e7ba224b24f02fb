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
	CaseRemind      = "case.remind"
	CaseManager     = "case.manager"
	CaseBreach      = "case.breach"
	CaseReroute     = "case.reroute"
	CaseInfo        = "case.info"
	CaseDraft       = "case.draft"
	CaseDraftSoon   = "case.draft_soon"
	CaseDraftLater  = "case.draft_later"
	CaseArchive     = "case.archive"
	ReferralRemind  = "referral.remind"
	ReferralManage  = "referral.manager"
	ReferralBreach  = "referral.breach"
	ReferralReroute = "referral.reroute"
	ReferralExpire  = "referral.expire"
)

// How long things are kept waiting.
const (
	// draftDays are days of the calendar; the others are business days.
	draftDays   = 60
	draftSoon   = 3
	draftLater  = 14
	infoEvery   = 5
	archiveDays = 250
	// infoReminders are sent before a company that does not answer is given up.
	infoReminders = 2
	// opening is when people are told in the morning, in Paris.
	opening = 8 * time.Hour
)

// Clocks sets and clears the timers of cases and referrals, as their state asks for: whatever fired is kept in the state,
// so that no change of the aggregate, and no clock that goes back, makes it fire again.
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
	s := c.State
	err := k.promise(tx, c.ID, [4]string{CaseRemind, CaseManager, CaseBreach, CaseReroute}, ticks{
		running: c.Ticking(), reminded: s.GetPromise().GetRemindedBusinessDay(), breached: s.GetBreachedTime() != nil,
		offered: s.GetRerouteOffered() != nil, due: func(n int) calendar.Deadline { return c.DueIn(n, tx.Now) },
	})
	if err != nil {
		return err
	}
	if err := k.info(tx, c); err != nil {
		return err
	}
	if c.Closed() {
		closed := calendar.DayOf(s.GetClosedTime().AsTime())
		return schedule.Set(tx, CaseArchive, c.ID, calendar.AddBusinessDays(closed, archiveDays).End())
	}
	return schedule.Clear(tx, CaseArchive, c.ID)
}

// info reminds a company that is asked for something, so many business days after it was asked or last reminded.
func (Clocks) info(tx *store.Tx, c *domain.Case) error {
	pause := c.Pausing()
	if pause == nil {
		return schedule.Clear(tx, CaseInfo, c.ID)
	}
	last := pause.GetFromTime()
	if pause.GetRemindedTime() != nil {
		last = pause.GetRemindedTime()
	}
	return schedule.Set(tx, CaseInfo, c.ID, morning(calendar.AddBusinessDays(calendar.DayOf(last.AsTime()), infoEvery)))
}

// OfReferral sets the timers of a referral as it stands now. They stand still while the case waits for the company.
func (k Clocks) OfReferral(tx *store.Tx, c *domain.Case, r *domain.Referral) error {
	s := r.State
	t := ticks{
		running: r.Waiting() && c.Pausing() == nil, reminded: s.GetPromise().GetRemindedBusinessDay(), breached: s.GetBreachedTime() != nil,
		offered: s.GetRerouteOffered() != nil, due: func(n int) calendar.Deadline { return r.DueIn(n, c.Pauses(tx.Now)) },
	}
	if err := k.promise(tx, r.ID, [4]string{ReferralRemind, ReferralManage, ReferralBreach, ReferralReroute}, t); err != nil {
		return err
	}
	if !t.running {
		return schedule.Clear(tx, ReferralExpire, r.ID)
	}
	return schedule.Set(tx, ReferralExpire, r.ID, over(t.due(domain.ExpiryDay)))
}

// ticks is a clock of five business days as it stands.
type ticks struct {
	running, breached, offered bool
	// reminded is the last business day that people were reminded of.
	reminded int32
	due      func(businessDays int) calendar.Deadline
}

// promise sets what is still to come of a clock: reminders, breach and the offer to ask another body. Kinds are in that
// order. When the promise is broken already, nobody is reminded of it.
func (Clocks) promise(tx *store.Tx, key string, kinds [4]string, t ticks) error {
	due := t.due(domain.PromiseDays)
	late := due.Late(tx.Now)
	for _, timer := range []struct {
		kind  string
		wants bool
		at    time.Time
	}{
		{kinds[0], !late && t.reminded < domain.RemindDay, morning(t.due(domain.RemindDay).DueDate)},
		{kinds[1], !late && t.reminded < domain.ManagerDay, morning(t.due(domain.ManagerDay).DueDate)},
		{kinds[2], !t.breached, over(due)},
		{kinds[3], !t.offered, morning(t.due(domain.RerouteDay).DueDate)},
	} {
		var err error
		if t.running && timer.wants {
			err = schedule.Set(tx, timer.kind, key, timer.at)
		} else {
			err = schedule.Clear(tx, timer.kind, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// morning is when people are told on a day.
func morning(day calendar.Day) time.Time { return day.Start().Add(opening) }

// over is the first instant at which the deadline is late.
func over(d calendar.Deadline) time.Time { return d.DueTime.Add(time.Second) }

func clearAll(tx *store.Tx, key string, kinds ...string) error {
	for _, kind := range kinds {
		if err := schedule.Clear(tx, kind, key); err != nil {
			return err
		}
	}
	return nil
}
