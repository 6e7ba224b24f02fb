// Package admin is what the operator's commands do, on the opened modules. A command does it itself when it has the data
// folder; beside a running server it hands its work over on a socket in that folder. Both ways run the same code.
package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"hup.example/services/kit/host"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/module"
)

// Admin does the operator's work.
type Admin struct {
	// Host has the modules.
	Host *host.Host
	// Dir is the data folder.
	Dir string
	// Services are the names of the hosted modules.
	Services []string
	// Token mints an access token of a demo identity; nil on an installation without demo data.
	Token func(ctx context.Context, as string) (string, error)
}

// The exit codes of long work.
const (
	AllIn       = 0
	NothingDone = 1
	SomeRefused = 3
)

// Line is one line of a report, as JSON when it travels.
type Line struct {
	// Text is printed to standard error.
	Text string `json:"text,omitempty"`
	// Data is printed to standard output.
	Data []byte `json:"data,omitempty"`
	// Done ends the report with an exit code.
	Done bool `json:"done,omitempty"`
	Exit int  `json:"exit,omitempty"`
}

// Report takes the lines of a report.
type Report func(Line)

func (r Report) say(format string, args ...any) { r(Line{Text: fmt.Sprintf(format, args...)}) }

func (r Report) done(exit int) { r(Line{Done: true, Exit: exit}) }

func (r Report) failed(err error) {
	r.say("%v", err)
	r.done(NothingDone)
}

// Write implements io.Writer: what is written is data.
func (r Report) Write(p []byte) (int, error) {
	r(Line{Data: append([]byte(nil), p...)})
	return len(p), nil
}

// kinds are what can be imported, with the import that reads it.
func (a *Admin) kinds() map[string]module.Import {
	kinds := map[string]module.Import{}
	for _, name := range a.Services {
		if s := a.Host.Service(name); s != nil {
			for kind, i := range s.Imports {
				kinds[kind] = i
			}
		}
	}
	return kinds
}

