package support_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

func (b *bench) post(who, caseID string, visibility supportv1.MessageVisibility, mentioned ...string) *supportv1.Message {
	b.t.Helper()
	got, err := b.Messages.PostMessage(b.as(who), &supportv1.PostMessageRequest{CaseId: caseID, Visibility: visibility, Text: "Secret de " + who, MentionedPersonIds: mentioned})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// visibilities are the four levels, by their short name.
var visibilities = map[string]supportv1.MessageVisibility{
	"personal": supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL, "body": supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY,
	"partners": supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS, "company": supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY,
}

// TestMessage_isReadByWhomItsVisibilityNames asks, for each author and visibility, everybody: single reads, lists of the
// case and of all cases say the same, before and after the consent is withdrawn, and a hidden message does not exist.
func TestMessage_isReadByWhomItsVisibilityNames(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		readers := b.everybody(c.GetCompany().GetCompanyId())
		readers["cci colleague"] = b.another("cci")
		posted := map[string]*supportv1.Message{}
		for name, v := range visibilities {
			posted["myriapolis "+name] = b.post("myriapolis", c.GetCaseId(), v)
			posted["cci "+name] = b.post("cci", c.GetCaseId(), v)
		}
		read := map[string]string{
			"myriapolis personal": "author", "myriapolis body": "author client colleague coordinator",
			"myriapolis partners": "author cci,cci_colleague client colleague coordinator", "myriapolis company": "author cci,cci_colleague client colleague company coordinator",
			"cci personal": "cci", "cci body": "cci,cci_colleague coordinator",
			"cci partners": "author cci,cci_colleague client colleague coordinator", "cci company": "author cci,cci_colleague client colleague company coordinator",
		}
		b.check(t, c.GetCaseId(), readers, posted, read)
		b.withdraw(c.GetCaseId(), "cci")
		for name, who := range read {
			if strings.HasPrefix(name, "cci p") && !strings.HasSuffix(name, "partners") || name == "cci body" {
				continue // a body keeps its own notes
			}
			read[name] = strings.ReplaceAll(who, "cci,cci_colleague ", "")
		}
		b.check(t, "", readers, posted, read)
		if _, err := b.Messages.ListMessages(b.as("cci"), &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("the thread of a case that is no longer seen: %v", err)
		}
	})
}

func (b *bench) check(t *testing.T, caseID string, readers map[string]context.Context, posted map[string]*supportv1.Message, read map[string]string) {
	t.Helper()
	for who, ctx := range readers {
		listed := map[string]bool{}
		list, err := b.Messages.ListMessages(ctx, &supportv1.ListMessagesRequest{PageSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list.GetMessages() {
			listed[m.GetMessageId()] = true
		}
		for name, m := range posted {
			may := slices.Contains(strings.FieldsFunc(read[name], func(r rune) bool { return r == ' ' || r == ',' }), strings.ReplaceAll(who, " ", "_"))
			_, err := b.Messages.GetMessage(ctx, &supportv1.GetMessageRequest{MessageId: m.GetMessageId()})
			if may != (err == nil) || err != nil && !errs.Is(err, "NOT_FOUND") {
				t.Errorf("%s read by %s: %v", name, who, err)
			}
			if listed[m.GetMessageId()] != may {
				t.Errorf("%s in the list of %s: %v", name, who, !may)
			}
			if may {
				continue
			}
			_, err = b.Messages.UpdateMessage(ctx, &supportv1.UpdateMessageRequest{Message: &supportv1.Message{MessageId: m.GetMessageId(), Text: "Non"}})
			if !errs.Is(err, "NOT_FOUND") {
				t.Errorf("%s changed by %s: %v", name, who, err)
			}
		}
		if caseID == "" {
			continue
		}
		thread, err := b.Messages.ListMessages(ctx, &supportv1.ListMessagesRequest{CaseId: caseID, PageSize: 200})
		if err == nil && len(thread.GetMessages()) != len(list.GetMessages()) {
			t.Errorf("%s reads %d messages in the thread, %d in all", who, len(thread.GetMessages()), len(list.GetMessages()))
		}
	}
}

func TestMention_isOfThoseWhoMayRead(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		b.people.knows("cci", "agglo", "myriapolis")
		for _, one := range []struct {
			visibility, mentioned, reason, who string
		}{
			{"partners", "per_cci", "", ""},
			{"partners", "per_agglo", "MENTION_MAY_NOT_READ", "Camille de agglo"},
			{"body", "per_cci", "MENTION_MAY_NOT_READ", "Camille de cci"},
			{"personal", "per_cci", "MENTION_MAY_NOT_READ", "Camille de cci"},
			{"partners", "per_nobody", "UNKNOWN_PERSON", ""},
		} {
			_, err := b.Messages.PostMessage(b.as("myriapolis"), &supportv1.PostMessageRequest{
				CaseId: c.GetCaseId(), Visibility: visibilities[one.visibility], Text: "Voir", MentionedPersonIds: []string{one.mentioned},
			})
			if one.reason == "" {
				if err != nil {
					t.Errorf("%v: %v", one, err)
				}
				continue
			}
			refused, _ := errs.As(err)
			if !errs.Is(err, one.reason) || one.who != "" && refused.Params["who"] != one.who {
				t.Errorf("%v: %v", one, err)
			}
		}
		if n := b.count("mentioned", "person:per_cci"); n != 1 {
			t.Errorf("told %d times: %v", n, b.asked())
		}
		b.withdraw(c.GetCaseId(), "cci")
		_, err := b.Messages.PostMessage(b.as("myriapolis"), &supportv1.PostMessageRequest{
			CaseId: c.GetCaseId(), Visibility: visibilities["company"], Text: "Voir", MentionedPersonIds: []string{"per_cci"},
		})
		if !errs.Is(err, "MENTION_MAY_NOT_READ") {
			t.Errorf("mentioned after the consent is withdrawn: %v", err)
		}
	})
}

