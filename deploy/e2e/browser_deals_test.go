package e2e

import (
	"net/http"
	"testing"
)

// TestConsole_anOptionBecomesASaleUpToItsDeed asks for an option on the page of a plot, has its keeper grant, extend and convert it, and takes the
// sale from step to step; the deed is in the ledger, where it is reversed.
func TestConsole_anOptionBecomesASaleUpToItsDeed(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	plot := p.must(t, keeper, http.MethodPost, "/v1/plots", map[string]any{
		"name": "Lot de la filature", "communeCode": "30007", "areaM2": 4000, "availability": "ASSET_AVAILABILITY_FOR_SALE", "zanClass": "ZAN_CLASS_CONSUMING",
		"confidentiality": "ASSET_CONFIDENTIALITY_PUBLIC",
	}).text("plotId")
	page := hub.url + "/#/foncier/bien/" + plot

	asker := visit(t, browser)
	asker.as(hub, chamber)
	asker.sees("Bonjour")
	asker.open(page)
	asker.sees("Lot de la filature", "Aucune option demandée", "Aucune vente", "Aucune écriture")
	asker.lacks("Ouvrir une vente") // that is the keeper's
	asker.press("Demander une option…")
	asker.press("Elle n'est pas dans l'annuaire")
	asker.press("Demander l'option")
	asker.sees("Ce champ est obligatoire")
	asker.fill("Nom de l'entreprise", "Menuiserie du Gardon")
	asker.press("Demander l'option")
	asker.sees("Menuiserie du Gardon", "rang 1", "Abandonner…")
	asker.lacks("Accorder…")
	asker.usable("option-asked")

	owner := visit(t, browser)
	owner.as(hub, keeper)
	owner.sees("Bonjour")
	owner.open(page)
	owner.press("Accorder…")
	owner.press("Accorder")
	owner.sees("Accordée", "Prolonger…", "Lever l'option…")
	owner.press("Prolonger…")
	owner.press("Prolonger")
	owner.sees("Donnez-en un plus tardif") // the day that is there is no later one
	owner.press("Annuler")
	owner.press("Lever l'option…")
	owner.fill("Son numéro", "DEL-2026-7")
	owner.fill("Prix convenu", "45000,50")
	owner.press("Lever l'option et ouvrir la vente")
	owner.sees("Vente 1", "DEL-2026-7", "45 000,5", "Compromis à venir", "1 option passée")
	owner.usable("sale-open")
	for _, step := range []string{"Compromis signé", "Permis déposé", "Permis accordé"} {
		owner.press(step + "…")
		owner.press(step)
		owner.sees("C'est fait")
	}
	owner.sees("Acte à venir")
	owner.press("Acte signé…")
	owner.fill("Référence de l'acte", "ACTE-7")
	owner.press("Enregistrer l'acte")
	owner.sees("Acte signé", "ACTE-7", "Consommation", "− 4 000 m²")
	owner.usable("sale-signed")

	owner.open(hub.url + "/#/foncier")
	owner.sees("Ventes en cours", "Baux d'accueil en cours", "prévenu à 6 mois", "Il reste 69 ha", "− 4 000 m²")
	owner.press("Contre-passer…")
	owner.fill("En quelques mots", "Lot déjà compté")
	owner.press("Contre-passer l'écriture")
	owner.sees("contre-passée", "Contre-passation", "Il reste 69,4 ha")
	owner.usable("ledger")
	owner.press("Écrire au registre…")
	owner.fill("Fondement", "Permis")
	owner.fill("Surface", "1500")
	owner.fill("Référence de l'acte", "PC 030 007 26")
	owner.press("Écrire au registre")
	owner.sees("− 1 500 m²", "PC 030 007 26", "Il reste 69,25 ha")
}

// TestConsole_aLeaseIsSignedAndFollowed signs a hosting lease of premises and says what follows it.
func TestConsole_aLeaseIsSignedAndFollowed(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	premises := p.must(t, keeper, http.MethodPost, "/v1/premises", map[string]any{
		"name": "Module de la pépinière", "kind": "ASSET_KIND_WORKSHOP", "communeCode": "30007", "areaM2": 120, "availability": "ASSET_AVAILABILITY_FOR_SALE",
		"confidentiality": "ASSET_CONFIDENTIALITY_PUBLIC",
	}).text("premisesId")
	v := visit(t, browser)
	v.as(hub, keeper)
	v.sees("Bonjour")
	v.open(hub.url + "/#/foncier/bien/" + premises)
	v.press("Signer un bail d'accueil…")
	v.press("Elle n'est pas dans l'annuaire")
	v.fill("Nom de l'entreprise", "Jeune pousse")
	v.fill("Durée", "48")
	v.fill("Loyer par mois", "250")
	v.press("Signer le bail")
	v.sees("36") // no more at the preferential rate
	v.usable("lease-refused")
	v.fill("Durée", "36")
	v.press("Signer le bail")
	v.sees("Bail d'accueil 1", "36 mois sur 36", "mois 1 à 36 : 250 €", "à décider")
	v.press("Dire la suite…")
	v.fill("Ensuite", "reste")
	v.press("Dire la suite")
	v.sees("reste, en bail commercial")
	v.usable("lease")
}

