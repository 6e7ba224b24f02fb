package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hup.example/services/kit/calendar"
)

var weekdays = map[time.Weekday]string{
	time.Monday: "Lundi", time.Tuesday: "Mardi", time.Wednesday: "Mercredi", time.Thursday: "Jeudi", time.Friday: "Vendredi", time.Saturday: "Samedi", time.Sunday: "Dimanche",
}

// TestConsole_aPermanenceIsMadeBookedAndMissed makes a permanence, books a slot that somebody takes meanwhile and takes one that is offered instead,
// moves another slot, and says once it has begun that nobody came.
func TestConsole_aPermanenceIsMadeBookedAndMissed(t *testing.T) {
	browser := chromium(t)
	dir := t.TempDir()
	hub := serve(t, dir, "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	weekday := weekdays[time.Now().In(calendar.Paris).Add(48*time.Hour).Weekday()]
	v := visit(t, browser)
	v.as(hub, advisor)
	v.sees("Bonjour")
	v.press("Permanences")
	v.press("Nouvelle permanence…")
	v.press("Créer la permanence")
	v.sees("Ce champ est obligatoire")
	v.usable("permanence-refused")
	v.fill("Nom, tel que", "Entretiens du Hup")
	v.fill("Salle", "Salle bleue")
	v.fill("Sujets", "numériser")
	v.sees("Se numériser")
	v.do(chromedp.KeyEvent(kb.Enter))
	v.fill("Jour", weekday)
	v.press("Créer la permanence")
	v.sees("Permanence créée", "Chaque semaine, "+strings.ToLower(weekday)+", de 09:00 à 12:00")
	v.press("Entretiens du Hup")
	v.sees("Les quatre semaines à venir", "Salle bleue", "Absents sans prévenir\n0", "09:00")
	v.usable("permanence")
	desk := p.must(t, advisor, http.MethodGet, `/v1/permanences?filter=bodyId%20%3D%20%22mine%22`, nil).text("permanences.0.permanenceId")
	first := p.must(t, advisor, http.MethodGet, "/v1/permanences/"+desk+"/slots", nil).text("slots.0.startTime")
	v.movesTheLastSlot(first)

	v.open(hub.url + "/#/dossier/" + hub.openCase(hub.token(advisor)))
	v.press("Prendre un rendez-vous")
	v.sees("Entretiens du Hup (Myriapolis)")
	v.fill("Permanence", "Entretiens")
	v.sees("Heure")
	other := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"name": "Atelier d'en face", "communeCode": "30007"}, "origin": "CASE_ORIGIN_COUNTER",
		"contact": map[string]any{"name": "Camille Exemple", "phone": "+33466010203"}, "needs": []any{map[string]any{"subjectCode": "innovation.digital"}},
	}).text("case.caseId")
	p.must(t, advisor, http.MethodPost, "/v1/appointments", map[string]any{"permanenceId": desk, "startTime": first, "caseId": other})
	v.press("Réserver")
	v.sees("est complet", "À la place")
	v.usable("slot-taken")
	v.press(strings.ToLower(weekday)) // the first of those that are offered
	v.sees("Rendez-vous pris", "Rendez-vous 1")
	hub.stop()

	begun, err := time.Parse(time.RFC3339, first)
	if err != nil {
		t.Fatal(err)
	}
	hub = serve(t, dir, "--demo", "--clock-offset", (time.Until(begun) + time.Hour).Round(time.Second).String())
	late := visit(t, browser)
	late.as(hub, advisor)
	late.sees("Bonjour")
	late.press("Permanences")
	late.press("Les jours suivants")
	late.sees("À venir : 2", "Absents : 0")
	late.press("Personne n'est venu")
	late.sees("À venir : 1", "Absents : 1")
	late.usable("no-show")
	late.press("Entretiens du Hup")
	late.sees("Absents sans prévenir\n1")
}

