// Package calendar counts the business days of metropolitan France: Saturdays, Sundays and the eleven holidays are off.
// It never asks for the time: instants come from the caller, and their day is the day in Paris.
package calendar

import (
	"fmt"
	"time"
	_ "time/tzdata" // the machine may have no time zones
)

// Paris is the time zone of every promise.
var Paris = mustLoad("Europe/Paris")

// Day is a civil date, without time and without zone. The zero Day is no day.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day in Paris at an instant.
func DayOf(t time.Time) Day {
	year, month, day := t.In(Paris).Date()
	return Day{year, month, day}
}

// ParseDay reads YYYY-MM-DD and refuses a day that does not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("calendar: %q is not a day", s)
	}
	return dayIn(t), nil
}

// MustDay is ParseDay for constants.
func MustDay(s string) Day {
	day, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return day
}

// String is YYYY-MM-DD, empty for the zero Day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero tells the zero Day.
func (d Day) IsZero() bool { return d == Day{} }

// AddDays is the day n days later, earlier when n is negative.
func (d Day) AddDays(n int) Day { return dayIn(d.midnightUTC().AddDate(0, 0, n)) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.midnightUTC().Weekday() }

// Compare is negative when d comes first, positive when other does.
func (d Day) Compare(other Day) int { return d.midnightUTC().Compare(other.midnightUTC()) }

// Before tells whether d comes before other.
func (d Day) Before(other Day) bool { return d.Compare(other) < 0 }

// After tells whether d comes after other.
func (d Day) After(other Day) bool { return d.Compare(other) > 0 }

// DaysUntil counts the days from d to other, negative when other comes first.
func (d Day) DaysUntil(other Day) int { return int(other.number() - d.number()) }

// Start is 00:00:00 in Paris.
func (d Day) Start() time.Time { return d.at(0, 0, 0) }

// End is 23:59:59 in Paris, the last second of the day.
func (d Day) End() time.Time { return d.at(23, 59, 59) }

// MarshalText implements encoding.TextMarshaler.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; an empty text is the zero Day.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

func (d Day) at(hour, minute, second int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, second, 0, Paris)
}

func (d Day) midnightUTC() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// number counts days from a fixed one: a UTC day always has 86,400 seconds.
func (d Day) number() int64 { return d.midnightUTC().Unix() / secondsPerDay }

const secondsPerDay = 24 * 60 * 60

func dayIn(t time.Time) Day {
	year, month, day := t.Date()
	return Day{year, month, day}
}

func mustLoad(zone string) *time.Location {
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // the zones are embedded
	}
	return location
}
