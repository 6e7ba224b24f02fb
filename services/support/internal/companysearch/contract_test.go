package companysearch

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/getkin/kin-openapi/openapi3"

	"hup.example/services/kit/kittest"
)

// contract is what the API publishes about itself.
func contract(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("testdata/openapi.yml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestContract_ourQuestionIsOneOfTheirs: the path is there, each parameter is known and valid, and those required are sent.
func TestContract_ourQuestionIsOneOfTheirs(t *testing.T) {
	asked := make(chan *http.Request, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"results": []}`))
	}))
	defer s.Close()
	if _, err := New(s.URL, kittest.Clock()).Find(t.Context(), "38383838300019"); err != nil {
		t.Fatal(err)
	}
	r := <-asked
	path := contract(t).Paths.Find(r.URL.Path)
	if path == nil || path.Get == nil || r.Method != http.MethodGet {
		t.Fatalf("they have no %s %s", r.Method, r.URL.Path)
	}
	sent := r.URL.Query()
	for _, p := range path.Get.Parameters {
		said, ok := sent[p.Value.Name]
		if p.Value.Required && !ok {
			t.Errorf("%s is missing", p.Value.Name)
		}
		if ok {
			if err := p.Value.Schema.Value.VisitJSON(typed(p.Value.Schema.Value, said[0])); err != nil {
				t.Errorf("%s: %v", p.Value.Name, err)
			}
			delete(sent, p.Value.Name)
		}
	}
	if len(sent) > 0 {
		t.Errorf("they know no %v", sent)
	}
}

// typed is a parameter as a value of JSON.
func typed(schema *openapi3.Schema, said string) any {
	if n, err := strconv.ParseFloat(said, 64); err == nil && (schema.Type.Is("integer") || schema.Type.Is("number")) {
		return n
	}
	return said
}

// TestContract_whatWeReadIsTheirs: each field of an answer that we read is in the contract, where we look for it.
func TestContract_whatWeReadIsTheirs(t *testing.T) {
	has(t, "", reflect.TypeFor[answer](), contract(t).Components.Schemas["payload"].Value)
}

func has(t *testing.T, path string, read reflect.Type, schema *openapi3.Schema) {
	t.Helper()
	if read.Kind() == reflect.Slice {
		has(t, path+"[]", read.Elem(), schema.Items.Value)
		return
	}
	if read.Kind() != reflect.Struct {
		return
	}
	for i := range read.NumField() {
		name := read.Field(i).Tag.Get("json")
		of := schema.Properties[name]
		if of == nil {
			t.Errorf("they have no %s.%s", path, name)
			continue
		}
		has(t, path+"."+name, read.Field(i).Type, of.Value)
	}
}

// TestContract_answersAreTheirs: what we read of the answer that our tests are given is one that they could give, and so are the recorded ones
// where HUP_CONTRACT_DATA names their folder.
func TestContract_answersAreTheirs(t *testing.T) {
	payload := contract(t).Components.Schemas["payload"].Value
	answers := map[string]json.RawMessage{"invented": json.RawMessage(Invented)}
	for _, file := range recordedIn(t, os.Getenv("HUP_CONTRACT_DATA")) {
		answers[filepath.Base(file)] = recorded(t, file)
	}
	for name, said := range answers {
		t.Run(name, func(t *testing.T) {
			var value any
			if err := json.Unmarshal(said, &value); err != nil {
				t.Fatal(err)
			}
			if err := payload.VisitJSON(asRead(value, reflect.TypeFor[answer]()), openapi3.MultiErrors()); err != nil {
				t.Error(err)
			}
		})
	}
}

// asRead is what we read of an answer. Elsewhere they do not always hold to their own contract (dates without a zone), and it
// does not say of every field that it may be null or withheld.
func asRead(value any, read reflect.Type) any {
	switch v := value.(type) {
	case map[string]any:
		held := map[string]any{}
		for i := range read.NumField() {
			name := read.Field(i).Tag.Get("json")
			if of := v[name]; of != nil && of != "[NON-DIFFUSIBLE]" {
				held[name] = asRead(of, read.Field(i).Type)
			}
		}
		return held
	case []any:
		for i := range v {
			v[i] = asRead(v[i], read.Elem())
		}
	}
	return value
}

func recordedIn(t *testing.T, dir string) []string {
	t.Helper()
	if dir == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "recherche-entreprises", "search-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded answers in %s: %v", dir, err)
	}
	return files
}

func recorded(t *testing.T, file string) json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var held struct {
		Answer json.RawMessage `json:"reponse"`
	}
	if err := json.Unmarshal(raw, &held); err != nil {
		t.Fatal(err)
	}
	return held.Answer
}

// TestFind_doesNotCareForWhatItDoesNotKnow: fields that they add, and values of kinds that have none yet.
func TestFind_doesNotCareForWhatItDoesNotKnow(t *testing.T) {
	more := strings.ReplaceAll(Invented, `{"siren":`, `{"nouveau": {"liste": [1, null, {"a": "b"}]}, "siren":`)
	more = strings.ReplaceAll(more, `"etat_administratif": "A"`, `"etat_administratif": "Z", "champ_de_demain": false`)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, more)
	}))
	defer s.Close()
	c, err := New(s.URL, kittest.Clock()).Find(t.Context(), "38383838300027")
	if err != nil || c.GetLegalName() != "MENUISERIE INVENTEE" || c.GetCommuneCode() != "30007" || !strings.Contains(more, "champ_de_demain") {
		t.Errorf("%v %v", c, err)
	}
}

// TestFind_whenNobodyAnswers: a server that is gone, and one that takes the question and never answers it. No error says the SIRET.
func TestFind_whenNobodyAnswers(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	if c, err := New(s.URL, kittest.Clock()).Find(t.Context(), "38383838300019"); err == nil || strings.Contains(err.Error(), "383838383") {
		t.Errorf("from a server that is gone: %v %v", c, err)
	}
	synctest.Test(t, func(t *testing.T) { // where time passes only while everybody waits
		slow := New("https://api.example.org", kittest.Clock())
		slow.http.Transport = silent{}
		if c, err := slow.Find(context.WithoutCancel(t.Context()), "38383838300019"); err == nil || strings.Contains(err.Error(), "383838383") {
			t.Errorf("from a server that does not answer: %v %v", c, err)
		}
	})
}

// silent takes a question and lets the caller wait.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}
