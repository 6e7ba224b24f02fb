package support_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/metadata"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// The kinds of decisions, as short names.
const (
	refer   = supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_REFER
	assign  = supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_ASSIGN
	nothing = supportv1.MeetingDecisionKind_MEETING_DECISION_KIND_NOTHING
)

func (b *bench) meeting(ctx context.Context, m *supportv1.Meeting) *supportv1.Meeting {
	b.t.Helper()
	if m.HeldDate == "" {
		m.HeldDate = "2026-12-18"
	}
	got, err := b.Meetings.CreateMeeting(ctx, &supportv1.CreateMeetingRequest{Meeting: m})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) seesMeeting(ctx context.Context, id string) *supportv1.Meeting {
	b.t.Helper()
	got, err := b.Meetings.GetMeeting(ctx, &supportv1.GetMeetingRequest{MeetingId: id})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// onAgenda are the kinds of reasons by case.
func onAgenda(m *supportv1.Meeting) map[string][]string {
	found := map[string][]string{}
	for _, i := range m.GetItems() {
		found[i.GetCaseId()] = []string{}
		for _, r := range i.GetReasons() {
			found[i.GetCaseId()] = append(found[i.GetCaseId()], strings.TrimPrefix(r.GetKind().String(), "STUCK_KIND_"))
		}
	}
	return found
}

func itemOf(t *testing.T, m *supportv1.Meeting, caseID string) *supportv1.MeetingItem {
	t.Helper()
	i := slices.IndexFunc(m.GetItems(), func(i *supportv1.MeetingItem) bool { return i.GetCaseId() == caseID })
	if i < 0 {
		t.Fatalf("the case is not on the agenda: %v", m.GetItems())
	}
	return m.GetItems()[i]
}

// stuckCases are five cases of myriapolis: nobody answered the first; cci was asked of the second and is silent; cci and cma both have the
// third; both declined the fourth; the fifth gets on.
func (b *bench) stuckCases() (ids []string) {
	b.t.Helper()
	for range 5 {
		ids = append(ids, b.opened().GetCaseId())
	}
	b.accept(b.refer(ids[1], "cma"))
	b.refer(ids[1], "cci")
	for _, body := range []string{"cci", "cma"} {
		b.accept(b.refer(ids[2], body))
		b.decline(b.refer(ids[3], body))
	}
	b.accept(b.refer(ids[4], "cci"))
	return ids
}

func TestMeeting_theAgendaIsTheCasesThatDoNotGetOn(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ids := b.stuckCases()
		early := b.meeting(b.as("myriapolis"), &supportv1.Meeting{})
		if got := onAgenda(early); len(got) != 3 || !slices.Equal(got[ids[2]], []string{"SEVERAL_BODIES"}) || !slices.Equal(got[ids[3]], []string{"DECLINED_TWICE"}) {
			t.Errorf("on the first day: %v", got)
		}
		b.clock.Set(paris(t, "2026-12-07 23:59").AsTime()) // business day 10
		if got := onAgenda(b.refreshed(early)); got[ids[0]] != nil {
			t.Errorf("on day 10: %v", got)
		}
		b.clock.Set(paris(t, "2026-12-08 00:00").AsTime())
		got := onAgenda(b.refreshed(early))
		for i, want := range [][]string{{"NO_ANSWER"}, {"BODY_SILENT", "SEVERAL_BODIES"}, {"SEVERAL_BODIES"}, {"DECLINED_TWICE"}} {
			if !slices.Equal(got[ids[i]], want) {
				t.Errorf("case %d is there for %v, want %v", i, got[ids[i]], want)
			}
		}
		if len(got) != 4 {
			t.Errorf("on day 11: %v", got)
		}
		label := itemOf(t, b.seesMeeting(b.as("myriapolis"), early.GetMeetingId()), ids[0]).GetReasons()[0].GetLabel()
		if label != "Aucune réponse à l'entreprise depuis plus de 10 jours ouvrés (reçue le lundi 23 novembre 2026)" {
			t.Errorf("%q", label)
		}
		english := metadata.NewIncomingContext(b.as("myriapolis"), metadata.Pairs("accept-language", "en"))
		if label = itemOf(t, b.seesMeeting(english, early.GetMeetingId()), ids[0]).GetReasons()[0].GetLabel(); label != "No answer to the company for more than ten business days" {
			t.Errorf("in English: %q", label)
		}
		b.accept(b.refer(ids[0], "cci"))
		if got := onAgenda(b.refreshed(early)); got[ids[0]] != nil || len(got) != 3 {
			t.Errorf("once answered: %v", got)
		}
		if got := onAgenda(b.meeting(b.as("agglo"), &supportv1.Meeting{})); len(got) != 0 {
			t.Errorf("a body that sees none of them has %v", got)
		}
		if got := onAgenda(b.meeting(b.as("hup", actor.HupCoordinator), &supportv1.Meeting{})); len(got) != 3 {
			t.Errorf("the coordination has %v", got)
		}
	})
}

