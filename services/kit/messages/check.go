package messages

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Tester is the part of testing.TB that the checks need.
type Tester interface {
	Helper()
	Errorf(format string, args ...any)
}

// CheckEnum fails the test for each value of a module's ErrorReason that has no text in one of the languages.
func CheckEnum(t Tester, c *Catalogue, domain string, reasons protoreflect.EnumDescriptor) {
	t.Helper()
	values := reasons.Values()
	for i := range values.Len() {
		v := values.Get(i)
		if v.Number() != 0 {
			CheckKey(t, c, domain, strings.TrimPrefix(string(v.Name()), "ERROR_REASON_"))
		}
	}
}

// CheckKey fails the test when the key, a reason or a rule id, has no text in one of the languages.
func CheckKey(t Tester, c *Catalogue, domain, key string) {
	t.Helper()
	for _, lang := range Langs {
		if !c.Has(domain, lang, key) {
			t.Errorf("%s has no text for %s: write it in messages/%s.toml", domain, key, lang)
		}
	}
}

// CheckFiles fails the test when a key is in one language only, or the languages fill different placeholders.
func CheckFiles(t Tester, c *Catalogue, domain string) {
	t.Helper()
	for _, lang := range Langs {
		for key, text := range c.texts[domain][lang] {
			for _, other := range Langs {
				twin, ok := c.texts[domain][other][key]
				if !ok {
					t.Errorf("%s: %s is in %s and not in %s", domain, key, lang, other)
				} else if a, b := placeholders(text), placeholders(twin); a != b {
					t.Errorf("%s: %s fills %q in %s and %q in %s", domain, key, a, lang, b, other)
				}
			}
		}
	}
}