func TestMessage_isChangedForADayAndLeavesAMark(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		m := b.post("myriapolis", c.GetCaseId(), visibilities["partners"])
		edit := &supportv1.UpdateMessageRequest{Message: &supportv1.Message{MessageId: m.GetMessageId(), Text: "Corrigé"}}
		if _, err := b.Messages.UpdateMessage(b.as("cci"), edit); !errs.Is(err, "NOT_THE_AUTHOR") {
			t.Errorf("by a reader: %v", err)
		}
		got, err := b.Messages.UpdateMessage(b.as("myriapolis"), edit)
		if err != nil || got.GetText() != "Corrigé" || len(got.GetEdits()) != 1 || got.GetEdits()[0].GetText() != "Secret de myriapolis" {
			t.Fatalf("%v, %v", got, err)
		}
		b.clock.Advance(25 * time.Hour)
		edit.Message.Text = "Trop tard"
		if _, err := b.Messages.UpdateMessage(b.as("myriapolis"), edit); !errs.Is(err, "MESSAGE_TOO_OLD") {
			t.Errorf("after a day: %v", err)
		}
		gone, err := b.Messages.DeleteMessage(b.as("myriapolis"), &supportv1.DeleteMessageRequest{MessageId: m.GetMessageId()})
		if err != nil || gone.GetText() != "" || len(gone.GetEdits()) != 0 || gone.GetDeletedTime() == nil || len(gone.GetAllowedActions()) != 0 {
			t.Errorf("%v, %v", gone, err)
		}
		list, err := b.Messages.ListMessages(b.as("cci"), &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()})
		if err != nil || len(list.GetMessages()) != 1 || list.GetMessages()[0].GetDeletedTime() == nil {
			t.Errorf("no mark is left: %v, %v", list, err)
		}
		if _, err := b.Messages.DeleteMessage(b.as("myriapolis"), &supportv1.DeleteMessageRequest{MessageId: m.GetMessageId()}); !errs.Is(err, "MESSAGE_DELETED") {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestMessages_areCountedUntilTheyAreRead(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.people.knows("cci")
		c := b.opened()
		first := b.post("myriapolis", c.GetCaseId(), visibilities["partners"], "per_cci")
		b.clock.Advance(time.Second)
		b.post("myriapolis", c.GetCaseId(), visibilities["company"])
		b.post("myriapolis", c.GetCaseId(), visibilities["body"])
		b.post("cci", c.GetCaseId(), visibilities["partners"])
		unread := func(ctx context.Context) int32 {
			got, err := b.Cases.GetCase(ctx, &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
			if err != nil {
				t.Fatal(err)
			}
			return got.GetUnreadCount()
		}
		filtered := func(filter string) int {
			got, err := b.Messages.ListMessages(b.as("cci"), &supportv1.ListMessagesRequest{Filter: filter})
			if err != nil {
				t.Fatal(err)
			}
			counted, err := b.Messages.CountMessages(b.as("cci"), &supportv1.CountMessagesRequest{Filter: filter})
			if err != nil || int(counted.GetCount()) != len(got.GetMessages()) {
				t.Errorf("%s: %d counted, %d listed, %v", filter, counted.GetCount(), len(got.GetMessages()), err)
			}
			return len(got.GetMessages())
		}
		if n := unread(b.as("cci")); n != 2 {
			t.Errorf("%d unread, want those of others that it may read", n)
		}
		if n := unread(b.company(c.GetCompany().GetCompanyId())); n != 1 {
			t.Errorf("the company has %d unread", n)
		}
		if a, m := filtered("unread = true"), filtered(`mentioned = "me" AND unread = true`); a != 2 || m != 1 {
			t.Errorf("%d unread, %d mentions", a, m)
		}
		if _, err := b.Messages.ListMessages(b.as("cci"), &supportv1.ListMessagesRequest{Filter: "unread = false"}); err == nil {
			t.Error("what was read is listed")
		}
		if got, err := b.Messages.ListMessages(b.as("cma"), &supportv1.ListMessagesRequest{Filter: "unread = true"}); err != nil || len(got.GetMessages()) != 0 {
			t.Errorf("who takes no part has unread messages: %v, %v", got, err)
		}
		left, err := b.Messages.MarkMessagesRead(b.as("cci"), &supportv1.MarkMessagesReadRequest{CaseId: c.GetCaseId(), MessageId: first.GetMessageId()})
		if err != nil || left.GetUnreadCount() != 1 || filtered(`mentioned = "me" AND unread = true`) != 0 {
			t.Errorf("up to the first: %v, %v", left, err)
		}
		if left, err = b.Messages.MarkMessagesRead(b.as("cci"), &supportv1.MarkMessagesReadRequest{CaseId: c.GetCaseId()}); err != nil || left.GetUnreadCount() != 0 {
			t.Errorf("all: %v, %v", left, err)
		}
		list, err := b.Cases.ListCases(b.another("cci"), &supportv1.ListCasesRequest{})
		if err != nil || list.GetCases()[0].GetUnreadCount() != 3 {
			t.Errorf("a colleague has read nothing: %v, %v", list.GetCases()[0].GetUnreadCount(), err)
		}
		if _, err := b.Messages.MarkMessagesRead(b.as("agglo"), &supportv1.MarkMessagesReadRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("by a stranger: %v", err)
		}
	})
}

