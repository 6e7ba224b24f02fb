package imports

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
)

// layout is a kind of file, known by its header: which column holds what.
type layout struct {
	name               string
	legalName, address string
	// closed is the column that says 1 for an establishment that has closed, created the one of its day of birth.
	closed, created string
}

var layouts = []layout{
	{name: "etablissements", legalName: "denomination", address: "adresse", closed: "ferme", created: "date_creation"},
	{name: "organismes_formation", legalName: "raison_sociale", address: "adresse_voie", closed: "ferme", created: "date_creation"},
}

func layoutOf(t *table) (layout, bool) {
	for _, l := range layouts {
		if t.has("siret", l.legalName) {
			return l, true
		}
	}
	return layout{}, false
}

// nafShape is that of both nomenclatures: a code that our lists do not have may be newer than they are.
var nafShape = regexp.MustCompile(`^(\d{2})\.?(\d{2}[A-Z])$`)

// establishment reads a row; the refusal says which column can't be read, and why.
func (l layout) establishment(r row) (*supportv1.Company, *module.Refusal) {
	c := &supportv1.Company{
		LegalName: r.get(l.legalName), TradeName: r.get("enseigne"), Address: r.get(l.address), PostalCode: r.get("code_postal"),
		Diffusion: supportv1.Diffusion_DIFFUSION_OPEN, Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE,
		Verification: commonv1.Verification_VERIFICATION_VERIFIED, Source: supportv1.CompanySource_COMPANY_SOURCE_REGISTER,
	}
	steps := []struct {
		column string
		read   func(value string) error
	}{
		{"siret", func(v string) error { return into(&c.Siret, reference.SIRET, v) }},
		{"siren", func(v string) error { return l.siren(c, v) }},
		{"naf", func(v string) error { return l.activity(c, v) }},
		{"categorie_juridique", func(v string) error { return optional(&c.LegalForm, reference.LegalFormCode, v) }},
		{"code_commune", func(v string) error { return optional(&c.CommuneCode, reference.CommuneCode, v) }},
		{"code_postal", postalCode},
		{"lat", func(v string) error { return l.point(c, v, r.get("lon")) }},
		{l.created, func(v string) error { return optional(&c.CreationDate, reference.Date, v) }},
		{"diffusion", func(v string) error { return l.diffusion(c, v) }},
	}
	for _, step := range steps {
		if err := step.read(r.get(step.column)); err != nil {
			return nil, &module.Refusal{Line: r.line, Column: step.column, Reason: reason(err)}
		}
	}
	if code, err := reference.Headcount(r.get("tranche_effectif")); err == nil { // a band that is no band is not known
		c.Headcount = &supportv1.Headcount{Code: code}
	}
	if r.get(l.closed) == "1" {
		c.Status = supportv1.CompanyStatus_COMPANY_STATUS_CEASED
	}
	c.Siren, c.Sirets = reference.SIRENOf(c.GetSiret()), []string{c.GetSiret()}
	return c, nil
}

func into(to *string, read func(string) (string, error), value string) (err error) {
	*to, err = read(value)
	return err
}

func optional(to *string, read func(string) (string, error), value string) error {
	if value == "" {
		return nil
	}
	return into(to, read, value)
}

func (layout) siren(c *supportv1.Company, value string) error {
	if value != "" && strings.ReplaceAll(value, " ", "") != reference.SIRENOf(c.GetSiret()) {
		return errors.New("Le SIREN n'est pas le début du SIRET : vérifiez lequel des deux est juste.")
	}
	return nil
}

func (layout) activity(c *supportv1.Company, value string) error {
	if value == "" {
		return nil
	}
	parts := nafShape.FindStringSubmatch(strings.ToUpper(value))
	if parts == nil {
		return errors.New("Le code NAF a 4 chiffres et une lettre, par exemple 43.32A.")
	}
	code := &commonv1.NafCode{Nomenclature: commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2, Code: parts[1] + "." + parts[2]}
	if known, ok := reference.NAF(code.GetCode()); ok {
		code.Nomenclature = known.Nomenclature
	}
	c.Naf = []*commonv1.NafCode{code}
	return nil
}

func (layout) diffusion(c *supportv1.Company, value string) error {
	switch strings.ToUpper(value) {
	case "", "O":
	case "P", "N":
		c.Diffusion = supportv1.Diffusion_DIFFUSION_PARTIAL
	default:
		return errors.New("Le statut de diffusion est O (ouverte) ou P (partielle).")
	}
	return nil
}

var postalShape = regexp.MustCompile(`^(\d{5})?$`)

func postalCode(value string) error {
	if !postalShape.MatchString(value) {
		return errors.New("Le code postal a 5 chiffres ; un tableur a peut-être enlevé le zéro initial.")
	}
	return nil
}

func (layout) point(c *supportv1.Company, lat, lon string) error {
	if lat == "" && lon == "" {
		return nil
	}
	latitude, errLat := strconv.ParseFloat(strings.ReplaceAll(lat, ",", "."), 64)
	longitude, errLon := strconv.ParseFloat(strings.ReplaceAll(lon, ",", "."), 64)
	if errLat != nil || errLon != nil || latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180 {
		return fmt.Errorf("La position s'écrit en degrés, par exemple lat 44.125 et lon 4.088.")
	}
	c.Point = &commonv1.Point{Latitude: latitude, Longitude: longitude}
	return nil
}

// reason is what is wrong, in French.
func reason(err error) string {
	var e *reference.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}
