package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
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

func TestDist_isSmallAndAsksNobodyElse(t *testing.T) {
	size := 0
	err := fs.WalkDir(Dist(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Dist(), path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".js") {
			size += len(text)
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
	if size == 0 || size > mostScript {
		t.Errorf("the scripts have %d bytes, at most %d", size, mostScript)
	}
}