func (b *bench) refreshed(m *supportv1.Meeting) *supportv1.Meeting {
	b.t.Helper()
	got, err := b.Meetings.RefreshAgenda(b.as("myriapolis"), &supportv1.RefreshAgendaRequest{MeetingId: m.GetMeetingId()})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// running is a meeting under way of myriapolis with cci and cma.
func (b *bench) running() *supportv1.Meeting {
	b.t.Helper()
	m := b.meeting(b.as("myriapolis"), &supportv1.Meeting{Participants: []*supportv1.MeetingParticipant{{BodyId: "cci", Names: "M. Inventé"}, {BodyId: "cma"}}})
	got, err := b.Meetings.StartMeeting(b.as("myriapolis"), &supportv1.StartMeetingRequest{MeetingId: m.GetMeetingId()})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) decide(m *supportv1.Meeting, d *supportv1.DecideMeetingItemRequest) (*supportv1.Meeting, error) {
	d.MeetingId = m.GetMeetingId()
	return b.Meetings.DecideMeetingItem(b.as("myriapolis"), d)
}

// tasks are the tasks of a case that a body reads, by title.
func (b *bench) tasks(ctx context.Context, caseID string) (open, over []*supportv1.Task) {
	b.t.Helper()
	list, err := b.Tasks.ListTasks(ctx, &supportv1.ListTasksRequest{Filter: `caseId = "` + caseID + `"`})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, task := range list.GetTasks() {
		if task.GetStatus() == supportv1.TaskStatus_TASK_STATUS_NOT_APPLICABLE {
			over = append(over, task)
		} else {
			open = append(open, task)
		}
	}
	return open, over
}

// TestMeeting_aDecisionIsWrittenIntoItsCaseOnce: as a task of the body in charge and a line of the timeline that the company does not
// read; the same again changes nothing, another one takes its place.
func TestMeeting_aDecisionIsWrittenIntoItsCaseOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ids := b.stuckCases()
		m := b.running()
		item := itemOf(t, m, ids[2]).GetItemId()
		first := &supportv1.DecideMeetingItemRequest{ItemId: item, Kind: assign, Text: "La chambre rappelle.", BodyId: "cci", DueDate: "2026-12-04"}
		got, err := b.decide(m, first)
		if err != nil {
			t.Fatal(err)
		}
		again, err := b.decide(m, first)
		if err != nil || again.GetEtag() != got.GetEtag() {
			t.Errorf("the same decision changes %s to %s, %v", got.GetEtag(), again.GetEtag(), err)
		}
		todo, _ := b.tasks(b.as("cci"), ids[2])
		if len(todo) != 1 || todo[0].GetOwnerBodyId() != "cci" || todo[0].GetDueDate() != "2026-12-04" || todo[0].GetDescription() != "La chambre rappelle." ||
			todo[0].GetTitle() != "Comité du vendredi 18 décembre 2026 : Prendre en charge" {
			t.Errorf("%v", todo)
		}
		if got, err = b.decide(m, &supportv1.DecideMeetingItemRequest{ItemId: item, Kind: refer, Text: "Vers la Région.", DueDate: "2026-12-11"}); err != nil {
			t.Fatal(err)
		}
		todo, over := b.tasks(b.as("cci"), ids[2])
		if len(todo) != 1 || len(over) != 1 || todo[0].GetOwnerBodyId() != "myriapolis" || itemOf(t, got, ids[2]).GetDecision().GetTaskId() != todo[0].GetTaskId() {
			t.Errorf("%v, over %v", todo, over)
		}
		if types, _ := b.lines(ids[2]); countOf(types, "meeting_item_decided") != 2 {
			t.Errorf("%q", types)
		}
		for who, told := range map[string]bool{"myriapolis": true, "cci": true, "agglo": false, "company": false} {
			asked := &authv1.CheckAccessRequest{Territory: "ales", ContextId: ids[2], ActorId: "per_x", BodyId: who, Roles: []string{"hup_advisor"},
				Fact: &authv1.ContextFact{Type: "hup.support.meeting_item_decided.v1", Aggregate: "meeting", AggregateId: m.GetMeetingId()}}
			if who == "company" {
				asked.BodyId, asked.CompanyId, asked.Roles = "", b.read(ids[2]).GetCompany().GetCompanyId(), []string{"company_user"}
			}
			answer, err := b.Access.CheckAccess(b.t.Context(), asked)
			if err != nil || (answer.GetAllowed() && !answer.GetFactHidden()) != told {
				t.Errorf("%s is told: %v %v", who, answer, err)
			}
		}
		b.badDecisions(t, m, ids)
	})
}