// TestConsole_whatIsUnderWayOnLandEndsWithItsReason refuses an option, has another given up, ends a sale whose permit is refused, and ends a
// lease before its time: each wants a reason, says so at its field, and shows it afterwards.
func TestConsole_whatIsUnderWayOnLandEndsWithItsReason(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	asset := func(path, id string, more map[string]any) string {
		more["communeCode"], more["availability"], more["confidentiality"] = "30007", "ASSET_AVAILABILITY_FOR_SALE", "ASSET_CONFIDENTIALITY_PUBLIC"
		return p.must(t, keeper, http.MethodPost, path, more).text(id)
	}
	named := func(name string) map[string]any { return map[string]any{"name": name} }
	optioned := asset("/v1/plots", "plotId", map[string]any{"name": "Lot des options", "areaM2": 4000})
	first := p.must(t, chamber, http.MethodPost, "/v1/options", map[string]any{"assetId": optioned, "company": named("Menuiserie du Gardon")}).text("optionId")
	p.must(t, chamber, http.MethodPost, "/v1/options", map[string]any{"assetId": optioned, "company": named("Garage des Rocs")})
	p.must(t, keeper, http.MethodPost, "/v1/options/"+first+":grant", map[string]any{})
	sold := asset("/v1/plots", "plotId", map[string]any{"name": "Lot de la vente", "areaM2": 2000})
	p.must(t, keeper, http.MethodPost, "/v1/land-sales", map[string]any{"assetId": sold, "company": named("Scierie Exemple"), "deliberationDate": "2026-11-02"})
	let := asset("/v1/premises", "premisesId", map[string]any{"name": "Module du bail", "kind": "ASSET_KIND_WORKSHOP", "areaM2": 120})
	p.must(t, keeper, http.MethodPost, "/v1/hosting-leases", map[string]any{"premisesId": let, "company": named("Jeune pousse"), "startDate": "2026-01-01", "monthCount": 36})

	v := visit(t, browser)
	v.as(hub, keeper)
	v.sees("Bonjour")
	v.open(hub.url + "/#/foncier/bien/" + optioned)
	v.sees("Garage des Rocs", "ne peut s'accorder qu'une fois le bien libre")
	v.endsWith("Refuser", "Un autre projet")
	v.press("1 option passée")
	v.sees("Refusée", "Un autre projet passe avant : Le tribunal a tranché")
	v.press("Plus d'actions")
	v.endsWith("Abandonner", "Financement")
	v.sees("Aucune option demandée", "2 options passées", "Menuiserie du Gardon", "Ouvrir une vente sans option…")

	v.open(hub.url + "/#/foncier/bien/" + sold)
	v.press("Compromis signé…")
	v.fill("Jour", "01012026")
	v.press("Compromis signé")
	v.sees("Donnez-en un plus tardif") // it is before the deliberation
	v.focused("Jour")
	v.usable("sale-step-refused")
	v.press("Annuler")
	v.press("Plus d'actions")
	v.endsWith("Mettre fin à la vente", "Permis refusé")
	v.sees("Permis refusé : Le tribunal a tranché", "Ouvrir une vente sans option…")

	v.open(hub.url + "/#/foncier/bien/" + let)
	v.press("Plus d'actions")
	v.endsWith("Mettre fin au bail", "D'un commun accord")
	v.sees("D'un commun accord : Le tribunal a tranché", "Signer un bail d'accueil…")
}

// endsWith presses a command that ends something, which wants its reason, and gives it with a note.
func (v *visitor) endsWith(command, reason string) {
	v.t.Helper()
	v.press(command + "…")
	v.press(command)
	v.sees("Ce champ est obligatoire")
	v.focused("Pourquoi ?")
	v.usable("end-refused-" + command)
	v.fill("Pourquoi ?", reason)
	v.fill("En quelques mots", "Le tribunal a tranché")
	v.press(command)
	v.sees("C'est fait")
	v.usable("ended-" + command)
}
