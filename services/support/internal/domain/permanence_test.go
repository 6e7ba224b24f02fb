package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

const (
	weekly   = supportv1.Frequency_FREQUENCY_WEEKLY
	biweekly = supportv1.Frequency_FREQUENCY_BIWEEKLY
	monthly  = supportv1.Frequency_FREQUENCY_MONTHLY
	onDates  = supportv1.Frequency_FREQUENCY_DATES
)

func permanence(r *supportv1.Recurrence, minutes int32) *supportv1.Permanence {
	return &supportv1.Permanence{PermanenceId: "pmn_1", FromDate: "2026-01-01", Recurrence: r, SlotMinutes: minutes, SeatsPerSlot: 1}
}

// held are the slots as the clock on the wall shows them.
func held(p Plan, from, to string) (all []string) {
	for _, s := range p.Between(calendar.MustDay(from), calendar.MustDay(to)) {
		all = append(all, s.Start.In(calendar.Paris).Format("2006-01-02 15:04"))
	}
	return all
}

func TestPlan_comesBackAsItsRecurrenceSays(t *testing.T) {
	for name, x := range map[string]struct {
		r        *supportv1.Recurrence
		from, to string
		want     []string
	}{
		"each Tuesday": {&supportv1.Recurrence{Frequency: weekly, Weekday: 2, StartMinute: 540, EndMinute: 600}, "2026-12-01", "2026-12-15",
			[]string{"2026-12-01 09:00", "2026-12-08 09:00", "2026-12-15 09:00"}},
		"every second Thursday from the week of 1 January on": {&supportv1.Recurrence{Frequency: biweekly, Weekday: 4, StartMinute: 840, EndMinute: 900},
			"2026-01-01", "2026-02-12", []string{"2026-01-15 14:00", "2026-01-29 14:00", "2026-02-12 14:00"}}, // 1 January is off
		"second Friday": {&supportv1.Recurrence{Frequency: monthly, Weekday: 5, WeekOfMonth: 2, StartMinute: 540, EndMinute: 600}, "2026-10-01", "2026-12-31",
			[]string{"2026-10-09 09:00", "2026-11-13 09:00", "2026-12-11 09:00"}},
		"last Wednesday, a fifth or a fourth one": {&supportv1.Recurrence{Frequency: monthly, Weekday: 3, WeekOfMonth: 5, StartMinute: 540, EndMinute: 600},
			"2026-09-01", "2026-12-31", []string{"2026-09-30 09:00", "2026-10-28 09:00", "2026-11-25 09:00", "2026-12-30 09:00"}},
		"single days": {&supportv1.Recurrence{Frequency: onDates, Dates: []string{"2026-12-24", "2026-12-25", "2026-12-28"}, StartMinute: 540, EndMinute: 600},
			"2026-12-01", "2026-12-31", []string{"2026-12-24 09:00", "2026-12-28 09:00"}}, // Christmas is off
		"at nine when summer time begins": {&supportv1.Recurrence{Frequency: weekly, Weekday: 1, StartMinute: 540, EndMinute: 600}, "2026-03-23", "2026-04-05",
			[]string{"2026-03-23 09:00", "2026-03-30 09:00"}},
		"at nine when it ends": {&supportv1.Recurrence{Frequency: weekly, Weekday: 1, StartMinute: 540, EndMinute: 600}, "2026-10-19", "2026-10-26",
			[]string{"2026-10-19 09:00", "2026-10-26 09:00"}},
		"an hour that there is not": {&supportv1.Recurrence{Frequency: onDates, Dates: []string{"2026-03-29"}, StartMinute: 60, EndMinute: 240}, "2026-03-29", "2026-03-29",
			[]string{"2026-03-29 01:00", "2026-03-29 03:00"}},
		"an hour that there is twice is held once": {&supportv1.Recurrence{Frequency: onDates, Dates: []string{"2026-10-25"}, StartMinute: 120, EndMinute: 240}, "2026-10-25", "2026-10-25",
			[]string{"2026-10-25 02:00", "2026-10-25 03:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := held(Plan{Permanence: permanence(x.r, 60)}, x.from, x.to); !slices.Equal(got, x.want) {
				t.Errorf("%q, want %q", got, x.want)
			}
		})
	}
}

func TestPlan_whatClosesADayIsSaid(t *testing.T) {
	p := permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 5, StartMinute: 540, EndMinute: 600}, 30)
	p.Closures = []*supportv1.Closure{{FromDate: "2026-12-04", ToDate: "2026-12-04", Reason: "Travaux"}}
	p.SlotChanges = []*supportv1.SlotChange{{Date: "2026-12-11", ReasonNote: "Grève"}}
	body := &supportv1.PartnerBody{Absences: []*supportv1.Absence{{FromDate: "2026-12-18", ToDate: "2026-12-20"}, {PersonId: "per_1", FromDate: "2026-11-27", ToDate: "2026-11-27"}}}
	plan := Plan{Permanence: p, Body: body}
	if got := held(plan, "2026-11-27", "2026-12-31"); !slices.Equal(got, []string{"2026-11-27 09:00", "2026-11-27 09:30"}) {
		t.Errorf("held: %v", got)
	}
	var said []string
	for _, d := range plan.ClosedDays(calendar.MustDay("2026-11-27"), calendar.MustDay("2026-12-31")) {
		said = append(said, d.GetDate()+" "+d.GetLabel())
	}
	if want := []string{"2026-12-04 Travaux", "2026-12-11 Grève", "2026-12-18 Organisme fermé", "2026-12-25 Jour de Noël"}; !slices.Equal(said, want) {
		t.Errorf("closed: %q, want %q", said, want)
	}
}

