package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"hup.example/services/kit/calendar"
)

// paris reads "2026-12-24 09:00:00" as the time in Paris.
func paris(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, s, calendar.Paris)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDue_keepsThePromise(t *testing.T) {
	for _, c := range []struct {
		name, received, from, due string
		days                      int
	}{
		{"Christmas and New Year", "2026-12-24 09:00:00", "2026-12-24", "2027-01-04", 5},
		{"a plain Friday", "2026-11-20 09:00:00", "2026-11-20", "2026-11-27", 5},
		{"one second before closing", "2026-11-20 16:59:59", "2026-11-20", "2026-11-27", 5},
		{"at closing", "2026-11-20 17:00:00", "2026-11-23", "2026-11-30", 5},
		{"on a Saturday", "2026-11-21 10:00:00", "2026-11-23", "2026-11-30", 5},
		{"on a holiday", "2026-11-11 10:00:00", "2026-11-12", "2026-11-19", 5},
		{"over the change to summer time", "2026-03-27 16:59:59", "2026-03-27", "2026-04-03", 5},
		{"over Easter Monday", "2026-04-02 08:00:00", "2026-04-02", "2026-04-10", 5},
		{"over 29 February", "2028-02-25 08:00:00", "2028-02-25", "2028-03-03", 5},
		{"no day at all", "2026-11-21 10:00:00", "2026-11-23", "2026-11-23", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := calendar.Due(paris(t, c.received), c.days)
			if got.CountedFrom.String() != c.from || got.DueDate.String() != c.due {
				t.Errorf("counted from %s, due %s; want %s, %s", got.CountedFrom, got.DueDate, c.from, c.due)
			}
		})
	}
}

func TestDue_readsTheHourInParis(t *testing.T) {
	// 16:30 UTC is 17:30 in Paris in winter, 15:30 UTC is 17:30 in summer.
	for _, utc := range []string{"2026-11-20T16:30:00Z", "2026-07-17T15:30:00Z"} {
		at, _ := time.Parse(time.RFC3339, utc)
		if from := calendar.CountedFrom(at); from.Weekday() != time.Monday {
			t.Errorf("%s counts from %s, want the Monday", utc, from)
		}
	}
}

func TestDue_endsAtTheLastSecondInParis(t *testing.T) {
	winter := calendar.Due(paris(t, "2026-12-24 09:00:00"), 5)
	if want := "2027-01-04T22:59:59Z"; winter.DueTime.UTC().Format(time.RFC3339) != want {
		t.Errorf("due time %s, want %s", winter.DueTime.UTC(), want)
	}
	if winter.Late(winter.DueTime.Add(999 * time.Millisecond)) {
		t.Error("the last second is not late")
	}
	if !winter.Late(winter.DueTime.Add(time.Second)) {
		t.Error("midnight is late")
	}
}

func TestDue_saysWhatItSkipped(t *testing.T) {
	got := fmt.Sprint(calendar.Due(paris(t, "2026-12-24 09:00:00"), 5).Skipped)
	want := "[{2026-12-25 holiday Jour de Noël} {2026-12-26 weekend Samedi} {2026-12-27 weekend Dimanche} " +
		"{2027-01-01 holiday 1er janvier} {2027-01-02 weekend Samedi} {2027-01-03 weekend Dimanche}]"
	if got != want {
		t.Errorf("skipped\n%s\nwant\n%s", got, want)
	}
}

func TestDue_skipsTheDayOffItWasReceivedOn(t *testing.T) {
	skipped := calendar.Due(paris(t, "2026-11-21 10:00:00"), 1).Skipped
	if len(skipped) != 2 || skipped[0].Date.String() != "2026-11-21" {
		t.Errorf("skipped %v, want the Saturday and the Sunday", skipped)
	}
}

func TestDue_addsThePausedDays(t *testing.T) {
	const received = "2026-11-20 09:00:00" // due Friday 27
	pause := func(from, to string) calendar.Pause { return calendar.Pause{From: paris(t, from), To: paris(t, to)} }
	for _, c := range []struct {
		name, due string
		pauses    []calendar.Pause
	}{
		{"within one day", "2026-11-27", []calendar.Pause{pause("2026-11-23 09:00:00", "2026-11-23 18:00:00")}},
		{"Monday to Wednesday", "2026-12-01", []calendar.Pause{pause("2026-11-23 09:00:00", "2026-11-25 09:00:00")}},
		{"a weekend only", "2026-11-27", []calendar.Pause{pause("2026-11-21 09:00:00", "2026-11-22 09:00:00")}},
		{"before receipt", "2026-11-27", []calendar.Pause{pause("2026-11-10 09:00:00", "2026-11-20 08:00:00")}},
		{"the evening of the due day", "2026-12-01", []calendar.Pause{pause("2026-11-27 22:00:00", "2026-12-01 09:00:00")}},
		{"after the deadline", "2026-11-27", []calendar.Pause{pause("2026-11-28 00:00:00", "2026-12-04 09:00:00")}},
		{"that has no end", "2026-11-27", []calendar.Pause{{From: paris(t, "2026-11-23 09:00:00")}}},
		{"two that overlap, out of order", "2026-12-02", []calendar.Pause{
			pause("2026-11-24 09:00:00", "2026-11-26 09:00:00"), pause("2026-11-23 09:00:00", "2026-11-25 09:00:00")}},
		{"a second one in the days won by the first", "2026-12-02", []calendar.Pause{
			pause("2026-11-23 09:00:00", "2026-11-25 09:00:00"), pause("2026-11-30 09:00:00", "2026-12-01 09:00:00")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := calendar.Due(paris(t, received), 5, c.pauses...); got.DueDate.String() != c.due {
				t.Errorf("due %s, want %s; skipped %v", got.DueDate, c.due, got.Skipped)
			}
		})
	}
}

func ExampleDue() {
	received := time.Date(2026, time.December, 24, 9, 0, 0, 0, calendar.Paris)
	deadline := calendar.Due(received, 5)
	fmt.Println(deadline.CountedFrom, deadline.DueDate, deadline.DueTime.Format(time.RFC3339))
	// Output: 2026-12-24 2027-01-04 2027-01-04T23:59:59+01:00
}
