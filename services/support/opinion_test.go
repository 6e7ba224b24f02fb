package support_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/schedule"
)

// ask asks an outside expert, and answers the opinion and the token of its link.
func (b *bench) ask(caseID string, key string) (*supportv1.Opinion, string) {
	b.t.Helper()
	ctx := b.as("myriapolis")
	if key != "" {
		ctx = idem.With(ctx, idem.Request{Caller: "per_myriapolis", Territory: "ales", Key: key, Hash: []byte("same")})
	}
	got, err := b.Opinions.CreateOpinion(ctx, &supportv1.CreateOpinionRequest{CaseId: caseID, Opinion: &supportv1.Opinion{
		Question: "Secret : ce financement tient-il ?", SharedParts: []supportv1.OpinionPart{supportv1.OpinionPart_OPINION_PART_NEEDS},
		Expert: &supportv1.OutsideExpert{Name: "Dominique Exemple", Email: "dominique@example.org"},
	}})
	if err != nil {
		b.t.Fatal(err)
	}
	page, token, _ := strings.Cut(got.GetLink(), "#")
	if page != "https://hup.example.org/avis-expert" || token == "" {
		b.t.Fatalf("the link is %q", got.GetLink())
	}
	return got, token
}

func TestOpinion_ofAnOutsideExpertComesByTheLink(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		o, token := b.ask(c.GetCaseId(), "key")
		again, same := b.ask(c.GetCaseId(), "key")
		if again.GetOpinionId() != o.GetOpinionId() || same != token {
			t.Errorf("sent twice: %v", again)
		}
		for _, query := range []string{`SELECT answer FROM idempotency`, `SELECT record FROM opinion`, `SELECT payload FROM journal`} {
			if b.holds(query, token) {
				t.Errorf("the token is at rest: %s", query)
			}
		}
		for _, query := range []string{`SELECT payload FROM journal`, `SELECT record FROM opinion`} {
			if b.holds(query, "dominique@example.org") {
				t.Errorf("the address is where it can't be erased: %s", query)
			}
		}
		invited, err := b.Support.GetOpinionInvitation(t.Context(), &supportv1.GetOpinionInvitationRequest{Territory: "ales", OpinionId: o.GetOpinionId()})
		if err != nil || invited.GetLink() != o.GetLink() || invited.GetExpertEmail() != "dominique@example.org" || b.count("opinion_asked", "opinion:"+o.GetOpinionId()) != 1 {
			t.Errorf("the mail: %v, %v", invited, err)
		}
		read, err := b.Opinions.ReadPublicOpinion(t.Context(), &supportv1.ReadPublicOpinionRequest{Token: token})
		if err != nil || read.GetQuestion() != o.GetQuestion() || read.GetBodyName() != "Alès Myriapolis" || len(read.GetShared()) != 1 || !strings.Contains(read.GetShared()[0].GetText(), "Secret d'atelier") {
			t.Fatalf("%v, %v", read, err)
		}
		for _, hidden := range []string{"Secret de famille", "Personne Inventée", c.GetCompany().GetName(), c.GetNumber(), dumas} {
			if strings.Contains(read.String(), hidden) {
				t.Errorf("the expert sees %q: %v", hidden, read)
			}
		}
		got, err := b.Opinions.AnswerPublicOpinion(t.Context(), &supportv1.AnswerPublicOpinionRequest{Token: token, Text: "Il tient."})
		if err != nil || got.GetStatusLabel() != "Rendu" || got.GetQuestion() != "" {
			t.Errorf("%v, %v", got, err)
		}
		for who, want := range map[string]int{"cci": 1, "myriapolis": 1} {
			thread, err := b.Messages.ListMessages(b.as(who), &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()})
			if err != nil || len(thread.GetMessages()) != want || thread.GetMessages()[0].GetOpinionId() != o.GetOpinionId() || thread.GetMessages()[0].GetText() != "Il tient." {
				t.Errorf("%s reads %v, %v", who, thread, err)
			}
		}
		if own, err := b.Messages.ListMessages(b.company(c.GetCompany().GetCompanyId()), &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()}); err != nil || len(own.GetMessages()) != 0 {
			t.Errorf("the company reads an opinion for the partners: %v, %v", own, err)
		}
		if b.holds(`SELECT email FROM opinion_expert`, "dominique") {
			t.Error("the address is not erased when the opinion is given")
		}
		if b.count("opinion_given", "person:per_myriapolis") != 1 {
			t.Errorf("who asked is not told: %v", b.asked())
		}
		seen, err := b.Cases.ListAccesses(b.company(c.GetCompany().GetCompanyId()), &supportv1.ListAccessesRequest{CaseId: c.GetCaseId()})
		if err != nil || len(seen.GetAccesses()) != 1 || !seen.GetAccesses()[0].GetOutsideExpert() || seen.GetAccesses()[0].GetBodyId() != "myriapolis" {
			t.Errorf("who saw my file: %v, %v", seen, err)
		}
	})
}

