package app

import (
	"encoding/csv"
	"io"
	"strconv"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/training/internal/domain"
)

// bodyHeader is the layout of an export, which the import reads.
var bodyHeader = []string{
	"siret", "raison_sociale", "enseigne", "uai", "nda", "naf", "categorie_juridique", "adresse_voie", "code_postal", "code_commune", "commune",
	"lat", "lon", "siege", "ferme", "qualiopi", "date_creation",
}

// ExportBodies writes all bodies of the actor's territory, in the layout that the import reads.
func ExportBodies(to io.Writer, each func(func(*domain.TrainingBody) error) error) error {
	w := csv.NewWriter(to)
	if err := w.Write(bodyHeader); err != nil {
		return err
	}
	err := each(func(b *domain.TrainingBody) error {
		s := b.State
		return w.Write([]string{
			s.GetSiret(), s.GetName(), s.GetTradeName(), s.GetUai(), s.GetNda(), s.GetNaf().GetCode(), s.GetLegalFormCode(), s.GetStreet(),
			s.GetPostalCode(), s.GetCommuneCode(), s.GetCommune(), degrees(s.GetPoint(), s.GetPoint().GetLatitude()),
			degrees(s.GetPoint(), s.GetPoint().GetLongitude()), digit(s.GetHeadOffice()),
			digit(s.GetStatus() == trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_CLOSED), yes(s.GetQualiopiCertified()), s.GetCreationDate(),
		})
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
}

func digit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func yes(b bool) string {
	if b {
		return "OUI"
	}
	return "NON"
}

// degrees is empty for a position that is not known.
func degrees(p *commonv1.Point, value float64) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}
