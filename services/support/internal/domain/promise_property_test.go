package domain

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// The rule of the promise, counted here a second time and day by day, from the published list of holidays; nothing of
// kit/calendar is used.

var parisTime = func() *time.Location {
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return l
}()

// civil is a day, at midnight UTC.
func civil(at time.Time) time.Time {
	y, m, d := at.In(parisTime).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func tomorrow(day time.Time) time.Time { return day.AddDate(0, 0, 1) }

// publishedHolidays is the official list, 2010 to 2031.
func publishedHolidays(t *testing.T) map[time.Time]bool {
	file, err := os.Open("../../../kit/calendar/testdata/jours_feries_metropole.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	days := map[time.Time]bool{}
	for _, row := range rows[1:] {
		day, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			t.Fatal(err)
		}
		days[day] = true
	}
	return days
}

// gaussHolidays are the eleven days of a year, Easter by the rule of Gauss.
func gaussHolidays(year int) map[time.Time]bool {
	k := year / 100
	p := (13 + 8*k) / 25
	m := (15 - p + k - k/4) % 30
	n := (4 + k - k/4) % 7
	d := (19*(year%19) + m) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + n) % 7
	march := 22 + d + e
	if d == 29 && e == 6 || d == 28 && e == 6 && (11*m+11)%30 < 19 {
		march -= 7
	}
	easter := time.Date(year, time.March, march, 0, 0, 0, 0, time.UTC)
	days := map[time.Time]bool{easter.AddDate(0, 0, 1): true, easter.AddDate(0, 0, 39): true, easter.AddDate(0, 0, 50): true}
	for _, fixed := range [][2]int{{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}} {
		days[time.Date(year, time.Month(fixed[0]), fixed[1], 0, 0, 0, 0, time.UTC)] = true
	}
	return days
}

// count is the naive count.
type count struct{ holidays map[time.Time]bool }

func (n count) works(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !n.holidays[day]
}

// stood says whether a pause covered the day: it began on a day before, and lasted until this day.
func stood(day time.Time, pauses [][2]time.Time, begunBy time.Time) bool {
	for _, p := range pauses {
		if civil(p[0]).Before(day) && !civil(p[1]).Before(day) && !civil(p[0]).After(begunBy) {
			return true
		}
	}
	return false
}

// due is the day of the promise: five working days during which the clock ran.
func (n count) due(received time.Time, pauses [][2]time.Time) time.Time {
	day := civil(received)
	closing := received.In(parisTime)
	if closing.Hour() >= 17 || !n.works(day) {
		for day = tomorrow(day); !n.works(day); day = tomorrow(day) {
		}
	}
	for left := 5; left > 0; {
		if day = tomorrow(day); n.works(day) && !stood(day, pauses, day) {
			left--
		}
	}
	for { // the promise does not fall due while its clock stands still
		next := tomorrow(day)
		for !n.works(next) {
			next = tomorrow(next)
		}
		if !stood(next, pauses, day) {
			return day
		}
		day = next
	}
}

// instants are spread over the years, and often where it is easy to be wrong.
func instants(year func(*rapid.T) int) *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		y := year(t)
		day := rapid.SampledFrom([]time.Time{
			time.Date(y, time.December, 20, 0, 0, 0, 0, parisTime), time.Date(y, time.February, 24, 0, 0, 0, 0, parisTime),
			time.Date(y, time.March, 22, 0, 0, 0, 0, parisTime), time.Date(y, time.October, 20, 0, 0, 0, 0, parisTime),
			time.Date(y, time.April, 28, 0, 0, 0, 0, parisTime), time.Date(y, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, parisTime),
		}).Draw(t, "season").AddDate(0, 0, rapid.IntRange(0, 14).Draw(t, "day"))
		clock := rapid.SampledFrom([]int{0, 2*3600 + 1800, 17*3600 - 1, 17 * 3600, 17*3600 + 1, 24*3600 - 1, rapid.IntRange(0, 24*3600-1).Draw(t, "second")}).Draw(t, "clock")
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, clock, 0, parisTime).UTC()
	})
}

// TestPromise_isTheNaiveCount over the years of the published list, then over a century with computed holidays: of a case
// and of a referral, over pauses, year ends, 29 February, changes of the hour, and the second of 17:00.
func TestPromise_isTheNaiveCount(t *testing.T) {
	published := publishedHolidays(t)
	for year := 2010; year <= 2031; year++ {
		for day := range gaussHolidays(year) {
			if !published[day] {
				t.Fatalf("Gauss says that %s is a holiday", day)
			}
		}
	}
	t.Run("published", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			year := func(t *rapid.T) int { return rapid.IntRange(2010, 2030).Draw(t, "year") }
			checkPromise(t, count{published}, instants(year).Draw(t, "received"))
		})
	})
	t.Run("computed", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			received := instants(func(t *rapid.T) int { return rapid.IntRange(1990, 2090).Draw(t, "year") }).Draw(t, "received")
			holidays := map[time.Time]bool{}
			for year := received.Year() - 1; year <= received.Year()+2; year++ {
				for day := range gaussHolidays(year) {
					holidays[day] = true
				}
			}
			checkPromise(t, count{holidays}, received)
		})
	})
}

