package e2e

import (
	"net/http"
	"testing"
)

// TestConsole_whoSeeksLandIsListedWithOrWithoutACase reads the register of demand: a search of a case and one that was written down without lead
// each to its page, where work goes on.
func TestConsole_whoSeeksLandIsListedWithOrWithoutACase(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	hub.wantsWorkshop(hub.token(advisor))
	p.must(t, advisor, http.MethodPost, "/v1/land-requests", map[string]any{
		"company": map[string]any{"name": "Menuiserie Sansdossier"},
		"need":    map[string]any{"assetKinds": []any{"ASSET_KIND_WORKSHOP"}, "minAreaM2": 800, "maxAreaM2": 1200, "communeCodes": []any{"30007"}, "radiusKm": 20, "neededByDate": "2027-06-30"},
	})
	v := visit(t, browser)
	v.as(hub, advisor)
	v.sees("Bonjour")
	v.press("Foncier")
	v.sees("Recherches en cours", "CEVENNES FORMATIONS ALES", "Menuiserie Sansdossier", "Atelier · 800 – 1 200 m² · Alès (20 km) · pour le 30 juin 2027")
	v.usable("land-demand")
	v.press("Menuiserie Sansdossier")
	v.sees("Retour au foncier", "Ce qui est cherché", "Biens qui conviennent", "Reçue")
	v.press("Qualifier…")
	v.press("La recherche est complète")
	v.sees("Qualifiée")
	v.usable("land-demand-alone")
	v.open(hub.url + "/#/foncier")
	v.press("CEVENNES FORMATIONS ALES")
	v.sees("Retour au dossier", "Biens qui conviennent")
}
