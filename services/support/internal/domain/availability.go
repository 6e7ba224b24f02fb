package domain

import (
	"fmt"
	"slices"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Load is how many referrals of this week bodies and persons have to answer or to end.
type Load struct{ Bodies, Persons map[string]int32 }

// availability is when a body can look at a new referral, and who there.
type availability struct {
	// day is the first when the body is open and has somebody there; the zero day when none is in sight.
	day calendar.Day
	// personID is whom to ask, when that is known.
	personID string
	// full: each of the persons who answer has as many as they take.
	full  bool
	rules []string
	words []string
}

// teamRule says that the person was chosen from the offer's team: the referral is given to that person when it is sent.
const teamRule = "person.team"

// horizon is how many days ahead are looked at.
const horizon = 120

// availabilityOf looks for the first day when the desk is open and somebody who answers for the offer is there, or is
// replaced. Without a team the body shares the work out itself; its absences of today are told all the same.
func availabilityOf(o *supportv1.ServiceOffer, body *supportv1.PartnerBody, load Load, now time.Time) availability {
	start := firstDesk(body, now)
	if closed := absenceOf(body, "", calendar.DayOf(now)); closed != nil {
		a := availability{day: openFrom(body, start), rules: []string{"body.closed"}}
		a.words = append(a.words, "fermé jusqu'au "+dayInWords(closed.GetToDate()))
		return a.with(o, body, load, now)
	}
	return availability{day: start}.with(o, body, load, now)
}

// with adds the persons: those of the offer's team, or who replaces whom today.
func (a availability) with(o *supportv1.ServiceOffer, body *supportv1.PartnerBody, load Load, now time.Time) availability {
	team := o.GetPersonIds()
	if len(team) == 0 {
		if away := someoneAway(body, calendar.DayOf(now)); away != nil {
			a.rules, a.personID = append(a.rules, "absence"), away.GetReplacementPersonId()
			a.words = append(a.words, absenceWords(away))
		}
		return a
	}
	for day := a.day; !day.IsZero() && day.Before(a.day.AddDays(horizon)); day = openFrom(body, day.AddDays(1)) {
		if there := present(team, body, day); len(there) > 0 {
			return a.among(there, o, body, load, day)
		}
		if away := replaced(team, body, day); away != nil {
			a.day, a.personID = day, away.GetReplacementPersonId()
			a.rules, a.words = append(a.rules, "absence", teamRule), append(a.words, absenceWords(away))
			return a
		}
	}
	a.day, a.rules, a.words = calendar.Day{}, append(a.rules, "absence"), append(a.words, "personne de disponible pour l'instant")
	return a
}

// among shares out: the person who is there and has the fewest referrals.
func (a availability) among(there []string, o *supportv1.ServiceOffer, body *supportv1.PartnerBody, load Load, day calendar.Day) availability {
	if day.After(a.day) {
		a.rules, a.words = append(a.rules, "absence"), append(a.words, "personne avant le "+day.InWords())
	} else if absent := firstAbsent(o.GetPersonIds(), there); absent != "" {
		a.rules = append(a.rules, "absence")
		a.words = append(a.words, "un conseiller absent jusqu'au "+dayInWords(absenceOf(body, absent, day).GetToDate())+", un autre prend le relais")
	}
	a.day = day
	a.personID = slices.MinFunc(there, func(x, y string) int { // the first of equals, in the order of the team
		return int(load.Persons[x]) - int(load.Persons[y])
	})
	a.rules = append(a.rules, teamRule)
	limit := o.GetCapacityPerPerson()
	if a.full = limit > 0 && load.Persons[a.personID] >= limit; a.full {
		a.rules, a.words = append(a.rules, "person.full"), append(a.words, fmt.Sprintf("chacun a déjà %d dossiers cette semaine (complet)", limit))
	}
	return a
}

// present are the persons who are there on the day.
func present(team []string, body *supportv1.PartnerBody, day calendar.Day) []string {
	return slices.DeleteFunc(slices.Clone(team), func(p string) bool { return absenceOf(body, p, day) != nil })
}

// replaced is the absence of somebody of the team whose stand-in is there.
func replaced(team []string, body *supportv1.PartnerBody, day calendar.Day) *supportv1.Absence {
	for _, p := range team {
		away := absenceOf(body, p, day)
		if r := away.GetReplacementPersonId(); r != "" && absenceOf(body, r, day) == nil {
			return away
		}
	}
	return nil
}

func firstAbsent(team, there []string) string {
	for _, p := range team {
		if !slices.Contains(there, p) {
			return p
		}
	}
	return ""
}

// absenceOf is the absence of a person on a day, of the whole body for an empty person; the last to end of several.
func absenceOf(body *supportv1.PartnerBody, personID string, day calendar.Day) *supportv1.Absence {
	return lastAbsence(body, day, func(a *supportv1.Absence) bool { return a.GetPersonId() == personID })
}

// someoneAway is an absence of anybody.
func someoneAway(body *supportv1.PartnerBody, day calendar.Day) *supportv1.Absence {
	return lastAbsence(body, day, func(a *supportv1.Absence) bool { return a.GetPersonId() != "" })
}

func lastAbsence(body *supportv1.PartnerBody, day calendar.Day, of func(*supportv1.Absence) bool) (found *supportv1.Absence) {
	if len(body.GetAbsences()) == 0 {
		return nil
	}
	on := day.String()
	for _, a := range body.GetAbsences() {
		if of(a) && a.GetFromDate() <= on && on <= a.GetToDate() && (found == nil || a.GetToDate() > found.GetToDate()) {
			found = a
		}
	}
	return found
}

func absenceWords(a *supportv1.Absence) string {
	words := "une personne absente jusqu'au " + dayInWords(a.GetToDate())
	if a.GetReplacementPersonId() != "" {
		words += ", remplacée"
	}
	return words
}

func dayInWords(date string) string {
	day, err := calendar.ParseDay(date)
	if err != nil {
		return date
	}
	return day.InWords()
}

// firstDesk is the first day from now on when the desk is open: today only while it has not closed.
func firstDesk(body *supportv1.PartnerBody, now time.Time) calendar.Day {
	today := calendar.DayOf(now)
	at := now.In(calendar.Paris)
	if int32(at.Hour()*60+at.Minute()) >= closes(body, today) {
		return openFrom(body, today.AddDays(1))
	}
	return openFrom(body, today)
}

// openFrom is the first day from a day on when the desk is open; the zero day when none is in sight.
func openFrom(body *supportv1.PartnerBody, day calendar.Day) calendar.Day {
	for range horizon {
		if closes(body, day) > 0 && absenceOf(body, "", day) == nil {
			return day
		}
		day = day.AddDays(1)
	}
	return calendar.Day{}
}

// closes is when the desk closes on a day, in minutes after midnight; 0 when it does not open. A body that told no hours
// keeps those of the promise: business days, until 17:00.
func closes(body *supportv1.PartnerBody, day calendar.Day) (minute int32) {
	if _, off := calendar.Holiday(day); off {
		return 0
	}
	if len(body.GetOpeningHours()) == 0 {
		if calendar.IsBusinessDay(day) {
			return 17 * 60
		}
		return 0
	}
	weekday := int32((day.Weekday()+6)%7) + 1
	for _, h := range body.GetOpeningHours() {
		if h.GetWeekday() == weekday {
			minute = max(minute, h.GetCloseMinute())
		}
	}
	return minute
}
