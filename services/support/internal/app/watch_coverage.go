package app

import (
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// CoverageWatch is the timer that looks for holes: after each change of a body or an offer, and each morning, when
// absences begin and end.
const CoverageWatch = "coverage.watch"

// WatchCoverage finds the subjects that lost their last body somewhere, and those that have one again.
type WatchCoverage struct{ Catalogues *store.Catalogues }

// Handlers are the handlers by kind of timer.
func (u WatchCoverage) Handlers() map[string]schedule.Handler {
	return map[string]schedule.Handler{CoverageWatch: u.look}
}

// coverageChanged has the coverage looked at again, soon.
func coverageChanged(tx *kit.Tx) error { return schedule.Set(tx, CoverageWatch, "all", tx.Now) }

func (u WatchCoverage) look(tx *kit.Tx, key string) error {
	known, err := u.Catalogues.Of(tx)
	if err != nil {
		return err
	}
	today := calendar.DayOf(tx.Now)
	if err := u.keep(tx, known, domain.NewCoverage(known, today).Gaps()); err != nil {
		return err
	}
	next := morning(today)
	if !next.After(tx.Now) {
		next = morning(today.AddDays(1))
	}
	return schedule.Set(tx, CoverageWatch, key, next)
}

// keep opens what is new, follows what is known and closes what is gone.
func (u WatchCoverage) keep(tx *kit.Tx, known *domain.Catalogue, found []*domain.GapFound) error {
	open, err := store.OpenGaps(tx)
	if err != nil {
		return err
	}
	at := make(map[[2]string]*domain.CoverageGap, len(open))
	for _, g := range open {
		at[[2]string{g.State.GetSubjectCode(), g.State.GetEpciCode()}] = g
	}
	for _, f := range found {
		key := [2]string{f.Subject, f.EPCI}
		g, isKnown := at[key]
		delete(at, key)
		if !isKnown {
			g = domain.OpenGap(tx.Actor.Territory, f, known, tx.Now)
		} else if !g.Follow(f, tx.Now) {
			continue
		}
		if err := store.CoverageGaps.Put(tx, g); err != nil {
			return err
		}
	}
	for _, g := range open {
		if at[[2]string{g.State.GetSubjectCode(), g.State.GetEpciCode()}] == nil {
			continue
		}
		g.Close(tx.Now)
		if err := store.CoverageGaps.Put(tx, g); err != nil {
			return err
		}
	}
	return nil
}
