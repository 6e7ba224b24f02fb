package e2e

import (
	"testing"
)

// TestConsole_anAppointmentIsBookedMovedAndCalledOff books a slot of a hosted body from the dossier; the firm sees it, and calls it off.
func TestConsole_anAppointmentIsBookedMovedAndCalledOff(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("company@90948492500013")
	answer := hub.call(token, "POST", "/v1/requests", `{"company": {"siret": "90948492500013"}, "contact": {"name": "Camille Exemple", "email": "camille@example.org"},
		"origin": "CASE_ORIGIN_WEB_FORM", "needs": [{"subjectCode": "finance.investment"}]}`)
	caseID := answer["case"].(map[string]any)["caseId"].(string)
	advisor := visit(t, browser)
	advisor.as(hub, "advisor@myriapolis")
	advisor.press("Permanences")
	advisor.sees("Initiative Gard", "Lien pour un agenda")
	advisor.usable("desks")
	advisor.open(hub.url + "/#/dossier/" + caseID)
	advisor.sees("Rendez-vous 0")
	advisor.press("Prendre un rendez-vous")
	advisor.sees("prêts d’honneur (Initiative)")
	advisor.fill("Permanence", "Initiative")
	advisor.sees("prêts d’honneur", "Heure")
	advisor.press("Réserver")
	advisor.sees("n'a pas donné son accord") // the body would see the case
	advisor.usable("book-refused")
	hub.call(token, "POST", "/v1/cases/"+caseID+"/consents", `{"consents": [{"bodyId": "initiative", "channel": "CHANNEL_WEB"}]}`)
	advisor.press("Réserver")
	advisor.sees("Rendez-vous pris", "Rendez-vous 1", "Réservé")
	advisor.press("Déplacer")
	advisor.sees("Prendre ce créneau", "Heure")
	advisor.press("Prendre ce créneau")
	advisor.usable("appointment")

	owner := visit(t, browser)
	owner.carries(token)
	owner.open(hub.url + "/#/dossier/" + caseID)
	owner.sees("Rendez-vous 1", "Initiative Gard")
	owner.press("L'entreprise annule…")
	owner.press("L'entreprise annule")
	owner.sees("Annulé par l'entreprise")
}
