// Package checks holds the rules of Hup's code that no compiler holds. Its tests read the modules of go.work; run them
// with `make check`. The module needs the standard library only.
package checks

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// root is the top of the repository.
const root = "../.."

// command runs a program in a folder and answers what it wrote; extra are settings of its environment.
func command(dir string, extra []string, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), extra...)
	var failure strings.Builder
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s %s in %s: %w\n%s%s", name, strings.Join(args, " "), dir, err, failure.String(), out)
	}
	return out, nil
}

// inWorkspace and alone are how the go command sees a module: beside the others, or as one who only downloads it.
var (
	inWorkspace = []string{"GOWORK="}
	alone       = []string{"GOWORK=off"}
)

// module is one module of the workspace.
type module struct {
	Path, Dir string
}

// modules are the modules that go.work names.
func modules() ([]module, error) {
	out, err := command(root, inWorkspace, "go", "list", "-m", "-f", "{{.Path}}\t{{.Dir}}")
	if err != nil {
		return nil, err
	}
	var found []module
	for line := range strings.Lines(string(out)) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
		found = append(found, module{path, dir})
	}
	return found, nil
}

// pkg is what go list says of a package.
type pkg struct {
	ImportPath, Name string
	Imports          []string
}

// packages are all packages of a module, with what their code imports, tests apart.
func (m module) packages() ([]pkg, error) {
	out, err := command(m.Dir, inWorkspace, "go", "list", "-e=false", "-json=ImportPath,Name,Imports", "./...")
	if err != nil {
		return nil, err
	}
	var found []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p pkg
		if err := decoder.Decode(&p); err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, nil
}

// sources are the Go files of a module that people wrote, tests apart.
func (m module) sources() (files []string, err error) {
	err = filepath.WalkDir(m.Dir, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "gen" || d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go"):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
