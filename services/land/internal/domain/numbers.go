package domain

import (
	"strconv"
	"strings"
	"time"
)

// Words say the texts of the catalogue, numbers and days in the language of who reads them.
type Words struct {
	English bool
	// Say is the text of a key with its places filled.
	Say func(key string, filled facts) string
}

// facts fill the places of a sentence.
type facts = map[string]string

// Number parts thousands: 1 200, in English 1,200.
func (w Words) Number(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	separator := " "
	if w.English {
		separator = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}

// Decimal is a number of one decimal or more, given as a whole one without its point: 125 with two is 1,25, in English 1.25.
func (w Words) Decimal(n int64, places int) string {
	sign, point := "", ","
	if n < 0 {
		sign, n = "-", -n
	}
	if w.English {
		point = "."
	}
	unit := int64(1)
	for range places {
		unit *= 10
	}
	return sign + w.Number(n/unit) + point + strconv.FormatInt(unit+n%unit, 10)[1:]
}

// Euros is an amount of cents: 12,50 € and 12 €, in English €12.50 and €12.
func (w Words) Euros(cents int64) string {
	amount := w.Decimal(cents, 2)
	if cents%100 == 0 {
		amount = w.Number(cents / 100)
	}
	if !w.English {
		return amount + " €"
	}
	if whole, below := strings.CutPrefix(amount, "-"); below {
		return "-€" + whole
	}
	return "€" + amount
}

// Day is a day, YYYY-MM-DD, as a sentence says it: 27/11/2026, in English 27 Nov 2026. What is no day stays as it is.
func (w Words) Day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	switch {
	case err != nil:
		return iso
	case w.English:
		return day.Format("2 Jan 2006")
	}
	return day.Format("02/01/2006")
}
