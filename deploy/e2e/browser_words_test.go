package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hup.example/services/kit/kittest"
)

// keepsAnswers keeps the texts of all answers of the API: what services say is theirs.
const keepsAnswers = `{
	window.told = new Set();
	const parse = JSON.parse;
	JSON.parse = (text) => parse(text, (_, v) => { if (typeof v === "string") told.add(v); return v; });
}`

// pieces opens, one after the other, all that can be opened on the page, and answers each text that was shown and each name that only screen
// readers say, but for what services said; with each what is left of it without the words of services. What is joined by a middle dot is told apart.
const pieces = `(async () => {
	const seen = new Set(), done = new Set(), frame = () => new Promise(requestAnimationFrame);
	const take = () => {
		for (let all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), n; (n = all.nextNode());) seen.add(n.data);
		for (const e of document.querySelectorAll("[aria-label], [placeholder]")) seen.add(e.ariaLabel ?? "").add(e.placeholder ?? "");
	};
	document.querySelectorAll("details").forEach((d) => { d.open = true; });
	take();
	for (let b; (b = [...document.querySelectorAll("main button[aria-expanded=false]")].find((x) => !done.has(x)));) {
		done.add(b);
		b.click();
		await frame();
		await frame();
		take();
	}
	const plain = (s) => s.replace(/[\u00a0\u202f]/g, " ").trim();
	const theirs = [...told].map((s) => plain(s).toLowerCase()).filter((s) => s.length > 2).sort((a, b) => b.length - a.length);
	return [document.title.replace(/ — Hup$/, ""), ...[...seen].flatMap((s) => s.split(" · "))].filter((s) => !told.has(s.trim())).map(plain).filter(Boolean)
		.map((s) => [s, theirs.some((t) => t.includes(s.toLowerCase())) ? "" : theirs.reduce((left, t) => left.replaceAll(t, ""), s.toLowerCase())]);
})()`

// entry is a line of a catalogue of the console.
var entry = regexp.MustCompile(`(?m)^\s+"?([\w.-]+)"?: "(.+)",$`)

// catalogue reads the words of the console in a language.
func catalogue(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../gateway/web/src/words/" + language + ".*.ts")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range entry.FindAllStringSubmatch(string(text), -1) {
			words[m[1]] = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(m[2])
		}
	}
	if len(words) < 1000 {
		t.Fatalf("the catalogue %s has %d words only: has its form changed?", language, len(words))
	}
	return words
}

// said are the forms in which a text can be shown, with anything in place of its values; n is a number.
func said(text string) (forms []*regexp.Regexp) {
	for form := range strings.SplitSeq(text, "|") {
		quoted := value.ReplaceAllString(strings.ReplaceAll(regexp.QuoteMeta(form), `\{n\}`, `[\d ]+`), ".+")
		forms = append(forms, regexp.MustCompile("^"+quoted+"$"))
	}
	return forms
}

func matches(forms []*regexp.Regexp, piece string) bool {
	return slices.ContainsFunc(forms, func(form *regexp.Regexp) bool { return form.MatchString(piece) })
}

var (
	accent = regexp.MustCompile(`[àâçéèêëîïôùûœ]`)
	value  = regexp.MustCompile(`\\\{\w+\\\}`)
	// raw is what no person should read: a value of the contract, a place of a text that was not filled, a number or a day that is none.
	raw = regexp.MustCompile(`\b[A-Z]{3,}_[A-Z_]{3,}\b|\{\w+\}|\bundefined\b|\bNaN\b|Invalid Date|\[object`)
)

