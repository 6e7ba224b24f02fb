package calendar

import (
	"slices"
	"time"
)

// closingHour is when the day's post is closed in Paris: what comes at 17:00:00 or later counts as the next business day.
const closingHour = 17

// SkipReason says why a day does not count.
type SkipReason string

// The reasons why a day does not count.
const (
	SkipWeekend SkipReason = "weekend"
	SkipHoliday SkipReason = "holiday"
	SkipPause   SkipReason = "pause"
)

// Skip is a day that a deadline does not count, and why, in the words of people.
type Skip struct {
	Date   Day
	Reason SkipReason
	Label  string
}

// Pause is a time during which a clock stands still, for instance while an answer is awaited.
// A pause that still runs ends, for the count, at the instant that the caller gives as To.
type Pause struct{ From, To time.Time }

// Deadline is a promise in business days, with what explains it.
type Deadline struct {
	// CountedFrom is the business day that receipt counts as: day 0.
	CountedFrom Day
	// DueDate is the last day of the promise.
	DueDate Day
	// DueTime is 23:59:59 in Paris on the due date.
	DueTime time.Time
	// Skipped are the days from receipt to the due date that do not count, in order.
	Skipped []Skip
}

// Late tells whether an instant is after the due second.
func (d Deadline) Late(at time.Time) bool { return at.Unix() > d.DueTime.Unix() }

// CountedFrom is the business day that an instant counts as: its day in Paris, or the next business day when it comes
// from 17:00:00 on or on a day off.
func CountedFrom(received time.Time) Day {
	day := DayOf(received)
	if received.In(Paris).Hour() < closingHour && IsBusinessDay(day) {
		return day
	}
	return AddBusinessDays(day, 1)
}

// Due is the deadline of so many business days after receipt. Each pause adds the business days that it covered: those
// after the day it began, up to and with the day it ended. A pause that began after the deadline changes nothing: late
// stays late. With 0 business days, the deadline is the day that receipt counts as.
func Due(received time.Time, businessDays int, pauses ...Pause) Deadline {
	from := CountedFrom(received)
	due := AddBusinessDays(from, businessDays)
	paused := map[Day]bool{}
	for _, pause := range sorted(pauses) {
		if pause.From.Unix() > due.End().Unix() {
			break
		}
		due = AddBusinessDays(due, cover(paused, from, pause))
	}
	return Deadline{CountedFrom: from, DueDate: due, DueTime: due.End(), Skipped: skipped(DayOf(received), due, paused)}
}

// cover marks the business days of a pause and counts those that no other pause had covered.
func cover(paused map[Day]bool, from Day, pause Pause) int {
	added := 0
	day, last := DayOf(pause.From), DayOf(pause.To)
	if day.Before(from) {
		day = from
	}
	for day = day.AddDays(1); !day.After(last); day = day.AddDays(1) {
		if IsBusinessDay(day) && !paused[day] {
			paused[day] = true
			added++
		}
	}
	return added
}

// skipped lists the days that do not count, from one day to another, both with them.
func skipped(from, to Day, paused map[Day]bool) []Skip {
	var skips []Skip
	for day := from; !day.After(to); day = day.AddDays(1) {
		if skip, off := dayOff(day); off {
			skips = append(skips, skip)
		} else if paused[day] {
			skips = append(skips, Skip{day, SkipPause, "Délai suspendu"})
		}
	}
	return skips
}

func sorted(pauses []Pause) []Pause {
	return slices.SortedFunc(slices.Values(pauses), func(a, b Pause) int { return a.From.Compare(b.From) })
}
