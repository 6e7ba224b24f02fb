package e2e

import (
	"net/http"
	"testing"
)

// TestConsole_theCoordinationLooksAfterTheRules: it simulates a draft, publishes it, sees where one body only answers; a
// manager reads the same and what its own body offers.
func TestConsole_theCoordinationLooksAfterTheRules(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	p.must(t, "coordinator@hup", http.MethodPost, "/v1/routing-rules", map[string]any{"description": "Sans règle, pour voir.", "rules": []any{}})
	v := visit(t, browser)
	v.as(hub, "coordinator@hup")
	v.press("Orientation")
	v.sees("Sans règle, pour voir.", "Version 1", "71 communes", "Fragile", "Aucune alerte")
	v.press("Simuler sur 90 jours : Brouillon")
	v.sees("depuis le")
	v.usable("rules")
	v.press("Publier…")
	v.press("Publier maintenant")
	v.sees("Version 2", "Remplacée")
	manager := visit(t, browser)
	manager.as(hub, "manager@myriapolis")
	manager.press("Orientation")
	manager.sees("Offres de Myriapolis", "Version 2")
	manager.usable("rules-manager")
}

// TestConsole_asksAnotherBodyInOneClickWhenNobodyAnswers: fifteen days later; and who was proposed says why, and that rules
// had a part in it.
func TestConsole_asksAnotherBodyInOneClickWhenNobodyAnswers(t *testing.T) {
	browser := chromium(t)
	dir := t.TempDir()
	p, running := inOneProcess(t, dir, "")
	id := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"siret": "90948492500013"}, "origin": "CASE_ORIGIN_COUNTER", "contact": map[string]any{"name": "Camille Exemple", "phone": "+33466010203"},
		"consents": []any{
			map[string]any{"bodyId": "cci", "channel": "CHANNEL_COUNTER"}, map[string]any{"bodyId": "cma", "channel": "CHANNEL_COUNTER"}, map[string]any{"bodyId": "region", "channel": "CHANNEL_COUNTER"},
			map[string]any{"bodyId": "initiative", "channel": "CHANNEL_COUNTER"}, map[string]any{"bodyId": "adie", "channel": "CHANNEL_COUNTER"},
		},
		"needs": []any{map[string]any{"subjectCode": "finance.investment", "description": "Une machine."}},
	}).text("case.caseId")
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+":qualify", map[string]any{})
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+"/referrals", map[string]any{"bodyId": "cci"})
	running.stop(t)
	hub := serve(t, dir, "--demo", "--clock-offset", "380h")
	v := visit(t, browser)
	v.as(hub, "advisor@myriapolis")
	v.sees("Bonjour")
	v.press("CEVENNES FORMATIONS ALES")
	v.sees("Toujours sans réponse après dix jours ouvrés.")
	v.press("Pourquoi cet organisme")
	v.sees("Lire les règles")
	v.usable("reroute")
	v.press("Demander à ")
	v.sees("Mise en relation envoyée.", "Annulée")
}

// TestConsole_handsOverTakesBackAndEndsFromTheDossier: the forms that are used more rarely, each by keyboard.
func TestConsole_handsOverTakesBackAndEndsFromTheDossier(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	id := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"siret": "90948492500013"}, "origin": "CASE_ORIGIN_COUNTER", "contact": map[string]any{"name": "Camille Exemple", "phone": "+33466010203"},
		"consents": []any{map[string]any{"bodyId": "cci", "channel": "CHANNEL_COUNTER"}, map[string]any{"bodyId": "cma", "channel": "CHANNEL_COUNTER"}},
		"needs":    []any{map[string]any{"subjectCode": "finance.investment"}},
	}).text("case.caseId")
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+":qualify", map[string]any{})
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+"/referrals", map[string]any{"bodyId": "cci"})
	asked := visit(t, browser)
	asked.as(hub, "advisor@cci")
	asked.press("CEVENNES FORMATIONS ALES")
	asked.press("Passer la main…")
	asked.fill("Organisme qui reprend", "Chambre de m")
	asked.fill("Note de passage", "Une artisane.")
	asked.press("Passer la main")
	asked.sees("Réorientée")
	lead := visit(t, browser)
	lead.as(hub, "advisor@myriapolis")
	lead.press("Dossiers")
	lead.press("CEVENNES FORMATIONS ALES")
	lead.sees("Réorientée", "En attente de réponse")
	lead.press("Annuler l'envoi…")
	lead.usable("cancel")
	lead.press("Annuler l'envoi")
	lead.sees("Annulée")
	lead.press("Plus d'actions")
	lead.press("L'entreprise abandonne…")
	lead.fill("Pourquoi ?", "Projet aban")
	lead.press("L'entreprise abandonne")
	lead.sees("Abandonnée par l'entreprise")
	lead.press("Rouvrir…")
	lead.fill("Pourquoi ?", "Un élément")
	lead.press("Rouvrir")
	lead.sees("En cours d'accompagnement")
	lead.press("L'entreprise abandonne…")
	lead.fill("Pourquoi ?", "Projet aban")
	lead.press("L'entreprise abandonne")
	lead.press("Archiver…")
	lead.sees("ne peut pas être rouvert")
	lead.usable("archive")
	lead.press("Archiver")
	lead.sees("Archivée")
}