// holds says whether a column holds the text.
func (b *bench) holds(query, text string) bool {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), query)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value []byte
		if err := rows.Scan(&value); err != nil {
			b.t.Fatal(err)
		}
		if bytes.Contains(value, []byte(text)) {
			return true
		}
	}
	return false
}

func TestOpinion_aLinkSaysWhyItDoesNotOpen(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		_, used := b.ask(c.GetCaseId(), "")
		revoked, revokedToken := b.ask(c.GetCaseId(), "")
		_, late := b.ask(c.GetCaseId(), "")
		if _, err := b.Opinions.AnswerPublicOpinion(t.Context(), &supportv1.AnswerPublicOpinionRequest{Token: used, Text: "Oui."}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Opinions.RevokeOpinion(b.as("cci"), &supportv1.RevokeOpinionRequest{OpinionId: revoked.GetOpinionId()}); !errs.Is(err, "NOT_THE_AUTHOR") {
			t.Errorf("revoked by another body: %v", err)
		}
		if _, err := b.Opinions.RevokeOpinion(b.another("myriapolis"), &supportv1.RevokeOpinionRequest{OpinionId: revoked.GetOpinionId()}); err != nil {
			t.Fatal(err)
		}
		b.clock.Advance(15 * 24 * time.Hour)
		tokens := map[string]string{
			used: "OPINION_LINK_USED", revokedToken: "OPINION_LINK_REVOKED", late: "OPINION_LINK_EXPIRED",
			late[:len(late)-1]: "OPINION_LINK_UNKNOWN", strings.Replace(late, "ales.", "nimes.", 1): "OPINION_LINK_UNKNOWN", "x": "OPINION_LINK_UNKNOWN",
		}
		check := func() {
			t.Helper()
			for token, reason := range tokens {
				if got, err := b.Opinions.ReadPublicOpinion(t.Context(), &supportv1.ReadPublicOpinionRequest{Token: token}); !errs.Is(err, reason) || got != nil {
					t.Errorf("%s: %v, want %s", token, err, reason)
				}
				if got, err := b.Opinions.AnswerPublicOpinion(t.Context(), &supportv1.AnswerPublicOpinionRequest{Token: token, Text: "Non"}); !errs.Is(err, reason) || got != nil {
					t.Errorf("%s answered: %v, want %s", token, err, reason)
				}
			}
		}
		check()
		if _, err := schedule.NewRunner(b.store, b.service.Timers, slog.New(slog.DiscardHandler)).Fire(t.Context()); err != nil {
			t.Fatal(err)
		}
		check()
		if b.holds(`SELECT email FROM opinion_expert`, "dominique") {
			t.Error("an address is kept after the end")
		}
		for range 100 {
			_, _ = b.Opinions.ReadPublicOpinion(t.Context(), &supportv1.ReadPublicOpinionRequest{Token: "ales.guess"})
		}
		if _, err := b.Opinions.ReadPublicOpinion(t.Context(), &supportv1.ReadPublicOpinionRequest{Token: "ales.guess"}); !errs.Is(err, "TOO_MANY_LINKS") {
			t.Errorf("guessing goes on: %v", err)
		}
		_, fresh := b.ask(c.GetCaseId(), "")
		if _, err := b.Opinions.ReadPublicOpinion(t.Context(), &supportv1.ReadPublicOpinionRequest{Token: fresh}); err != nil {
			t.Errorf("a link that is known does not open beside the guesses: %v", err)
		}
	})
}

