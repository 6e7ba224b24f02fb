package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestDesk_isBookedMovedAndSeenInACalendar: a company books the permanence of a hosted body, everybody of the case hears of it live, the
// host's calendar program reads it by its secret address until that is taken back, and a change of the day takes it along.
func TestDesk_isBookedMovedAndSeenInACalendar(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	caseID, _ := openedFor(t, p, "cci")
	live, _ := p.watch(t, advisor, caseID, "")
	desk := p.must(t, theCompany, http.MethodGet, `/v1/permanences?filter=bodyId%20%3D%20%22initiative%22`, nil).text("permanences.0.permanenceId")
	slots := p.must(t, theCompany, http.MethodGet, "/v1/permanences/"+desk+"/slots", nil)
	booking := map[string]any{"permanenceId": desk, "startTime": slots.text("slots.0.startTime"), "caseId": caseID, "note": "Secret d'atelier"}
	booked := p.must(t, theCompany, http.MethodPost, "/v1/appointments", booking)
	id := booked.text("appointmentId")
	live.sawThing(t, id)
	again := p.call(t, theCompany, http.MethodPost, "/v1/appointments", booking)
	if again.status != http.StatusConflict || again.text("reason") != "SLOT_TWICE" || !strings.HasPrefix(again.text("errors.0.message"), "Créneau libre : ") {
		t.Errorf("booked twice: %s", again.told())
	}
	feed := p.must(t, advisor, http.MethodPost, "/v1/calendar-feeds", map[string]any{"bodyId": "mine"})
	if text := fetched(t, feed.text("url"), http.StatusOK); !strings.Contains(text, "UID:"+id+"@ales.hup\r\n") || strings.Contains(text, "Secret") {
		t.Errorf("%s", text)
	}
	moved := map[string]any{"date": slots.text("slots.0.date"), "newStartTime": slots.text("slots.0.endTime"), "reasonNote": "Une demi-heure plus tard."}
	p.must(t, advisor, http.MethodPost, "/v1/permanences/"+desk+":moveSlots", moved)
	if a := p.must(t, theCompany, http.MethodGet, "/v1/appointments/"+id, nil); a.text("startTime") != slots.text("slots.0.endTime") || len(a.list("changes")) != 1 {
		t.Errorf("%s", a.told())
	}
	if text := fetched(t, feed.text("url"), http.StatusOK); !strings.Contains(text, "SEQUENCE:1\r\n") {
		t.Errorf("%s", text)
	}
	p.must(t, advisor, http.MethodPost, "/v1/calendar-feeds/"+feed.text("calendarFeedId")+":revoke", map[string]any{})
	fetched(t, feed.text("url"), http.StatusNotFound)
	if d := p.must(t, advisor, http.MethodGet, "/v1/desk", nil); d.at("appointmentsToday.count.count") == nil || len(d.list("missing")) > 0 {
		t.Errorf("%s", d.told())
	}
}

// TestMeeting_endsInMinutes: a case that two bodies declined is on the agenda, what is decided is the chamber's task, and the minutes
// are a document.
func TestMeeting_endsInMinutes(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	caseID, _ := openedFor(t, p, "cci", "cma")
	for _, body := range []string{"cci", "cma"} {
		sent := p.must(t, advisor, http.MethodPost, "/v1/cases/"+caseID+"/referrals", map[string]any{"bodyId": body, "note": "À voir."}).text("referralId")
		p.must(t, "advisor@"+body, http.MethodPost, "/v1/referrals/"+sent+":decline", map[string]any{"reason": "DECLINE_REASON_NOT_CONCERNED", "nobody": true})
	}
	m := p.must(t, advisor, http.MethodPost, "/v1/meetings", map[string]any{"heldDate": "2099-12-18", "participants": []any{map[string]any{"bodyId": "cci"}}})
	path := "/v1/meetings/" + m.text("meetingId")
	if m.text("items.0.caseId") != caseID || m.text("items.0.reasons.0.label") != "Refusée 2 fois" {
		t.Fatalf("%s", m.told())
	}
	p.must(t, advisor, http.MethodPost, path+":start", map[string]any{})
	p.must(t, advisor, http.MethodPost, path+":decide", map[string]any{"itemId": m.text("items.0.itemId"), "kind": "MEETING_DECISION_KIND_ASSIGN",
		"text": "La chambre rappelle.", "bodyId": "cci", "dueDate": "2099-12-24"})
	if early := p.call(t, chamber, http.MethodGet, path+"/minutes", nil); early.text("reason") != "MEETING_NOT_CLOSED" {
		t.Errorf("%s", early.told())
	}
	p.must(t, advisor, http.MethodPost, path+":close", map[string]any{})
	if got := p.must(t, chamber, http.MethodGet, path+"/minutes", nil); got.text("items.0.text") != "La chambre rappelle." {
		t.Errorf("%s", got.told())
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+path+"/minutes.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token(t, chamber))
	if text := answered(t, r, http.StatusOK); !strings.HasPrefix(text, "%PDF-") {
		t.Errorf("%.100q", text)
	}
	tasks := p.must(t, chamber, http.MethodGet, `/v1/tasks?filter=ownerBodyId%20%3D%20%22mine%22`, nil)
	if tasks.text("tasks.0.caseId") != caseID || tasks.text("tasks.0.dueDate") != "2099-12-24" {
		t.Errorf("%s", tasks.told())
	}
}

// fetched is what an address answers to who has no account.
func fetched(t *testing.T, url string, status int) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return answered(t, r, status)
}

func answered(t *testing.T, r *http.Request, status int) string {
	t.Helper()
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	text, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode != status {
		t.Fatalf("%d %v, want %d: %.300s", a.StatusCode, err, status, text)
	}
	return string(text)
}
