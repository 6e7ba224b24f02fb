package e2e

import (
	"testing"
)

// TestConsole_landIsAskedForGrantedAndNegotiated asks for an option on what fits and has its keeper grant it, who reads supply against demand and
// what the ledger of land used up would be; the request is negotiated, and fails with its reason.
func TestConsole_landIsAskedForGrantedAndNegotiated(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("advisor@myriapolis")
	caseID, request := hub.wantsWorkshop(token)
	page := "/#/dossier/" + caseID + "/foncier/" + request

	advisor := visit(t, browser)
	advisor.as(hub, "advisor@myriapolis")
	advisor.sees("Bonjour")
	advisor.open(hub.url + page)
	advisor.sees("Biens qui conviennent", "Ce qui devrait changer", "Aucune option demandée")
	advisor.press("Demander une option…")
	advisor.fill("Durée", "9999") // in place of what is proposed
	advisor.press("Demander l'option")
	advisor.sees("730")
	advisor.usable("option-refused")
	advisor.press("Annuler")
	advisor.press("Demander une option…")
	advisor.fill("Durée", "10")
	advisor.press("Demander l'option")
	advisor.sees("Option demandée", "Options 1", "rang 1", "pour 10 jours")
	advisor.usable("land-request")

	keeper := visit(t, browser)
	keeper.as(hub, "advisor@agglo")
	keeper.sees("Options qui prennent fin", "Transports Exemple")
	keeper.press("Foncier")
	keeper.sees("Options qui attendent notre réponse 2", "pour 10 jours", "Tout le territoire", "Il reste 69,4 ha")
	keeper.press("Accorder…")
	keeper.press("Accorder")
	keeper.sees("Options qui attendent notre réponse 1", "Options qui prennent fin dans 14 jours 2")
	keeper.press("Comment chaque chiffre est fait")
	keeper.sees("demandes foncières reçues dans l'année")
	keeper.press("Et si")
	keeper.press("Calculer")
	keeper.sees("Ce champ est obligatoire")
	keeper.usable("land-refused")
	keeper.fill("Fondement", "Permis")
	keeper.fill("Surface", "1000000")
	keeper.press("Calculer")
	keeper.sees("enveloppe dépassée")
	keeper.usable("land")

	advisor.open(hub.url + "/#/dossier/" + caseID)
	advisor.open(hub.url + page)
	advisor.sees("Option accordée")
	advisor.lacks("Signer…") // its lease or its sale signs it
	advisor.press("Négocier…")
	advisor.press("Négocier")
	advisor.sees("Négociation")
	advisor.press("Plus d'actions")
	advisor.press("Rien trouvé…")
	advisor.press("Rien trouvé")
	advisor.sees("Ce champ est obligatoire")
	advisor.fill("Ce qui a manqué", "Prix")
	advisor.press("Rien trouvé")
	advisor.sees("Échouée", "La recherche a pris fin")
}