// TestConsole_speaksOneLanguage goes through the pages in both languages, with all their forms open, on a phone: each word is there, none is a name
// of the catalogue or of the contract, nothing is too wide, and in English the console itself says nothing in French. What services say is theirs.
func TestConsole_speaksOneLanguage(t *testing.T) {
	french, english := catalogue(t, "fr"), catalogue(t, "en")
	own, left := []*regexp.Regexp{}, []*regexp.Regexp{}
	same := map[string]bool{}
	for _, text := range english {
		own, same[text] = append(own, said(text)...), true
	}
	for _, text := range french {
		if !same[text] {
			left = append(left, said(text)...)
		}
	}
	for _, language := range []string{"fr-FR", "en-GB"} {
		t.Run(language, func(t *testing.T) {
			hub := serve(t, t.TempDir(), "--demo")
			owner, pages := hub.everyPage(t)
			browser := chromiumIn(t, language)
			read := func(v *visitor, path string) {
				for _, read := range v.reads(hub.url + path) {
					piece := read[0]
					for token := range strings.FieldsSeq(piece) {
						if strings.Contains(token, ".") && french[token] != "" {
							t.Errorf("%s shows the name of a word: %q", path, piece)
						}
					}
					if raw.MatchString(piece) {
						t.Errorf("%s shows %q", path, piece)
					}
					if language == "en-GB" && (matches(left, piece) || accent.MatchString(read[1]) && !matches(own, piece)) {
						t.Errorf("%s says in French %q", path, piece)
					}
				}
			}
			v := hearing(visit(t, browser))
			v.as(hub, "manager@myriapolis")
			v.do(chromedp.EmulateViewport(390, 844))
			for _, path := range pages {
				read(v, path)
			}
			company := hearing(visit(t, browser))
			company.carries(hub.token("company@90948492500013"))
			company.do(chromedp.EmulateViewport(390, 844))
			for _, path := range []string{"/#/", "/#/demande", owner} {
				read(company, path)
			}
		})
	}
}

func hearing(v *visitor) *visitor {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: keepsAnswers})
	if err != nil {
		v.t.Fatal(err)
	}
	return v
}

// reads opens a page afresh and answers its pieces.
func (v *visitor) reads(url string) [][]string {
	v.t.Helper()
	v.open("about:blank")
	v.open(url)
	kittest.Eventually(v.t, func() bool {
		there, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](`document.querySelector("main h1") !== null && !/(Loading|Chargement)…/.test(document.body.innerText)`))
		return err == nil && there
	}, url, " is there")
	all, err := chromedp.Run(v.ctx, chromedp.Evaluate[[][]string](pieces, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatal(url, err)
	}
	width, err := chromedp.Run(v.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`))
	if err != nil || width > 0 {
		v.t.Errorf("%s is %d pixels wider than the phone: %v", url, width, err)
	}
	v.picture(strings.NewReplacer("/", "-", "#", "", "?", "-").Replace(url[strings.Index(url, "#"):]))
	return all
}

// everyPage makes something to see on each page, and answers their paths, first that of a company's own case.
func (s *server) everyPage(t *testing.T) (owner string, pages []string) {
	t.Helper()
	p := &platform{base: s.url, dir: s.dir, tokens: map[string]string{}}
	j := submit(t, p)
	d := j.opened(t)
	company := d.text("case.company.companyId")
	meeting := j.must(t, advisor, http.MethodPost, "/v1/meetings", map[string]any{"heldDate": "2099-12-01", "title": "Comité"}).text("meetingId")
	first := func(path, field string) string {
		return p.must(t, advisor, http.MethodGet, path+"?pageSize=1", nil).text(field)
	}
	owner = "/#/dossier/" + j.caseID
	pages = []string{
		"/#/", "/#/dossiers?vue=tous", "/#/relations", "/#/entreprises", "/#/entreprises?commune=30007&activite=85.59A", "/#/entreprises?vue=connues", "/#/entreprises?vue=doublons",
		"/#/permanences", "/#/permanences/" + first("/v1/permanences", "permanences.0.permanenceId"), "/#/demande", "/#/recherche", "/#/exports", "/#/orientation",
		"/#/foncier", "/#/foncier/carte", "/#/foncier/zone/" + first("/v1/zones", "zones.0.zoneId"), "/#/foncier/bien/" + first("/v1/plots", "plots.0.plotId"),
		"/#/foncier/bien/" + first("/v1/premises", "premises.0.premisesId"), "/#/foncier/bien/" + first("/v1/brownfields", "brownfields.0.brownfieldId"),
		"/#/comite", "/#/comite/" + meeting, "/#/recu/" + j.caseID, "/#/entreprise/" + company, owner,
		owner + "/foncier/" + d.text("landRequests.0.landRequestId"), owner + "/recrutement/" + d.text("recruitmentNeeds.0.recruitmentNeedId"),
		owner + "/formation/" + d.text("trainingNeeds.0.trainingNeedId"),
	}
	return owner, pages
}
