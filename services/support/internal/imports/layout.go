package imports

import (
	"hup.example/services/kit/module"
	"hup.example/services/support/internal/store"
)

// layout is a kind of file, known by its header.
type layout struct {
	name string
	// known are the columns that the header has, spelled the columns by the names that read uses.
	known, spelled []string
	// units says that rows are legal units, and not establishments.
	units bool
	// national says that the file is of the whole country: only what is of the territory is wanted.
	national bool
	// commune is the column of the commune.
	commune string
	// read reads a row. The refusal says which column can't be read, and why; told may come with one that is a warning.
	read func(row) (told store.Told, why *module.Refusal)
}

var layouts = []layout{stockEstablishments, stockUnits, ofEstablishments("etablissements", "denomination", "adresse"), ofEstablishments("organismes_formation", "raison_sociale", "adresse_voie")}

// layoutOf is the layout of a file.
func layoutOf(t *table) (layout, bool) {
	for _, l := range layouts {
		if t.has(l.known...) {
			t.spell(l.spelled...)
			return l, true
		}
	}
	return layout{}, false
}

// Layouts says which files are read, for the help text.
const Layouts = `StockEtablissement de l'Insee, et l'API Sirene 3.11 (réponse JSON, unité légale comprise) : siret, etatAdministratifEtablissement… ; seul le territoire est gardé
StockUniteLegale de l'Insee : siren, etatAdministratifUniteLegale… ; à charger après les établissements, plus petit ; dans l'autre ordre aussi
établissements : siret, denomination, puis au choix siren, enseigne, naf, naf_2025, categorie_juridique, tranche_effectif, adresse, code_postal, code_commune, lat, lon, ferme, date_creation, diffusion (O ou P), qpv, zone, date_source
organismes de formation : siret, raison_sociale, puis au choix siren, enseigne, naf, naf_2025, categorie_juridique, tranche_effectif, adresse_voie, code_postal, code_commune, lat, lon, ferme, date_creation
Chacun en CSV (UTF-8, UTF-16 ou Windows-1252, virgule ou point-virgule), CSV dans un zip ou gzip, ou Parquet. Un import arrêté reprend où il en était quand on le relance.`
