package support_test

import (
	"context"
	"sync"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	kept "hup.example/services/support/internal/store"
)

// race lets both happen at the same instant, and answers what each was told.
func race(one, other func() error) (first, second error) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	wg.Go(func() { <-start; first = one() })
	wg.Go(func() { <-start; second = other() })
	close(start)
	wg.Wait()
	return first, second
}

// person is the context of a call by one of several people of a body.
func (b *bench) person(body, id string) context.Context {
	a := actor.From(b.as(body))
	a.ID = id
	return actor.With(b.t.Context(), a)
}

// TestReferral_answeredTwiceAtTheSameInstantIsAnsweredOnce: whoever comes second is told the state and what may be done.
func TestReferral_answeredTwiceAtTheSameInstantIsAnsweredOnce(t *testing.T) {
	accept := func(b *bench, who string) func(*supportv1.Referral) func() error {
		return func(r *supportv1.Referral) func() error {
			return func() error {
				_, err := b.Referrals.AcceptReferral(b.person("cci", who), &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId(), AssignedPersonId: "me"})
				return err
			}
		}
	}
	decline := func(b *bench) func(*supportv1.Referral) func() error {
		return func(r *supportv1.Referral) func() error {
			return func() error {
				_, err := b.Referrals.DeclineReferral(b.person("cci", "per_two"), &supportv1.DeclineReferralRequest{
					ReferralId: r.GetReferralId(), Reason: supportv1.DeclineReason_DECLINE_REASON_NO_CAPACITY, NextBodyId: "cma"})
				return err
			}
		}
	}
	cancel := func(b *bench) func(*supportv1.Referral) func() error {
		return func(r *supportv1.Referral) func() error {
			return func() error {
				_, err := b.Referrals.CancelReferral(b.as("myriapolis"), &supportv1.CancelReferralRequest{ReferralId: r.GetReferralId(), Reason: supportv1.CancelReason_CANCEL_REASON_SENT_BY_MISTAKE})
				return err
			}
		}
	}
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for name, other := range map[string]func(*supportv1.Referral) func() error{
			"accepted twice": accept(b, "per_two"), "accepted and declined": decline(b), "accepted and taken back": cancel(b),
		} {
			for range 5 {
				r := b.refer(b.opened().GetCaseId(), "cci")
				first, second := race(accept(b, "per_one")(r), other(r))
				lost := second
				if first != nil {
					lost = first
				}
				if (first == nil) == (second == nil) {
					t.Fatalf("%s: %v, %v", name, first, second)
				}
				now := b.referral("cci", r.GetReferralId())
				e, told := errs.As(lost)
				if !told || e.Reason != "ILLEGAL_TRANSITION" || e.Params["status"] != now.GetStatus().String() ||
					now.GetStatus() == supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED && len(e.Moves) == 0 {
					t.Fatalf("%s: the one who was too late is told %v, the referral is %s", name, lost, now.GetStatus())
				}
				if first == nil && now.GetAssignedPersonId() != "per_one" || second == nil && name == "accepted twice" && now.GetAssignedPersonId() != "per_two" {
					t.Errorf("%s: %s has it", name, now.GetAssignedPersonId())
				}
				if s := b.read(now.GetCaseId()).GetReferrals()[0]; s.GetStatus() != now.GetStatus() {
					t.Errorf("%s: the case knows %s of %s", name, s.GetStatus(), now.GetStatus())
				}
			}
		}
	})
}

// TestReferral_acceptedWhileItExpires: the answer or the timer wins, and the other changes nothing.
func TestReferral_acceptedWhileItExpires(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for range 5 {
			r := b.refer(b.opened().GetCaseId(), "cci")
			b.clock.Advance(25 * 24 * time.Hour)
			err := b.store.Update(actor.With(t.Context(), actor.Of("ales", "support")), func(tx *store.Tx) error {
				return schedule.Set(tx, "referral.expire", r.GetReferralId(), tx.Now)
			})
			if err != nil {
				t.Fatal(err)
			}
			answered, _ := race(func() error {
				_, err := b.Referrals.AcceptReferral(b.as("cci"), &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId()})
				return err
			}, func() error { b.fire(); return nil })
			b.fire()
			now := b.referral("cci", r.GetReferralId())
			switch s := now.GetStatus(); {
			case answered == nil && s == supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED:
			case errs.Is(answered, "ILLEGAL_TRANSITION") && s == supportv1.ReferralStatus_REFERRAL_STATUS_EXPIRED:
			default:
				t.Fatalf("%s, %v", s, answered)
			}
		}
	})
}

