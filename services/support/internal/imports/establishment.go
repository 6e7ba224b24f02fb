package imports

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
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

// own is how a file of ours names its columns.
type own struct{ legalName, address string }

// ofEstablishments is a layout of ours.
func ofEstablishments(name, legalName, address string) layout {
	o := own{legalName, address}
	return layout{name: name, known: []string{"siret", legalName}, commune: "code_commune", read: o.establishment}
}

// nafShape is that of both nomenclatures: a code that our lists do not have may be newer than they are.
var nafShape = regexp.MustCompile(`^(\d{2})\.?(\d{2}[A-Z])$`)

// establishment reads a row.
func (o own) establishment(r row) (store.Told, *module.Refusal) {
	c := &supportv1.Company{
		LegalName: r.get(o.legalName), TradeName: r.get("enseigne"), Address: r.get(o.address), PostalCode: r.get("code_postal"),
		Diffusion: supportv1.Diffusion_DIFFUSION_OPEN, Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE,
		Verification: commonv1.Verification_VERIFICATION_VERIFIED, Source: supportv1.CompanySource_COMPANY_SOURCE_REGISTER, ZoneId: r.get("zone"),
	}
	told := store.Told{Company: c}
	siret, repaired, err := siretOf(r.get("siret"))
	if err != nil {
		return told, &module.Refusal{Line: r.line, Column: "siret", Reason: reason(err)}
	}
	c.Siret, c.Siren, c.Sirets = siret, reference.SIRENOf(siret), []string{siret}
	steps := []struct {
		column string
		read   func(value string) error
	}{
		{"siren", func(v string) error { return sameUnit(c, v) }},
		{"naf", func(v string) error { return activity(c, v) }},
		{"naf_2025", func(v string) error { return activity(c, v) }},
		{"categorie_juridique", func(v string) error { return optional(&c.LegalForm, reference.LegalFormCode, v) }},
		{"code_commune", func(v string) error { return optional(&c.CommuneCode, reference.CommuneCode, v) }},
		{"code_postal", postalCode},
		{"lat", func(v string) error { return point(c, v, r.get("lon")) }},
		{"date_creation", func(v string) error { return optional(&c.CreationDate, reference.Date, v) }},
		{"diffusion", func(v string) error { return published(c, v) }},
		{"qpv", func(v string) error { return optional(&c.QpvCode, reference.QPV, v) }},
		{"date_source", func(v string) error { return dated(&told, v) }},
	}
	for _, step := range steps {
		if err := step.read(r.get(step.column)); err != nil {
			return told, &module.Refusal{Line: r.line, Column: step.column, Reason: reason(err)}
		}
	}
	c.Headcount = headcount(r.get("tranche_effectif"), "")
	if r.get("ferme") == "1" {
		c.Status = supportv1.CompanyStatus_COMPANY_STATUS_CEASED
	}
	return told, warning(r, repaired)
}

// siretOf reads a SIRET. One of 13 digits has lost its first zero in a spreadsheet when its check digit says so.
func siretOf(value string) (siret string, repaired bool, err error) {
	if siret, err = reference.SIRET(value); err == nil {
		return siret, false, nil
	}
	if digits := strings.ReplaceAll(value, " ", ""); len(digits) == 13 {
		if siret, other := reference.SIRET("0" + digits); other == nil {
			return siret, true, nil
		}
	}
	return "", false, err
}

func warning(r row, repaired bool) *module.Refusal {
	if !repaired {
		return nil
	}
	return &module.Refusal{Line: r.line, Column: "siret", Warning: true, Reason: "Le SIRET a 13 chiffres : le zéro initial, perdu dans un tableur, a été remis."}
}

// headcount is a band; nil for what is none: it is not known.
func headcount(band, year string) *supportv1.Headcount {
	code, err := reference.Headcount(band)
	if err != nil {
		return nil
	}
	n, _ := strconv.ParseFloat(year, 64) // Parquet files write 2023.0
	return &supportv1.Headcount{Code: code, Year: int32(n)}
}

// dated reads the day or instant of the source.
func dated(t *store.Told, value string) error {
	if value == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		at, err = time.Parse(time.DateOnly, value)
	}
	if err != nil {
		return errors.New("La date de la source s'écrit AAAA-MM-JJ.")
	}
	t.Version, t.Company.SourceTime = clock.Micros(at), timestamppb.New(at)
	return nil
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

func sameUnit(c *supportv1.Company, value string) error {
	siren := strings.ReplaceAll(value, " ", "")
	if len(siren) == 8 {
		siren = "0" + siren
	}
	if value != "" && siren != c.GetSiren() {
		return errors.New("Le SIREN n'est pas le début du SIRET : vérifiez lequel des deux est juste.")
	}
	return nil
}

func activity(c *supportv1.Company, value string) error {
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
	c.Naf = append(c.Naf, code)
	return nil
}

func published(c *supportv1.Company, value string) error {
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

func point(c *supportv1.Company, lat, lon string) error {
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
