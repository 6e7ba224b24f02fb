package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// answer is what the REST API says.
type answer struct {
	status int
	header http.Header
	body   map[string]any
}

// call makes one REST call as a demo identity ("" for nobody) and holds the answer against the OpenAPI document.
func (p *platform) call(t *testing.T, as, method, path string, body any, headers ...string) answer {
	t.Helper()
	a, err := p.try(t, as, method, path, body, headers...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	conforms(t, method, path, a)
	return a
}

// try is call for when the platform may be away.
func (p *platform) try(t *testing.T, as, method, path string, body any, headers ...string) (answer, error) {
	t.Helper()
	var sent io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		sent = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, p.base+path, sent)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if as != "" {
		request.Header.Set("Authorization", "Bearer "+p.token(t, as))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = got.Body.Close() }()
	return answerOf(got)
}

// answerOf reads an answer that is JSON.
func answerOf(got *http.Response) (answer, error) {
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: got.StatusCode, header: got.Header}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a.body); err != nil {
			return a, fmt.Errorf("%d is no JSON: %w: %.300s", a.status, err, text)
		}
	}
	return a, nil
}

// must is call for what has to succeed.
func (p *platform) must(t *testing.T, as, method, path string, body any, headers ...string) answer {
	t.Helper()
	a := p.call(t, as, method, path, body, headers...)
	if a.status != http.StatusOK {
		t.Fatalf("%s %s as %s: %d %s", method, path, as, a.status, a.told())
	}
	return a
}

// told is a problem in one line.
func (a answer) told() string {
	text, _ := json.Marshal(a.body) // it was JSON before
	return fmt.Sprintf("%.1500s", text)
}

// at walks into an answer: "case.needs.0.status"; nil where there is nothing.
func (a answer) at(path string) any { return at(a.body, path) }

func at(value any, path string) any {
	for word := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[word]
		case []any:
			var i int
			if _, err := fmt.Sscan(word, &i); err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

func (a answer) text(path string) string {
	s, _ := a.at(path).(string)
	return s
}

func (a answer) list(path string) []any {
	l, _ := a.at(path).([]any)
	return l
}
