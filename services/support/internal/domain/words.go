package domain

import (
	"fmt"
	"strconv"

	"hup.example/services/kit/calendar"
)

// Words say the texts of the catalogue and days in the language of who reads them.
type Words struct {
	English bool
	// Say is the text of a key with its places filled.
	Say func(key string, filled facts) string
}

// facts fill the places of a sentence.
type facts = map[string]string

// Day is a day with its weekday: vendredi 27 novembre 2026, in English Friday 27 November 2026.
func (w Words) Day(d calendar.Day) string {
	if w.English {
		return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
	}
	return d.InWords()
}

// Count is so many of something, in its one form or its other; French has the one for none, too.
func (w Words) Count(key string, n int, more ...string) string {
	filled := pairs(more, "n", strconv.Itoa(n), "kind", "many")
	if n == 1 || n == 0 && !w.English {
		filled["kind"] = "one"
	}
	return w.Say(key, filled)
}
