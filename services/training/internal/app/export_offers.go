package app

import (
	"encoding/csv"
	"io"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/training/internal/domain"
)

// offerHeader is the layout of an export, which the import reads.
var offerHeader = []string{
	"id_formation", "siret_gestionnaire", "gestionnaire", "lieu_adresse", "lieu_code_postal", "lieu_code_commune", "lieu_lat", "lieu_lon",
	"code_diplome", "rncp", "publie",
}

// ExportOffers writes the offers that came from a list, in the layout that the import reads: one row a place. Those that
// bodies enter here have more to them than the layout can hold.
func ExportOffers(to io.Writer, each func(func(*domain.TrainingOffer, *domain.TrainingBody) error) error) error {
	w := csv.NewWriter(to)
	if err := w.Write(offerHeader); err != nil {
		return err
	}
	err := each(func(o *domain.TrainingOffer, b *domain.TrainingBody) error {
		places := o.State.GetPlaces()
		if len(places) == 0 {
			places = []*trainingv1.TrainingPlace{{}}
		}
		for _, p := range places {
			if err := w.Write(offerCells(o.State, b.State, p)); err != nil {
				return err
			}
		}
		return nil
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
}

func offerCells(o *trainingv1.TrainingOffer, b *trainingv1.TrainingBody, p *trainingv1.TrainingPlace) []string {
	return []string{
		o.GetExternalOfferId(), b.GetSiret(), b.GetName(), p.GetStreet(), p.GetPostalCode(), p.GetCommuneCode(),
		degrees(p.GetPoint(), p.GetPoint().GetLatitude()), degrees(p.GetPoint(), p.GetPoint().GetLongitude()),
		o.GetCertification().GetDiplomaCode(), o.GetCertification().GetRncpCode(),
		digit(o.GetStatus() != trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_DRAFT),
	}
}