// checkPromise pauses and resumes a case, sends a referral somewhere between, and counts both.
func checkPromise(t *rapid.T, naive count, received time.Time) {
	c := aCase(t, received)
	now := received
	var r *Referral
	var pauses [][2]time.Time
	later := func(most int) time.Time {
		now = now.Add(time.Duration(rapid.IntRange(0, most*24*60).Draw(t, "minutes")) * time.Minute)
		return now
	}
	send := rapid.IntRange(0, 7).Draw(t, "send")
	step := func(i int) {
		if i != send {
			return
		}
		var err error
		if r, err = Send(lead, c, Sending{BodyID: "cci"}, later(3)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "pauses") {
		step(2 * i)
		must(t, c.RequestInfo(lead, supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING, "", later(6)))
		from := now
		step(2*i + 1)
		must(t, c.ProvideInfo(lead, nil, nil, later(12)))
		pauses = append(pauses, [2]time.Time{from, now})
		if r != nil {
			r.Postpone(c.Pauses(now), now)
		}
	}
	check(t, "the case", naive, received, pauses, c.State.GetDueDate(), c.State.GetDueTime().AsTime(), c.State.GetPromise())
	if r != nil {
		check(t, "the referral", naive, r.State.GetSentTime().AsTime(), after(pauses, r.State.GetSentTime().AsTime()), r.State.GetDueDate(), r.State.GetDueTime().AsTime(), r.State.GetPromise())
	}
}

// after are the pauses that were not over when the referral was sent.
func after(pauses [][2]time.Time, sent time.Time) [][2]time.Time {
	var found [][2]time.Time
	for _, p := range pauses {
		if p[1].After(sent) {
			found = append(found, p)
		}
	}
	return found
}

func check(t *rapid.T, what string, naive count, from time.Time, pauses [][2]time.Time, date string, at time.Time, p *supportv1.PromiseState) {
	want := naive.due(from, pauses)
	if date != want.Format(time.DateOnly) || at.In(parisTime).Format(time.DateTime) != want.Format(time.DateOnly)+" 23:59:59" {
		t.Fatalf("%s from %s with pauses %v: due %s at %s, want %s", what, from.In(parisTime), pauses, date, at, want)
	}
	added := 0
	for day := naive.due(from, nil); day.Before(want); {
		if day = tomorrow(day); naive.works(day) {
			added++
		}
	}
	if int(p.GetPausedBusinessDays()) != added {
		t.Fatalf("%s: pauses added %d days, counted %d", what, added, p.GetPausedBusinessDays())
	}
}

func must(t failer, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// TestPromise_aClosedCaseThatGoesOnIsNotLateForTheTimeItWasClosed: nobody could answer it then.
func TestPromise_aClosedCaseThatGoesOnIsNotLateForTheTimeItWasClosed(t *testing.T) {
	c := aCase(t, monday)
	must(t, c.Withdraw(company, supportv1.CaseReason_CASE_REASON_NO_LONGER_WANTED, "", monday.AddDate(0, 0, 1)))
	must(t, c.Reopen(company, supportv1.CaseReason_CASE_REASON_NEW_ELEMENT, "", monday.AddDate(0, 0, 29)))
	// Monday 23 November and Tuesday count; 20 business days closed until 22 December; four are left.
	if got := c.State.GetDueDate(); got != "2026-12-29" || c.State.GetPromise().GetPausedBusinessDays() != 20 {
		t.Errorf("due %s, %v", got, c.State.GetPromise())
	}
}

// TestAnswer_duringAPauseIsInTime: the days of the pause count for nobody, also before it ends.
func TestAnswer_duringAPauseIsInTime(t *testing.T) {
	c, r := sentTo(t, "cci")
	must(t, c.RequestInfo(lead, supportv1.CaseReason_CASE_REASON_NEED_UNCLEAR, "", monday.AddDate(0, 0, 3)))
	must(t, r.Accept(cci, c, "", "", monday.AddDate(0, 0, 14)))
	if !r.InTime() || r.State.GetBreachedTime() != nil || c.State.GetBreachedTime() != nil {
		t.Errorf("late: due %s, %v", r.State.GetDueDate(), c.State.GetBreachedTime())
	}
}

// TestAnswer_tooLateStatesTheBreachEvenBeforeItsTimer: a process that was down does not make it in time.
func TestAnswer_tooLateStatesTheBreachEvenBeforeItsTimer(t *testing.T) {
	c, r := sentTo(t, "cci")
	must(t, r.Accept(cci, c, "", "", monday.AddDate(0, 0, 9)))
	if r.InTime() || r.State.GetBreachedTime() == nil || c.State.GetBreachedTime() == nil {
		t.Errorf("%v, %v", r.State, c.State.GetBreachedTime())
	}
}
