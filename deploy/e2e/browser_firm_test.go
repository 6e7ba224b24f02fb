package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestConsole_aCompanyHasAPage goes through the directory, the people of a company, and a merge that is undone.
func TestConsole_aCompanyHasAPage(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("advisor@myriapolis")
	hub.openCase(token)
	hub.call(token, "POST", "/v1/requests", `{"company": {"siret": "90948492500013"}, "contact": {"name": "Camille Exemple", "email": "camille@example.org"},
		"origin": "CASE_ORIGIN_COUNTER", "needs": [{"subjectCode": "finance.investment"}]}`)
	v := visit(t, browser)
	v.as(hub, "advisor@myriapolis")
	v.press("Entreprises")
	v.sees("Tapez au moins deux lettres")
	v.fill("Nom, rue, SIREN ou SIRET", "jean-baptiste dumas")
	v.sees("LYP", "jamais rencontrée")
	v.usable("directory")
	v.press("Déjà rencontrées")
	v.sees("Exporter", "Rien ne correspond")
	v.fill("Rechercher une entreprise", "cevennes formations")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.press("CEVENNES FORMATIONS ALES") // its case
	v.press("Fiche de l'entreprise")
	v.sees("registre des établissements", "Atelier des Cévennes", "Tout ce qui s'est passé", "Demande reçue")
	v.press("Ajouter une personne")
	v.fill("Nom", "Alix Exemple")
	v.press("Enregistrer")
	v.sees("Donnez une adresse de courriel ou un numéro de téléphone.")
	v.usable("firm-refused")
	v.fill("Courriel", "alix@example.org")
	v.tick("Formation")
	v.press("Enregistrer")
	v.sees("Alix Exemple", "alix@example.org")
	v.press("Suivre moi-même")
	v.sees("Camille Roubaud", "Ne plus suivre")
	v.press("Fusionner avec Atelier des Cévennes")
	v.sees("Une seule fiche restera : CEVENNES FORMATIONS ALES", "Dossiers : 1")
	v.press("Fusionner les deux fiches")
	v.sees("Les deux fiches n'en font plus qu'une.", "HUP-2026-000001")
	v.press("Annuler la fusion avec Atelier des Cévennes")
	v.sees("redeviendrait une fiche à part", "Dossiers : 1")
	v.do(chromedp.KeyEvent(kb.Tab))
	v.press("Annuler la fusion")
	v.sees("La fiche est à nouveau à part.")
	v.usable("firm")
}

// TestConsole_duplicatesAreToldApartOrMerged works through the list of probable duplicates: one pair are two companies, the other is one.
func TestConsole_duplicatesAreToldApartOrMerged(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token(advisor)
	for _, met := range []struct{ name, mail string }{
		{"Menuiserie du Gardon", "gardon@example.org"}, {"SARL Menuiserie du Gardon", "bois@example.org"}, // made at the counter twice
		{"Garage des Rocs", "rocs@example.org"}, {"Carrosserie des Rocs", "rocs@example.org"}, // two companies of one family
	} {
		hub.call(token, "POST", "/v1/requests", `{"company": {"name": "`+met.name+`", "communeCode": "30007"}, "contact": {"name": "Alix Exemple", "email": "`+met.mail+`"},
			"origin": "CASE_ORIGIN_COUNTER", "needs": [{"subjectCode": "finance.investment"}]}`)
	}
	v := visit(t, browser)
	v.as(hub, advisor)
	v.sees("Bonjour")
	v.press("Entreprises")
	v.press("Doublons probables")
	v.sees("2 lignes affichées", "Menuiserie du Gardon", "Même nom dans la même commune", "Carrosserie des Rocs", "Même adresse électronique d'un contact")
	v.usable("duplicates")
	v.press("Garage des Rocs et Carrosserie des Rocs sont deux entreprises")
	v.sees("C'est retenu", "1 ligne affichée")
	v.lacks("Carrosserie des Rocs")
	v.focused("Menuiserie du Gardon et SARL Menuiserie du Gardon sont deux entreprises") // the next of the list, without going through the page again
	v.open(v.address())
	v.sees("1 ligne affichée", "Menuiserie du Gardon")
	v.lacks("Carrosserie des Rocs") // it stays so
	v.press("Fusionner Menuiserie du Gardon et SARL Menuiserie du Gardon")
	v.sees("Une autre fiche est peut-être la même entreprise")
	v.press("Fusionner avec SARL Menuiserie du Gardon")
	v.sees("Une seule fiche restera : Menuiserie du Gardon", "Dossiers : 1")
	v.usable("duplicate-merge")
	v.press("Fusionner les deux fiches")
	v.sees("Les deux fiches n'en font plus qu'une.", "HUP-2026-000001", "HUP-2026-000002")
	v.usable("duplicate-merged")
	v.press("Entreprises")
	v.press("Doublons probables")
	v.sees("Aucun doublon probable ici.")
}
