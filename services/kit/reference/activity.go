package reference

import (
	"regexp"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/text"
)

// Activity is a sub-class of NAF rev. 2 or of NAF 2025.
type Activity struct {
	Nomenclature commonv1.NafNomenclature
	// Code has its dot: 43.32A.
	Code, Label                             string
	Class, Group, Division                  string
	Section, SectionLabel                   string
	DivisionLabel, ClassLabel, ShorterLabel string // of NAF rev. 2 only
	// Notice says in everyday words what the sub-class holds. Of NAF rev. 2 only.
	Notice string
}

var (
	nafShape     = regexp.MustCompile(`^(\d{2})(\d{2}[A-Z])$`)
	nafWithout0  = regexp.MustCompile(`^\d{3}[A-Z]$`)
	nafFullShape = "Le code NAF a 4 chiffres et une lettre, par exemple 43.32A."
)

// Activities are the sub-classes of both nomenclatures, NAF rev. 2 first.
func Activities() *List[Activity] { return must(current.Load().activities()) }

// NAF finds an activity in either nomenclature, with or without its dot. No code is in both.
func NAF(code string) (Activity, bool) { return Activities().Get(dotted(compactUpper(code))) }

// NAFIn is NAF in one nomenclature.
func NAFIn(nomenclature commonv1.NafNomenclature, code string) (Activity, bool) {
	activity, ok := NAF(code)
	if !ok || activity.Nomenclature != nomenclature {
		return Activity{}, false
	}
	return activity, true
}

// NAFCode reads an activity code, with or without its dot, and gives it with. One that exists in neither nomenclature is
// refused with candidates.
func NAFCode(value string) (string, error) {
	code := compactUpper(value)
	if !nafShape.MatchString(code) {
		err := shapeError(commonv1.Code_CODE_NAF, code, nafFullShape)
		if activity, ok := NAF("0" + code); ok && nafWithout0.MatchString(code) {
			return "", err.propose(Candidate{Code: activity.Code, Label: activity.Label})
		}
		return "", err.propose(Candidates(commonv1.Code_CODE_NAF, value)...)
	}
	if _, ok := NAF(code); !ok {
		return "", refuse(commonv1.Code_CODE_NAF, ReasonUnknown, "Ce code n’existe ni dans la NAF rév. 2 ni dans la NAF 2025.").
			propose(Candidates(commonv1.Code_CODE_NAF, code)...)
	}
	return dotted(code), nil
}

// dotted puts the dot in a compact code.
func dotted(code string) string { return nafShape.ReplaceAllString(code, "$1.$2") }

func (b *book) readActivities() (*List[Activity], error) {
	activities, source, err := readItems(b, "naf_rev2.csv", func(r row) Activity {
		return Activity{
			Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2, Code: r.get("code"), Label: r.get("libelle"),
			Class: r.get("classe"), Group: r.get("groupe"), Division: r.get("division"), Section: r.get("section"), SectionLabel: r.get("section_libelle"),
			DivisionLabel: r.get("division_libelle"), ClassLabel: r.get("classe_libelle"), ShorterLabel: r.get("libelle_40"),
		}
	}, "code", "libelle", "classe", "groupe", "division", "section", "section_libelle", "division_libelle", "classe_libelle", "libelle_40")
	if err != nil {
		return nil, err
	}
	if err := b.addNotices(activities); err != nil {
		return nil, err
	}
	newer, _, err := readItems(b, "naf_2025.csv", func(r row) Activity {
		return Activity{
			Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, Code: r.get("code"), Label: r.get("libelle"),
			Class: compact(r.get("classe")), Group: compact(r.get("groupe")), Division: r.get("division"), Section: r.get("section"), SectionLabel: r.get("section_libelle"),
		}
	}, "code", "libelle", "classe", "groupe", "division", "section", "section_libelle")
	if err != nil {
		return nil, err
	}
	return newList(source, text.Title, append(activities, newer...), func(a Activity) entry {
		return entry{code: a.Code, label: a.Label, words: a.ClassLabel + " " + a.DivisionLabel, note: a.Notice}
	}), nil
}

func (b *book) addNotices(activities []Activity) error {
	notices, err := readTable(b.folder, "naf_rev2_notices.csv", "code", "contenu")
	if err != nil {
		return err
	}
	of := make(map[string]string, len(notices.records))
	for r := range notices.rows() {
		of[r.get("code")] = r.get("contenu")
	}
	for i := range activities {
		activities[i].Notice = of[activities[i].Code]
	}
	return nil
}
