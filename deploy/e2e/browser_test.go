package e2e

import (
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

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
	agency.sees("Rien n'attend votre organisme.")
	agency.request()
	agency.press("Qualifier")
	agency.sees("Qualifiée", "Demande qualifiée")
	agency.tick("Chambre de commerce")
	agency.tick("L'entreprise accepte que CCI Gard")
	agency.fill("Note de passage", "À voir avant l'été.")
	agency.press("Mettre en relation")
	agency.sees("En attente de réponse", "À voir avant l'été.")
	agency.usable("dossier")

	chamber := visit(t, browser)
	chamber.as(hub, "advisor@cci")
	chamber.sees("Attendent la réponse de votre organisme 1")
	chamber.sees("CEVENNES FORMATIONS ALES")
	chamber.usable("desk")
	chamber.press("CEVENNES FORMATIONS ALES")
	chamber.sees("Financer un investissement", "camille@example.org")
	agency.tabTo("Message") // what the agency writes stays while the chamber's answer comes in
	agency.do(chromedp.KeyEvent("Bonjour"))
	chamber.press("Accepter")
	chamber.sees("Prise en charge")

	agency.sees("Prise en charge") // by itself
	agency.do(chromedp.KeyEvent(" à tous."))
	agency.press("Envoyer")
	agency.sees("Bonjour à tous.", "Message envoyé.")
	chamber.sees("Bonjour à tous.")
	agency.press("Clore")
	agency.sees("Le dossier ne peut pas se clore tant que ceci est ouvert", "Chambre de commerce et d’industrie du Gard (prise en charge)")
	agency.usable("closing")
	agency.do(chromedp.KeyEvent(kb.Escape))
	agency.press("Se déconnecter")
	agency.sees("Le guichet unique", "Se connecter")
}

// as signs in with an identity of the demo.
func (v *visitor) as(hub *server, identity string) {
	v.t.Helper()
	v.open(hub.url + "/sign-in")
	v.fill("Identité de démonstration", identity)
	v.press("Essayer")
}

// signIn goes from the first page to the desk, with the code that the demo prints.
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
	v.sees("Bonjour")
}

// request sends one at the counter, after a first try that lacks a way to reach the person.
func (v *visitor) request() {
	v.t.Helper()
	v.press("Nouvelle demande")
	v.sees("Qui demande ?")
	v.fill("SIRET ou nom de l'entreprise", "90948492500013")
	v.sees("CEVENNES FORMATIONS ALES")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.sees("Alès", "Formation continue d'adultes")
	v.fill("Sujet", "Financer un inv")
	v.sees("Quel est le montant")
	v.fill("Précisions", "Une machine de découpe.")
	v.fill("Nom", "Camille Exemple")
	v.press("Enregistrer la demande")
	v.sees("Donnez une adresse de courriel ou un numéro de téléphone.")
	v.usable("counter")
	v.fill("Courriel", "camille@example.org")
	v.press("Enregistrer la demande")
	v.sees("Demande HUP-", "Réponse promise au plus tard le")
	v.usable("receipt")
	v.press("Ouvrir le dossier")
	v.sees("Financer un investissement", "Demande reçue")
}

