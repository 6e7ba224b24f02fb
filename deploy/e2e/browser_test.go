package e2e

import (
	"regexp"
	"testing"

	"hup.example/services/kit/kittest"
)

// TestConsole_advisorsWorkTogetherWithoutAMouse is the journey of a request through the console, at two browsers at once.
func TestConsole_advisorsWorkTogetherWithoutAMouse(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	agency := visit(t, browser)
	agency.open(hub.url)
	agency.sees("Le guichet unique")
	agency.usable("home")
	agency.signIn(hub, "advisor.myriapolis@example.org")
	agency.sees("Aucun dossier pour l'instant.")
	agency.request()
	agency.press("Qualifier")
	agency.sees("Qualifiée", "Demande qualifiée")
	agency.press("L'entreprise est d'accord : mettre en relation avec Chambre de commerce")
	agency.sees("CCI Gard En attente de réponse")
	agency.usable("dossier")

	chamber := visit(t, browser)
	chamber.open(hub.url + "/sign-in")
	chamber.tabTo("Identité de démonstration")
	chamber.fill("Identité de démonstration", "advisor@cci")
	chamber.press("Essayer")
	chamber.sees("Mises en relation qui attendent votre réponse", "CCI Gard")
	chamber.sees("CEVENNES FORMATIONS ALES")
	chamber.usable("queue")
	chamber.press("HUP-")
	chamber.sees("Financer un investissement", "camille@example.org")
	chamber.press("Accepter")
	chamber.sees("CCI Gard Prise en charge")

	agency.sees("CCI Gard Prise en charge") // by itself
	agency.press("Se déconnecter")
	agency.sees("Le guichet unique", "Se connecter")
}

// signIn goes from the first page to the queue, with the code that the demo prints.
func (v *visitor) signIn(hub *server, mail string) {
	v.t.Helper()
	v.press("Se connecter")
	v.sees("Adresse électronique")
	v.usable("sign-in")
	v.fill("Adresse électronique", mail)
	v.press("Recevoir un code")
	v.sees("Saisir le code")
	v.usable("code")
	printed := regexp.MustCompile(`Code de connexion pour ` + regexp.QuoteMeta(mail) + ` : (\d{6})`)
	var code []string
	kittest.Eventually(v.t, func() bool { code = printed.FindStringSubmatch(hub.said()); return code != nil }, "the code is printed")
	v.fill("Code à six chiffres", code[1])
	v.press("Se connecter")
	v.sees("À traiter")
}

// request sends one at the counter, after a first try that lacks a way to reach the person.
func (v *visitor) request() {
	v.t.Helper()
	v.press("Nouvelle demande")
	v.sees("La personne")
	v.fill("SIRET", "90948492500013")
	v.sees("CEVENNES FORMATIONS ALES (commune 30007)")
	v.fill("Nom (obligatoire)", "Camille Exemple")
	v.fill("Sujet", "Financer un inv")
	v.fill("Description", "Une machine de découpe.")
	v.press("Envoyer")
	v.sees("Donnez une adresse de courriel ou un numéro de téléphone.")
	v.usable("counter")
	v.fill("Courriel", "camille@example.org")
	v.press("Envoyer")
	v.sees("reçue. Réponse promise pour le", "Financer un investissement", "Demande reçue")
}

func TestPages_areForEverybody(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	v := visit(t, browser)
	v.open(hub.url + "/docs")
	v.sees("opérations")
	v.usable("docs")
	v.fill("Chercher une opération", "dossier:watch")
	v.sees("1 opération")
	v.open(hub.url + "/sources")
	v.sees("Producteur")
	v.usable("sources")
}
