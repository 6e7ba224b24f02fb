package imports

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
)

// Communes lays a file over the list of communes that all services read. It is for all territories, and every process
// reads it at its next start.
func Communes(dataDir string, c clock.Clock) module.Import {
	dir := filepath.Join(dataDir, reference.OverlayDir)
	return module.Import{
		Layouts: "communes : code_insee, nom, puis au choix codes_postaux (séparés par |), population, surface_ha, lat, lon, departement, region, epci_siren, epci_nom, zone_emploi_code, bassin_ft_code, frr_2025 ; pris en compte au prochain démarrage",
		Read: func(_ context.Context, _, name string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
			if dataDir == "" {
				return module.Counts{}, errors.New("cet import écrit dans le dossier de données : nommez-le avec --data")
			}
			today := calendar.DayOf(c.Now()).String()
			done, err := reference.AmendCommunes(dir, name, today, file, func(line int, column, reason string) {
				refused(module.Refusal{Line: line, Column: column, Reason: reason})
			})
			return module.Counts(done), err
		},
		Export: func(_ context.Context, _ string, to io.Writer) error { return reference.WriteCommunes(dir, to) },
	}
}
