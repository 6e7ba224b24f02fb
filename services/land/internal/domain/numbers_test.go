package domain_test

import "testing"

func TestWords_sayNumbersAndDaysAsPeopleWriteThem(t *testing.T) {
	fr, en := french(), english()
	for _, x := range []struct{ got, want string }{
		{fr.Number(1200), "1 200"}, {en.Number(1200), "1,200"}, {fr.Number(-1234567), "-1 234 567"}, {en.Number(999), "999"},
		{fr.Number(-100), "-100"}, {en.Number(0), "0"}, {fr.Decimal(125, 2), "1,25"}, {en.Decimal(123405, 2), "1,234.05"}, {fr.Decimal(-5, 1), "-0,5"},
		{fr.Euros(1250), "12,50 €"}, {en.Euros(1250), "€12.50"}, {fr.Euros(120000), "1 200 €"}, {en.Euros(-5), "-€0.05"},
		{fr.Day("2026-11-07"), "07/11/2026"}, {en.Day("2026-11-07"), "7 Nov 2026"}, {en.Day("soon"), "soon"},
	} {
		if x.got != x.want {
			t.Errorf("%q, want %q", x.got, x.want)
		}
	}
}
