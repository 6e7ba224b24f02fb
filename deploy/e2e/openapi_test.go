package e2e

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	contracts "hup.example/proto"
)

// operation is one operation of the OpenAPI document, with the paths that it answers.
type operation struct {
	method, template string
	path             *regexp.Regexp
	responses        *openapi3.Responses
}

// operations are those of the document, the most literal paths first.
var operations = sync.OnceValues(func() ([]operation, error) {
	doc, err := openapi3.NewLoader().LoadFromData(contracts.OpenAPI)
	if err != nil {
		return nil, err
	}
	var all []operation
	for template, item := range doc.Paths.Map() {
		pattern := regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(regexp.QuoteMeta(template), `[^/:]+`)
		for method, o := range item.Operations() {
			all = append(all, operation{method, template, regexp.MustCompile("^" + pattern + "$"), o.Responses})
		}
	}
	return all, nil
})

// conforms holds an answer against the document.
func conforms(t *testing.T, method, path string, a answer) {
	t.Helper()
	all, err := operations()
	if err != nil {
		t.Fatal(err)
	}
	bare, _, _ := strings.Cut(path, "?")
	found := -1
	for i, o := range all {
		if o.method == method && o.path.MatchString(bare) && (found < 0 || strings.Count(o.template, "{") < strings.Count(all[found].template, "{")) {
			found = i
		}
	}
	if found < 0 {
		t.Errorf("%s %s is in no operation of the OpenAPI document", method, path)
		return
	}
	response := all[found].responses.Status(a.status)
	if response == nil {
		response = all[found].responses.Default()
	}
	if response == nil || response.Value == nil {
		t.Errorf("%s %s answers %d, which the OpenAPI document does not know", method, path, a.status)
		return
	}
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	media := response.Value.Content.Get(kind)
	if media == nil {
		if a.body != nil {
			t.Errorf("%s %s answers %d in %q, which the OpenAPI document does not know", method, path, a.status, kind)
		}
		return
	}
	if err := media.Schema.Value.VisitJSON(map[string]any(a.body), openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("%s %s answers %d against the OpenAPI document: %.600v", method, path, a.status, err)
	}
}
