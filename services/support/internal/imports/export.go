package imports

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// exported are the columns of an export: a layout that the import reads.
var exported = []string{
	"siret", "siren", "denomination", "enseigne", "naf", "naf_2025", "categorie_juridique", "tranche_effectif", "adresse", "code_postal", "code_commune",
	"lat", "lon", "date_creation", "diffusion", "ferme", "qpv", "zone", "date_source",
}

// export writes the register of a territory. What a company does not let be published is masked.
func export(s *kit.Store) func(ctx context.Context, territory string, to io.Writer) error {
	return func(ctx context.Context, territory string, to io.Writer) error {
		w := csv.NewWriter(to)
		if err := w.Write(exported); err != nil {
			return err
		}
		err := store.EachEstablishment(s.View(ctx), territory, func(c *supportv1.Company, version int64) error {
			domain.Mask(c)
			return w.Write(cells(c, version))
		})
		w.Flush()
		if err == nil {
			err = w.Error()
		}
		return err
	}
}

func cells(c *supportv1.Company, version int64) []string {
	diffusion, sourced := "O", ""
	of := map[commonv1.NafNomenclature]string{}
	for _, naf := range c.GetNaf() {
		of[naf.GetNomenclature()] = naf.GetCode()
	}
	if c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL {
		diffusion = "P"
	}
	closed := "0"
	if c.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		closed = "1"
	}
	if version > 0 {
		sourced = clock.FromMicros(version).Format(time.RFC3339Nano)
	}
	lat, lon := position(c.GetPoint())
	return []string{
		c.GetSiret(), c.GetSiren(), c.GetLegalName(), c.GetTradeName(), of[commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2],
		of[commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025], c.GetLegalForm(), c.GetHeadcount().GetCode(), c.GetAddress(),
		c.GetPostalCode(), c.GetCommuneCode(), lat, lon, c.GetCreationDate(), diffusion, closed, c.GetQpvCode(), c.GetZoneId(), sourced,
	}
}

func position(p *commonv1.Point) (lat, lon string) {
	if p == nil {
		return "", ""
	}
	return strconv.FormatFloat(p.GetLatitude(), 'f', -1, 64), strconv.FormatFloat(p.GetLongitude(), 'f', -1, 64)
}
