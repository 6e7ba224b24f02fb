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
	kit "hup.example/services/kit/store"
)

//go:embed data/*.csv data/*.geojson
var files embed.FS

// Sources say where the files come from.
func Sources() []reference.Source { return reference.SourcesIn(files, "data") }

// Territory is where the demo data goes.
const Territory = "ales"

// kinds are the files in the order in which they refer to each other.
var kinds = []struct{ kind, file string }{
	{"zones", "zones.csv"}, {"plots", "plots.csv"}, {"premises", "premises.csv"}, {"brownfields", "friches_gard.csv"},
}

// keeper is who writes the demo data: the body that keeps the demo's assets.
func keeper(ctx context.Context) context.Context {
	return actor.With(ctx, actor.Actor{Kind: actor.System, ID: "land", Territory: Territory, BodyID: "agglo"})
}

// Run reads the files as an operator's import would, once: what people did with the demo's assets since then stays.
func Run(ctx context.Context, imports map[string]module.Import, deals Deals) error {
	ctx = keeper(ctx)
	read := true
	err := deals.Store.Update(ctx, func(tx *kit.Tx) error {
		known, err := deals.AssetID(tx, "premises", "demo-premises-1")
		read = known != ""
		return err
	})
	if err != nil {
		return err
	}
	if !read {
		if err := readFiles(ctx, imports); err != nil {
			return err
		}
	}
	return deals.Run(ctx)
}

func readFiles(ctx context.Context, imports map[string]module.Import) error {
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
	return readRisks(ctx, imports["risk-layers"])
}

// pollution is the file of the first risk layer: the real polluted sites of the Gard.
const pollution = "sites_pollues_gard.geojson"

func readRisks(ctx context.Context, risks module.Import) error {
	content, err := files.Open("data/" + pollution)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	_, err = risks.ReadFile(ctx, module.File{
		Territory: Territory, Name: pollution, Content: content, Refused: func(module.Refusal) {}, Progress: func(int64, module.Counts) {},
		Options: map[string][]string{"kind": {"polluted_site"}, "name": {"Sites pollués à responsable défaillant"}, "source": {"Ademe"}, "date": {"2025-01-01"},
			"id": {"ademe-sites-pollues"}, "licence": {"Licence Ouverte 2.0"}, "reach": {"250"}},
	})
	return err
}
