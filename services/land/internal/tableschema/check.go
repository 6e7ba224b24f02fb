package tableschema

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The forms of values, with what is said of a value that has not the form.
var forms = map[string]struct {
	right func(text, format string) bool
	says  string
}{
	"string":   {rightText, "n'est pas de la forme attendue (adresse de page ou de courriel)"},
	"integer":  {whole, "n'est pas un nombre entier"},
	"number":   {number, "n'est pas un nombre (point décimal, sans espace)"},
	"date":     {date, "n'est pas une date de la forme "},
	"geojson":  {object, "n'est pas une géométrie GeoJSON"},
	"geopoint": {geopoint, "n'est pas un point « longitude, latitude »"},
}

func (f *Field) fault(text string) string {
	if form, known := forms[f.Type]; known && !form.right(text, f.Format) {
		says := form.says
		if f.Type == "date" {
			says += strings.NewReplacer("%Y", "AAAA", "%m", "MM", "%d", "JJ").Replace(f.Format)
		}
		return fmt.Sprintf("« %s » %s.", short(text), says)
	}
	if len(f.Constraints.Enum) > 0 && !slices.Contains(f.Constraints.Enum, text) {
		return outside(text, f.Constraints.Enum)
	}
	if f.pattern != nil && !f.pattern.MatchString(text) {
		return f.broken(text)
	}
	return ""
}

// broken says which of several values does not have the form.
func (f *Field) broken(text string) string {
	for item := range strings.SplitSeq(text, "|") {
		if !f.pattern.MatchString(item) && strings.Contains(f.Constraints.Pattern, `\|`) {
			return fmt.Sprintf("« %s » (%d caractères) n'est pas de la forme du standard.", short(item), len([]rune(item)))
		}
	}
	return fmt.Sprintf("« %s » n'est pas de la forme du standard.", short(text))
}

func outside(text string, list []string) string {
	return fmt.Sprintf("« %s » n'est pas dans la liste du standard : %s.", short(text), strings.Join(list, ", "))
}

// listed compares without case: the lists beside the constraints are written both ways.
func listed(list []string, text string) bool {
	return slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, strings.TrimSpace(text)) })
}

func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

func rightText(text, format string) bool {
	switch format {
	case "email":
		at, err := mail.ParseAddress(text)
		return err == nil && at.Address == text
	case "uri":
		_, err := url.Parse(text)
		return err == nil
	}
	return true
}

func whole(text, _ string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

var plain = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

func number(text, _ string) bool { return plain.MatchString(text) }

func date(text, format string) bool {
	_, err := time.Parse(strings.NewReplacer("%Y", "2006", "%m", "01", "%d", "02").Replace(format), text)
	return err == nil
}

func object(text, _ string) bool {
	var any struct {
		Type string `json:"type"`
	}
	return json.Unmarshal([]byte(text), &any) == nil && any.Type != ""
}

func geopoint(text, _ string) bool {
	lon, lat, ok := strings.Cut(text, ",")
	return ok && number(strings.TrimSpace(lon), "") && number(strings.TrimSpace(lat), "")
}
