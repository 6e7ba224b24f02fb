package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"hup.example/services/kit/calendar"
)

// anyInstant draws from 1990 to 2060: changes of the hour, year ends and leap days are all in it.
func anyInstant() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		from, to := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)
		return time.Unix(rapid.Int64Range(from.Unix(), to.Unix()).Draw(t, "unix"), 0).UTC()
	})
}

// off is the rule, as naively as it can be said.
func off(day calendar.Day) bool {
	_, holiday := calendar.Holiday(day)
	return holiday || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func TestDue_isTheNaiveCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received, days := anyInstant().Draw(t, "received"), rapid.IntRange(0, 60).Draw(t, "days")
		local := received.In(calendar.Paris)
		day := calendar.DayOf(received)
		if local.Hour() >= 17 || off(day) {
			for day = day.AddDays(1); off(day); day = day.AddDays(1) {
			}
		}
		got := calendar.Due(received, days)
		if got.CountedFrom != day {
			t.Fatalf("%s counts from %s, want %s", local, got.CountedFrom, day)
		}
		for left := days; left > 0; {
			if day = day.AddDays(1); !off(day) {
				left--
			}
		}
		if got.DueDate != day || got.DueTime.In(calendar.Paris).Format(time.DateTime) != day.String()+" 23:59:59" {
			t.Fatalf("%s and %d days: due %s at %s, want %s", local, days, got.DueDate, got.DueTime, day)
		}
	})
}

func TestDue_explainsEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received, days := anyInstant().Draw(t, "received"), rapid.IntRange(1, 30).Draw(t, "days")
		begin := received.Add(time.Duration(rapid.IntRange(-100, 1000).Draw(t, "after")) * time.Hour)
		end := begin.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "for")) * time.Hour)
		got := calendar.Due(received, days, calendar.Pause{From: begin, To: end})
		skipped := 0
		for _, skip := range got.Skipped {
			if skip.Date.After(got.CountedFrom) {
				skipped++
			}
		}
		if span := got.CountedFrom.DaysUntil(got.DueDate); span != days+skipped {
			t.Fatalf("%d days, %d of them skipped, promised %d: %+v", span, skipped, days, got)
		}
		if got.DueDate.Before(calendar.Due(received, days).DueDate) {
			t.Fatalf("a pause made it due earlier: %s", got.DueDate)
		}
	})
}

func TestDue_addsAsMuchForAPauseInTwoParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := anyInstant().Draw(t, "received")
		begin := received.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "after")) * time.Hour)
		middle := begin.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "first")) * time.Hour)
		end := middle.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "second")) * time.Hour)
		one := calendar.Due(received, 10, calendar.Pause{From: begin, To: end})
		two := calendar.Due(received, 10, calendar.Pause{From: middle, To: end}, calendar.Pause{From: begin, To: middle})
		if one.DueDate != two.DueDate {
			t.Fatalf("one pause: %s, two: %s", one.DueDate, two.DueDate)
		}
	})
}

func TestBusinessDaysBetween_isTheNaiveCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.DayOf(anyInstant().Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 900).Draw(t, "days"))
		want := 0
		for day := from.AddDays(1); !day.After(to); day = day.AddDays(1) {
			if !off(day) {
				want++
			}
		}
		if got := calendar.BusinessDaysBetween(from, to); got != want {
			t.Fatalf("from %s to %s: %d, want %d", from, to, got, want)
		}
	})
}

func TestAddBusinessDays_isUndoneByBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.DayOf(anyInstant().Draw(t, "day"))
		n := rapid.IntRange(-80, 80).Draw(t, "n")
		if got := calendar.BusinessDaysBetween(day, calendar.AddBusinessDays(day, n)); got != n {
			t.Fatalf("%s and %d business days: counted %d", day, n, got)
		}
	})
}
