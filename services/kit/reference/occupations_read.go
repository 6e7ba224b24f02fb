package reference

import (
	"regexp"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/text"
)

var romeShape = regexp.MustCompile(`^[A-N]\d{4}$`)

// ROME reads the code of an occupation. One that does not exist is refused with candidates.
func ROME(value string) (string, error) {
	code := compactUpper(value)
	if !romeShape.MatchString(code) {
		return "", shapeError(commonv1.Code_CODE_ROME, code, "Le code ROME a une lettre de A à N et 4 chiffres, par exemple H2913.").
			propose(Candidates(commonv1.Code_CODE_ROME, value)...)
	}
	if _, ok := Rome().Get(code); !ok {
		return "", refuse(commonv1.Code_CODE_ROME, ReasonUnknown, "Ce métier n’existe pas dans le ROME %s.", Rome().Source().Version).
			propose(Candidates(commonv1.Code_CODE_ROME, code)...)
	}
	return code, nil
}

func (b *book) readOccupations() (*OccupationList, error) {
	occupations, source, err := readItems(b, "rome_fiches.csv", func(r row) Occupation {
		return Occupation{
			Code: r.get("code_rome"), Label: r.get("libelle"), ParentCode: r.get("code_rome_parent"), DomainCode: r.get("domaine"), DomainLabel: r.get("domaine_libelle"),
			FamilyCode: r.get("grand_domaine"), FamilyLabel: r.get("grand_domaine_libelle"), EcologicalTransition: r.get("transition_eco"), FormerLabel: r.get("libelle_v3"),
		}
	}, "code_rome", "libelle", "code_rome_parent", "domaine", "domaine_libelle", "grand_domaine", "grand_domaine_libelle", "transition_eco", "libelle_v3")
	if err != nil {
		return nil, err
	}
	titles, err := b.readJobTitles()
	if err != nil {
		return nil, err
	}
	if err := b.addDefinitions(occupations); err != nil {
		return nil, err
	}
	list := newOccupationList(source, occupations, titles)
	return list, b.addMobilities(list)
}

func (b *book) readJobTitles() (*List[JobTitle], error) {
	return readList(b, "rome_appellations.csv", text.Title, func(r row) JobTitle {
		return JobTitle{r.get("code_ogr"), r.get("code_rome"), r.get("libelle"), r.get("principale") == "1"}
	}, func(t JobTitle) entry { return entry{code: t.OGR, label: t.Label} }, "code_ogr", "code_rome", "libelle", "principale")
}

// addDefinitions gives each sheet the definition of the sheet of V347 it came from.
func (b *book) addDefinitions(occupations []Occupation) error {
	definitions, err := readTable(b.folder, "rome_definitions.csv", "code_rome", "texte")
	if err != nil {
		return err
	}
	of := map[string]string{}
	for r := range definitions.rows() {
		of[r.get("code_rome")] = r.get("texte")
	}
	for i := range occupations {
		occupations[i].Definition = of[occupations[i].ParentCode]
	}
	return nil
}

func (b *book) addMobilities(list *OccupationList) error {
	mobilities, err := readTable(b.folder, "rome_mobilites.csv", "code_rome", "code_rome_cible", "type")
	if err != nil {
		return err
	}
	for r := range mobilities.rows() {
		list.addMobility(r.get("code_rome"), mobilityTo{r.get("code_rome_cible"), r.get("type") == "Proche"})
	}
	list.sortMobilities()
	return nil
}
