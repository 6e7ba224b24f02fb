package companysearch

import (
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// answer is what the API says, as far as we read it. Values that may be absent or null are empty then.
type answer struct {
	Results []unit `json:"results"`
}

// unit is a legal unit with the establishments that match the question.
type unit struct {
	FullName    text        `json:"nom_complet"`
	LegalName   text        `json:"nom_raison_sociale"`
	LegalForm   string      `json:"nature_juridique"`
	State       string      `json:"etat_administratif"`
	Diffusion   string      `json:"statut_diffusion"`
	HeadOffice  place       `json:"siege"`
	Matching    []place     `json:"matching_etablissements"`
	Complements complements `json:"complements"`
}

type complements struct {
	RNA text `json:"identifiant_association"`
}

// place is an establishment.
type place struct {
	SIRET         string `json:"siret"`
	TradeName     text   `json:"nom_commercial"`
	Signs         []text `json:"liste_enseignes"`
	NAF           string `json:"activite_principale"`
	NAF2025       string `json:"activite_principale_naf25"`
	Headcount     string `json:"tranche_effectif_salarie"`
	HeadcountYear string `json:"annee_tranche_effectif_salarie"`
	Address       text   `json:"adresse"`
	PostalCode    text   `json:"code_postal"`
	Commune       text   `json:"commune"`
	Latitude      text   `json:"latitude"`
	Longitude     text   `json:"longitude"`
	Created       string `json:"date_creation"`
	Closed        string `json:"date_fermeture"`
	State         string `json:"etat_administratif"`
	Diffusion     string `json:"statut_diffusion_etablissement"`
}

// text is a value that the API may withhold.
type text string

// String is the value, empty when it is withheld.
func (t text) String() string {
	if strings.HasPrefix(string(t), "[N") { // [NON-DIFFUSIBLE], [ND]
		return ""
	}
	return strings.TrimSpace(string(t))
}

// establishment finds the SIRET among the places that match and the head offices, and answers it as a company without id.
func (a *answer) establishment(siret string) *supportv1.Company {
	for _, u := range a.Results {
		for _, p := range append(u.Matching, u.HeadOffice) {
			if p.SIRET == siret {
				return company(u, p)
			}
		}
	}
	return nil
}

func company(u unit, p place) *supportv1.Company {
	c := &supportv1.Company{
		Siret: p.SIRET, Sirets: []string{p.SIRET}, Siren: reference.SIRENOf(p.SIRET), Rna: u.Complements.RNA.String(),
		LegalName: u.LegalName.String(), TradeName: p.tradeName(), LegalForm: known(reference.LegalFormCode, u.LegalForm),
		Diffusion: diffusion(u, p), Naf: p.activities(), CreationDate: known(reference.Date, p.Created),
		Address: p.Address.String(), PostalCode: p.PostalCode.String(), CommuneCode: known(reference.CommuneCode, p.Commune.String()),
		Point: p.point(), Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE,
		Verification: commonv1.Verification_VERIFICATION_VERIFIED, Source: supportv1.CompanySource_COMPANY_SOURCE_SEARCH_API,
	}
	if c.GetLegalName() == "" {
		c.LegalName = u.FullName.String()
	}
	if code := known(reference.Headcount, p.Headcount); code != "" {
		year, _ := strconv.Atoi(p.HeadcountYear)
		c.Headcount = &supportv1.Headcount{Code: code, Year: int32(year)}
	}
	if p.State == "F" || u.State == "C" {
		c.Status, c.CessationDate = supportv1.CompanyStatus_COMPANY_STATUS_CEASED, known(reference.Date, p.Closed)
	}
	return c
}

// known is the value in its canonical form, empty when it has none.
func known(read func(string) (string, error), value string) string {
	code, err := read(value)
	if err != nil {
		return ""
	}
	return code
}

func diffusion(u unit, p place) supportv1.Diffusion {
	switch {
	case u.Diffusion == "" && p.Diffusion == "":
		return supportv1.Diffusion_DIFFUSION_UNSPECIFIED
	case (u.Diffusion == "O" || u.Diffusion == "") && (p.Diffusion == "O" || p.Diffusion == ""):
		return supportv1.Diffusion_DIFFUSION_OPEN
	}
	return supportv1.Diffusion_DIFFUSION_PARTIAL
}

func (p place) tradeName() string {
	if len(p.Signs) > 0 && p.Signs[0].String() != "" {
		return p.Signs[0].String()
	}
	return p.TradeName.String()
}

// activities are the codes that exist, each in its nomenclature.
func (p place) activities() (codes []*commonv1.NafCode) {
	for _, code := range []string{p.NAF, p.NAF2025} {
		if a, ok := reference.NAF(code); ok {
			codes = append(codes, &commonv1.NafCode{Nomenclature: a.Nomenclature, Code: a.Code})
		}
	}
	return codes
}

func (p place) point() *commonv1.Point {
	lat, latErr := strconv.ParseFloat(p.Latitude.String(), 64)
	lon, lonErr := strconv.ParseFloat(p.Longitude.String(), 64)
	if latErr != nil || lonErr != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return nil
	}
	return &commonv1.Point{Latitude: lat, Longitude: lon}
}
