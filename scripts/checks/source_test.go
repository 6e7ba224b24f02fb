package checks

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The bounds of the code. A file that grows past them has found its next name.
const (
	maxKit      = 9_500
	maxFile     = 300
	maxFunction = 50
)

// all are the modules of the workspace.
func all(t *testing.T) []module {
	t.Helper()
	found, err := modules()
	if err != nil || len(found) == 0 {
		t.Fatalf("go.work names no modules: %v", err)
	}
	return found
}

// parsed is a source file as the parser sees it.
type parsed struct {
	path string // from the top of the repository
	set  *token.FileSet
	file *ast.File
	text []byte
}

// sources parses all that people wrote, tests apart.
func sources(t *testing.T) (files []parsed) {
	t.Helper()
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all(t) {
		paths, err := m.sources()
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			p := parsed{set: token.NewFileSet()}
			if p.text, err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
			if p.file, err = parser.ParseFile(p.set, path, p.text, parser.SkipObjectResolution); err != nil {
				t.Fatal(err)
			}
			if p.path, err = filepath.Rel(top, path); err != nil {
				t.Fatal(err)
			}
			files = append(files, p)
		}
	}
	return files
}

// SQLite makes the plan of a statement again each time when its LIMIT is an argument: three times the cost of a short read. A cast
// says the same, and does not.
func TestSQL_limitsWithoutANewPlan(t *testing.T) {
	for _, p := range sources(t) {
		for i, line := range strings.Split(string(p.text), "\n") {
			if strings.Contains(line, "LIMIT $") || strings.Contains(line, "OFFSET $") {
				t.Errorf("%s:%d: write LIMIT CAST($n AS bigint)", p.path, i+1)
			}
		}
	}
}

func TestTime_isAskedOfTheClockOnly(t *testing.T) {
	asks := []string{"Now", "Since", "Until"}
	for _, p := range sources(t) {
		if under(p.path, "services/kit/clock", "services/kit/id", "services/kit/kittest") {
			continue
		}
		ast.Inspect(p.file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if s.Sel.Name == "Until" && under(p.path, "services/kit/rpc") {
				return true // a call's deadline counts by the machine's clock, whatever the demo's offset
			}
			if of, ok := s.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains(asks, s.Sel.Name) {
				t.Errorf("%s:%d: time.%s: only kit/clock asks for the time", p.path, p.set.Position(s.Pos()).Line, s.Sel.Name)
			}
			return true
		})
	}
}

func TestKit_staysSmall(t *testing.T) {
	lines := 0
	for _, p := range sources(t) {
		apart := under(p.path, "services/kit/reference", "services/kit/calendar") || under(p.path, testsOnly...)
		if under(p.path, "services/kit") && !apart {
			lines += codeLines(p.text)
		}
	}
	if lines == 0 || lines > maxKit {
		t.Errorf("the kit has %d lines of code, at most %d: it is shared mechanics, not a framework", lines, maxKit)
	}
	t.Logf("the kit has %d lines of code", lines)
}

func TestFilesAndFunctions_staySmall(t *testing.T) {
	for _, p := range sources(t) {
		if n := strings.Count(string(p.text), "\n"); n > maxFile {
			t.Errorf("%s has %d lines, at most %d", p.path, n, maxFile)
		}
		for _, d := range p.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := p.set.Position(f.End()).Line - p.set.Position(f.Pos()).Line + 1; n > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d", p.path, f.Name.Name, n, maxFunction)
			}
		}
	}
}

// codeLines counts the lines that hold code: not blank, not a comment.
func codeLines(text []byte) int {
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0) // comments are skipped
	lines := map[int]bool{}
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return len(lines)
		}
		if literal == "\n" {
			continue // a semicolon that the scanner put
		}
		for i := range strings.Count(literal, "\n") + 1 {
			lines[file.Line(pos)+i] = true
		}
	}
}

func TestCodeLines_countsCodeOnly(t *testing.T) {
	if n := codeLines([]byte("package a\n\n// a comment\nvar x = `two\nlines`\n\n/* more\nof it */\n")); n != 3 {
		t.Errorf("%d lines, want 3", n)
	}
}
