package conformance

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	"hup.example/services/kit/messages"
	"hup.example/services/kit/rpc"
)

// checkErrors: every refusal that the suite met tells programs its reason and people what to do, in their language.
func checkErrors(t *testing.T, w *World) {
	w.inBothLanguages(t)
	kit := messages.New()
	for _, m := range w.seen.all() {
		r := m.refusal
		where := m.method.name + " " + r.code.String() + " " + r.reason
		if r.code == codes.Unimplemented {
			continue // told by checkServed
		}
		if r.code == codes.Internal || r.code == codes.Unknown {
			t.Errorf("%s: no caller can cause this", where)
			continue
		}
		if r.reason == "" || r.domain != "hup."+packageOf(m.method) {
			t.Errorf("%s: the reason is %q of %q", where, r.reason, r.domain)
		}
		if r.text == "" || r.text == r.reason || r.trace == "" {
			t.Errorf("%s: told to people as %q, with the number %q", where, r.text, r.trace)
		}
		if own := packageOf(m.method) == w.name(); own && !slices.Contains(w.contract.reasons, r.reason) && !kit.Has("hup", messages.French, r.reason) {
			t.Errorf("%s: the reason is neither of hup.%s.v1.ErrorReason nor of the kit", where, w.name())
		}
		if own := packageOf(m.method) == w.name(); own && !w.host.Messages().Has(r.domain, messages.French, r.reason) {
			t.Errorf("%s: messages/fr.toml has no words for it", where)
		}
	}
}

func packageOf(m method) string {
	return strings.TrimSuffix(strings.TrimPrefix(string(m.desc.ParentFile().Package()), "hup."), ".v1")
}

// inBothLanguages: French by default, English for who asks.
func (w *World) inBothLanguages(t *testing.T) {
	t.Helper()
	m := w.contract.methods[0]
	for accept, want := range map[string]string{"": "fr", "en-GB,en;q=0.9": "en", "de": "fr", "fr-FR": "fr"} {
		_, err := w.send(t.Context(), m, newMessage(m.desc.Input()), rpc.AcceptLanguage, accept, rpc.Authorization, "Bearer nothing")
		if r := refused(err); r.language != want || r.text == "" {
			t.Errorf("%s for Accept-Language %q answers in %q: %s", m.name, accept, r.language, explain(err))
		}
	}
}