func countOf(all []string, one string) (n int) {
	for _, x := range all {
		if x == one {
			n++
		}
	}
	return n
}

// badDecisions are refused: of cases that ended meanwhile, for bodies that the company keeps out, in the past, by who only takes part.
func (b *bench) badDecisions(t *testing.T, m *supportv1.Meeting, ids []string) {
	t.Helper()
	item := itemOf(t, m, ids[3]).GetItemId()
	for name, x := range map[string]struct {
		d    *supportv1.DecideMeetingItemRequest
		want string
	}{
		"a body that the company keeps out": {&supportv1.DecideMeetingItemRequest{ItemId: item, Kind: assign, Text: "x", BodyId: "agglo", DueDate: "2026-12-11"}, "OWNER_NOT_IN_CASE"},
		"no day":                            {&supportv1.DecideMeetingItemRequest{ItemId: item, Kind: assign, Text: "x", BodyId: "cci"}, "INVALID_FIELDS"},
		"a day that is over":                {&supportv1.DecideMeetingItemRequest{ItemId: item, Kind: assign, Text: "x", DueDate: "2026-11-20"}, "INVALID_FIELDS"},
		"no item":                           {&supportv1.DecideMeetingItemRequest{ItemId: "mti_0", Kind: nothing, Text: "x"}, "NOT_FOUND"},
	} {
		if _, err := b.decide(m, x.d); !errs.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := b.Meetings.DecideMeetingItem(b.as("cci"), &supportv1.DecideMeetingItemRequest{MeetingId: m.GetMeetingId(), ItemId: item, Kind: nothing, Text: "x"})
	if !errs.Is(err, "NOT_YOUR_MEETING") {
		t.Error(err)
	}
	if _, err := b.Cases.CloseCase(b.as("myriapolis"), &supportv1.CloseCaseRequest{CaseId: ids[3], Outcome: supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION, NoneExists: true}); err != nil {
		t.Fatal(err)
	}
	if i := itemOf(t, b.seesMeeting(b.as("myriapolis"), m.GetMeetingId()), ids[3]); !i.GetClosedSince() || i.GetCaseStatusLabel() != "Pas de solution trouvée" {
		t.Errorf("the agenda does not say that the case has ended: %v", i)
	}
	if _, err := b.decide(m, &supportv1.DecideMeetingItemRequest{ItemId: item, Kind: assign, Text: "x", DueDate: "2026-12-11"}); !errs.Is(err, "CASE_CLOSED_MEANWHILE") {
		t.Error(err)
	}
	if _, err := b.decide(m, &supportv1.DecideMeetingItemRequest{ItemId: item, Kind: nothing, Text: "Close entre-temps."}); err != nil {
		t.Error(err)
	}
	if _, err := b.Meetings.RemoveMeetingItem(b.as("myriapolis"), &supportv1.RemoveMeetingItemRequest{MeetingId: m.GetMeetingId(), ItemId: item}); !errs.Is(err, "ITEM_DECIDED") {
		t.Error(err)
	}
}

// TestMeeting_nobodyLearnsWhatItMayNotSee: a body that takes part reads the items of its cases and how many others there are; the minutes
// hold only what all present may see, and a consent that is taken back acts at once.
func TestMeeting_nobodyLearnsWhatItMayNotSee(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ids := b.stuckCases()
		b.withdraw(ids[2], "cma") // cma had it accepted; the company keeps it out now
		m := b.running()
		sees := func(who context.Context, shown, hidden int) {
			t.Helper()
			if got := b.seesMeeting(who, m.GetMeetingId()); len(got.GetItems()) != shown || int(got.GetHiddenItemCount()) != hidden {
				t.Errorf("%d shown, %d hidden, want %d and %d", len(got.GetItems()), got.GetHiddenItemCount(), shown, hidden)
			}
		}
		all := len(m.GetItems())
		sees(b.as("myriapolis"), all, 0)
		sees(b.as("cma"), all-1, 1)
		for _, who := range []context.Context{b.as("agglo"), b.in("nimes", "myriapolis")} {
			if _, err := b.Meetings.GetMeeting(who, &supportv1.GetMeetingRequest{MeetingId: m.GetMeetingId()}); !errs.Is(err, "NOT_FOUND") {
				t.Errorf("who does not take part: %v", err)
			}
		}
		for who, n := range map[string]int{"myriapolis": 1, "cma": 1, "agglo": 0} {
			list, err := b.Meetings.ListMeetings(b.as(who), &supportv1.ListMeetingsRequest{})
			if err != nil || len(list.GetMeetings()) != n || n > 0 && len(list.GetMeetings()[0].GetItems())+int(list.GetMeetings()[0].GetHiddenItemCount()) != 0 {
				t.Errorf("%s lists %v, %v", who, list, err)
			}
		}
		for _, i := range m.GetItems() {
			if _, err := b.decide(m, &supportv1.DecideMeetingItemRequest{ItemId: i.GetItemId(), Kind: assign, Text: "Secret de " + i.GetCaseId(), DueDate: "2026-12-21"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Meetings.GetMeetingMinutes(b.as("cci"), &supportv1.GetMeetingMinutesRequest{MeetingId: m.GetMeetingId()}); !errs.Is(err, "MEETING_NOT_CLOSED") {
			t.Error(err)
		}
		if _, err := b.Meetings.CloseMeeting(b.as("myriapolis"), &supportv1.CloseMeetingRequest{MeetingId: m.GetMeetingId(), MinutesNote: "Prochain comité en janvier."}); err != nil {
			t.Fatal(err)
		}
		minutes := func(who context.Context, shown, withheld int) *supportv1.MeetingMinutes {
			t.Helper()
			got, err := b.Meetings.GetMeetingMinutes(who, &supportv1.GetMeetingMinutesRequest{MeetingId: m.GetMeetingId()})
			if err != nil || len(got.GetItems()) != shown || int(got.GetWithheldItemCount()) != withheld || strings.Contains(got.String(), "Secret de "+ids[2]) {
				t.Errorf("%v %v", got, err)
			}
			return got
		}
		got := minutes(b.as("cma"), all-1, 1)
		if got.GetBodyName() != "Alès Myriapolis" || got.GetItems()[0].GetKindLabel() != "Confier" || got.GetItems()[0].GetBodyName() != "Alès Myriapolis" || got.GetNote() == "" {
			t.Errorf("%v", got)
		}
		minutes(b.as("myriapolis"), all-1, 1)
		minutes(b.as("hup", actor.HupCoordinator), all-1, 1)
		b.withdraw(ids[3], "cci")
		minutes(b.as("myriapolis"), all-2, 2)
		if _, err := b.decide(m, &supportv1.DecideMeetingItemRequest{ItemId: m.GetItems()[0].GetItemId(), Kind: nothing, Text: "x"}); !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Error(err)
		}
	})
}

func TestMeeting_casesAreAddedAndTakenOffByHand(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	m := b.meeting(b.as("myriapolis"), &supportv1.Meeting{Participants: []*supportv1.MeetingParticipant{{BodyId: "cci"}}})
	id, c := m.GetMeetingId(), b.opened().GetCaseId()
	add := func(who context.Context, caseID string) (*supportv1.Meeting, error) {
		return b.Meetings.AddMeetingItem(who, &supportv1.AddMeetingItemRequest{MeetingId: id, CaseId: caseID})
	}
	got, err := add(b.as("myriapolis"), c)
	if err != nil || len(got.GetItems()) != 1 || !got.GetItems()[0].GetManual() {
		t.Fatalf("%v %v", got, err)
	}
	if again, err := add(b.as("myriapolis"), c); err != nil || again.GetEtag() != got.GetEtag() {
		t.Errorf("added twice: %v %v", again, err)
	}
	if _, err := add(b.as("cci"), c); !errs.Is(err, "NOT_YOUR_MEETING") {
		t.Error(err)
	}
	if _, err := add(b.as("myriapolis"), "cas_00000000000000000000000000"); !errs.Is(err, "NOT_FOUND") {
		t.Error(err)
	}
	if got := b.refreshed(m); len(got.GetItems()) != 1 {
		t.Errorf("what was added by hand goes: %v", got)
	}
	got, err = b.Meetings.RemoveMeetingItem(b.as("myriapolis"), &supportv1.RemoveMeetingItemRequest{MeetingId: id, ItemId: got.GetItems()[0].GetItemId()})
	if err != nil || len(got.GetItems()) != 0 {
		t.Errorf("%v %v", got, err)
	}
	if _, err := b.Meetings.CancelMeeting(b.as("myriapolis"), &supportv1.CancelMeetingRequest{MeetingId: id}); err != nil || b.count("meeting_cancelled", "body:cci") != 1 || b.count("meeting_planned", "body:cci") != 1 {
		t.Errorf("%v %v", err, b.asked())
	}
	for name, m := range map[string]*supportv1.Meeting{
		"no day": {}, "itself": {HeldDate: "2026-12-18", Participants: []*supportv1.MeetingParticipant{{BodyId: "myriapolis"}}},
		"twice": {HeldDate: "2026-12-18", Participants: []*supportv1.MeetingParticipant{{BodyId: "cci"}, {BodyId: "cci"}}},
	} {
		if _, err := b.Meetings.CreateMeeting(b.as("myriapolis"), &supportv1.CreateMeetingRequest{Meeting: m}); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