// movesTheLastSlot moves the slot of half past eleven on the first day to two in the afternoon.
func (v *visitor) movesTheLastSlot(first string) {
	v.t.Helper()
	v.press("Déplacer…")
	v.fill("Ce qui change", "11:30")
	begins, err := time.Parse(time.RFC3339, first)
	if err != nil {
		v.t.Fatal(err)
	}
	day := begins.In(calendar.Paris).Format(time.DateOnly)
	v.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("[name=newStartTime]").value = "` + day + `T14:00"`))
	v.press("Déplacer et prévenir")
	v.sees("Ce champ est obligatoire") // those who are booked are told why
	v.fill("Pourquoi", "Salle prise le matin")
	v.press("Déplacer et prévenir")
	v.sees("C'est fait", "14:00 (déplacé)")
}

// TestConsole_aPermanenceIsChangedAndEnded shortens a permanence, which calls off what no longer has a slot, and ends it, which calls off the rest.
func TestConsole_aPermanenceIsChangedAndEnded(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	p := &platform{base: hub.url, dir: hub.dir, tokens: map[string]string{}}
	day := time.Now().In(calendar.Paris).Add(48 * time.Hour)
	desk := p.must(t, advisor, http.MethodPost, "/v1/permanences", map[string]any{
		"bodyId": "myriapolis", "title": "Entretiens du Hup", "room": "Salle bleue", "subjectCodes": []any{"innovation.digital"},
		"recurrence":  map[string]any{"frequency": "FREQUENCY_WEEKLY", "weekday": (int(day.Weekday())+6)%7 + 1, "startMinute": 540, "endMinute": 720},
		"slotMinutes": 30, "seatsPerSlot": 1, "fromDate": time.Now().In(calendar.Paris).Format(time.DateOnly),
	}).text("permanenceId")
	slots := p.must(t, advisor, http.MethodGet, "/v1/permanences/"+desk+"/slots", nil)
	for slot, name := range map[string]string{"slots.0.startTime": "Atelier du matin", "slots.5.startTime": "Atelier de midi"} {
		opened := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
			"company": map[string]any{"name": name, "communeCode": "30007"}, "origin": "CASE_ORIGIN_COUNTER",
			"contact": map[string]any{"name": "Camille Exemple", "phone": "+33466010203"}, "needs": []any{map[string]any{"subjectCode": "innovation.digital"}},
		}).text("case.caseId")
		p.must(t, advisor, http.MethodPost, "/v1/appointments", map[string]any{"permanenceId": desk, "startTime": slots.text(slot), "caseId": opened})
	}

	v := visit(t, browser)
	v.as(hub, advisor)
	v.sees("Bonjour")
	v.press("Permanences")
	v.press("Entretiens du Hup")
	v.sees("Atelier du matin", "Atelier de midi", "À venir, ou pas encore dit\n2", "11:30 1 sur 1 pris")
	v.press("Modifier…")
	v.fill("Heure de fin", "0830AM") // as a clock of twelve hours, which is what Chromium shows without a desktop
	v.press("Enregistrer")
	v.sees("Corrigez les champs signalés") // it ends before it begins
	v.usable("permanence-change-refused")
	v.fill("Heure de fin", "1100AM")
	v.press("Enregistrer")
	v.sees("de 09:00 à 11:00", "À venir, ou pas encore dit\n1", "Annulés par l'organisme\n1", "09:00 1 sur 1 pris")
	v.lacks("11:30 1 sur 1 pris")
	v.usable("permanence-changed")
	v.press("Plus d'actions")
	v.press("Mettre fin…")
	v.press("Mettre fin")
	v.sees("Ce champ est obligatoire") // those who are booked are told why
	v.usable("permanence-end-refused")
	v.fill("Pourquoi", "Le Hup déménage")
	v.press("Mettre fin")
	v.sees("Terminée", "Annulés par l'organisme\n2", "Le Hup déménage")
	v.lacks("Modifier…", "Mettre fin…")
	v.press("Toutes les permanences")
	v.sees("Permanences de votre organisme")
	v.lacks("Entretiens du Hup")
}
