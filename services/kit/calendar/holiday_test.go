package calendar_test

import (
	"encoding/csv"
	"os"
	"testing"

	"hup.example/services/kit/calendar"
)

// published reads the official list: day to label.
func published(t *testing.T) map[calendar.Day]string {
	t.Helper()
	file, err := os.Open("testdata/jours_feries_metropole.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	holidays := map[calendar.Day]string{}
	for _, row := range rows[1:] {
		holidays[calendar.MustDay(row[0])] = row[1]
	}
	return holidays
}

func TestHoliday_isThePublishedListDayByDay(t *testing.T) {
	holidays := published(t)
	if len(holidays) != 22*11 {
		t.Fatalf("the list has %d days", len(holidays))
	}
	for day := calendar.MustDay("2010-01-01"); day.Year < 2032; day = day.AddDays(1) {
		want, off := holidays[day]
		got, ok := calendar.Holiday(day)
		if ok != off || got != want {
			t.Errorf("Holiday(%s) = %q, %v; published %q, %v", day, got, ok, want, off)
		}
	}
}

func TestHoliday_namesTheFixedDayWhenTwoFallTogether(t *testing.T) {
	// Ascension of 2008 was 1 May.
	if label, ok := calendar.Holiday(calendar.MustDay("2008-05-01")); !ok || label != "1er mai" {
		t.Errorf("got %q, %v", label, ok)
	}
}

func TestHoliday_isNotGoodFriday(t *testing.T) {
	if label, ok := calendar.Holiday(calendar.MustDay("2026-04-03")); ok {
		t.Errorf("Good Friday is no holiday in the Gard, got %q", label)
	}
}
