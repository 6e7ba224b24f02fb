package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestConsole_jobsPromisedAndAClosedEstablishmentAreTold signs for a workshop that promises jobs: their draft is a card of the case and can be worked
// on; once the register says that the establishment has closed, each page that has something open for it says so.
func TestConsole_jobsPromisedAndAClosedEstablishmentAreTold(t *testing.T) {
	browser := chromium(t)
	dir := t.TempDir()
	hub := serve(t, dir, "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	caseID, request := hub.wantsWorkshop(hub.token(advisor))
	p.must(t, advisor, http.MethodPatch, "/v1/land-requests/"+request, map[string]any{"createdJobCount": 6})
	premises := p.must(t, keeper, http.MethodPost, "/v1/premises", map[string]any{
		"name": "L'atelier promis", "kind": "ASSET_KIND_WORKSHOP", "communeCode": "30007", "areaM2": 900, "availability": "ASSET_AVAILABILITY_FOR_SALE",
		"confidentiality": "ASSET_CONFIDENTIALITY_PUBLIC",
	}).text("premisesId")
	option := p.must(t, advisor, http.MethodPost, "/v1/options", map[string]any{"assetId": premises, "landRequestId": request}).text("optionId")
	p.must(t, keeper, http.MethodPost, "/v1/options/"+option+":grant", map[string]any{})
	p.must(t, keeper, http.MethodPost, "/v1/hosting-leases", map[string]any{"premisesId": premises, "optionId": option, "startDate": "2027-01-01", "monthCount": 24})

	v := visit(t, browser)
	v.as(hub, advisor)
	v.sees("Bonjour")
	v.open(hub.url + "/#/dossier/" + caseID)
	v.sees("6 emplois promis à la signature", "Brouillon")
	v.usable("jobs-promised")
	v.press("Recrutement")
	v.sees("6 emplois promis à la signature", "Ce qui est cherché")
	v.press("Compléter…")
	v.fill("Métier (ROME)", "soudeur")
	v.sees("Soudeur / Soudeuse")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.press("Enregistrer")
	v.sees("C'est fait", "H2913")
	v.press("Soumettre")
	v.sees("À qualifier")
	v.usable("jobs-promised-submitted")

	hup(t, "import", "companies", write(t, closes), "--data", dir).exits(0)
	v.open(hub.url + "/#/dossier/" + caseID)
	v.sees("6 emplois promis à la signature", "Établissement fermé")
	v.usable("closed-case")
	v.press("Recherche de foncier ou de locaux")
	v.sees("CEVENNES FORMATIONS ALES (établissement fermé)")
	v.usable("closed-search")
	v.press("L'atelier promis")
	v.sees("Bail d'accueil 1", "CEVENNES FORMATIONS ALES (établissement fermé)")
	v.press("Foncier")
	v.sees("Baux d'accueil en cours", "CEVENNES FORMATIONS ALES (établissement fermé)")
	v.usable("closed-deals")
}
