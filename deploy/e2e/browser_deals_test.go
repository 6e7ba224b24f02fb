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
