// Package seed holds the demo data of land: the real brownfields of the Gard, and zones, plots and premises that are made
// up and say so. data/SOURCES.csv says where each file comes from.
package seed

import (
	"bytes"
	"context"
	"embed"
	"fmt"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
)

//go:embed data/*.csv
var files embed.FS

// Sources say where the files come from.
func Sources() []reference.Source { return reference.SourcesIn(files, "data") }

// Territory is where the demo data goes.
const Territory = "ales"

// kinds are the files in the order in which they refer to each other.
var kinds = []struct{ kind, file string }{
	{"zones", "zones.csv"}, {"plots", "plots.csv"}, {"premises", "premises.csv"}, {"brownfields", "friches_gard.csv"},
}

// Run reads the files as an operator's import would. A second run finds everything as it is.
func Run(ctx context.Context, imports map[string]module.Import) error {
	ctx = actor.With(ctx, actor.Actor{Kind: actor.System, ID: "land", Territory: Territory, BodyID: "agglo"})
	for _, k := range kinds {
		content, err := files.ReadFile("data/" + k.file)
		if err != nil {
			return err
		}
		var first *module.Refusal
		refused := func(r module.Refusal) {
			if first == nil && !r.Warning {
				first = &r
			}
		}
		if _, err := imports[k.kind].Read(ctx, Territory, k.file, bytes.NewReader(content), refused); err != nil {
			return fmt.Errorf("%s: %w", k.file, err)
		}
		if first != nil {
			return fmt.Errorf("%s: line %d, %s: %s", k.file, first.Line, first.Column, first.Reason)
		}
	}
	return nil
}
