package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"hup.example/services/kit/text"
)

// What people and systems send by mistake, at the edge that they send it to.
func TestBadInput(t *testing.T) {
	p, running := inOneProcess(t, t.TempDir(), "")
	t.Run("values that can't be", p.refusesValues)
	t.Run("a company that nobody knows", p.takesUnknownCompany)
	t.Run("bodies that are no JSON", p.refusesBodies)
	t.Run("texts that break things", p.keepsTexts)
	t.Run("communes typed by hand", p.findsCommunes)
	t.Run("one key, two clients", p.tellsKeysApart)
	t.Run("tokens of others", func(t *testing.T) { p.refusesTokens(t, running) })
}

// wrongly is a request with one thing changed.
func wrongly(change func(form map[string]any, needs []any)) map[string]any {
	f := request("Nous nous agrandissons.")
	change(f, f["needs"].([]any))
	return f
}

func detail(need any, part string) map[string]any {
	return need.(map[string]any)[part].(map[string]any)
}

func (p *platform) refusesValues(t *testing.T) {
	wrong := map[string]func(f map[string]any, needs []any){
		"company.siret":                  func(f map[string]any, _ []any) { f["company"] = map[string]any{"siret": "90948492500014"} },
		"needs":                          func(f map[string]any, _ []any) { f["needs"] = []any{} },
		"needs[0].subjectCode":           func(_ map[string]any, needs []any) { needs[0].(map[string]any)["subjectCode"] = "land.castle" },
		"needs[0].land.maxAreaM2":        func(_ map[string]any, needs []any) { detail(needs[0], "land")["maxAreaM2"] = 700 },
		"needs[1].recruitment.romeCode":  func(_ map[string]any, needs []any) { detail(needs[1], "recruitment")["romeCode"] = "H9999" },
		"needs[2].training.romeCode":     func(_ map[string]any, needs []any) { detail(needs[2], "training")["romeCode"] = "Z0000" },
		"contact.email":                  func(f map[string]any, _ []any) { f["contact"].(map[string]any)["email"] = "camille@" },
		"needs[0].land.neededByDate":     func(_ map[string]any, needs []any) { detail(needs[0], "land")["neededByDate"] = "2027-02-30" },
		"needs[0].land.communeCodes[0]":  func(_ map[string]any, needs []any) { detail(needs[0], "land")["communeCodes"] = []any{"Alès"} },
		"needs[1].recruitment.positions": func(_ map[string]any, needs []any) { detail(needs[1], "recruitment")["positions"] = 2 },
	}
	for field, change := range wrong {
		a := p.call(t, advisor, http.MethodPost, "/v1/requests", wrongly(change))
		if told := a.fields(); a.status != http.StatusBadRequest || told[field] == "" || len(told) != 1 {
			t.Errorf("a bad %s is answered %d %s", field, a.status, a.told())
		}
	}
	together := []string{"contact.email", "needs[0].land.communeCodes[0]", "needs[0].land.maxAreaM2", "needs[1].recruitment.romeCode"}
	a := p.call(t, advisor, http.MethodPost, "/v1/requests", wrongly(func(f map[string]any, needs []any) {
		for _, field := range together {
			wrong[field](f, needs)
		}
	}))
	if told := a.fields(); a.status != http.StatusBadRequest || len(told) != len(together) {
		t.Errorf("%d bad fields at once are answered %d %s", len(together), a.status, a.told())
	}
}

// fields are the bad fields that a problem names, with what it says of each.
func (a answer) fields() map[string]string {
	told := map[string]string{}
	for _, e := range a.list("errors") {
		field, _ := at(e, "field").(string)
		told[field], _ = at(e, "message").(string)
	}
	return told
}

// A SIRET that is well formed is taken, whatever the directory knows, and the company is flagged.
func (p *platform) takesUnknownCompany(t *testing.T) {
	a := p.must(t, advisor, http.MethodPost, "/v1/requests", wrongly(func(f map[string]any, _ []any) { f["company"] = map[string]any{"siret": "73282932000074"} }))
	if got := a.text("case.company.verification"); got != "VERIFICATION_UNVERIFIED" {
		t.Errorf("a SIRET that nobody knows is %q", got)
	}
}