func TestFollowCase_tellsUntilAccessIsLost(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		follow := func(ctx context.Context) error {
			_, err := b.Cases.FollowCase(ctx, &supportv1.FollowCaseRequest{CaseId: c.GetCaseId()})
			return err
		}
		for _, ctx := range []context.Context{b.as("cci"), b.as("cci"), b.as("cma"), b.as("myriapolis")} {
			if err := follow(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if err := follow(b.as("agglo")); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a stranger follows: %v", err)
		}
		if _, err := b.Cases.UnfollowCase(b.as("cma"), &supportv1.UnfollowCaseRequest{CaseId: c.GetCaseId()}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Cases.QualifyCase(b.as("myriapolis"), &supportv1.QualifyCaseRequest{CaseId: c.GetCaseId()}); err != nil {
			t.Fatal(err)
		}
		if cci, cma, self := b.count("followed_case_moved", "person:per_cci"), b.count("followed_case_moved", "person:per_cma"), b.count("followed_case_moved", "person:per_myriapolis"); cci != 1 || cma != 0 || self != 0 {
			t.Errorf("told: %d, %d, %d", cci, cma, self)
		}
		seen, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
		if err != nil || !seen.GetFollowed() || len(seen.GetFollowers()) != 2 {
			t.Errorf("%v, %v", seen.GetFollowers(), err)
		}
		if own, err := b.Cases.GetCase(b.company(c.GetCompany().GetCompanyId()), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()}); err != nil || len(own.GetFollowers()) != 0 {
			t.Errorf("the company sees who follows: %v, %v", own.GetFollowers(), err)
		}
		b.withdraw(c.GetCaseId(), "cci")
		if _, err := b.Cases.TakeChargeOfCase(b.another("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId()}); err != nil {
			t.Fatal(err)
		}
		if n := b.count("followed_case_moved", "person:per_cci"); n != 1 {
			t.Errorf("told %d times, though it no longer sees the case", n)
		}
		if n := b.count("followed_case_moved", "person:per_myriapolis"); n != 1 {
			t.Errorf("the lead body's person was told %d times of a colleague's move", n)
		}
	})
}

func TestTimeline_tellsOfNotesToTheirReaders(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	for _, v := range visibilities {
		b.post("myriapolis", c.GetCaseId(), v)
		b.log(b.as("myriapolis"), &supportv1.Exchange{CaseId: c.GetCaseId(), Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL, Visibility: v})
		b.task(b.as("myriapolis"), &supportv1.Task{CaseId: c.GetCaseId(), Recommendation: true, Visibility: v})
	}
	b.number(t)
	for who, want := range map[string]int{"author": 4, "colleague": 3, "coordinator": 3, "cci": 2, "company": 1} {
		got, err := b.Cases.ListTimeline(b.everybody(c.GetCompany().GetCompanyId())[who], &supportv1.ListTimelineRequest{CaseId: c.GetCaseId(), PageSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[string]int{}
		for _, e := range got.GetTimeline() {
			kinds[e.GetType()]++
		}
		for _, kind := range []string{"message_posted", "exchange_logged", "task_created"} {
			if kinds["hup.support."+kind+".v1"] != want {
				t.Errorf("%s is told of %d %s, want %d", who, kinds["hup.support."+kind+".v1"], kind, want)
			}
		}
	}
}

// number gives the lines of the journal their places, as the relay does, and waits until all have one.
func (b *bench) number(t *testing.T) {
	t.Helper()
	relay := journal.NewRelay(b.store.DB(), sink{}, b.clock, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = relay.Run(ctx) }()
	defer func() { stop(); <-done }()
	kittest.Eventually(t, func() bool {
		var left int
		err := b.store.DB().Read().QueryRow(t.Context(), `SELECT count(*) FROM journal WHERE published_us IS NULL`).Scan(&left)
		return err == nil && left == 0
	}, "the lines are numbered")
}