// Kinds describes what can be imported, for the help text.
func (a *Admin) Kinds() []string {
	var lines []string
	for kind, i := range a.kinds() {
		line := kind + "\n    " + strings.ReplaceAll(i.Layouts, "\n", "\n    ")
		if len(i.Options) > 0 {
			line += "\n    --where " + strings.Join(choices(i), ", ")
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func (a *Admin) kind(kind string) (module.Import, error) {
	i, ok := a.kinds()[kind]
	if !ok {
		known := slices.Sorted(maps.Keys(a.kinds()))
		return i, fmt.Errorf("%q is no kind of file; known: %s (hup import --help tells their layouts)", kind, strings.Join(known, ", "))
	}
	return i, nil
}

// Import reads one file, and answers what it did as data. Only refused rows are told, and those taken with a doubt, each with
// its line, its column and the reason, and now and then how far a long file is: who reads the report finds nothing else there.
// Where narrows the file by the options of its kind: "epci=200066918".
func (a *Admin) Import(ctx context.Context, kind, name, territory string, where []string, file io.Reader, report Report) {
	i, err := a.kind(kind)
	var options map[string][]string
	if err == nil {
		options, err = optionsOf(kind, i, where)
	}
	if err != nil {
		report.failed(err)
		return
	}
	refused := func(r module.Refusal) {
		doubt := ""
		if r.Warning {
			doubt = "avertissement : " // as the reason, which says in French what to look at
		}
		report.say("%s:%d:%s: %s%s", name, r.Line, r.Column, doubt, r.Reason)
	}
	var counts module.Counts
	if i.ReadFile == nil {
		counts, err = i.Read(ctx, territory, filepath.Base(name), file, refused)
	} else {
		counts, err = i.ReadFile(ctx, module.File{
			Territory: territory, Name: filepath.Base(name), Content: file, Options: options, Refused: refused,
			Progress: func(read int64, done module.Counts) {
				report.say("%s: %d rows read; %d added, %d changed, %d the same, %d refused", name, read, done.Added, done.Changed, done.Same, done.Refused)
			},
		})
	}
	if err != nil {
		report.failed(fmt.Errorf("%s: %w", name, err))
		return
	}
	_, _ = fmt.Fprintf(report, "%s: %d added, %d changed, %d the same, %d refused\n", name, counts.Added, counts.Changed, counts.Same, counts.Refused)
	report.done(exitOf(counts))
}

// optionsOf reads pairs such as "epci=200066918"; the kind must know each.
func optionsOf(kind string, i module.Import, where []string) (map[string][]string, error) {
	options := map[string][]string{}
	for _, pair := range where {
		name, value, _ := strings.Cut(pair, "=")
		if _, known := i.Options[name]; !known || value == "" {
			return nil, fmt.Errorf("--where %s: %s takes %s", pair, kind, strings.Join(choices(i), ", "))
		}
		options[name] = append(options[name], value)
	}
	return options, nil
}

// choices say what --where takes.
func choices(i module.Import) []string {
	if len(i.Options) == 0 {
		return []string{"no --where"}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(i.Options)) {
		all = append(all, name+"=… ("+i.Options[name]+")")
	}
	return all
}

func exitOf(c module.Counts) int {
	switch {
	case c.Refused == 0:
		return AllIn
	case c.Added+c.Changed+c.Same == 0:
		return NothingDone
	default:
		return SomeRefused
	}
}

// Export writes the rows of a kind as data, in its usual layout when none is named.
func (a *Admin) Export(ctx context.Context, kind, layout, territory string, report Report) {
	i, err := a.kind(kind)
	write := i.Export
	if layout != "" {
		write = i.Exports[layout]
	}
	switch {
	case err != nil:
	case i.Export == nil:
		err = fmt.Errorf("%s cannot be exported: the files they came from are the master", kind)
	case write == nil:
		err = fmt.Errorf("%s are not written in the layout %q; known: %s", kind, layout, strings.Join(slices.Sorted(maps.Keys(i.Exports)), ", "))
	default:
		err = write(ctx, territory, report)
	}
	if err != nil {
		report.failed(err)
		return
	}
	report.done(AllIn)
}

// Verify walks the chains of all journals.
func (a *Admin) Verify(ctx context.Context, report Report) {
	faults := 0
	for _, name := range a.Services {
		s := a.Host.Store(name)
		if s == nil {
			continue
		}
		n, err := journal.Verify(ctx, s.DB(), func(f journal.Fault) {
			faults++
			report.say("%s: line %s: %s", name, f.LineID, f.What)
		})
		if err != nil {
			report.failed(err)
			return
		}
		report.say("%s: %d lines read", name, n)
	}
	if faults > 0 {
		report.failed(fmt.Errorf("%d faults", faults))
		return
	}
	report.say("the journals are intact")
	report.done(AllIn)
}

// Replay applies the parked events of a service's consumer again.
func (a *Admin) Replay(ctx context.Context, service, source string, report Report) {
	c := a.Host.Consumer(service, source)
	if c == nil {
		report.failed(fmt.Errorf("%s does not consume events of %s", service, source))
		return
	}
	n, err := c.Replay(ctx)
	report.say("%d events applied", n)
	if err != nil {
		report.failed(err)
		return
	}
	report.done(AllIn)
}

// Rebuild computes the projections of a service again from its records, while others write; without a name, those of all.
func (a *Admin) Rebuild(ctx context.Context, service string, report Report) {
	done := 0
	for _, name := range a.Services {
		s := a.Host.Service(name)
		if s == nil || s.Rebuild == nil || service != "" && service != name {
			continue
		}
		report.say("%s: computing lists and search again", name)
		if err := s.Rebuild(ctx); err != nil {
			report.failed(fmt.Errorf("%s: %w", name, err))
			return
		}
		done++
	}
	if done == 0 {
		report.failed(fmt.Errorf("no service called %q here has projections to compute again", service))
		return
	}
	report.say("done")
	report.done(AllIn)
}

// Mint answers a token of a demo identity, as the last line.
func (a *Admin) Mint(ctx context.Context, as string, report Report) {
	if a.Token == nil {
		report.failed(errors.New("only an installation with demo data gives tokens here: start it once with hup serve --demo"))
		return
	}
	token, err := a.Token(ctx, as)
	if err != nil {
		report.failed(err)
		return
	}
	_, _ = report.Write([]byte(token + "\n"))
	report.done(AllIn)
}
