package app

import (
	"context"
	"errors"
	"io"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/sheet"
	"hup.example/services/kit/store"
)

// ImportOffers reads a list of apprenticeship trainings, one place of one training a row.
type ImportOffers struct {
	Store  *store.Store
	Bodies TrainingBodies
	Offers TrainingOffers
	// OfSiret answers the id of the body with a SIRET, empty for none.
	OfSiret func(tx *store.Tx, siret string) (string, error)
	// OfSource answers the id of the offer with the id of a source, empty for none.
	OfSource func(tx *store.Tx, externalID string) (string, error)
}

// OfferLayouts describes the files that are read.
const OfferLayouts = `formations en apprentissage (Carif-Oref, export RCO) : id_formation, siret_gestionnaire, rncp ou code_diplome, et au choix
gestionnaire, siret_formateur, lieu_adresse, lieu_code_postal, lieu_code_commune, lieu_lat, lieu_lon, publie`

// offerColumns says which column a field of an offer comes from.
var offerColumns = map[string]string{
	"siret": "siret_gestionnaire", "certification.rncpCode": "rncp", "places.communeCode": "lieu_code_commune",
	"externalOfferId": "id_formation", "title": "rncp",
}

// offerRow is one row: an offer, who is responsible for it, and one of its places.
type offerRow struct {
	offer *trainingv1.TrainingOffer
	body  *trainingv1.TrainingBody
	place *trainingv1.TrainingPlace
	// first says that no row before was of the same offer: it says what the offer is, the others add places.
	first, publish bool
}

// Do refuses the rows that cannot be taken and goes on. A second run of a file changes nothing.
func (u ImportOffers) Do(ctx context.Context, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
	rows, err := sheet.Open(file, refused, "id_formation", "siret_gestionnaire")
	if err != nil {
		return module.Counts{}, err
	}
	if !rows.Has("rncp") && !rows.Has("code_diplome") {
		return module.Counts{}, errors.New("il manque à ce fichier la colonne rncp ou code_diplome")
	}
	titles, seen := titlesOfDiplomas(), map[string]bool{}
	read := func(row sheet.Row) (offerRow, bool) {
		r, err := rowOf(row, titles)
		if err != nil {
			refuse(rows, row, err, offerColumns)
			return r, false
		}
		r.first = !seen[r.offer.GetExternalOfferId()]
		seen[r.offer.GetExternalOfferId()] = true
		return r, true
	}
	return importRows(ctx, u.Store, rows, read, u.put)
}

// titlesOfDiplomas are the titles of the certifications by the diploma codes of the Ministry.
func titlesOfDiplomas() map[string]string {
	titles := map[string]string{}
	for sheet := range reference.Certifications().All() {
		for _, code := range sheet.DiplomaCodes {
			titles[code] = sheet.Label
		}
	}
	return titles
}

func rowOf(row sheet.Row, titles map[string]string) (offerRow, error) {
	r := offerRow{publish: row.Get("publie") == "1"}
	r.offer = &trainingv1.TrainingOffer{
		ExternalOfferId: row.Get("id_formation"), WorkStudy: true, Goal: trainingv1.TrainingGoal_TRAINING_GOAL_CERTIFICATION,
		Certification: &trainingv1.Certification{RncpCode: row.Get("rncp"), DiplomaCode: diploma(row.Get("code_diplome"))},
	}
	r.body = &trainingv1.TrainingBody{Siret: row.Get("siret_gestionnaire"), Name: row.Get("gestionnaire")}
	if r.body.GetSiret() == "" {
		r.body.Siret, r.body.Name = row.Get("siret_formateur"), row.Get("formateur")
	}
	if r.body.GetName() == "" {
		r.body.Name = "Organisme " + r.body.GetSiret()
	}
	r.place = &trainingv1.TrainingPlace{
		Street: row.Get("lieu_adresse"), PostalCode: postcode(row.Get("lieu_code_postal")), CommuneCode: row.Get("lieu_code_commune"),
		Point: point(row.Get("lieu_lat"), row.Get("lieu_lon")),
	}
	if err := Canonical(r.body); err != nil {
		return r, err
	}
	r.offer.Places = []*trainingv1.TrainingPlace{r.place}
	if err := Canonical(r.offer); err != nil {
		return r, err
	}
	r.offer.Places = nil
	r.offer.Title = titleOf(r.offer.GetCertification(), row.Get("code_diplome"), titles)
	return r, r.check()
}

func (r offerRow) check() error {
	switch {
	case r.offer.GetExternalOfferId() == "":
		return refusedField("externalOfferId", "L'identifiant de la formation manque.")
	case r.body.GetSiret() == "":
		return refusedField("siret", "Le SIRET de l'organisme manque.")
	case r.offer.GetTitle() == "":
		return refusedField("title", "Ni fiche RNCP ni code diplôme : on ne sait pas de quelle formation il s'agit.")
	}
	return nil
}

// titleOf is the name of what the training leads to; the source has no titles.
func titleOf(c *trainingv1.Certification, diplomaCode string, titles map[string]string) string {
	if sheet, ok := reference.Certifications().Get(c.GetRncpCode()); ok {
		return sheet.Label
	}
	if title := titles[diplomaCode]; title != "" {
		return title
	}
	switch {
	case c.GetRncpCode() != "":
		return "Formation " + c.GetRncpCode()
	case diplomaCode != "":
		return "Diplôme " + diplomaCode
	}
	return ""
}

// take are the fields that the first row of an offer says.
var take = []string{"title", "certification", "training_body_id", "work_study", "goal"}

func (u ImportOffers) put(tx *store.Tx, r offerRow) (outcome, error) {
	known, err := u.OfSource(tx, r.offer.GetExternalOfferId())
	if err != nil {
		return same, err
	}
	if known == "" {
		return added, u.add(tx, r)
	}
	o, err := u.Offers.Get(tx, known)
	if err != nil {
		return same, err
	}
	var fields []string
	if r.first {
		if fields, err = u.takeOver(tx, o, r); err != nil {
			return same, err
		}
	}
	if o.AddPlace(r.place) {
		fields = append(fields, "places")
	}
	if err := o.Changed(tx.Actor, fields, tx.Now); err != nil {
		return same, err
	}
	if differs, err := putChanged(tx, u.Offers, o); err != nil || !differs {
		return same, err
	}
	return changed, nil
}
