package imports

import (
	"errors"
	"fmt"
	"strings"

	"hup.example/services/kit/reference"
)

// Area is a part of France.
type Area struct {
	communes map[string]bool
	// departments are the beginnings of commune codes.
	departments []string
}

// Areas are those of territories, as a setting says them: ales=200066918,nimes=243000643+30; an EPCI, a department or a commune.
func Areas(setting string) (map[string]Area, error) {
	areas := map[string]Area{}
	for pair := range strings.SplitSeq(setting, ",") {
		territory, codes, found := strings.Cut(strings.TrimSpace(pair), "=")
		if !found {
			continue
		}
		area := Area{communes: map[string]bool{}}
		for code := range strings.SplitSeq(codes, "+") {
			if err := area.add(code); err != nil {
				return nil, fmt.Errorf("territory-area: %w", err)
			}
		}
		areas[territory] = area
	}
	return areas, nil
}

// options are what the command may narrow a file by.
var options = map[string]string{
	"epci": "SIREN d'un EPCI", "departement": "code d'un département", "commune": "code Insee d'une commune",
}

// chosen is the area that the options name; none when they name none.
func chosen(values map[string][]string) (*Area, error) {
	area := Area{communes: map[string]bool{}}
	for name := range options {
		for _, value := range values[name] {
			for code := range strings.SplitSeq(value, ",") {
				if err := area.add(code); err != nil {
					return nil, fmt.Errorf("%s=%s : %w", name, value, err)
				}
			}
		}
	}
	if len(area.communes)+len(area.departments) == 0 {
		return nil, nil
	}
	return &area, nil
}

func (a *Area) add(code string) error {
	switch code = strings.ToUpper(strings.TrimSpace(code)); len(code) {
	case 2, 3:
		a.departments = append(a.departments, code)
		return nil
	case 5:
		commune, err := reference.CommuneCode(code)
		a.communes[commune] = true
		return err
	case 9:
		communes := reference.Communes().OfEPCI(code)
		if len(communes) == 0 {
			return errors.New("cet EPCI n'est pas dans la liste des communes : nommez ses communes, ou chargez-les par hup import communes")
		}
		for _, commune := range communes {
			a.communes[commune.Code] = true
		}
		return nil
	}
	return errors.New("écrivez le SIREN d'un EPCI (9 chiffres), un département (2 ou 3 signes) ou une commune (5 signes)")
}

// has says whether a commune, of today or of yesterday, lies in the area.
func (a *Area) has(commune string) bool {
	if a.communes[commune] {
		return true
	}
	for _, department := range a.departments {
		if strings.HasPrefix(commune, department) {
			return true
		}
	}
	former, ok := reference.Communes().Former(commune)
	return ok && a.has(former.CurrentCode)
}