func (p *platform) refusesBodies(t *testing.T) {
	whole, err := json.Marshal(request("Nous nous agrandissons."))
	if err != nil {
		t.Fatal(err)
	}
	large := []byte(`{"description":"` + strings.Repeat("a", 1<<20) + `"}`)
	for name, x := range map[string]struct {
		body   []byte
		status int
	}{
		"cut in the middle": {whole[:len(whole)/2], http.StatusBadRequest}, "cut before its end": {whole[:len(whole)-1], http.StatusBadRequest},
		"empty": {nil, http.StatusBadRequest}, "a list": {[]byte("[]"), http.StatusBadRequest}, "over 1 MiB": {large, http.StatusRequestEntityTooLarge},
		"no UTF-8": {bytes.Replace(whole, []byte("agrandissons"), []byte("agrandi\xff"), 1), http.StatusBadRequest},
	} {
		if a := p.raw(t, advisor, x.body); a.status != x.status || a.header.Get("Content-Type") != "application/problem+json" || a.text("detail") == "" {
			t.Errorf("a body that is %s is answered %d %s", name, a.status, a.told())
		}
	}
}

// raw posts a request as it is.
func (p *platform) raw(t *testing.T, as string, body []byte) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.base+"/v1/requests", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+p.token(t, as))
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	a := answer{status: got.StatusCode, header: got.Header}
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &a.body); err != nil {
		t.Errorf("%d is no JSON: %.200s", a.status, text)
	}
	return a
}

// texts are the free texts of the form: where they are written, and where the case gives them back.
var texts = map[string]struct {
	put  func(f map[string]any, needs []any, text string)
	read string
}{
	"description":                {func(f map[string]any, _ []any, text string) { f["description"] = text }, "description"},
	"contact.name":               {func(f map[string]any, _ []any, text string) { f["contact"].(map[string]any)["name"] = text }, "contact.name"},
	"contact.role":               {func(f map[string]any, _ []any, text string) { f["contact"].(map[string]any)["role"] = text }, "contact.role"},
	"needs[0].description":       {func(_ map[string]any, needs []any, text string) { needs[0].(map[string]any)["description"] = text }, "needs.0.description"},
	"needs[1].recruitment.title": {func(_ map[string]any, needs []any, text string) { detail(needs[1], "recruitment")["title"] = text }, "needs.1.recruitment.title"},
	"needs[2].training.topic":    {func(_ map[string]any, needs []any, text string) { detail(needs[2], "training")["topic"] = text }, "needs.2.training.topic"},
}

// keepsTexts: every string comes back to the letter, or is refused by a rule that says where and why.
func (p *platform) keepsTexts(t *testing.T) {
	for _, s := range naughty(t) {
		refused := map[string]string{}
		for {
			a := p.quick(t, http.MethodPost, "/v1/requests", wrongly(func(f map[string]any, needs []any) {
				for field, x := range texts {
					if refused[field] == "" {
						x.put(f, needs, s)
					}
				}
			}))
			if a.status == http.StatusOK {
				p.givesBack(t, a.text("case.caseId"), s, refused)
				break
			}
			told, before := a.fields(), len(refused)
			for field := range texts {
				if told[field] != "" {
					refused[field] = told[field]
				}
			}
			if a.status != http.StatusBadRequest || len(refused) == before {
				t.Errorf("the text %q is answered %d %s", s, a.status, a.told())
				break
			}
		}
	}
}

func (p *platform) givesBack(t *testing.T, caseID, s string, refused map[string]string) {
	t.Helper()
	got := p.quick(t, http.MethodGet, "/v1/cases/"+caseID, nil)
	for field, x := range texts {
		if refused[field] == "" && got.text(x.read) != s {
			t.Errorf("%s was %q, is given back as %q", field, s, got.text(x.read))
		}
	}
}

