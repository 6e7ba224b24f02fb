package imports

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// exported are the columns of an export: a layout that the import reads.
var exported = []string{
	"siret", "siren", "denomination", "enseigne", "naf", "categorie_juridique", "tranche_effectif", "adresse", "code_postal", "code_commune",
	"lat", "lon", "date_creation", "diffusion", "ferme",
}

// export writes the register of a territory. What a company does not let be published is masked.
func export(s *kit.Store) func(ctx context.Context, territory string, to io.Writer) error {
	return func(ctx context.Context, territory string, to io.Writer) error {
		w := csv.NewWriter(to)
		if err := w.Write(exported); err != nil {
			return err
		}
		err := store.EachEstablishment(s.View(ctx), territory, func(c *supportv1.Company) error {
			domain.Mask(c)
			return w.Write(cells(c))
		})
		w.Flush()
		if err == nil {
			err = w.Error()
		}
		return err
	}
}

func cells(c *supportv1.Company) []string {
	naf, diffusion := "", "O"
	if len(c.GetNaf()) > 0 {
		naf = c.GetNaf()[0].GetCode()
	}
	if c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL {
		diffusion = "P"
	}
	closed := "0"
	if c.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		closed = "1"
	}
	lat, lon := position(c.GetPoint())
	return []string{
		c.GetSiret(), c.GetSiren(), c.GetLegalName(), c.GetTradeName(), naf, c.GetLegalForm(), c.GetHeadcount().GetCode(), c.GetAddress(),
		c.GetPostalCode(), c.GetCommuneCode(), lat, lon, c.GetCreationDate(), diffusion, closed,
	}
}

func position(p *commonv1.Point) (lat, lon string) {
	if p == nil {
		return "", ""
	}
	return strconv.FormatFloat(p.GetLatitude(), 'f', -1, 64), strconv.FormatFloat(p.GetLongitude(), 'f', -1, 64)
}
