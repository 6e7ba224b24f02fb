package app

import (
	"time"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// CountVacancy keeps the vacancy rate of zones: when a land unit changes, and when a year turns.
type CountVacancy struct{}

// Changed counts the zones again that a plot or premises are in, or were.
func (c CountVacancy) Changed(tx *kit.Tx, assetID, zoneID, vacantSince string) error {
	zoneIDs, err := store.PutUnit(tx, assetID, zoneID, vacantSince)
	if err != nil {
		return err
	}
	for _, id := range zoneIDs {
		if err := c.Do(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// Do counts one zone, and again on the next 1 January.
func (c CountVacancy) Do(tx *kit.Tx, zoneID string) error {
	zone, err := store.Zones.Get(tx, zoneID)
	if errs.Is(err, "NOT_FOUND") {
		return nil
	}
	if err != nil {
		return err
	}
	_, since := domain.VacancyDays(tx.Now)
	all, vacant, err := store.Units(tx, zoneID, since)
	if err != nil {
		return err
	}
	zone.CountVacancy(all, vacant, tx.Now)
	if err := schedule.Set(tx, store.VacancyTimer, zoneID, nextYear(tx.Now)); err != nil || len(zone.Facts()) == 0 {
		return err
	}
	return store.Zones.Put(tx, zone)
}

// nextYear is the start of the next 1 January in Paris.
func nextYear(now time.Time) time.Time {
	return calendar.Day{Year: calendar.DayOf(now).Year + 1, Month: time.January, Day: 1}.Start()
}
