// Package config fills the flags of a command from, in this order: the command line, the environment (HUP_…), a YAML file,
// the flag's default. A command declares its settings once, as flags bound to the fields of a struct of its own:
//
//	var s struct{ HTTP string }
//	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
//	fs.StringVar(&s.HTTP, "http", "127.0.0.1:8080", "address of the REST API")
//	err := config.Load(fs, os.Args[2:], os.LookupEnv)
//
// The flag --http is then also HUP_HTTP, and the key "http" of the file that --config (HUP_CONFIG) names.
package config

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// Prefix begins the name of every environment variable of the platform.
const Prefix = "HUP_"

// Env is the environment variable of a flag: "land-db" gives HUP_LAND_DB.
func Env(name string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// Load parses the arguments and fills what they leave unset. It adds the flag --config to the set.
func Load(fs *flag.FlagSet, args []string, lookup func(string) (string, bool)) error {
	file := fs.String("config", "", "YAML file of settings; its keys are the names of these flags")
	if err := fs.Parse(args); err != nil {
		return err
	}
	set := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { set[f.Name] = true })
	if err := fromEnv(fs, set, lookup); err != nil {
		return err
	}
	if *file == "" {
		return nil
	}
	raw, err := os.ReadFile(*file)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	return fromYAML(fs, set, *file, raw)
}

// fromEnv sets the flags that the command line left; what it sets, the file leaves.
func fromEnv(fs *flag.FlagSet, set map[string]bool, lookup func(string) (string, bool)) (err error) {
	fs.VisitAll(func(f *flag.Flag) {
		value, ok := lookup(Env(f.Name))
		if !ok || set[f.Name] || err != nil {
			return
		}
		set[f.Name] = true
		if e := fs.Set(f.Name, value); e != nil {
			err = fmt.Errorf("%s: %w", Env(f.Name), e)
		}
	})
	return err
}

// fromYAML sets the rest, and refuses a key that is no flag: a typing error must not be a silent default.
func fromYAML(fs *flag.FlagSet, set map[string]bool, file string, raw []byte) error {
	settings, err := flatten(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, s := range settings {
		if fs.Lookup(s.name) == nil || s.name == "config" {
			return fmt.Errorf("%s: unknown key %q; known: %s", file, s.name, strings.Join(Names(fs), ", "))
		}
		if set[s.name] {
			continue
		}
		if err := fs.Set(s.name, s.value); err != nil {
			return fmt.Errorf("%s: %s: %w", file, s.name, err)
		}
	}
	return nil
}

// Names lists the keys that a file may hold.
func Names(fs *flag.FlagSet) []string {
	var names []string
	fs.VisitAll(func(f *flag.Flag) {
		if f.Name != "config" {
			names = append(names, f.Name)
		}
	})
	slices.Sort(names)
	return names
}

// Usage writes one line a setting: flag, variable, what it is, default.
func Usage(w io.Writer, fs *flag.FlagSet) {
	fs.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "  --%s %s\n        %s (%s", f.Name, value, usage, Env(f.Name))
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(w, ", default %s", f.DefValue)
		}
		fmt.Fprintln(w, ")")
	})
}
