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
	return amending(dataDir, c, "communes : code_insee, nom, puis au choix codes_postaux (séparés par |), population, surface_ha, lat, lon, departement, region, epci_siren, epci_nom, zone_emploi_code, bassin_ft_code, frr_2025 ; pris en compte au prochain démarrage",
		reference.AmendCommunes, reference.WriteCommunes)
}

// Quarters lays a file over the list of priority neighbourhoods, likewise.
func Quarters(dataDir string, c clock.Clock) module.Import {
	return amending(dataDir, c, "quartiers prioritaires, comme l'ANCT les publie : code_qp, lib_qp, insee_com (plusieurs communes séparées par une virgule) ; à virgules ou à points-virgules ; pris en compte au prochain démarrage",
		reference.AmendQuarters, reference.WriteQuarters)
}

// amending is the import of a file that is laid over a list of codes.
func amending(dataDir string, c clock.Clock, layouts string,
	amend func(dir, name, date string, file io.Reader, refused func(line int, column, reason string)) (reference.Amendment, error),
	write func(dir string, to io.Writer) error,
) module.Import {
	dir := filepath.Join(dataDir, reference.OverlayDir)
	return module.Import{
		Layouts: layouts,
		Read: func(_ context.Context, _, name string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
			if dataDir == "" {
				return module.Counts{}, errors.New("cet import écrit dans le dossier de données : nommez-le avec --data")
			}
			done, err := amend(dir, name, calendar.DayOf(c.Now()).String(), file, func(line int, column, reason string) {
				refused(module.Refusal{Line: line, Column: column, Reason: reason})
			})
			return module.Counts(done), err
		},
		Export: func(_ context.Context, _ string, to io.Writer) error { return write(dir, to) },
	}
}
