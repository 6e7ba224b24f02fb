package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
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
const mostScript = 200 << 10

// loadedWith is what a script imports before it runs; what it may want later is not.
var loadedWith = regexp.MustCompile(`(?:from|import)\s*"\./([^"]+)"`)

func TestDist_isSmallAtFirst(t *testing.T) {
	size, seen := 0, map[string]bool{}
	var load func(name string)
	load = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		text, err := fs.ReadFile(Dist(), "assets/"+name)
		if err != nil {
			t.Fatal(err)
		}
		size += len(text)
		for _, m := range loadedWith.FindAllSubmatch(text, -1) {
			load(string(m[1]))
		}
	}
	load("console.js")
	if len(seen) < 2 || size > mostScript {
		t.Errorf("the first page loads %d scripts with %d bytes, at most %d", len(seen), size, mostScript)
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
