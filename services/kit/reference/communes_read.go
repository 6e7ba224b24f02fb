package reference

import (
	"strings"

	"hup.example/services/kit/calendar"
)

func (b *book) readCommunes() (*CommuneList, error) {
	communes, source, err := readItems(b, "communes.csv", readCommune,
		"code_insee", "nom", "codes_postaux", "population", "surface_ha", "lat", "lon", "departement", "region", "epci_siren", "epci_nom",
		"zone_emploi_code", "bassin_ft_code", "frr_2025")
	if err != nil {
		return nil, err
	}
	at := make(map[string]*Commune, len(communes))
	for i := range communes {
		at[communes[i].Code] = &communes[i]
	}
	if err := b.addDetail(at); err != nil {
		return nil, err
	}
	past := history{former: map[string]FormerCommune{}, names: map[string][]string{}}
	if err := past.read(b, at); err != nil {
		return nil, err
	}
	return newCommuneList(source, communes, past), nil
}

func readCommune(r row) Commune {
	return Commune{
		Code: r.get("code_insee"), Name: r.get("nom"), Postcodes: strings.FieldsFunc(r.get("codes_postaux"), func(c rune) bool { return c == '|' }),
		Population: int(r.number("population")), SurfaceHa: r.number("surface_ha"), Point: Point{r.number("lat"), r.number("lon")},
		DepartmentCode: r.get("departement"), RegionCode: r.get("region"), EPCISIREN: r.get("epci_siren"), EPCIName: r.get("epci_nom"),
		EmploymentZoneCode: r.get("zone_emploi_code"), LabourBasinCode: r.get("bassin_ft_code"), RuralZone: r.get("frr_2025"),
	}
}

// addDetail adds what is known of the communes of the Gard only.
func (b *book) addDetail(at map[string]*Commune) error {
	detail, err := readTable(b.folder, "communes_detail.csv",
		"code_insee", "siren", "arrondissement", "canton", "zone_emploi", "bassin_ft", "clpe_code", "clpe")
	if err != nil {
		return err
	}
	for r := range detail.rows() {
		commune, ok := at[r.get("code_insee")]
		if !ok {
			continue
		}
		commune.SIREN, commune.ArrondissementCode, commune.CantonCode = r.get("siren"), r.get("arrondissement"), r.get("canton")
		commune.EmploymentZone, commune.LabourBasin = r.get("zone_emploi"), r.get("bassin_ft")
		commune.EmploymentCommitteeCode, commune.EmploymentCommittee = r.get("clpe_code"), r.get("clpe")
	}
	return nil
}

// history is what became of the communes of yesterday, and the names that communes of today had or took in.
type history struct {
	former map[string]FormerCommune
	names  map[string][]string
}

// split is the kind of change that parts a commune in two: the name of the first is not one of the second.
const split = "20"

func (h *history) read(b *book, at map[string]*Commune) error {
	changes, err := readTable(b.folder, "communes_mouvements.csv", "mod", "date_effet", "code_avant", "libelle_avant", "code_apres")
	if err != nil {
		return err
	}
	for r := range changes.rows() {
		if r.get("mod") == split {
			continue
		}
		since, _ := calendar.ParseDay(r.get("date_effet"))
		h.add(at, r.get("code_avant"), r.get("libelle_avant"), r.get("code_apres"), since)
	}
	delegated, err := readTable(b.folder, "communes_deleguees.csv", "code_insee", "nom", "commune_actuelle")
	if err != nil {
		return err
	}
	for r := range delegated.rows() {
		h.add(at, r.get("code_insee"), r.get("nom"), r.get("commune_actuelle"), calendar.Day{})
	}
	return nil
}

// add notes one change; the newest is read first, and stays.
func (h *history) add(at map[string]*Commune, code, name, currentCode string, since calendar.Day) {
	if commune, ok := at[currentCode]; ok && commune.Name != name {
		h.names[currentCode] = append(h.names[currentCode], name)
	}
	if _, today := at[code]; today || code == currentCode {
		return
	}
	known, ok := h.former[code]
	if ok && (!known.Since.IsZero() || since.IsZero()) {
		known.Since = earlier(known.Since, since)
		h.former[code] = known
		return
	}
	h.former[code] = FormerCommune{Code: code, Name: name, CurrentCode: currentCode, Since: since}
}

// earlier is the first of two days, the zero Day counting as none: a merger may go on for years, in steps.
func earlier(a, b calendar.Day) calendar.Day {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
