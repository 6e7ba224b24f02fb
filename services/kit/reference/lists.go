package reference

import (
	"slices"

	"hup.example/services/kit/text"
)

// Department is a French department or overseas territory.
type Department struct{ Code, Name, RegionCode, SeatCode string }

// Region is a French region.
type Region struct{ Code, Name, SeatCode string }

// EPCI is an intercommunal body with its own taxation.
type EPCI struct {
	SIREN, Name string
	// Kind is CA, CC, CU or METRO.
	Kind string
	// Population is municipal.
	Population, CommuneCount int
}

// LegalForm is an Insee category of level III.
type LegalForm struct{ Code, Label string }

// Family is the level I of the category: 5 for commercial companies, 9 for associations and other private bodies.
func (f LegalForm) Family() string { return f.Code[:1] }

// Agreement is a collective agreement and the skills operator (OPCO) of its firms.
type Agreement struct{ IDCC, Label, OPCO string }

// Speciality is a group of the nomenclature of training specialities (NSF).
type Speciality struct{ Code, Label, DomainCode, DomainLabel string }

// Departments are those of France.
func Departments() *List[Department] { return must(current.Load().departments()) }

// Regions are those of France.
func Regions() *List[Region] { return must(current.Load().regions()) }

// EPCIs are those of Occitanie, by SIREN.
func EPCIs() *List[EPCI] { return must(current.Load().epcis()) }

// LegalForms are the Insee categories of level III.
func LegalForms() *List[LegalForm] { return must(current.Load().legalForms()) }

// Agreements are the collective agreements, by IDCC.
func Agreements() *List[Agreement] { return must(current.Load().agreements()) }

// Specialities are the NSF groups.
func Specialities() *List[Speciality] { return must(current.Load().specialities()) }

func (b *book) readDepartments() (*List[Department], error) {
	return readList(b, "departements.csv", text.Place, func(r row) Department {
		return Department{r.get("code"), r.get("nom"), r.get("region"), r.get("chef_lieu")}
	}, func(d Department) entry { return entry{code: d.Code, label: d.Name} }, "code", "nom", "region", "chef_lieu")
}

func (b *book) readRegions() (*List[Region], error) {
	return readList(b, "regions.csv", text.Place, func(r row) Region {
		return Region{r.get("code"), r.get("nom"), r.get("chef_lieu")}
	}, func(d Region) entry { return entry{code: d.Code, label: d.Name} }, "code", "nom", "chef_lieu")
}

func (b *book) readEPCIs() (*List[EPCI], error) {
	return readList(b, "epci.csv", text.Place, func(r row) EPCI {
		return EPCI{r.get("epci_siren"), r.get("nom"), r.get("type"), int(r.number("population_municipale")), int(r.number("nb_communes"))}
	}, func(e EPCI) entry { return entry{code: e.SIREN, label: e.Name, weight: e.Population} },
		"epci_siren", "nom", "type", "population_municipale", "nb_communes")
}

func (b *book) readLegalForms() (*List[LegalForm], error) {
	return readList(b, "legal_forms.csv", text.Fold, func(r row) LegalForm {
		return LegalForm{r.get("code"), r.get("libelle")}
	}, func(f LegalForm) entry { return entry{code: f.Code, label: f.Label} }, "code", "libelle")
}

func (b *book) readAgreements() (*List[Agreement], error) {
	return readList(b, "idcc_opco.csv", text.Fold, func(r row) Agreement {
		return Agreement{r.get("idcc"), r.get("libelle"), r.get("opco")}
	}, func(a Agreement) entry { return entry{code: a.IDCC, label: a.Label} }, "idcc", "libelle", "opco")
}

func (b *book) readSpecialities() (*List[Speciality], error) {
	return readList(b, "nsf.csv", text.Fold, func(r row) Speciality {
		return Speciality{r.get("nsf"), r.get("libelle"), r.get("domaine"), r.get("domaine_libelle")}
	}, func(s Speciality) entry { return entry{code: s.Code, label: s.Label} }, "nsf", "libelle", "domaine", "domaine_libelle")
}

// readList reads a list that is one file, a line an item.
func readList[T any](b *book, file string, fold func(string) string, item func(row) T, describe func(T) entry, columns ...string) (*List[T], error) {
	items, source, err := readItems(b, file, item, columns...)
	if err != nil {
		return nil, err
	}
	return newList(source, fold, items, describe), nil
}

func readItems[T any](b *book, file string, item func(row) T, columns ...string) ([]T, Source, error) {
	source, err := sourceOf(b.sources, file)
	if err != nil {
		return nil, Source{}, err
	}
	t, err := readTable(b.folder, file, columns...)
	if err != nil {
		return nil, Source{}, err
	}
	items := make([]T, 0, len(t.records))
	for r := range t.rows() {
		items = append(items, item(r))
	}
	return slices.Clip(items), source, nil
}
