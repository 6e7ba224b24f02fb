package config

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type settings struct {
	http, db string
	demo     bool
	wait     time.Duration
	peers    []string
}

func load(t *testing.T, yaml string, env map[string]string, args ...string) (settings, error) {
	t.Helper()
	var s settings
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&s.http, "http", ":8080", "address of the REST API")
	fs.StringVar(&s.db, "land-db", "", "database of land")
	fs.BoolVar(&s.demo, "demo", false, "demo data")
	fs.DurationVar(&s.wait, "wait", time.Second, "how long")
	fs.Func("peer", "`name=address` of a part", func(v string) error { s.peers = append(s.peers, v); return nil })
	if yaml != "" {
		file := filepath.Join(t.TempDir(), "hup.yaml")
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", file)
	}
	err := Load(fs, args, func(k string) (string, bool) { v, ok := env[k]; return v, ok })
	return s, err
}

func TestLoad_flagThenEnvironmentThenFileThenDefault(t *testing.T) {
	yaml := "http: from-file\nwait: 3s\nland:\n  db: file.db\npeer: [land=a, support=b]\n"
	s, err := load(t, yaml, map[string]string{"HUP_HTTP": "from-env", "HUP_LAND_DB": "env.db"}, "--http", "from-flag")
	if err != nil {
		t.Fatal(err)
	}
	if s.http != "from-flag" || s.db != "env.db" || s.wait != 3*time.Second || s.demo || strings.Join(s.peers, " ") != "land=a support=b" {
		t.Errorf("got %+v", s)
	}
}

func TestLoad_namesTheKnownKeysWhenOneIsUnknown(t *testing.T) {
	_, err := load(t, "htpp: x\n", nil)
	if err == nil || !strings.Contains(err.Error(), `"htpp"`) || !strings.Contains(err.Error(), "demo, http, land-db, peer, wait") {
		t.Errorf("got %v", err)
	}
}

func TestLoad_refusesValuesThatDoNotParse(t *testing.T) {
	if _, err := load(t, "wait: soon\n", nil); err == nil || !strings.Contains(err.Error(), "wait") {
		t.Errorf("file: got %v", err)
	}
	if _, err := load(t, "", map[string]string{"HUP_WAIT": "soon"}); err == nil || !strings.Contains(err.Error(), "HUP_WAIT") {
		t.Errorf("environment: got %v", err)
	}
	if _, err := load(t, "just text\n", nil); err == nil {
		t.Error("a file without keys is taken")
	}
}
