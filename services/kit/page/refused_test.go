package page

import (
	"errors"
	"strings"
	"testing"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
)

// What a list refuses says what to write instead, in the language of the caller.
func TestRefusals_sayWhatToWriteInBothLanguages(t *testing.T) {
	fields := []Field{{Name: "area", Kind: Number}, {Name: "open", Kind: Bool}, {Name: "dueTime", Kind: Time}, {Name: "tags", Where: "x = ?"}}
	filter := func(text string) error {
		_, err := parse(text, fields, "dueTime", actor.Actor{})
		return err
	}
	order := func(text string) error {
		_, err := orderOf(text, []Order{{Name: "dueTime"}}, false)
		return err
	}
	token := func(text string) error {
		_, err := NewSigner([]byte("key")).open(text, 1)
		return err
	}
	signer := NewSigner([]byte("key"))
	for name, x := range map[string]struct {
		err    error
		fr, en string
	}{
		"no filter":     {filter("area >"), "Un filtre est une suite", "comparisons joined by AND"},
		"unknown":       {filter(`size = "1"`), "« size » n'est pas un champ de filtre de cette liste. Champs connus : area, open", `"size" is not a field that this list filters by. Fields known: area, open`},
		"or":            {filter("area = 1 OR area = 2"), "emploie OR", "uses OR"},
		"no number":     {filter(`area = "x"`), "« area » se compare à un nombre entier.", `"area" is compared to a whole number.`},
		"no truth":      {filter(`open = "x"`), "true ou false", "true or false"},
		"no instant":    {filter(`dueTime > "x"`), "à un instant", "to an instant"},
		"several":       {filter(`tags > "x"`), "plusieurs valeurs", "several values"},
		"truth is less": {filter("open < true"), "vrai ou faux", "true or false"},
		"order":         {order("size"), "par « size ». Tris connus : dueTime", `by "size". Orders known: dueTime`},
		"token":         {token("x"), "n'est pas un de ceux", "not one that we gave"},
		"another list":  {token(signer.seal(place{Asked: 2})), "une autre liste", "another list"},
	} {
		var e *errs.Error
		if !errors.As(x.err, &e) || len(e.Fields) != 1 {
			t.Errorf("%s: %v", name, x.err)
			continue
		}
		for lang, want := range map[messages.Lang]string{messages.French: x.fr, messages.English: x.en} {
			if got, _ := messages.New().Text("hup.test", lang, e.Fields[0].Reason, e.Fields[0].Params); !strings.Contains(got, want) || strings.ContainsAny(got, "{}") {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
}
