package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDist_isBuiltFromTheSources holds the sources against what stamp.mjs wrote down when dist was built.
func TestDist_isBuiltFromTheSources(t *testing.T) {
	files := []string{"package-lock.json", "package.json", "tsconfig.json"}
	for _, folder := range []string{"public", "src"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, filepath.ToSlash(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	sum := sha256.New()
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum.Write([]byte(name + "\x00"))
		sum.Write(text)
		sum.Write([]byte{0})
	}
	stamp, err := os.ReadFile("dist.sum")
	if err != nil {
		t.Fatal(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != strings.TrimSpace(string(stamp)) {
		t.Error("dist is not of these sources: run `npm ci && npm run build` in gateway/web and commit dist with dist.sum")
	}
}

// mostScript is what a phone of ten years loads in a few seconds on a slow line, compressed to a third.
const mostScript = 170 << 10

// loadedWith is what a script imports before it runs; what it may want later is not.
var loadedWith = regexp.MustCompile(`(?:from|import)\s*"\./([^"]+)"`)

// loads adds a script, and what it imports before it runs, to those that are there.
func loads(t *testing.T, name string, there map[string]string) {
	t.Helper()
	if there[name] != "" {
		return
	}
	text, err := fs.ReadFile(Dist(), "assets/"+name)
	if err != nil {
		t.Fatal(err)
	}
	there[name] = string(text)
	for _, m := range loadedWith.FindAllSubmatch(text, -1) {
		loads(t, string(m[1]), there)
	}
}

func TestDist_isSmallAtFirst(t *testing.T) {
	first := map[string]string{}
	loads(t, "console.js", first)
	size := 0
	for _, text := range first {
		size += len(text)
	}
	if len(first) < 2 || size > mostScript {
		t.Errorf("the first page loads %d scripts with %d bytes, at most %d", len(first), size, mostScript)
	}
}

var (
	wanted = regexp.MustCompile(`import\("\./([^"]+)"\)`)          // a page that comes when it is wanted
	word   = regexp.MustCompile(`(?m)^\s+"?([\w.-]+)"?: "(.+)",$`) // a line of a catalogue
	value  = regexp.MustCompile(`\{\w+\}`)
	quoted = regexp.MustCompile(`"([\w-]+\.[\w.-]+)"`) // one in a script, of which a catalogue says what it is
)

// catalogue reads the words of a language.
func catalogue(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("src/words/" + language + ".*.ts")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range word.FindAllSubmatch(text, -1) {
			words[string(m[1])] = string(m[2])
		}
	}
	if len(words) < 1000 {
		t.Fatalf("the catalogue %s has %d words only: has its form changed?", language, len(words))
	}
	return words
}

// mostAlike is how many words a text may have that is the same in both languages: « Page {n} », not a sentence that was forgotten.
const mostAlike = 2

func TestWords_areInBothLanguages(t *testing.T) {
	english := catalogue(t, "en")
	for key, french := range catalogue(t, "fr") {
		text := english[key]
		if text == french && len(strings.Fields(text)) > mostAlike {
			t.Errorf("%s is French in English: %q", key, text)
		}
		values := func(text string) []string {
			return slices.Compact(slices.Sorted(slices.Values(value.FindAllString(text, -1))))
		}
		if !slices.Equal(values(text), values(french)) || strings.Count(text, "|") != strings.Count(french, "|") {
			t.Errorf("%s has other values or forms in English: %q, %q", key, text, french)
		}
	}
}

// TestDist_pagesComeWithTheirWords reads each page that comes later, with all that is there before it: each French word that it names is among them.
func TestDist_pagesComeWithTheirWords(t *testing.T) {
	words := catalogue(t, "fr")
	first := map[string]string{}
	loads(t, "console.js", first)
	pages := []string{"console.js"}
	for _, text := range first {
		for _, m := range wanted.FindAllStringSubmatch(text, -1) {
			pages = append(pages, m[1])
		}
	}
	if len(pages) < 8 {
		t.Fatalf("%d pages: has their form changed?", len(pages))
	}
	for _, page := range pages {
		there := maps.Clone(first)
		loads(t, page, there)
		named, known := map[string]string{}, map[string]bool{}
		for _, text := range there {
			for _, at := range quoted.FindAllStringSubmatchIndex(text, -1) {
				if w := text[at[2]:at[3]]; text[at[1]] == ':' && text[at[0]-1] != '?' { // of an object, and not of a choice
					known[w] = true
				} else {
					named[w] = words[w]
				}
			}
		}
		for w, text := range named {
			if text != "" && !known[w] {
				t.Errorf("%s names %q, which comes with another page: lend it", page, w)
			}
		}
	}
}

func TestDist_asksNobodyElse(t *testing.T) {
	err := fs.WalkDir(Dist(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Dist(), path)
		if err != nil {
			return err
		}
		for _, other := range []string{"https://", "http://"} {
			for rest := string(text); ; {
				_, after, found := strings.Cut(rest, other)
				if !found {
					break
				}
				if !strings.HasPrefix(after, "www.w3.org/") { // the names of SVG and MathML, which nobody loads
					t.Errorf("%s names another site: %.60s", path, after)
				}
				rest = after
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
