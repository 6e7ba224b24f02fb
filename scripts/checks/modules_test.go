package checks

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A workspace hides an import that go.mod does not declare.
func TestModules_buildAlone(t *testing.T) {
	for _, m := range all(t) {
		if _, err := command(m.Dir, alone, "go", "build", "./..."); err != nil {
			t.Error(err)
		}
	}
}

func TestModules_areTidy(t *testing.T) {
	for _, m := range all(t) {
		if _, err := command(m.Dir, alone, "go", "mod", "tidy", "-diff"); err != nil {
			t.Error(err)
		}
	}
}

var libcRequirement = regexp.MustCompile(`modernc\.org/libc (v\S+)`)

// The SQLite driver is made for one version of its C library; another may break it silently.
func TestSQLite_hasTheLibraryItWasMadeFor(t *testing.T) {
	for _, m := range all(t) {
		used := version(t, m, "modernc.org/libc")
		if used == "" {
			continue // no SQLite here
		}
		out, err := command(m.Dir, alone, "go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Clean(strings.TrimSpace(string(out))))
		if err != nil {
			t.Fatal(err)
		}
		if want := libcRequirement.FindStringSubmatch(string(text)); want == nil || want[1] != used {
			t.Errorf("%s uses modernc.org/libc %s, the driver is made for %v", m.Path, used, want)
		}
	}
}

// version is the version of a dependency that the module selects; empty when it has none.
func version(t *testing.T, m module, path string) string {
	t.Helper()
	out, err := command(m.Dir, alone, "go", "list", "-m", "-f", "{{if not .Main}}{{.Path}} {{.Version}}{{end}}", "all")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if v, ok := strings.CutPrefix(line, path+" "); ok {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