// TestConsole_aSituationIsEnteredWholeAndWorkedOn goes through the details, the queues and the pages of the other services.
func TestConsole_aSituationIsEnteredWholeAndWorkedOn(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	v := visit(t, browser)
	v.as(hub, "advisor@myriapolis")
	v.press("Nouvelle demande")
	v.fill("SIRET ou nom de l'entreprise", "90948492500013")
	v.sees("CEVENNES FORMATIONS ALES")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.sees("Formation continue d'adultes")
	v.fill("Sujet", "Trouver un local")
	v.sees("Type de bien")
	v.tick("Atelier")
	v.fill("Surface au moins", "1200")
	v.fill("Surface au plus", "800")
	v.press("Ajouter un autre besoin")
	v.fill("Nom", "Camille Exemple")
	v.fill("Téléphone", "04 66 00 00 00")
	v.press("Enregistrer la demande")
	v.sees("La surface maximale", "Ce champ est obligatoire.") // at the area, and at the subject of the second need
	v.usable("counter-refused")
	v.fill("Sujet", "Recruter un salarié")
	v.sees("Intitulé du poste")
	v.fill("Métier (ROME)", "soudeur")
	v.sees("Soudeur / Soudeuse")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.fill("Intitulé du poste", "Soudeur TIG")
	v.tabTo("Surface au plus")
	v.do(chromedp.KeyEvent(kb.End), chromedp.KeyEvent("0")) // 8,000
	v.press("Enregistrer la demande")
	v.press("Ouvrir le dossier")
	v.sees("1 200 – 8 000 m²", "Soudeur TIG", "À qualifier")
	v.press("Recherche de foncier ou de locaux")
	v.press("Qualifier")
	v.press("La recherche est complète")
	v.sees("Qualifiée")
	v.usable("land")
	v.press("← Retour au dossier")
	v.press("Recrutement")
	v.sees("Soudeur / Soudeuse (H2913)")
	v.usable("hiring")
	v.press("Dossiers")
	v.sees("Dossiers 1", "Trouver un local, Recruter un salarié")
	v.usable("queue")
	v.tick("Choisir toutes les lignes")
	v.sees("1 dossier choisi")
	v.press("Attribuer")
	v.press("Vérifier d'abord")
	v.sees("1 serait fait, 0 refusé")
	v.press("Faire pour 1 dossier")
	v.sees("Fait pour 1 dossier.", "Camille Roubaud")
	v.press("En retard")
	v.sees("Rien ne correspond à ces filtres.")
	v.press("Mises en relation")
	v.sees("Rien ne correspond à ces filtres.")
	v.usable("referrals")
	v.fill("Rechercher une entreprise", "cevennes")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.sees("CEVENNES FORMATIONS ALES", "HUP-")
	v.usable("search")
}

// TestConsole_aCompanyFollowsItsRequest is the company's side,.
func TestConsole_aCompanyFollowsItsRequest(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	owner := visit(t, browser)
	owner.carries(hub.token("company@90948492500013"))
	owner.open(hub.url)
	owner.sees("Vous n'avez pas encore de demande.")
	owner.press("Nouvelle demande")
	owner.fill("Sujet", "Financer un inv")
	owner.fill("Nom", "Camille Exemple")
	owner.fill("Courriel", "camille@example.org")
	owner.press("Enregistrer la demande")
	owner.press("Ouvrir le dossier")
	owner.sees("va la lire.", "Un organisme vous répond, au plus tard le")
	owner.usable("own")
	advisor := visit(t, browser)
	advisor.as(hub, "advisor@myriapolis")
	advisor.press("CEVENNES FORMATIONS ALES")
	advisor.press("Demander une précision")
	advisor.fill("Pourquoi ?", "Il manque")
	advisor.fill("Ce que l'entreprise doit donner", "Le devis de la machine.")
	advisor.press("Demander une précision")
	advisor.sees("le délai est en pause")
	owner.sees("On attend une réponse de vous", "Le devis de la machine.") // by itself
	owner.fill("Votre réponse", "Devis de 12 000 euros, en pièce jointe de mon courriel.")
	owner.press("Répondre")
	owner.sees("Devis de 12 000 euros")
	owner.press("Qui a lu votre dossier")
	owner.press("Abandonner ma demande")
	owner.fill("Pourquoi ?", "Projet aban")
	owner.press("Abandonner ma demande")
	owner.sees("Terminée : abandonnée par l'entreprise")
	owner.usable("own-ended")
}

func TestConsole_speaksEnglishWhereTheBrowserDoes(t *testing.T) {
	browser := chromiumIn(t, "en-GB")
	hub := serve(t, t.TempDir(), "--demo")
	v := visit(t, browser)
	v.open(hub.url)
	v.sees("The one-stop shop", "Sign in")
	v.as(hub, "advisor@cci")
	v.sees("Good morning", "No referral waits for your answer.")
	v.press("New request")
	v.press("Record the request")
	v.sees("This field is required.")
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