func TestOpinion_ofAPersonShowsTheQuestionOnly(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.people.knows("agglo", "cci", "myriapolis")
		c := b.opened()
		ask := func(person string, parts ...supportv1.OpinionPart) (*supportv1.Opinion, error) {
			return b.Opinions.CreateOpinion(b.as("myriapolis"), &supportv1.CreateOpinionRequest{CaseId: c.GetCaseId(), Opinion: &supportv1.Opinion{
				Question: "Qu'en penses-tu ?", PersonId: person, SharedParts: parts, Visibility: visibilities["body"],
			}})
		}
		company := supportv1.OpinionPart_OPINION_PART_COMPANY
		if _, err := ask("per_agglo", company); !errs.Is(err, "CONSENT_MISSING") {
			t.Errorf("the company is shown to a body that it does not let see the case: %v", err)
		}
		if _, err := ask("per_nobody"); !errs.Is(err, "UNKNOWN_PERSON") {
			t.Errorf("%v", err)
		}
		o, err := ask("per_agglo")
		if err != nil || o.GetLink() != "" || o.GetBodyId() != "agglo" || b.count("opinion_asked", "person:per_agglo") != 1 {
			t.Fatalf("%v, %v", o, err)
		}
		get := func(body string) (*supportv1.Opinion, error) {
			return b.Opinions.GetOpinion(b.as(body), &supportv1.GetOpinionRequest{OpinionId: o.GetOpinionId()})
		}
		asked, err := get("agglo")
		if err != nil || asked.GetCaseId() != "" || asked.GetQuestion() == "" || strings.Join(asked.GetAllowedActions(), " ") != "answer" {
			t.Errorf("%v, %v", asked, err)
		}
		if _, err := get("cci"); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("another body of the case reads an opinion of the body: %v", err)
		}
		if _, err := b.Cases.GetCase(b.as("agglo"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("who is asked sees the case: %v", err)
		}
		list, err := b.Opinions.ListOpinions(b.as("agglo"), &supportv1.ListOpinionsRequest{Filter: `personId = "me"`})
		if err != nil || len(list.GetOpinions()) != 1 || list.GetOpinions()[0].GetCaseId() != "" {
			t.Errorf("%v, %v", list, err)
		}
		if _, err := b.Opinions.AnswerOpinion(b.another("agglo"), &supportv1.AnswerOpinionRequest{OpinionId: o.GetOpinionId(), Text: "Non"}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("answered by a colleague of who was asked: %v", err)
		}
		if _, err := b.Opinions.AnswerOpinion(b.as("agglo"), &supportv1.AnswerOpinionRequest{OpinionId: o.GetOpinionId(), Text: "Du bien."}); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]int{"myriapolis": 1, "cci": 0} {
			thread, err := b.Messages.ListMessages(b.as(who), &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()})
			if err != nil || len(thread.GetMessages()) != want {
				t.Errorf("%s reads %v, %v", who, thread, err)
			}
		}
		pending, err := ask("per_cci", company)
		if err != nil || len(pending.GetShared()) != 1 {
			t.Fatalf("%v, %v", pending, err)
		}
		b.withdraw(c.GetCaseId(), "cci")
		if gone, err := b.Opinions.GetOpinion(b.as("cci"), &supportv1.GetOpinionRequest{OpinionId: pending.GetOpinionId()}); err != nil || gone.GetStatusLabel() != "Retiré" || len(gone.GetShared()) != 0 {
			t.Errorf("after the consent is withdrawn: %v, %v", gone, err)
		}
	})
}

func TestCreateOpinion_refuses(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	expert := &supportv1.OutsideExpert{Name: "D", Email: "d@example.org"}
	for _, one := range []struct {
		opinion *supportv1.Opinion
		fields  string
	}{
		{&supportv1.Opinion{}, "question personId"},
		{&supportv1.Opinion{Question: "?", PersonId: "per_cci", Expert: expert}, "personId"},
		{&supportv1.Opinion{Question: "?", Expert: expert, ExpireTime: timestamppb.New(b.clock.Now().AddDate(0, 0, 31))}, "expireTime"},
		{&supportv1.Opinion{Question: "?", Expert: expert, ExpireTime: timestamppb.New(b.clock.Now())}, "expireTime"},
	} {
		_, err := b.Opinions.CreateOpinion(b.as("myriapolis"), &supportv1.CreateOpinionRequest{CaseId: c.GetCaseId(), Opinion: one.opinion})
		refused, _ := errs.As(err)
		var paths []string
		for _, f := range refused.Fields {
			paths = append(paths, strings.TrimPrefix(f.Path, "opinion."))
		}
		if strings.Join(paths, " ") != one.fields {
			t.Errorf("%v: %v", one.opinion, err)
		}
	}
	for who, ctx := range b.everybody(c.GetCompany().GetCompanyId()) {
		_, err := b.Opinions.CreateOpinion(ctx, &supportv1.CreateOpinionRequest{CaseId: c.GetCaseId(), Opinion: &supportv1.Opinion{Question: "?", Expert: expert}})
		if may := strings.Contains("author colleague client cci coordinator", who); may != (err == nil) {
			t.Errorf("asked by %s: %v", who, err)
		}
	}
}
