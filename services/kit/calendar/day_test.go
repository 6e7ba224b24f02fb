package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hup.example/services/kit/calendar"
)

func TestParseDay_refusesWhatIsNotADay(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "01/02/2026", "2026-1-2", "2026-01-01T00:00:00Z", " 2026-01-01"} {
		if day, err := calendar.ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s", s, day)
		}
	}
}

func TestParseDay_readsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.DayOf(anyInstant().Draw(t, "instant"))
		if again, err := calendar.ParseDay(day.String()); err != nil || again != day {
			t.Fatalf("%s became %s: %v", day, again, err)
		}
	})
}

func TestDayOf_isTheDayInParis(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	if day := calendar.DayOf(at); day.String() != "2027-01-01" {
		t.Errorf("got %s", day)
	}
}

func TestDay_travelsInJSON(t *testing.T) {
	type row struct{ On, Never calendar.Day }
	written, err := json.Marshal(row{On: calendar.MustDay("2028-02-29")})
	if err != nil || string(written) != `{"On":"2028-02-29","Never":""}` {
		t.Fatalf("%s %v", written, err)
	}
	var read row
	if err := json.Unmarshal(written, &read); err != nil || read.On.String() != "2028-02-29" || !read.Never.IsZero() {
		t.Errorf("%v %v", read, err)
	}
	if err := json.Unmarshal([]byte(`{"On":"2027-02-29"}`), &read); err == nil {
		t.Error("29 February 2027 was read")
	}
}

func TestDay_lastsTwentyThreeHoursWhenTheClockGoesForward(t *testing.T) {
	day := calendar.MustDay("2026-03-29")
	if lasts := day.End().Sub(day.Start()); lasts != 23*time.Hour-time.Second {
		t.Errorf("it lasts %s", lasts)
	}
}
