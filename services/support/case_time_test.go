package support_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

// lines are the types of the journal's lines of a case, and all that they say.
func (b *bench) lines(caseID string) (types []string, said []proto.Message) {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT type, payload FROM journal WHERE context_id = $1 ORDER BY id`, caseID)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		var payload []byte
		if err := rows.Scan(&name, &payload); err != nil {
			b.t.Fatal(err)
		}
		m, err := journal.Decode(name, payload)
		if err != nil {
			b.t.Fatal(err)
		}
		types, said = append(types, strings.TrimSuffix(strings.TrimPrefix(name, "hup.support."), ".v1")), append(said, m)
	}
	return types, said
}

// days moves the clock on and fires what is due, a day at a time.
func (b *bench) days(n int) {
	b.t.Helper()
	timers := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler))
	for range n {
		b.clock.Advance(24 * time.Hour)
		if _, err := timers.Fire(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
	}
}

func count(types []string, name string) int {
	n := 0
	for _, t := range types {
		if t == name {
			n++
		}
	}
	return n
}

func TestTimers_warnThenBreakThePromiseThenExpire(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		b.days(5) // Saturday: business day 4 has come, day 5 has not ended
		types, _ := b.lines(c.GetCaseId())
		if count(types, "case_sla_warning") != 4 || count(types, "case_sla_breached") != 0 {
			t.Errorf("before the due day: %v", types)
		}
		b.days(3)
		types, _ = b.lines(c.GetCaseId())
		if count(types, "case_sla_warning") != 4 || count(types, "case_sla_breached") != 2 {
			t.Errorf("after the due day: %v", types)
		}
		b.days(16)
		got, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
		if err != nil || got.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_EXPIRED {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestTimers_remindTheCompanyThenGiveUp(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		_, err := b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING})
		if err != nil {
			t.Fatal(err)
		}
		b.days(14)
		types, _ := b.lines(c.GetCaseId())
		if count(types, "case_sla_breached") != 0 || b.status(c.GetCaseId()) != supportv1.CaseStatus_CASE_STATUS_AWAITING_INFO {
			t.Fatalf("the clock runs while the company is asked: %v", types)
		}
		b.days(14)
		if s := b.status(c.GetCaseId()); s != supportv1.CaseStatus_CASE_STATUS_WITHDRAWN {
			t.Errorf("%s", s)
		}
		got, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
		if err != nil || got.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_CANCELLED {
			t.Errorf("%v, %v", got, err)
		}
		b.days(400)
		if s := b.status(c.GetCaseId()); s != supportv1.CaseStatus_CASE_STATUS_ARCHIVED {
			t.Errorf("a year later: %s", s)
		}
	})
}

func TestTimers_deleteDraftsThatNobodySent(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		kept, err := b.Cases.CreateCase(b.as("myriapolis"), form())
		if err != nil {
			t.Fatal(err)
		}
		gone, err := b.Cases.CreateCase(b.as("myriapolis"), form())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.Cases.SubmitCase(b.as("myriapolis"), &supportv1.SubmitCaseRequest{CaseId: kept.GetCaseId()}); err != nil || got.GetNumber() == "" {
			t.Fatal(got, err)
		}
		b.days(61)
		if _, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: gone.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("the draft is still there: %v", err)
		}
		if types, _ := b.lines(gone.GetCaseId()); types[len(types)-1] != "case_deleted" {
			t.Errorf("%v", types)
		}
		b.status(kept.GetCaseId())
	})
}

// land states something of a land request, as its event would.
func (b *bench) land(version int64, m proto.Message) {
	b.t.Helper()
	data, err := anypb.New(m)
	if err != nil {
		b.t.Fatal(err)
	}
	e := &eventv1.Event{Type: journal.TypeOf("land", m), Territory: "ales", Version: version, Data: data}
	apply, err := b.service.Consumes["land"][e.GetType()](b.t.Context(), e)
	if err == nil {
		err = b.store.Update(b.t.Context(), func(tx *store.Tx) error { return apply(tx.As(actor.Of("ales", "land"))) })
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestNeed_followsTheRequestOfAnotherService(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		need := c.GetNeeds()[0].GetNeedId()
		moved := func(status string, terminal bool) *landeventv1.LandRequestStatusChanged {
			return &landeventv1.LandRequestStatusChanged{LandRequestId: "lrq_1", CaseId: c.GetCaseId(), NeedId: need, NewStatus: status, Terminal: terminal}
		}
		b.land(1, &landeventv1.LandRequestReceived{LandRequestId: "lrq_1", CaseId: c.GetCaseId(), NeedId: need, Status: "LAND_REQUEST_STATUS_RECEIVED"})
		got, err := b.Cases.QualifyCase(b.as("myriapolis"), &supportv1.QualifyCaseRequest{CaseId: c.GetCaseId()})
		if err != nil || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_IN_PROGRESS || got.GetNeeds()[0].GetLinkedStatusLabel() != "Reçue" {
			t.Fatalf("%v, %v", got, err)
		}
		closing := &supportv1.CloseCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}
		if _, err := b.Cases.CloseCase(b.as("myriapolis"), closing); !errs.Is(err, "OPEN_PARTS") {
			t.Errorf("closed while the land request is open: %v", err)
		}
		b.land(3, moved("LAND_REQUEST_STATUS_SIGNED", true))
		b.land(2, moved("LAND_REQUEST_STATUS_QUALIFIED", false)) // late news
		got, err = b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
		if err != nil || got.GetNeeds()[0].GetLinkedStatus() != "LAND_REQUEST_STATUS_SIGNED" || got.GetProposedOutcome() != supportv1.CaseOutcome_CASE_OUTCOME_HELPED {
			t.Errorf("%v, %v", got, err)
		}
		if _, err := b.Cases.CloseCase(b.as("myriapolis"), closing); err != nil {
			t.Error(err)
		}
		b.number(t)
		told, err := b.Cases.ListTimeline(b.as("myriapolis"), &supportv1.ListTimelineRequest{CaseId: c.GetCaseId(), PageSize: 200})
		if err != nil || !slices.ContainsFunc(told.GetTimeline(), func(e *supportv1.TimelineEntry) bool {
			return e.GetLabel() == "Recherche de locaux ou de terrain : Signée"
		}) {
			t.Errorf("the case tells %v, %v", told.GetTimeline(), err)
		}
	})
}

// secrets are the words of the test's form, messages and notes that no event may hold.
var secrets = []string{"Secret", "Inventée", "personne@", "0466010203", "466010203"}

func TestEvents_holdNoPersonalData(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	b.refer(c.GetCaseId(), "cci")
	_, err := b.Messages.PostMessage(b.as("myriapolis"), &supportv1.PostMessageRequest{CaseId: c.GetCaseId(), Visibility: supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY, Text: "Secret à deux"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Cases.WithdrawCase(b.as("myriapolis"), &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_OTHER, ReasonNote: "Secret d'abandon"})
	if err != nil {
		t.Fatal(err)
	}
	types, said := b.lines(c.GetCaseId())
	if len(types) < 8 {
		t.Fatalf("few lines: %v", types)
	}
	for i, m := range said {
		walk(m.ProtoReflect(), func(text string) {
			for _, secret := range secrets {
				if strings.Contains(text, secret) {
					t.Errorf("%s says %q", types[i], text)
				}
			}
		})
	}
}

// walk visits all texts of a message.
func walk(m protoreflect.Message, visit func(string)) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		each := func(v protoreflect.Value) {
			switch f.Kind() {
			case protoreflect.StringKind:
				visit(v.String())
			case protoreflect.MessageKind:
				walk(v.Message(), visit)
			}
		}
		if f.IsMap() {
			v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
				visit(v.String())
				return true
			})
			return true
		}
		if !f.IsList() {
			each(v)
			return true
		}
		for i := range v.List().Len() {
			each(v.List().Get(i))
		}
		return true
	})
}

func TestAccesses_areDurableOnceADayAndCounted(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		for range 3 {
			if _, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()}); err != nil {
				t.Fatal(err)
			}
		}
		b.status(c.GetCaseId()) // the owner is not recorded
		got, err := b.Cases.ListAccesses(b.company(c.GetCompany().GetCompanyId()), &supportv1.ListAccessesRequest{CaseId: c.GetCaseId()})
		if err != nil || len(got.GetAccesses()) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		if a := got.GetAccesses()[0]; a.GetBodyId() != "cci" || a.GetCount() != 3 || a.GetPersonId() != "" || a.GetReadDate() != "2026-11-23" {
			t.Errorf("%v", a)
		}
	})
}

// sink takes what the relay publishes.
type sink struct{}

func (sink) Publish(_ context.Context, events ...*eventv1.Event) []error {
	return make([]error, len(events))
}
func (sink) Head(string, int64) error { return nil }

func TestListTimeline_tellsWhatHappened(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		relay := journal.NewRelay(b.store.DB(), sink{}, b.clock, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = relay.Run(ctx) }()
		defer func() { stop(); <-done }()
		c := b.opened()
		b.refer(c.GetCaseId(), "cci")
		for _, v := range []supportv1.MessageVisibility{supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY, supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY} {
			if _, err := b.Messages.PostMessage(b.as("myriapolis"), &supportv1.PostMessageRequest{CaseId: c.GetCaseId(), Visibility: v, Text: "Bonjour"}); err != nil {
				t.Fatal(err)
			}
		}
		read := func(ctx context.Context, size int32) (labels []string) {
			token := ""
			for {
				got, err := b.Cases.ListTimeline(ctx, &supportv1.ListTimelineRequest{CaseId: c.GetCaseId(), PageSize: size, PageToken: token})
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range got.GetTimeline() {
					if e.GetLabel() == "" {
						t.Errorf("%s has no label", e.GetType())
					}
					labels = append(labels, e.GetLabel())
				}
				if token = got.GetNextPageToken(); token == "" {
					return labels
				}
			}
		}
		want := []string{"Message écrit", "Message écrit", "Mise en relation envoyée", "Changement d'état : En cours d'accompagnement", "Demande qualifiée", "Changement d'état : Qualifiée", "Demande reçue", "Changement d'état : Reçue"}
		kittest.Eventually(t, func() bool { return len(read(b.as("myriapolis"), 0)) == len(want) }, "the lines are numbered")
		got := read(b.as("myriapolis"), 3)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if n := len(read(b.company(c.GetCompany().GetCompanyId()), 0)); n != len(want)-1 {
			t.Errorf("the company reads %d entries: the message among colleagues is not for it", n)
		}
	})
}

func TestExplainDeadline_namesTheDaysThatDoNotCount(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	at := time.Date(2026, time.December, 24, 8, 0, 0, 0, time.UTC)
	got, err := b.Deadlines.ExplainDeadline(b.as("cci"), &supportv1.ExplainDeadlineRequest{ReceivedTime: timestamppb.New(at)})
	if err != nil || got.GetDueDate() != "2027-01-04" || got.GetCountedFromDate() != "2026-12-24" || got.GetDueTime().AsTime().Format(time.RFC3339) != "2027-01-04T22:59:59Z" {
		t.Fatalf("%v, %v", got, err)
	}
	if first := got.GetSkipped()[0]; first.GetDate() != "2026-12-25" || first.GetReason() != supportv1.SkipReason_SKIP_REASON_HOLIDAY || first.GetLabel() != "Jour de Noël" {
		t.Errorf("%v", first)
	}
	var told []string
	for _, d := range got.GetDays() {
		told = append(told, fmt.Sprint(d.GetLabel(), " ", d.GetBusinessDay(), d.GetSkipLabel()))
	}
	want := []string{
		"jeudi 24 décembre 2026 0", "vendredi 25 décembre 2026 0Jour de Noël", "samedi 26 décembre 2026 0Samedi", "dimanche 27 décembre 2026 0Dimanche",
		"lundi 28 décembre 2026 1", "mardi 29 décembre 2026 2", "mercredi 30 décembre 2026 3", "jeudi 31 décembre 2026 4",
		"vendredi 1er janvier 2027 01er janvier", "samedi 2 janvier 2027 0Samedi", "dimanche 3 janvier 2027 0Dimanche", "lundi 4 janvier 2027 5",
	}
	if !slices.Equal(told, want) {
		t.Errorf("day by day: %q", told)
	}
}

// TestExplainDeadline_ofACaseAndAReferralCountsTheirPauses, for those who may see them.
func TestExplainDeadline_ofACaseAndAReferralCountsTheirPauses(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	r := b.refer(c.GetCaseId(), "cci")
	b.clock.Advance(24 * time.Hour)
	if _, err := b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING}); err != nil {
		t.Fatal(err)
	}
	b.clock.Advance(48 * time.Hour)
	if _, err := b.Cases.ProvideInfo(b.as("myriapolis"), &supportv1.ProvideInfoRequest{CaseId: c.GetCaseId()}); err != nil {
		t.Fatal(err)
	}
	for _, asked := range []*supportv1.ExplainDeadlineRequest{{CaseId: c.GetCaseId()}, {ReferralId: r.GetReferralId()}} {
		got, err := b.Deadlines.ExplainDeadline(b.as("cci"), asked)
		if err != nil || got.GetDueDate() != b.read(c.GetCaseId()).GetDueDate() || got.GetDueDate() != "2026-12-02" || got.GetPausedBusinessDays() != 2 {
			t.Fatalf("%v, %v", got, err)
		}
		if d := got.GetDays()[2]; d.GetSkipReason() != supportv1.SkipReason_SKIP_REASON_PAUSE || d.GetSkipLabel() != "Délai suspendu" {
			t.Errorf("%v", d)
		}
		if _, err := b.Deadlines.ExplainDeadline(b.as("plie"), asked); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a stranger: %v", err)
		}
	}
	if _, err := b.Deadlines.ExplainDeadline(b.as("cci"), &supportv1.ExplainDeadlineRequest{}); !errs.Is(err, "INVALID_FIELDS") {
		t.Errorf("nothing was named: %v", err)
	}
}

func TestWords_ofEachStatusThatACaseShows(t *testing.T) {
	c := words(t)
	for _, values := range []protoreflect.EnumValueDescriptors{
		supportv1.CaseStatus(0).Descriptor().Values(), supportv1.ReferralStatus(0).Descriptor().Values(), supportv1.MessageVisibility(0).Descriptor().Values(),
		landv1.LandRequestStatus(0).Descriptor().Values(), recruitmentv1.RecruitmentNeedStatus(0).Descriptor().Values(), trainingv1.TrainingNeedStatus(0).Descriptor().Values(),
	} {
		for i := 1; i < values.Len(); i++ {
			messages.CheckKey(t, c, "hup.support", string(values.Get(i).Name()))
		}
	}
	messages.CheckEnum(t, c, "hup.support", supportv1.ErrorReason(0).Descriptor())
	messages.CheckFiles(t, c, "hup.support")
}
