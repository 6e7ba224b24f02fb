package domain

import (
	"cmp"
	"slices"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Plan computes the slots of a permanence. Times are those of the clock on the wall in Paris: a slot at nine stays at nine
// when summer time begins, and an hour that there is not has no slot.
type Plan struct {
	Permanence *supportv1.Permanence
	// Body is the one that receives, for its absences.
	Body *supportv1.PartnerBody
}

// Slot is a time that can be booked.
type Slot struct {
	// Planned is the start as it was announced: by it the slot is known, wherever it was moved.
	Planned, Start, End time.Time
	// Date is the day as it was announced.
	Date calendar.Day
}

// Between are the slots that are held from one day to another, both with them, by time.
func (p Plan) Between(from, to calendar.Day) []Slot {
	days := map[calendar.Day]bool{}
	for day := from; !day.After(to); day = day.AddDays(1) {
		days[day] = true
	}
	for _, c := range p.Permanence.GetSlotChanges() {
		if day, err := calendar.ParseDay(c.GetDate()); err == nil {
			days[day] = true // it may have been moved into this time
		}
	}
	var found []Slot
	for day := range days {
		for _, s := range p.OfDate(day) {
			if held := calendar.DayOf(s.Start); !held.Before(from) && !held.After(to) {
				found = append(found, s)
			}
		}
	}
	slices.SortFunc(found, func(a, b Slot) int { return cmp.Or(a.Start.Compare(b.Start), a.Planned.Compare(b.Planned)) })
	return found
}

// OfDate are the slots that were announced for a day and are held, some of them perhaps at another time.
func (p Plan) OfDate(date calendar.Day) []Slot {
	announced := p.announced(date)
	return slices.DeleteFunc(announced, func(s Slot) bool {
		_, _, closed := p.Closed(calendar.DayOf(s.Start))
		return s.Start.IsZero() || closed
	})
}

// Find is the slot of an announced start; ok is false when it is not held.
func (p Plan) Find(planned time.Time) (Slot, bool) {
	return pick(p.OfDate(calendar.DayOf(planned)), func(s Slot) bool { return s.Planned.Equal(planned) })
}

// At is the slot that is held from an instant on.
func (p Plan) At(start time.Time) (Slot, bool) {
	day := calendar.DayOf(start)
	return pick(p.Between(day, day), func(s Slot) bool { return s.Start.Equal(start) })
}

func pick(slots []Slot, is func(Slot) bool) (Slot, bool) {
	if i := slices.IndexFunc(slots, is); i >= 0 {
		return slots[i], true
	}
	return Slot{}, false
}

// announced are the slots of a day as the recurrence says, with what became of them: a start of zero was called off.
func (p Plan) announced(date calendar.Day) []Slot {
	r, length := p.Permanence.GetRecurrence(), time.Duration(p.Permanence.GetSlotMinutes())*time.Minute
	if !p.Recurs(date) || length <= 0 {
		return nil
	}
	begin, end := wall(date, r.GetStartMinute()), wall(date, r.GetEndMinute())
	changes := p.changesOf(date)
	var slots []Slot
	for at := begin; !at.Add(length).After(end); at = at.Add(length) {
		start := becomes(changes, at, begin)
		slots = append(slots, Slot{Planned: at, Start: start, End: start.Add(length), Date: date})
	}
	return slots
}

// changesOf are what became of the slots of a day, those of single slots first: they count before that of the day.
func (p Plan) changesOf(date calendar.Day) (changes []*supportv1.SlotChange) {
	if len(p.Permanence.GetSlotChanges()) == 0 {
		return nil
	}
	on := date.String()
	for _, c := range p.Permanence.GetSlotChanges() {
		switch {
		case c.GetDate() != on:
		case c.GetStartTime() == nil:
			changes = append(changes, c)
		default:
			changes = slices.Insert(changes, 0, c)
		}
	}
	return changes
}

// becomes is when an announced slot is held: as it was moved itself, else as its day was. The zero time: not at all.
func becomes(changes []*supportv1.SlotChange, planned, begin time.Time) time.Time {
	for _, c := range changes {
		whole := c.GetStartTime() == nil
		switch {
		case !whole && !c.GetStartTime().AsTime().Equal(planned):
		case c.GetNewStartTime() == nil:
			return time.Time{}
		case whole:
			return c.GetNewStartTime().AsTime().Add(planned.Sub(begin))
		default:
			return c.GetNewStartTime().AsTime()
		}
	}
	return planned
}

// Recurs says whether the permanence is announced for a day, whatever closes it.
func (p Plan) Recurs(day calendar.Day) bool {
	s, r := p.Permanence, p.Permanence.GetRecurrence()
	dates := r.GetFrequency() == supportv1.Frequency_FREQUENCY_DATES
	if !dates && isoWeekday(day) != r.GetWeekday() {
		return false
	}
	on := day.String()
	if on < s.GetFromDate() || s.GetUntilDate() != "" && on > s.GetUntilDate() {
		return false
	}
	if dates {
		return slices.Contains(r.GetDates(), on)
	}
	switch r.GetFrequency() {
	case supportv1.Frequency_FREQUENCY_WEEKLY:
		return true
	case supportv1.Frequency_FREQUENCY_BIWEEKLY:
		from, err := calendar.ParseDay(s.GetFromDate())
		return err == nil && weekStart(from).DaysUntil(weekStart(day))%14 == 0
	case supportv1.Frequency_FREQUENCY_MONTHLY:
		return int32((day.Day-1)/7+1) == r.GetWeekOfMonth() || r.GetWeekOfMonth() == lastOfMonth && day.AddDays(7).Month != day.Month
	}
	return false
}

// lastOfMonth stands for the last such weekday of a month.
const lastOfMonth = 5

// Closed says whether and why no slot is held on a day.
func (p Plan) Closed(day calendar.Day) (supportv1.ClosedReason, string, bool) {
	if label, off := calendar.Holiday(day); off {
		return supportv1.ClosedReason_CLOSED_REASON_HOLIDAY, label, true
	}
	on := day.String()
	if i := slices.IndexFunc(p.Permanence.GetClosures(), func(c *supportv1.Closure) bool { return c.GetFromDate() <= on && on <= c.GetToDate() }); i >= 0 {
		return supportv1.ClosedReason_CLOSED_REASON_CLOSURE, cmp.Or(p.Permanence.GetClosures()[i].GetReason(), "Fermeture exceptionnelle"), true
	}
	if absenceOf(p.Body, "", day) != nil {
		return supportv1.ClosedReason_CLOSED_REASON_BODY_AWAY, "Organisme fermé", true
	}
	return 0, "", false
}

// ClosedDays are the days of a time that would have slots and have none, with why.
func (p Plan) ClosedDays(from, to calendar.Day) (days []*supportv1.ClosedDay) {
	for day := from; !day.After(to); day = day.AddDays(1) {
		announced := p.announced(day)
		if len(announced) == 0 || len(p.OfDate(day)) > 0 {
			continue
		}
		reason, label, closed := p.Closed(day)
		if !closed {
			reason, label = supportv1.ClosedReason_CLOSED_REASON_CANCELLED, p.calledOff(day)
		}
		days = append(days, &supportv1.ClosedDay{Date: day.String(), Reason: reason, Label: label})
	}
	return days
}

// calledOff is why the slots of a day are not held.
func (p Plan) calledOff(day calendar.Day) string {
	for _, c := range p.Permanence.GetSlotChanges() {
		if c.GetDate() == day.String() {
			return c.GetReasonNote()
		}
	}
	return ""
}

// wall is the instant when the clock on the wall in Paris shows so many minutes after midnight.
func wall(day calendar.Day, minute int32) time.Time {
	return time.Date(day.Year, day.Month, day.Day, 0, int(minute), 0, 0, calendar.Paris)
}

func isoWeekday(day calendar.Day) int32 { return int32((day.Weekday()+6)%7) + 1 }

func weekStart(day calendar.Day) calendar.Day { return day.AddDays(1 - int(isoWeekday(day))) }
