package domain

import (
	"os"
	"testing"

	"hup.example/services/kit/messages"
)

// french are the words of the catalogue in French.
func french(t *testing.T) Words { return wordsIn(t, messages.French) }

func wordsIn(t *testing.T, lang messages.Lang) Words {
	t.Helper()
	c := messages.New()
	if err := c.Add("hup.support", os.DirFS("../../messages")); err != nil {
		t.Fatal(err)
	}
	return Words{English: lang == messages.English, Say: func(key string, filled map[string]string) string {
		said, _ := c.Text("hup.support", lang, key, filled)
		return said
	}}
}

func TestWords_countOneAndMany(t *testing.T) {
	for lang, want := range map[messages.Lang][3]string{
		messages.French:  {"0 changerait d'organisme", "1 changerait d'organisme", "2 changeraient d'organisme"},
		messages.English: {"0 would go to another body", "1 would go to another body", "2 would go to another body"},
	} {
		for n, said := range want {
			if got := wordsIn(t, lang).Count("simulation.moved", n); got != said {
				t.Errorf("%s: %q, want %q", lang, got, said)
			}
		}
	}
}
