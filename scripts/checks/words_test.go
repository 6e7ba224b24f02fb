package checks

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// frenchIn is where the code itself speaks French, by why. Elsewhere what people read is a key of messages/fr.toml, and of en.toml. The last
// one is what could move there: it only shrinks.
var frenchIn = map[string][]string{
	"pages and documents that are drawn in French": {
		"gateway/internal/minutes", "gateway/internal/pages", "gateway/internal/pdf", "gateway/internal/publicform", "gateway/internal/receipt",
		"services/identity/internal/oauth", "services/identity/internal/signin", "services/support/internal/ical",
	},
	"reports of imports, for who runs them": {
		"services/kit/sheet", "services/land/imports.go", "services/land/internal/app/laying.go", "services/land/internal/exchange",
		"services/land/internal/geo", "services/land/internal/tableschema", "services/land/risk_import.go", "services/land/risk_import_file.go",
		"services/land/zones_of.go", "services/support/internal/companysearch", "services/support/internal/imports", "services/training/internal/app/import.go",
		"services/training/internal/app/import_bodies.go", "services/training/internal/app/import_offers.go",
	},
	"the demo and its data": {
		"deploy/hup/internal/command", "services/identity/internal/demo", "services/land/internal/seed", "services/recruitment/seed.go",
		"services/training/seed.go",
	},
	"French names, and texts that tests send": {
		"gateway/internal/facade/codes.go", "services/kit/calendar", "services/kit/conformance", "services/support/internal/domain/company_private.go",
		"services/support/internal/store/establishment_words.go",
	},
	"kept as it was said, in French: records, notices, mails": {
		"services/support/internal/app/keep_meetings.go", "services/support/internal/app/merge_company.go", "services/support/internal/app/public_request.go",
		"services/support/internal/domain/activity.go", "services/support/internal/domain/availability.go", "services/support/internal/domain/case_duplicate.go",
		"services/support/internal/domain/case_stuck.go", "services/support/internal/domain/company_merge.go", "services/support/internal/domain/conditions.go",
		"services/notify/internal/mailing/words.go", "services/support/internal/domain/proposal.go", "services/support/internal/domain/receipt.go",
		"services/support/internal/domain/routing_apply.go",
	},
	"composed on reading, and in French only until it moves": {
		"services/kit/reference", "services/support/internal/domain/case_parts.go", "services/support/internal/domain/permanence_slot.go",
		"services/support/internal/domain/routing_check.go", "services/support/internal/rpc/public_request.go",
	},
}

func TestTexts_areInTheCatalogue(t *testing.T) {
	var allowed []string
	for _, places := range frenchIn {
		allowed = append(allowed, places...)
	}
	needed := map[string]bool{}
	for _, p := range sources(t) {
		ast.Inspect(p.file, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(l.Value)
			if err != nil || !isFrench(text) {
				return true
			}
			i := slices.IndexFunc(allowed, func(place string) bool { return under(p.path, place) })
			if i < 0 {
				t.Errorf("%s:%d: %.60q: a text for people is a key of messages/fr.toml and en.toml", p.path, p.set.Position(l.Pos()).Line, text)
				return true
			}
			needed[allowed[i]] = true
			return true
		})
	}
	for _, place := range allowed {
		if !needed[place] {
			t.Errorf("%s speaks no French any more: take it out of frenchIn", place)
		}
	}
}

// frenchWord is a letter, a mark or an elision that English does not have, or one of the words that French has in every other sentence.
var frenchWord = regexp.MustCompile(`(?i)[àâçéèêëîïôùûœ«»]|\b[dlnsc]['’]\pL|\bqu['’]|\b(?:les|des|une|est|dans|avec|pour|votre|cette)\b`)

// isFrench says whether a text is some words in French. One word alone may be a name, or what a program compares with.
func isFrench(text string) bool {
	return strings.Contains(strings.TrimSpace(text), " ") && frenchWord.MatchString(text)
}

func TestIsFrench(t *testing.T) {
	for text, want := range map[string]bool{
		"Écrivez le premier jour": true, "Ce jour n'existe pas": true, "Indiquez cette date": true, "Dites qui demande pour l'entreprise": true,
		"SELECT id FROM t WHERE a = 'x'": false, "the body in charge": false, "aménageur": false, "it's not there": false, "des": false, "": false,
	} {
		if isFrench(text) != want {
			t.Errorf("%q: French %v, want %v", text, !want, want)
		}
	}
}
