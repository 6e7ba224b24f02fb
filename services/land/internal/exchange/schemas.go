package exchange

import (
	"embed"

	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/tableschema"
)

//go:embed schemas
var published embed.FS

// The schemas as the CNIG publishes them; schemas/SOURCES.csv says where.
var (
	friches        = schema("cnig_friches")
	sites          = schema("cnig_site_eco")
	terrains       = schema("cnig_terrain_eco")
	poles          = schema("cnig_pole_eco")
	etablissements = schema("cnig_etablissement")
)

func schema(name string) *tableschema.Schema {
	text, err := published.ReadFile("schemas/" + name + "_schema.json")
	if err != nil {
		panic(err) // it is embedded
	}
	s, err := tableschema.Read(text)
	if err != nil {
		panic(err) // a test reads them all
	}
	return s
}

// Sources say where the schemas come from.
func Sources() []reference.Source { return reference.SourcesIn(published, "schemas") }
