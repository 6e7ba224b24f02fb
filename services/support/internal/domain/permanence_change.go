package domain

import (
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// keptChanges is how long what became of slots is kept after their day.
const keptChanges = 90

// SlotsOf are the slots that a command names: those announced for the day, or the one of them that begins then. They may be
// closed today, for they can be moved to a day that is not.
func (p Plan) SlotsOf(date string, start *timestamppb.Timestamp) ([]Slot, error) {
	day, err := calendar.ParseDay(date)
	if err != nil {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "date", Reason: "CODE_DATE"})
	}
	slots := p.announced(day)
	if start != nil {
		slots = slices.DeleteFunc(slots, func(s Slot) bool { return !s.Start.Equal(start.AsTime()) })
	}
	if len(slots) == 0 {
		return nil, errs.State("SLOT_UNKNOWN")
	}
	return slots, nil
}

// CancelSlots calls off a day, or the slot of it that was announced for an instant.
func (p *Permanence) CancelSlots(slots []Slot, whole bool, note string, now time.Time) {
	p.changeSlots(slots, whole, nil, note, now)
}

// MoveSlots moves a day, or one slot of it, to another time. Who keeps the permanence checks the plan that comes of it.
func (p *Permanence) MoveSlots(slots []Slot, whole bool, to time.Time, note string, now time.Time) error {
	if !to.After(now) {
		return errs.State("SLOT_PAST")
	}
	p.changeSlots(slots, whole, timestamppb.New(to), note, now)
	return nil
}

// changeSlots writes down what became of slots. What is said of a whole day takes the place of what was said of its slots.
func (p *Permanence) changeSlots(slots []Slot, whole bool, to *timestamppb.Timestamp, note string, now time.Time) {
	change := &supportv1.SlotChange{Date: slots[0].Date.String(), NewStartTime: to, ReasonNote: note, Time: timestamppb.New(now)}
	if !whole {
		change.StartTime = timestamppb.New(slots[0].Planned)
	}
	old := calendar.DayOf(now).AddDays(-keptChanges).String()
	p.State.SlotChanges = slices.DeleteFunc(p.State.GetSlotChanges(), func(c *supportv1.SlotChange) bool {
		same := c.GetDate() == change.GetDate() && (whole || c.GetStartTime() != nil && c.GetStartTime().AsTime().Equal(slots[0].Planned))
		return same || lastDay(c) < old
	})
	p.State.SlotChanges = append(p.State.SlotChanges, change)
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PermanenceChanged{Permanence: p.State, Fields: []string{"slotChanges"}, Date: change.GetDate()})
}

// lastDay is the later of the day when slots were announced and the day when they are held.
func lastDay(c *supportv1.SlotChange) string {
	if c.GetNewStartTime() == nil {
		return c.GetDate()
	}
	return max(c.GetDate(), calendar.DayOf(c.GetNewStartTime().AsTime()).String())
}

// CheckMoved refuses a move of slots of a day that leads to a closed day, or onto other slots of the permanence.
func (p Plan) CheckMoved(date calendar.Day) error {
	for _, moved := range p.announced(date) {
		if moved.Start.IsZero() {
			continue
		}
		day := calendar.DayOf(moved.Start)
		if _, label, closed := p.Closed(day); closed && !moved.Start.Equal(moved.Planned) {
			return errs.State("SLOT_CLOSED").With("day", day.InWords()).With("why", label)
		}
		for _, other := range p.Between(day.AddDays(-1), day.AddDays(1)) {
			if !other.Planned.Equal(moved.Planned) && other.Start.Before(moved.End) && moved.Start.Before(other.End) {
				return errs.State("SLOTS_OVERLAP").With("when", InWords(other.Start))
			}
		}
	}
	return nil
}

// roomHorizon is how many days ahead two permanences may not meet in a room: what comes back does so within it.
const roomHorizon = 550

// Meets is the first instant when two permanences would be in the room at once, from a day on.
func (p Plan) Meets(other Plan, from calendar.Day) (time.Time, bool) {
	to := from.AddDays(roomHorizon)
	mine, theirs := p.Between(from, to), other.Between(from, to)
	for i, j := 0, 0; i < len(mine) && j < len(theirs); {
		if mine[i].Start.Before(theirs[j].End) && theirs[j].Start.Before(mine[i].End) {
			return latest(mine[i].Start, theirs[j].Start), true
		}
		if mine[i].End.After(theirs[j].End) {
			j++
		} else {
			i++
		}
	}
	return time.Time{}, false
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// InWords is an instant as the French write it: vendredi 27 novembre 2026 à 9 h 30.
func InWords(t time.Time) string { return calendar.DayOf(t).InWords() + " à " + hourInWords(t) }

func hourInWords(t time.Time) string {
	wall := t.In(calendar.Paris)
	return fmt.Sprintf("%d h %02d", wall.Hour(), wall.Minute())
}
