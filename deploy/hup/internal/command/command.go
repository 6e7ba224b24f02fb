// Package command is the command line of hup: serve, and the operator's tools.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"hup.example/deploy/hup/internal/process"
	"hup.example/services/kit/config"
)

// Program is what a run of the binary gets from its surroundings; tests give their own.
type Program struct {
	Version  string
	Args     []string
	Env      func(string) (string, bool)
	In       io.Reader
	Out, Err io.Writer
}

// command is one word of the command line.
type command struct {
	name, summary, example string
	run                    func(ctx context.Context, p Program, args []string) int
}

// The exit codes of the command line itself.
const (
	ok    = 0
	wrong = 1
	usage = 2
)

func commands() []command {
	return []command{
		{"serve", "starts the platform, or a part of it", "hup serve --demo --data ./data", serve},
		{"token", "prints an access token of a demo identity", "hup token --data ./data --as advisor@myriapolis", token},
		{"import", "reads files of open data", "hup import brownfields friches_gard.csv --data ./data", importFiles},
		{"export", "writes all rows of a kind", "hup export brownfields --data ./data -o friches.csv", export},
		{"backup", "copies the databases while the platform runs", "hup backup --data ./data --to ./backup", backup},
		{"restore", "puts a backup into an empty data folder", "hup restore --data ./data --from ./backup", restore},
		{"migrate", "brings the databases to this version", "hup migrate --data ./data", migrate},
		{"audit", "audit verify: walks the chains of the journals; audit exports: tells who took which list along as a file", "hup audit verify --data ./data", audit},
		{"events", "events replay: applies parked events again", "hup events replay --service land --source support --data ./data", events},
		{"rebuild", "computes lists and search again from the records", "hup rebuild --service support --data ./data", rebuild},
		{"doctor", "says what is wrong with an installation", "hup doctor --data ./data", doctor},
		{"version", "prints the version", "hup version", version},
	}
}

// Run runs the command that the arguments name and answers the exit code.
func Run(ctx context.Context, p Program) int {
	if len(p.Args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, p.Args[0]) {
		help(p)
		return ok
	}
	for _, c := range commands() {
		if c.name == p.Args[0] {
			return c.run(ctx, p, p.Args[1:])
		}
	}
	_, _ = fmt.Fprintf(p.Err, "hup: %q is no command\n", p.Args[0])
	help(p)
	return usage
}

func help(p Program) {
	_, _ = fmt.Fprintln(p.Err, "Hup, the economic one-stop shop.\n\nUsage: hup COMMAND [flags]; hup COMMAND --help tells more.")
	_, _ = fmt.Fprintln(p.Err)
	for _, c := range commands() {
		_, _ = fmt.Fprintf(p.Err, "  %-8s %s\n           %s\n", c.name, c.summary, c.example)
	}
}

// parse fills the settings and the command's own flags; it answers the other arguments, wherever they stand.
func parse(p Program, name string, args []string, own func(*flag.FlagSet)) (*process.Settings, []string, int) {
	s := &process.Settings{}
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // an error is told once, below
	s.Bind(fs)
	shown := concerning(name, fs)
	if own != nil {
		own(fs)
		own(shown)
	}
	words, flags := split(fs, args)
	err := config.Load(fs, flags, p.Env)
	if errors.Is(err, flag.ErrHelp) {
		usageOf(p, name, shown)
		return nil, nil, ok
	}
	if err != nil {
		_, _ = fmt.Fprintf(p.Err, "hup %s: %v; hup %s --help tells the flags\n", name, err, name)
		return nil, nil, usage
	}
	return s, words, -1
}

// concerning are the settings that a command's help tells: all of them for the server, for the others where the data is.
// The file of settings is the same for all.
func concerning(name string, all *flag.FlagSet) *flag.FlagSet {
	shown := flag.NewFlagSet(name, flag.ContinueOnError)
	shown.String("config", "", "YAML file of settings; its keys are the names of the flags of hup serve")
	all.VisitAll(func(f *flag.Flag) {
		files := f.Name == "territory" && (name == "import" || name == "export")
		if name == "serve" || files || slices.Contains([]string{"data", "db"}, f.Name) || strings.HasSuffix(f.Name, "-db") {
			shown.Var(f.Value, f.Name, f.Usage)
		}
	})
	return shown
}

func usageOf(p Program, name string, shown *flag.FlagSet) {
	for _, c := range commands() {
		if c.name == name {
			_, _ = fmt.Fprintf(p.Err, "hup %s %s.\n\nExample: %s\n\n", c.name, c.summary, c.example)
		}
	}
	config.Usage(p.Err, shown)
}

// split lets flags stand behind the words: hup import brownfields FILE --data DIR.
func split(fs *flag.FlagSet, args []string) (words, flags []string) {
	for i := 0; i < len(args); i++ {
		if !strings.HasPrefix(args[i], "-") || args[i] == "-" {
			words = append(words, args[i])
			continue
		}
		flags = append(flags, args[i])
		f := fs.Lookup(strings.TrimLeft(args[i], "-"))
		valued := f != nil && !isBool(f) || strings.TrimLeft(args[i], "-") == "config" // config.Load adds that one
		if valued && i+1 < len(args) {
			i++
			flags = append(flags, args[i])
		}
	}
	return words, flags
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func (p Program) fail(name string, err error) int {
	_, _ = fmt.Fprintln(p.Err, "hup "+name+":", err)
	return wrong
}

func version(_ context.Context, p Program, _ []string) int {
	_, _ = fmt.Fprintln(p.Out, p.Version)
	return ok
}