// quick is call without holding each of many answers against the OpenAPI document.
func (p *platform) quick(t *testing.T, method, path string, body any) answer {
	t.Helper()
	a, err := p.try(t, advisor, method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// naughty are the strings of the Big List of Naughty Strings.
func naughty(t *testing.T) (strings []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/chaines_pieges.json")
	if err == nil {
		err = json.Unmarshal(text, &strings)
	}
	if err != nil || len(strings) < 300 {
		t.Fatalf("%d strings, %v", len(strings), err)
	}
	return strings
}

// findsCommunes: the commune that was meant is offered, and none of another name goes for it.
func (p *platform) findsCommunes(t *testing.T) {
	found := 0
	for _, row := range typed(t) {
		a := p.quick(t, http.MethodGet, "/v1/codes?list=CODE_LIST_COMMUNE&pageSize=50&q="+url.QueryEscape(row.name), nil)
		offered, exact := map[string]bool{}, []string{}
		for _, e := range a.list("entries") {
			code, _ := at(e, "code").(string)
			label, _ := at(e, "label").(string)
			offered[code] = true
			if text.Fold(label) == text.Fold(row.name) {
				exact = append(exact, code)
			}
		}
		for _, code := range row.codes {
			if occitan(code) && !offered[code] {
				t.Errorf("%q offers %d communes, not %s", row.name, len(offered), code)
			}
			if occitan(code) {
				found++
			}
		}
		for _, code := range exact {
			if !row.means(code) {
				t.Errorf("%q is taken for %s, was meant as %v", row.name, code, row.codes)
			}
		}
	}
	if found < 250 {
		t.Errorf("only %d names of the region were tried", found)
	}
}

type commune struct {
	name  string
	codes []string
}

func (c commune) means(code string) bool {
	for _, meant := range c.codes {
		if meant == code {
			return true
		}
	}
	return false
}

// occitan says whether a commune is in a department of Occitanie, whose communes the product knows.
func occitan(code string) bool {
	return len(code) == 5 && strings.Contains("09 11 12 30 31 32 34 46 48 65 66 81 82", code[:2])
}

// typed are the names that employers typed, with the communes that were meant; none for those that nobody could resolve.
func typed(t *testing.T) (all []commune) {
	t.Helper()
	for _, name := range []string{"communes_saisies.csv", "communes_saisies_non_resolues.csv"} {
		file, err := os.Open("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(file).ReadAll()
		_ = file.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			c := commune{name: row[0]}
			if len(row) > 2 {
				c.codes = strings.Split(row[2], "|")
			}
			all = append(all, c)
		}
	}
	return all
}

// tellsKeysApart: a key is its sender's own, also at the same instant; sent twice by one it is done once.
func (p *platform) tellsKeysApart(t *testing.T) {
	const key = "the same key"
	cases := map[string]map[string]bool{"client:cci": {}, "client:region": {}}
	var mu sync.Mutex
	var sending sync.WaitGroup
	for as := range cases {
		p.token(t, as)
		for range 4 {
			sending.Go(func() {
				a, err := p.try(t, as, http.MethodPost, "/v1/requests", request("De "+as), "Idempotency-Key", key)
				mu.Lock()
				defer mu.Unlock()
				if err != nil || a.status != http.StatusOK {
					t.Errorf("%s is answered %d %s, %v", as, a.status, a.told(), err)
				}
				cases[as][a.text("case.caseId")] = true
			})
		}
	}
	sending.Wait()
	for as, made := range cases {
		if len(made) != 1 {
			t.Errorf("%s sent one request four times at once, and made %d cases", as, len(made))
		}
		for id := range made {
			for other, theirs := range cases {
				if other != as && theirs[id] {
					t.Errorf("%s was answered with the case of %s", as, other)
				}
			}
		}
	}
	if a := p.call(t, "client:cci", http.MethodPost, "/v1/requests", request("Autre chose."), "Idempotency-Key", key); a.status != http.StatusConflict || a.text("reason") != "IDEMPOTENCY_KEY_REUSED" {
		t.Errorf("the key with another body is answered %d %s", a.status, a.told())
	}
}

// refusesTokens: a token that is over, of another installation, or of another territory opens nothing here.
func (p *platform) refusesTokens(t *testing.T, running *process) {
	j := submit(t, p)
	elsewhere, _ := inOneProcess(t, t.TempDir(), "")
	foreign := &platform{base: p.base, tokens: map[string]string{advisor: elsewhere.token(t, advisor)}}
	if a := foreign.call(t, advisor, http.MethodGet, "/v1/cases", nil); a.status != http.StatusUnauthorized || a.text("reason") != "TOKEN_INVALID" {
		t.Errorf("a token of another issuer is answered %d %s", a.status, a.told())
	}
	const neighbour = "advisor@voisin"
	for _, path := range []string{"/v1/cases/" + j.caseID, "/v1/cases/" + j.caseID + "/dossier"} {
		if a := p.call(t, neighbour, http.MethodGet, path, nil); a.status != http.StatusNotFound {
			t.Errorf("GET %s with a token of another territory is answered %d", path, a.status)
		}
	}
	if a := p.must(t, neighbour, http.MethodGet, "/v1/cases", nil); len(a.list("cases")) > 0 {
		t.Errorf("another territory lists %d cases of this one", len(a.list("cases")))
	}
	p.token(t, advisor)
	running.stop(t)
	later := restart(t, running, p.dir, "", "--clock-offset", "16m")
	later.tokens = p.tokens
	if a := later.call(t, advisor, http.MethodGet, "/v1/cases", nil); a.status != http.StatusUnauthorized || a.text("reason") != "TOKEN_EXPIRED" {
		t.Errorf("a token that is over is answered %d %s", a.status, a.told())
	}
}