// TestConsent_takenBackWhileTheBodyAnswers: the body accepts in time or is refused; after it, it sees nothing of the case.
func TestConsent_takenBackWhileTheBodyAnswers(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for range 5 {
			c := b.opened()
			r := b.refer(c.GetCaseId(), "cci")
			answered, taken := race(func() error {
				_, err := b.Referrals.AcceptReferral(b.as("cci"), &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId()})
				return err
			}, func() error {
				_, err := b.Cases.SetConsents(b.company(c.GetCompany().GetCompanyId()), &supportv1.SetConsentsRequest{CaseId: c.GetCaseId(), Consents: []*supportv1.Consent{{BodyId: "cci", Withdrawn: true}}})
				return err
			})
			if taken != nil || answered != nil && !errs.Is(answered, "ILLEGAL_TRANSITION") {
				t.Fatal(answered, taken)
			}
			b.seesNothing("cci", c.GetCaseId())
			now := b.referral("cci", r.GetReferralId())
			if answered != nil && (now.GetCompany() != nil || now.GetNote() != "" || now.GetCancelReason() != supportv1.CancelReason_CANCEL_REASON_CONSENT_WITHDRAWN) {
				t.Errorf("a body that never answered still reads %v", now)
			}
			if body := b.read(c.GetCaseId()).GetResponsibleBodyId(); body != "myriapolis" {
				t.Errorf("%s is responsible for a case that it does not see", body)
			}
		}
	})
}

// seesNothing: the case, its parts and its lists are as if they were not there.
func (b *bench) seesNothing(body, caseID string) {
	b.t.Helper()
	ctx := b.as(body)
	for name, call := range map[string]func() error{
		"case": func() error { _, err := b.Cases.GetCase(ctx, &supportv1.GetCaseRequest{CaseId: caseID}); return err },
		"timeline": func() error {
			_, err := b.Cases.ListTimeline(ctx, &supportv1.ListTimelineRequest{CaseId: caseID})
			return err
		},
		"referrals": func() error {
			_, err := b.Referrals.ListReferrals(ctx, &supportv1.ListReferralsRequest{CaseId: caseID})
			return err
		},
		"messages": func() error {
			_, err := b.Messages.ListMessages(ctx, &supportv1.ListMessagesRequest{CaseId: caseID})
			return err
		},
		"deadline": func() error {
			_, err := b.Deadlines.ExplainDeadline(ctx, &supportv1.ExplainDeadlineRequest{CaseId: caseID})
			return err
		},
	} {
		if err := call(); !errs.Is(err, "NOT_FOUND") {
			b.t.Errorf("%s of a case that %s lost: %v", name, body, err)
		}
	}
	list, err := b.Cases.ListCases(ctx, &supportv1.ListCasesRequest{})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range list.GetCases() {
		if c.GetCaseId() == caseID {
			b.t.Errorf("%s lists a case that it lost", body)
		}
	}
}

// TestCase_with200ReferralsCostsWhatChanges: a change of it writes a few rows and a short line, on both engines.
func TestCase_with200ReferralsCostsWhatChanges(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened().GetCaseId()
		for i := range 200 {
			b.decline(b.refer(c, []string{"cci", "cma"}[i%2]))
		}
		if n := len(b.read(c).GetReferrals()); n != 200 {
			t.Fatalf("%d referrals", n)
		}
		file := app.File{Cases: kept.Cases, Referrals: kept.Referrals}
		if n := b.rows(func(tx *store.Tx) error {
			_, err := app.WorkOnCase{File: file}.Assign(tx, &supportv1.AssignCaseRequest{CaseId: c, PersonId: "me"})
			return err
		}); n == 0 || n > 12 {
			t.Errorf("assigning it wrote %d rows", n)
		}
		r := b.refer(c, "cci")
		if n := b.rows(func(tx *store.Tx) error {
			_, _, err := app.AnswerReferral{File: file}.Do(tx, r.GetReferralId(), func(tx *store.Tx, c *domain.Case, f *domain.Referral) error {
				return f.Accept(actor.From(b.as("cci")), c, "", "", tx.Now)
			})
			return err
		}); n == 0 || n > 30 {
			t.Errorf("accepting one wrote %d rows", n)
		}
		var longest int
		if err := b.store.DB().Read().QueryRow(t.Context(), `SELECT max(length(payload)) FROM journal WHERE context_id = $1`, c).Scan(&longest); err != nil || longest > 1000 {
			t.Errorf("a line of its journal has %d bytes, %v", longest, err)
		}
	})
}

// rows counts the rows that a unit of work writes, as the engine does.
func (b *bench) rows(do func(tx *store.Tx) error) int64 {
	b.t.Helper()
	query := `SELECT total_changes()`
	if b.store.DB().Engine == db.PostgreSQL {
		query = `SELECT CAST(sum(n_tup_ins + n_tup_upd + n_tup_del) AS bigint) FROM pg_stat_xact_user_tables`
	}
	var before, after int64
	err := b.store.Update(b.as("myriapolis"), func(tx *store.Tx) error {
		if err := tx.QueryRow(tx.Ctx, query).Scan(&before); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return tx.QueryRow(tx.Ctx, query).Scan(&after)
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return after - before
}
