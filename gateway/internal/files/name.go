package files

import (
	"net/url"
	"path"
	"strings"
	"unicode"
)

// mostRunes is how long the name of a file may be that everybody's disk takes.
const mostRunes = 120

// reserved are names that Windows keeps for devices.
var reserved = strings.Fields("con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// safe makes a name that can be kept of a label that somebody wrote: no path, no sign that turns the order of letters
// round, no device, not too long, and its ending.
func safe(label string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '_'
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, label)
	name = strings.Trim(name, " .")
	end := path.Ext(name)
	stem := strings.TrimSuffix(name, end)
	if runes := []rune(stem); len(runes) > mostRunes {
		stem = string(runes[:mostRunes])
	}
	if runes := []rune(end); len(runes) > mostRunes/4 {
		end = ""
	}
	first, _, _ := strings.Cut(strings.ToLower(stem), ".")
	for _, device := range reserved {
		if strings.TrimSpace(first) == device {
			stem = "_" + stem
		}
	}
	if stem == "" {
		stem = "fichier"
	}
	return stem + end
}

// disposition has a browser keep the file under its name (RFC 6266, RFC 8187).
func disposition(label string) string {
	name := safe(label)
	plain := strings.Map(func(r rune) rune {
		if r > '~' || r == '%' {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
