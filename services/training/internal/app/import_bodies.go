package app

import (
	"context"
	"io"
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/sheet"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// ImportBodies reads a list of training bodies, one establishment a row.
type ImportBodies struct {
	Store  *store.Store
	Bodies TrainingBodies
	// OfSiret answers the id of the body with a SIRET, empty for none.
	OfSiret func(tx *store.Tx, siret string) (string, error)
}

// BodyLayouts describes the files that are read.
const BodyLayouts = `organismes de formation (DGEFP, Carif-Oref) : siret, raison_sociale, et au choix enseigne, uai, nda, naf,
categorie_juridique, adresse_voie, code_postal, code_commune, commune, lat, lon, siege, ferme, qualiopi, date_creation`

// bodyColumns says which column a field of a body comes from.
var bodyColumns = map[string]string{
	"siret": "siret", "name": "raison_sociale", "uai": "uai", "nda": "nda", "naf.code": "naf", "legalFormCode": "categorie_juridique",
	"communeCode": "code_commune", "creationDate": "date_creation",
}

// Do refuses the rows that cannot be taken and goes on. A second run of a file changes nothing.
func (u ImportBodies) Do(ctx context.Context, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
	rows, err := sheet.Open(file, refused, "siret", "raison_sociale")
	if err != nil {
		return module.Counts{}, err
	}
	read := func(row sheet.Row) (*trainingv1.TrainingBody, bool) {
		b := bodyOf(row)
		err := Canonical(b)
		if err == nil && (b.GetSiret() == "" || b.GetName() == "") {
			rows.Refuse(row, "siret", "Le SIRET et la raison sociale sont nécessaires.")
			return nil, false
		}
		if err != nil {
			refuse(rows, row, err, bodyColumns)
			return nil, false
		}
		return b, true
	}
	paths := importedBy(rows)
	return importRows(ctx, u.Store, rows, read, func(tx *store.Tx, said *trainingv1.TrainingBody) (outcome, error) {
		return u.put(tx, said, paths)
	})
}

func bodyOf(row sheet.Row) *trainingv1.TrainingBody {
	b := &trainingv1.TrainingBody{
		Siret: row.Get("siret"), Name: row.Get("raison_sociale"), TradeName: row.Get("enseigne"), Uai: row.Get("uai"), Nda: row.Get("nda"),
		LegalFormCode: row.Get("categorie_juridique"), Street: row.Get("adresse_voie"), PostalCode: row.Get("code_postal"),
		CommuneCode: row.Get("code_commune"), Commune: row.Get("commune"), CreationDate: row.Get("date_creation"),
		Point: point(row.Get("lat"), row.Get("lon")), HeadOffice: row.Get("siege") == "1", QualiopiCertified: row.Get("qualiopi") == "OUI",
		Status: trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_ACTIVE,
	}
	if row.Get("ferme") == "1" {
		b.Status = trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_CLOSED
	}
	if commune, ok := reference.Communes().Current(b.GetCommuneCode()); ok && b.GetCommune() == "" {
		b.Commune = commune.Name
	}
	if code := row.Get("naf"); code != "" {
		b.Naf = &commonv1.NafCode{Code: code, Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2}
		if activity, ok := reference.NAF(code); ok {
			b.Naf.Nomenclature = activity.Nomenclature
		}
	}
	return b
}

// imported are the fields that a row may say, by the column that says them. The others are kept.
var imported = map[string]string{
	"status": "ferme", "name": "raison_sociale", "trade_name": "enseigne", "nda": "nda", "uai": "uai", "naf": "naf",
	"legal_form_code": "categorie_juridique", "street": "adresse_voie", "postal_code": "code_postal", "commune_code": "code_commune",
	"commune": "commune", "point": "lat", "head_office": "siege", "qualiopi_certified": "qualiopi", "creation_date": "date_creation",
}

// importedBy are the fields that this file says.
func importedBy(rows *sheet.Reader) (fields []string) {
	for field, column := range imported {
		if rows.Has(column) {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

func (u ImportBodies) put(tx *store.Tx, said *trainingv1.TrainingBody, paths []string) (outcome, error) {
	known, err := u.OfSiret(tx, said.GetSiret())
	if err != nil {
		return same, err
	}
	if known == "" {
		b, err := domain.AddBody(tx.Actor.Territory, said, tx.Now)
		if err != nil {
			return same, err
		}
		return added, u.Bodies.Put(tx, b)
	}
	b, err := u.Bodies.Get(tx, known)
	if err != nil {
		return same, err
	}
	from := b.State.GetStatus()
	fields, err := patch.Apply(b.State, said, &fieldmaskpb.FieldMask{Paths: paths}, "training_body_id", paths...)
	if err != nil {
		return same, err
	}
	if err := b.Changed(tx.Actor, from, fields, tx.Now); err != nil {
		return same, err
	}
	if differs, err := putChanged(tx, u.Bodies, b); err != nil || !differs {
		return same, err
	}
	return changed, nil
}
