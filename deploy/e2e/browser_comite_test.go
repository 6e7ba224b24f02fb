package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestConsole_aComiteIsHeld prepares a comité, goes through its cases with the arrows of the keyboard, decides, and closes it; the body
// that took part reads the minutes.
func TestConsole_aComiteIsHeld(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("advisor@myriapolis")
	hub.openCase(token)
	hub.call(token, "POST", "/v1/requests", `{"company": {"name": "Menuiserie du Gardon", "communeCode": "30007"}, "contact": {"name": "Alix Exemple", "email": "alix@example.org"},
		"origin": "CASE_ORIGIN_COUNTER", "needs": [{"subjectCode": "finance.investment"}], "consents": [{"bodyId": "cci", "channel": "CHANNEL_COUNTER"}]}`)
	v := visit(t, browser)
	v.as(hub, "advisor@myriapolis")
	v.press("Comité")
	v.sees("Aucun comité n'est prévu.")
	v.press("Préparer un comité")
	v.press("Ajouter un organisme")
	v.press("Préparer un comité")
	v.sees("Ce champ", "Corrigez")
	v.usable("comite-refused")
	v.prepare()
	v.sees("Comité prévu", "Aucun dossier que vous voyez")
	v.add("HUP-2026-999999")
	v.sees("Vous ne voyez aucun dossier de ce numéro.")
	v.do(chromedp.KeyEvent(kb.Escape))
	v.add("hup-2026-000001")
	v.sees("Atelier des Cévennes", "Ajouté à la main")
	v.add("HUP-2026-000002")
	v.sees("Menuiserie du Gardon", "Ordre du jour 2")
	v.usable("comite")
	v.press("Ouvrir la séance")
	v.sees("La séance est ouverte.", "Dossier 1 sur 2", "Que fait-on ?")
	v.do(chromedp.KeyEvent(kb.ArrowRight))
	v.sees("Dossier 2 sur 2", "Menuiserie du Gardon")
	v.press("Noter la décision")
	v.sees("Ce champ")
	v.usable("seance-refused")
	v.fill("Que fait-on ?", "Confier")
	v.fill("Organisme en charge", "Chambre de commerce")
	v.fill("Pour le", "12122099")
	v.fill("En clair", "La chambre rappelle.")
	v.press("Noter la décision")
	v.sees("Décision notée dans le dossier.", "Confier : La chambre rappelle.", "1 décision")
	v.do(chromedp.KeyEvent(kb.ArrowLeft))
	v.sees("Dossier 1 sur 2", "Atelier des Cévennes")
	v.usable("seance")
	v.press("Clore le comité")
	v.sees("1 dossier n'a pas de décision.")
	v.fill("À retenir de la séance", "Prochain comité en janvier.")
	v.press("Clore le comité")
	v.sees("Compte rendu en PDF", "La chambre rappelle.", "Prochain comité en janvier.", "1 dossier que tous les présents ne peuvent pas lire")
	v.usable("minutes")

	chamber := visit(t, browser)
	chamber.as(hub, "advisor@cci")
	chamber.press("Comité")
	chamber.press("Passés")
	chamber.press("Comité,")
	chamber.sees("La chambre rappelle.", "1 autre dossier, que votre organisme ne voit pas")
}

// prepare says the day, which was forgotten, names a body and who comes.
func (v *visitor) prepare() {
	v.t.Helper()
	v.fill("Jour", "12122099")
	v.fill("Organisme", "Chambre de commerce")
	v.fill("Qui vient", "Claude Fontanès")
	v.press("Préparer un comité")
}

// add puts a case on the agenda by its number.
func (v *visitor) add(number string) {
	v.t.Helper()
	v.press("Ajouter un dossier")
	v.fill("Numéro du dossier", number)
	v.press("Ajouter un dossier")
}
