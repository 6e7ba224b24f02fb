package support_test

import (
	"os"
	"strings"
	"testing"
)

// A referral is a « mise en relation »; an « orientation » is where the company can go next (docs/glossary.md).
func TestWords_callAReferralAMiseEnRelation(t *testing.T) {
	text, err := os.ReadFile("messages/fr.toml")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		key, words, said := strings.Cut(line, " = ")
		if said && !strings.HasPrefix(key, "ORIENTATION") && strings.Contains(strings.ToLower(words), "orientation") {
			t.Errorf("%s says orientation: %s", key, words)
		}
	}
}
