package imports

import (
	"errors"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	"hup.example/services/support/internal/store"
)

// errUnreadable refuses a row whose place in time is not known.
var errUnreadable = errors.New("La date du dernier traitement s'écrit AAAA-MM-JJTHH:MM:SS.")

// instant is how Insee writes when it changed a row.
const instant = "2006-01-02T15:04:05.999999999"

// stockEstablishments is StockEtablissement, and an answer of the Sirene API, which has the unit's columns, too.
var stockEstablishments = layout{
	name: "stock_etablissement", known: []string{"siret", "etatAdministratifEtablissement"}, spelled: stockColumns,
	national: true, commune: "codeCommuneEtablissement", read: stockEstablishment,
}

// stockUnits is StockUniteLegale.
var stockUnits = layout{
	name: "stock_unite_legale", known: []string{"siren", "etatAdministratifUniteLegale", "categorieJuridiqueUniteLegale"}, spelled: stockColumns,
	units: true, national: true, read: stockUnit,
}

// stockColumns are those that are read.
var stockColumns = []string{
	"siren", "siret", "dateDebut", "statutDiffusionEtablissement", "dateCreationEtablissement", "trancheEffectifsEtablissement", "anneeEffectifsEtablissement",
	"dateDernierTraitementEtablissement", "complementAdresseEtablissement", "numeroVoieEtablissement", "indiceRepetitionEtablissement", "typeVoieEtablissement",
	"libelleVoieEtablissement", "distributionSpecialeEtablissement", "codePostalEtablissement", "codeCommuneEtablissement", "etatAdministratifEtablissement",
	"enseigne1Etablissement", "enseigne2Etablissement", "enseigne3Etablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
	"nomenclatureActivitePrincipaleEtablissement", "activitePrincipaleNAF25Etablissement",
	"statutDiffusionUniteLegale", "dateDernierTraitementUniteLegale", "etatAdministratifUniteLegale", "categorieJuridiqueUniteLegale", "denominationUniteLegale",
	"denominationUsuelle1UniteLegale", "sigleUniteLegale", "nomUniteLegale", "nomUsageUniteLegale", "prenomUsuelUniteLegale", "prenom1UniteLegale",
	"identifiantAssociationUniteLegale",
}

// stockEstablishment reads an establishment.
func stockEstablishment(r row) (store.Told, *module.Refusal) {
	told := store.Told{WithoutUnit: !r.table.has("categorieJuridiqueUniteLegale")}
	siret, repaired, err := siretOf(r.get("siret"))
	if err != nil {
		return told, &module.Refusal{Line: r.line, Column: "siret", Reason: reason(err)}
	}
	c := &supportv1.Company{
		Siret: siret, Siren: reference.SIRENOf(siret), Sirets: []string{siret}, TradeName: sign(r), Address: address(r),
		PostalCode: known(postal, r.get("codePostalEtablissement")), CommuneCode: known(reference.CommuneCode, r.get("codeCommuneEtablissement")),
		CreationDate: known(reference.Date, r.get("dateCreationEtablissement")), Naf: activities(r),
		Headcount: headcount(r.get("trancheEffectifsEtablissement"), r.get("anneeEffectifsEtablissement")),
		Diffusion: diffusion(r.get("statutDiffusionEtablissement")), Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE,
		Verification: commonv1.Verification_VERIFICATION_VERIFIED, Source: supportv1.CompanySource_COMPANY_SOURCE_REGISTER,
	}
	if r.get("etatAdministratifEtablissement") == "F" {
		c.Status, c.CessationDate = supportv1.CompanyStatus_COMPANY_STATUS_CEASED, known(reference.Date, r.get("dateDebut"))
	}
	told.Company = c
	if !told.WithoutUnit {
		unit(r, c)
	}
	if told.Version, err = changed(c, r.get("dateDernierTraitementEtablissement")); err != nil {
		return told, &module.Refusal{Line: r.line, Column: "dateDernierTraitementEtablissement", Reason: reason(err)}
	}
	return told, warning(r, repaired)
}

// stockUnit reads a legal unit, as a company that has only what belongs to the unit.
func stockUnit(r row) (store.Told, *module.Refusal) {
	value := r.get("siren")
	if len(value) == 8 {
		value = "0" + value // a spreadsheet took its zero
	}
	siren, err := reference.SIREN(value)
	if err != nil {
		return store.Told{}, &module.Refusal{Line: r.line, Column: "siren", Reason: reason(err)}
	}
	told := store.Told{Company: &supportv1.Company{Siren: siren}}
	unit(r, told.Company)
	if told.Version, err = changed(told.Company, r.get("dateDernierTraitementUniteLegale")); err != nil {
		return told, &module.Refusal{Line: r.line, Column: "dateDernierTraitementUniteLegale", Reason: reason(err)}
	}
	told.Company.SourceTime = nil
	return told, nil
}

