package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

const theCompany = "company@90948492500013"

// openedFor is a case of a demo company that lets the chamber see it, and the company's id.
func openedFor(t *testing.T, p *platform, bodies ...string) (caseID, companyID string) {
	t.Helper()
	var consents []any
	for _, b := range bodies {
		consents = append(consents, map[string]any{"bodyId": b, "channel": "CHANNEL_COUNTER", "textVersion": "2026-01"})
	}
	a := p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"siret": "90948492500013"}, "contact": map[string]any{"name": "Camille Exemple", "email": "camille@example.org"},
		"origin": "CASE_ORIGIN_COUNTER", "consents": consents, "needs": []any{map[string]any{"subjectCode": "finance.investment", "description": "Une machine."}},
	})
	return a.text("case.caseId"), a.text("case.company.companyId")
}

// TestWatch_tellsEachWhatIsTheirs writes a message, a task, an exchange and an opinion at each level, and looks at who is
// told of them, live; then takes the chamber's consent back.
func TestWatch_tellsEachWhatIsTheirs(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	caseID, companyID := openedFor(t, p, "cci")
	readers := map[string]*watch{}
	for _, as := range []string{advisor, "manager@myriapolis", chamber, "coordinator@hup", theCompany} {
		readers[as], _ = p.watch(t, as, caseID, "")
	}
	all := []string{advisor, "manager@myriapolis", chamber, "coordinator@hup", theCompany}
	told := map[string][]string{ // who is told, by level
		"MESSAGE_VISIBILITY_PERSONAL": {advisor}, "MESSAGE_VISIBILITY_BODY": {advisor, "manager@myriapolis", "coordinator@hup"},
		"MESSAGE_VISIBILITY_PARTNERS": {advisor, "manager@myriapolis", chamber, "coordinator@hup"}, "MESSAGE_VISIBILITY_COMPANY": all,
	}
	made := map[string][]string{} // the readers of each thing, by its id
	for level, who := range told {
		message := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/messages", map[string]any{"visibility": level, "text": "Note."})
		exchange := p.must(t, advisor, http.MethodPost, "/v1/exchanges", map[string]any{"caseId": caseID, "kind": "EXCHANGE_KIND_CALL", "visibility": level})
		task := map[string]any{"caseId": caseID, "title": "Rappeler", "visibility": level, "recommendation": true}
		opinion := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/opinions", map[string]any{
			"question": "Qu'en penser ?", "visibility": level, "expert": map[string]any{"name": "D. Exemple", "email": "d@example.org"}})
		made[message.text("messageId")], made[exchange.text("exchangeId")] = who, who
		made[p.must(t, advisor, http.MethodPost, "/v1/tasks", task).text("taskId")] = who
		made[opinion.text("opinionId")] = slices.DeleteFunc(slices.Clone(who), func(as string) bool { return as == theCompany })
	}
	p.must(t, advisor, http.MethodPost, "/v1/tasks", map[string]any{"caseId": caseID, "title": "Envoyer le bilan", "ownerCompanyId": companyID})
	last := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/messages", map[string]any{"visibility": "MESSAGE_VISIBILITY_COMPANY", "text": "Fin."}).text("messageId")
	for as, w := range readers {
		w.sawThing(t, last)
		for id, who := range made {
			if may := slices.Contains(who, as); w.tells(id) != may {
				t.Errorf("%s is told of %s: %v, want %v", as, id, !may, may)
			}
		}
	}
	p.must(t, theCompany, http.MethodPost, "/v1/cases/"+caseID+"/consents", map[string]any{"consents": []any{map[string]any{"bodyId": "cci", "withdrawn": true}}})
	readers[chamber].saw(t, "/docs#error-not-found")
	gone := p.call(t, chamber, http.MethodGet, "/v1/cases/"+caseID, nil)
	if gone.status != http.StatusNotFound {
		t.Errorf("after the consent is withdrawn: %s", gone.told())
	}
}

// TestMention_isCheckedWithIdentity mentions people as identity knows them, and follows the mention to the desk.
func TestMention_isCheckedWithIdentity(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	caseID, _ := openedFor(t, p, "cci")
	me := func(as string) string { return p.must(t, as, http.MethodGet, "/v1/me", nil).text("personId") }
	say := func(person string) answer {
		return p.call(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/messages", map[string]any{
			"visibility": "MESSAGE_VISIBILITY_PARTNERS", "text": "Peux-tu voir ?", "mentionedPersonIds": []any{person}})
	}
	refused := say(me("advisor@plie"))
	name := p.must(t, advisor, http.MethodGet, "/v1/people/"+me("advisor@plie"), nil).text("familyName")
	if refused.status != http.StatusConflict || refused.text("reason") != "MENTION_MAY_NOT_READ" || !strings.Contains(refused.text("detail"), name) {
		t.Errorf("a mention of somebody who may not see the case: %s", refused.told())
	}
	said := say(me(chamber))
	if said.status != http.StatusOK {
		t.Fatal(said.told())
	}
	desk := p.must(t, chamber, http.MethodGet, "/v1/desk", nil)
	if desk.text("mentions.messages.0.messageId") != said.text("messageId") || desk.at("mentions.count.count") != 1.0 {
		t.Errorf("the desk of who is mentioned: %v", desk.body["mentions"])
	}
	p.must(t, chamber, http.MethodPost, "/v1/cases/"+caseID+"/messages:markRead", map[string]any{})
	if desk = p.must(t, chamber, http.MethodGet, "/v1/desk", nil); desk.at("mentions.count.count") != 0.0 {
		t.Errorf("read, it is still on the desk: %v", desk.body["mentions"])
	}
	hidden := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/messages", map[string]any{"visibility": "MESSAGE_VISIBILITY_PERSONAL", "text": "Pour moi."})
	other := p.call(t, chamber, http.MethodGet, "/v1/messages/"+hidden.text("messageId"), nil)
	if other.status != http.StatusNotFound {
		t.Errorf("another body's private note: %s", other.told())
	}
}

// TestOpinion_isGivenOnThePage opens the link in a browser that no one signed in with.
func TestOpinion_isGivenOnThePage(t *testing.T) {
	browser := chromium(t)
	p, _ := inOneProcess(t, t.TempDir(), "")
	caseID, _ := openedFor(t, p, "cci")
	asked := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/opinions", map[string]any{
		"question": "Ce plan tient-il ?", "sharedParts": []any{"OPINION_PART_NEEDS"}, "expert": map[string]any{"name": "D. Exemple", "email": "d@example.org"}})
	v := visit(t, browser)
	v.open(asked.text("link"))
	v.sees("Ce plan tient-il ?", "Alès Myriapolis vous demande votre avis", "Les besoins", "Une machine.")
	v.usable("avis")
	v.fill("Votre avis", "Il tient.")
	v.press("Envoyer mon avis")
	v.sees("Merci. Votre avis est transmis.")
	thread := p.must(t, chamber, http.MethodGet, "/v1/cases/"+caseID+"/messages", nil)
	if thread.text("messages.0.text") != "Il tient." || thread.text("messages.0.opinionId") != asked.text("opinionId") {
		t.Errorf("the thread: %v", thread.body)
	}
	again := visit(t, browser)
	again.open(asked.text("link"))
	again.sees("Votre avis a déjà été rendu.")
}
