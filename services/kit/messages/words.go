package messages

import (
	"strconv"
	"strings"
	"time"
)

// Words are the texts of one domain in one language, for sentences that are composed.
type Words struct {
	Lang
	catalogue *Catalogue
	domain    string
}

// In are the words of a domain in a language.
func (c *Catalogue) In(domain string, lang Lang) Words { return Words{lang, c, domain} }

// Say is the text of a key with its places filled, by pairs of a name and a value. A key without a text, which a test of the module
// finds (CheckFiles), is said as it is.
func (w Words) Say(key string, pairs ...string) string {
	params := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	return w.Fill(key, params)
}

// Fill is Say with the values by name.
func (w Words) Fill(key string, params map[string]string) string {
	if text, ok := w.catalogue.Text(w.domain, w.Lang, key, params); ok {
		return text
	}
	return key
}

// Number parts thousands: 1 200, in English 1,200.
func (l Lang) Number(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	separator := " "
	if l == English {
		separator = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return sign + digits
}

// Decimal is a number of so many decimals, one or more, given as a whole one without its point: 125 with two is 1,25, in English 1.25.
func (l Lang) Decimal(n int64, places int) string {
	sign, point := "", ","
	if n < 0 {
		sign, n = "-", -n
	}
	if l == English {
		point = "."
	}
	unit := int64(1)
	for range places {
		unit *= 10
	}
	return sign + l.Number(n/unit) + point + strconv.FormatInt(unit+n%unit, 10)[1:]
}

// Euros is an amount of cents: 12,50 € and 12 €, in English €12.50 and €12.
func (l Lang) Euros(cents int64) string {
	amount := l.Decimal(cents, 2)
	if cents%100 == 0 {
		amount = l.Number(cents / 100)
	}
	if l != English {
		return amount + " €"
	}
	if whole, ok := strings.CutPrefix(amount, "-"); ok {
		return "-€" + whole
	}
	return "€" + amount
}

// Day is a day, YYYY-MM-DD, as a sentence says it: 27/11/2026, in English 27 Nov 2026. What is no day stays as it is.
func (l Lang) Day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	switch {
	case err != nil:
		return iso
	case l == English:
		return day.Format("2 Jan 2006")
	}
	return day.Format("02/01/2006")
}
