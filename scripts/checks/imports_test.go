package checks

import (
	"slices"
	"testing"
)

func TestImports_followTheLayers(t *testing.T) {
	for _, m := range all(t) {
		packages, err := m.packages()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packages {
			for _, to := range p.Imports {
				if !mayImport(p.ImportPath, to) {
					t.Errorf("%s must not import %s (docs/architecture.md says who may; of templates see docs/adr/0020)", p.ImportPath, to)
				}
			}
		}
	}
}

func TestPackages_areNamedForWhatTheyProvide(t *testing.T) {
	empty := []string{"common", "util", "utils", "helper", "helpers", "models", "types", "misc", "base"}
	for _, m := range all(t) {
		packages, err := m.packages()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packages {
			if slices.Contains(empty, p.Name) {
				t.Errorf("%s: the name %s says nothing", p.ImportPath, p.Name)
			}
		}
	}
}

func TestMayImport_knowsTheRules(t *testing.T) {
	const land, kit, proto = own + "services/land", own + "services/kit", own + "proto/gen/go/hup"
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{land, own + "services/support", false},
		{land, land + "/internal/rpc", true},
		{land, kit + "/store", true},
		{land + "/internal/rpc", proto + "/support/v1", true},
		{land + "/internal/rpc", land + "/internal/store", true},
		{land + "/internal/rpc", land + "/internal/events", false},
		{land + "/internal/store", land + "/internal/app", false},
		{land + "/internal/store/storetest", land + "/internal/store", true},
		{land + "/internal/store/storetest", kit + "/kittest", true},
		{land + "/internal/store", kit + "/kittest", false},
		{land + "/internal/app", land + "/internal/domain", true},
		{land + "/internal/app", land + "/internal/rpc", false},
		{land + "/internal/domain", "time", true},
		{land + "/internal/domain", "database/sql", true},
		{land + "/internal/domain", "google.golang.org/grpc", false},
		{land + "/internal/domain", "google.golang.org/protobuf/proto", true},
		{land + "/internal/domain", proto + "/land/v1", true},
		{land + "/internal/domain", proto + "/land/event/v1", false},
		{land + "/internal/domain", proto + "/support/v1", false},
		{land + "/internal/domain", kit + "/errs", true},
		{land + "/internal/domain", kit + "/store", false},
		{land + "/internal/domain", land + "/internal/app", false},
		{land + "/internal/domain/plot", land + "/internal/domain", true},
		{own + "gateway/internal/facade", land, false},
		{own + "gateway/internal/facade", proto + "/land/v1", true},
		{own + "gateway/internal/facade", own + "gateway/internal/rest", true},
		{kit + "/db", proto + "/land/v1", false},
		{kit + "/bus", proto + "/event/v1", true},
		{kit + "/bus", own + "gateway", false},
		{proto + "/land/v1", kit + "/errs", false},
		{own + "deploy/hup", land, true},
		{own + "gateway/internal/pages", "html/template", false},
	} {
		if got := mayImport(c.from, c.to); got != c.want {
			t.Errorf("%s may import %s: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}