func TestPlan_slotsThatAreMovedKeepWhoTheyAre(t *testing.T) {
	now := wall(calendar.MustDay("2026-11-23"), 540)
	p := &Permanence{State: permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 5, StartMinute: 540, EndMinute: 600}, 30)}
	plan := Plan{Permanence: p.State}
	move := func(date string, slot, to time.Time) error {
		whole := slot.IsZero()
		start := timestamppb.New(slot)
		if whole {
			start = nil
		}
		slots, err := plan.SlotsOf(date, start)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.MoveSlots(slots, whole, to, "", now); err != nil {
			t.Fatal(err)
		}
		return plan.CheckMoved(slots[0].Date)
	}
	friday, christmas := calendar.MustDay("2026-11-27"), calendar.MustDay("2026-12-25")
	if err := move("2026-11-27", wall(friday, 570), wall(friday, 900)); err != nil {
		t.Fatal(err)
	}
	if err := move("2026-12-25", time.Time{}, wall(christmas.AddDays(-3), 600)); err != nil { // a holiday finds another day
		t.Fatal(err)
	}
	if got := held(plan, "2026-11-27", "2026-12-31"); !slices.Equal(got, []string{
		"2026-11-27 09:00", "2026-11-27 15:00", "2026-12-04 09:00", "2026-12-04 09:30", "2026-12-11 09:00", "2026-12-11 09:30",
		"2026-12-18 09:00", "2026-12-18 09:30", "2026-12-22 10:00", "2026-12-22 10:30",
	}) {
		t.Errorf("%q", got)
	}
	if s, ok := plan.Find(wall(friday, 570)); !ok || !s.Start.Equal(wall(friday, 900)) {
		t.Errorf("the slot of half past nine is %v %v", s, ok)
	}
	if err := move("2026-12-04", time.Time{}, wall(calendar.MustDay("2026-12-11"), 585)); err == nil {
		t.Error("a day is moved onto slots of another one")
	}
}

// TestPlan_neverHoldsTwoSlotsAtOnce: whatever the recurrence and the days, slots are apart, open, and found again by their start.
func TestPlan_neverHoldsTwoSlotsAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.Int32Range(0, 1300).Draw(t, "start")
		r := &supportv1.Recurrence{
			Frequency: supportv1.Frequency(rapid.IntRange(1, 3).Draw(t, "frequency")), Weekday: rapid.Int32Range(1, 7).Draw(t, "weekday"),
			WeekOfMonth: rapid.Int32Range(1, 5).Draw(t, "week"), StartMinute: start, EndMinute: rapid.Int32Range(start+1, 1440).Draw(t, "end"),
		}
		plan := Plan{Permanence: permanence(r, rapid.Int32Range(5, 120).Draw(t, "minutes"))}
		from := calendar.MustDay("2026-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "from"))
		slots := plan.Between(from, from.AddDays(40))
		for i, s := range slots {
			if i > 0 && s.Start.Before(slots[i-1].End) {
				t.Fatalf("%v begins before %v ends", s, slots[i-1])
			}
			if _, _, closed := plan.Closed(calendar.DayOf(s.Start)); closed {
				t.Fatalf("%v is on a closed day", s)
			}
			if again, ok := plan.At(s.Start); !ok || again != s {
				t.Fatalf("%v is found as %v", s, again)
			}
		}
	})
}

func TestPlan_meetsAnotherInItsRoom(t *testing.T) {
	from := calendar.MustDay("2026-11-23")
	first := Plan{Permanence: permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 2, StartMinute: 540, EndMinute: 720}, 30)}
	for name, x := range map[string]struct {
		r    *supportv1.Recurrence
		meet bool
	}{
		"the afternoon":                    {&supportv1.Recurrence{Frequency: weekly, Weekday: 2, StartMinute: 720, EndMinute: 900}, false},
		"another day":                      {&supportv1.Recurrence{Frequency: weekly, Weekday: 3, StartMinute: 540, EndMinute: 720}, false},
		"the last half hour, once a month": {&supportv1.Recurrence{Frequency: monthly, Weekday: 2, WeekOfMonth: 4, StartMinute: 690, EndMinute: 900}, true},
		"one day":                          {&supportv1.Recurrence{Frequency: onDates, Dates: []string{"2027-06-08"}, StartMinute: 600, EndMinute: 660}, true},
		"one day that is over":             {&supportv1.Recurrence{Frequency: onDates, Dates: []string{"2026-11-17"}, StartMinute: 600, EndMinute: 660}, false},
	} {
		other := Plan{Permanence: permanence(x.r, 30)}
		at, meet := first.Meets(other, from)
		if _, back := other.Meets(first, from); meet != x.meet || back != meet {
			t.Errorf("%s: %s %v, and back %v", name, fmt.Sprint(at), meet, back)
		}
	}
}

// BenchmarkPlan_between computes what a page of slots shows: three months of a weekly permanence of half a day.
func BenchmarkPlan_between(b *testing.B) {
	plan := Plan{Permanence: permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 2, StartMinute: 540, EndMinute: 720}, 30)}
	from := calendar.MustDay("2026-11-23")
	for b.Loop() {
		plan.Between(from, from.AddDays(91))
	}
}

// BenchmarkPlan_meets compares two permanences of a room over the whole time that is looked at.
func BenchmarkPlan_meets(b *testing.B) {
	one := Plan{Permanence: permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 2, StartMinute: 540, EndMinute: 720}, 30)}
	other := Plan{Permanence: permanence(&supportv1.Recurrence{Frequency: weekly, Weekday: 3, StartMinute: 540, EndMinute: 720}, 30)}
	for b.Loop() {
		one.Meets(other, calendar.MustDay("2026-11-23"))
	}
}