// unit adds what the row says of the legal unit.
func unit(r row, c *supportv1.Company) {
	c.LegalName, c.LegalForm = legalName(r), known(reference.LegalFormCode, r.get("categorieJuridiqueUniteLegale"))
	c.Rna = known(reference.RNA, r.get("identifiantAssociationUniteLegale"))
	if c.GetTradeName() == "" {
		c.TradeName = r.shown("denominationUsuelle1UniteLegale")
	}
	if diffusion(r.get("statutDiffusionUniteLegale")) == supportv1.Diffusion_DIFFUSION_PARTIAL {
		c.Diffusion = supportv1.Diffusion_DIFFUSION_PARTIAL
	}
	if r.get("etatAdministratifUniteLegale") == "C" {
		c.Status = supportv1.CompanyStatus_COMPANY_STATUS_CEASED
	}
}

// legalName is the name of the unit, with its initials where they are no part of it, or that of the person it is.
func legalName(r row) string {
	if name := r.shown("denominationUniteLegale"); name != "" {
		return name
	}
	family := r.shown("nomUsageUniteLegale")
	if family == "" {
		family = r.shown("nomUniteLegale")
	}
	first := r.shown("prenomUsuelUniteLegale")
	if first == "" {
		first = r.shown("prenom1UniteLegale")
	}
	return strings.TrimSpace(first + " " + family)
}

// sign is what is written over the door, else the usual name.
func sign(r row) string {
	for _, column := range []string{"enseigne1Etablissement", "enseigne2Etablissement", "enseigne3Etablissement", "denominationUsuelleEtablissement"} {
		if name := r.shown(column); name != "" {
			return name
		}
	}
	return ""
}

// address is street and number, with what stands before and behind.
func address(r row) string {
	var parts []string
	for _, column := range []string{
		"complementAdresseEtablissement", "numeroVoieEtablissement", "indiceRepetitionEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement",
		"distributionSpecialeEtablissement",
	} {
		part := r.shown(column)
		if whole, ok := ways[part]; ok && column == "typeVoieEtablissement" {
			part = whole
		}
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// ways are the kinds of streets as the stock files write them, and the API does not.
var ways = map[string]string{
	"ALL": "ALLEE", "AV": "AVENUE", "BD": "BOULEVARD", "CHE": "CHEMIN", "CRS": "COURS", "FG": "FAUBOURG", "HAM": "HAMEAU", "IMP": "IMPASSE", "LOT": "LOTISSEMENT",
	"MTE": "MONTEE", "PAS": "PASSAGE", "PL": "PLACE", "RES": "RESIDENCE", "RLE": "RUELLE", "RPT": "ROND POINT", "RTE": "ROUTE", "SQ": "SQUARE", "TRA": "TRAVERSE",
}

// activities are the codes of today's nomenclatures; those of older ones say nothing any more.
func activities(r row) (codes []*commonv1.NafCode) {
	if r.get("nomenclatureActivitePrincipaleEtablissement") == "NAFRev2" {
		codes = nafIn(codes, commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2, r.get("activitePrincipaleEtablissement"))
	} else if a, ok := reference.NAF(r.get("activitePrincipaleEtablissement")); ok && strings.HasPrefix(r.get("nomenclatureActivitePrincipaleEtablissement"), "NAF2") {
		codes = nafIn(codes, a.Nomenclature, a.Code)
	}
	return nafIn(codes, commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, r.get("activitePrincipaleNAF25Etablissement"))
}

func nafIn(codes []*commonv1.NafCode, in commonv1.NafNomenclature, value string) []*commonv1.NafCode {
	parts := nafShape.FindStringSubmatch(value)
	if parts == nil || parts[0] == "00.00Z" {
		return codes
	}
	return append(codes, &commonv1.NafCode{Nomenclature: in, Code: parts[1] + "." + parts[2]})
}

// changed reads when Insee changed the row last.
func changed(c *supportv1.Company, value string) (version int64, err error) {
	if value == "" {
		return 0, nil
	}
	at, err := time.Parse(instant, strings.Replace(strings.TrimSuffix(value, "Z"), " ", "T", 1))
	if err != nil {
		if at, err = time.Parse(time.DateOnly, value); err != nil {
			return 0, errUnreadable
		}
	}
	c.SourceTime = timestamppb.New(at)
	return clock.Micros(at), nil
}

func diffusion(value string) supportv1.Diffusion {
	switch value {
	case "P", "N":
		return supportv1.Diffusion_DIFFUSION_PARTIAL
	}
	return supportv1.Diffusion_DIFFUSION_OPEN
}

// shown is the text of a column, empty when it is withheld.
func (r row) shown(column string) string {
	text := r.get(column)
	if strings.HasPrefix(text, "[N") { // [ND], [NON-DIFFUSIBLE]
		return ""
	}
	return text
}

// known is the value in its canonical form, empty when it has none: a register is not corrected here.
func known(read func(string) (string, error), value string) string {
	code, err := read(value)
	if err != nil {
		return ""
	}
	return code
}

func postal(value string) (string, error) { return value, postalCode(value) }
