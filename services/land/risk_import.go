package land

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
)

// riskOptions say what a file of shapes does not say of itself.
var riskOptions = map[string]string{
	"kind": "flood, clay, cavity, polluted_site, town_plan, classified_installation, other (compulsory)", "name": "name of the layer; the file's when empty",
	"source": "who made it (compulsory)", "date": "day of the source, YYYY-MM-DD (compulsory)", "id": "id of the layer, the same for all its versions; the file's name when empty",
	"url": "where it was read", "licence": "its licence", "reach": "metres around a point, 50 when empty",
}

// riskLayers reads a layer: the whole file is one version of it.
func (f files) riskLayers() module.Import {
	return module.Import{
		Layouts: "GeoJSON (FeatureCollection de points, polygones et multipolygones en WGS 84) ; un fichier est une version d'une couche",
		Options: riskOptions,
		ReadFile: func(ctx context.Context, file module.File) (module.Counts, error) {
			said, err := layerOf(file)
			if err == nil {
				err = f.check(said)
			}
			if err != nil {
				return module.Counts{}, err
			}
			who := actor.Of(file.Territory, "land")
			who.BodyID = actor.From(ctx).BodyID
			lay := &layerFile{File: file, ctx: actor.With(ctx, who), store: f.store, said: said, digest: sha256.New()}
			return lay.read()
		},
	}
}

// layerOf is what the options say of the layer.
func layerOf(file module.File) (*landv1.RiskLayer, error) {
	option := func(name string) string {
		if given := file.Options[name]; len(given) > 0 {
			return given[len(given)-1]
		}
		return ""
	}
	bare, _, _ := strings.Cut(file.Name, ".")
	said := &landv1.RiskLayer{
		Name: option("name"), SourceName: option("source"), SourceDate: option("date"), SourceUrl: option("url"), Licence: option("licence"),
		ExternalLayerId: option("id"), Kind: landv1.RiskLayerKind(landv1.RiskLayerKind_value["RISK_LAYER_KIND_"+strings.ToUpper(option("kind"))]),
	}
	if said.GetName() == "" {
		said.Name = bare
	}
	if said.GetExternalLayerId() == "" {
		said.ExternalLayerId = bare
	}
	if said.GetKind() == 0 || said.GetSourceName() == "" || said.GetSourceDate() == "" {
		return nil, errors.New("dites ce qu'est la couche : --where kind=flood --where source=\"DDTM du Gard\" --where date=2024-01-31")
	}
	if option("reach") != "" {
		metres, err := strconv.ParseInt(option("reach"), 10, 32)
		if err != nil {
			return nil, fmt.Errorf("reach=%s n'est pas un nombre de mètres", option("reach"))
		}
		said.PointReachM = int32(metres)
	}
	return said, nil
}
