package domain

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/machine"
)

var (
	start   = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)
	advisor = actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "region", Roles: []actor.Role{actor.HupAdvisor}}
	system  = actor.Of("ales", "training")
)

// walk tries actions in any order: a legal one moves or says what it lacks, an illegal one is refused by the machine, and
// what moved states it.
func walk[S machine.Status](t *rapid.T, m machine.Machine[S], root *aggregate.Root, status func() S, tries map[string]func() error, holds func()) {
	actions := make([]string, 0, len(tries))
	for action := range tries {
		actions = append(actions, action)
	}
	slices.Sort(actions)
	for range rapid.IntRange(1, 25).Draw(t, "steps") {
		action := rapid.SampledFrom(actions).Draw(t, "action")
		before, legal := status(), m.Check(status(), action, system) == nil
		facts := len(root.Facts())
		err := tries[action]()
		refused := errs.Is(err, machine.IllegalTransition)
		if refused && before != status() || err == nil && !legal || refused && legal && action != "match" { // a second offer is not matched
			t.Fatalf("%s from %s: %v", action, before, err)
		}
		if err != nil && !errs.Is(err, machine.IllegalTransition) {
			return // a refused change is never put: the walk ends
		}
		if err == nil && len(root.Facts()) == facts {
			t.Fatalf("%s from %s states nothing", action, before)
		}
		holds()
	}
}

func TestTrainingNeed_anyWalkKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, err := ExpressNeed("ales", &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{Name: "Forge"}}, start)
		if err != nil {
			t.Fatal(err)
		}
		walk(t, NeedMachine, &n.Root, func() trainingv1.TrainingNeedStatus { return n.State.GetStatus() }, map[string]func() error{
			"qualify": func() error { return n.Qualify(advisor, &trainingv1.QualifyTrainingNeedRequest{}, start) },
			"match": func() error {
				return n.Match(advisor, "tro_1", rapid.SampledFrom([]string{"", "trs_1"}).Draw(t, "session"), "", start)
			},
			"release": func() error { return n.Release(system, "", start) },
			"meet":    func() error { return n.Meet(advisor, 2, "", start) },
			"drop": func() error {
				return n.Drop(advisor, trainingv1.TrainingNeedDropReason_TRAINING_NEED_DROP_REASON_PRICE, "", start)
			},
		}, func() {
			s := n.State
			if n.Open() == (s.GetClosedTime() != nil) {
				t.Fatalf("%s closed %v", s.GetStatus(), s.GetClosedTime())
			}
			if (s.GetStatus() == sessionOpened) && s.GetTrainingSessionId() == "" || s.GetStatus() == qualified && s.GetTrainingOfferId() != "" {
				t.Fatalf("%s with offer %q and session %q", s.GetStatus(), s.GetTrainingOfferId(), s.GetTrainingSessionId())
			}
		})
	})
}

func TestTrainingOffer_anyWalkKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := start
		o, err := DraftOffer("ales", &trainingv1.TrainingOffer{
			Title: "Soudage", Objective: "Souder", TrainingBodyId: "tbo_1",
			Certification: &trainingv1.Certification{ValidToDate: rapid.SampledFrom([]string{"", "2026-11-30", "2027-06-30"}).Draw(t, "valid")},
		}, now)
		if err != nil {
			t.Fatal(err)
		}
		walk(t, OfferMachine, &o.Root, func() trainingv1.TrainingOfferStatus { return o.State.GetStatus() }, map[string]func() error{
			"submit":  func() error { return o.Submit(advisor, "", now) },
			"publish": func() error { return o.Publish(advisor, "", now) },
			"suspend": func() error {
				return o.Suspend(advisor, trainingv1.TrainingOfferSuspendReason_TRAINING_OFFER_SUSPEND_REASON_UPDATE, "", now)
			},
			"archive": func() error { return o.Archive(advisor, "", now) },
		}, func() {
			if o.Published() && o.CertificationOver(now) {
				t.Fatalf("published after %s, on %s", o.State.GetCertification().GetValidToDate(), now)
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "days")) * 24 * time.Hour)
			if err := o.EndCertification(system, now); err != nil {
				t.Fatal(err)
			}
			if o.Published() && o.CertificationOver(now) {
				t.Fatal("the timer left an offer in the lists")
			}
		})
	})
}

func TestTrainingSession_anyWalkKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		offer := &TrainingOffer{State: &trainingv1.TrainingOffer{Title: "Soudage", TrainingBodyId: "tbo_1", Status: offerPublished}}
		s, err := PlanSession(offer, &trainingv1.TrainingSession{StartDate: "2027-02-01", EndDate: "2027-02-12", Capacity: 8}, start)
		if err != nil {
			t.Fatal(err)
		}
		walk(t, SessionMachine, &s.Root, func() trainingv1.TrainingSessionStatus { return s.State.GetStatus() }, map[string]func() error{
			"open":     func() error { return s.Open(advisor, offer, "", start) },
			"confirm":  func() error { return s.Confirm(advisor, "", start) },
			"start":    func() error { return s.Start(advisor, "", start) },
			"complete": func() error { return s.Complete(advisor, 5, "", start) },
			"cancel": func() error {
				return s.Cancel(advisor, trainingv1.TrainingSessionCancelReason_TRAINING_SESSION_CANCEL_REASON_NO_ROOM, "", start)
			},
			"fill": func() error { // seats are taken; the enrolments count them
				if !s.TakesRegistrations() {
					return SessionMachine.Refuse(s.State.GetStatus(), "fill")
				}
				s.State.TakenCount = 8
				return s.Changed(offer, []string{"capacity"}, start)
			},
		}, func() {
			st := s.State
			if s.Pending() == (st.GetClosedTime() != nil) {
				t.Fatalf("%s closed %v", st.GetStatus(), st.GetClosedTime())
			}
			if st.GetTakenCount() > st.GetCapacity() || s.HasSeats() && st.GetTakenCount() == st.GetCapacity() {
				t.Fatalf("%s with %d of %d seats", st.GetStatus(), st.GetTakenCount(), st.GetCapacity())
			}
		})
	})
}

func TestGroupingKey_familyAndHalfYear(t *testing.T) {
	for _, x := range []struct{ formacode, rome, from, want string }{
		{"23026", "H2913", "2027-03-01", "230/2027-1"}, {"", "H2913", "2027-07-01", "H2913/2027-2"}, {"", "H2913", "", "H2913/"}, {"", "", "2027-07-01", ""},
	} {
		need := &trainingv1.TrainingNeed{Need: &commonv1.SkillsNeed{RomeCode: x.rome, FromDate: x.from}, Domain: &trainingv1.TrainingDomain{}}
		if x.formacode != "" {
			need.Domain.Formacodes = []string{x.formacode}
		}
		if got := groupingKey(need); got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
	}
}

func TestDraftOffer_knowsItsCertification(t *testing.T) {
	o, err := DraftOffer("ales", &trainingv1.TrainingOffer{
		Title: "Mention complémentaire", TrainingBodyId: "tbo_1", Certification: &trainingv1.Certification{RncpCode: "RNCP37105"},
	}, start)
	if err != nil {
		t.Fatal(err)
	}
	if c := o.State.GetCertification(); c.GetTitle() == "" || c.GetValidToDate() == "" || o.State.GetExitLevel() == 0 {
		t.Errorf("certification %v, level %d", c, o.State.GetExitLevel())
	}
}
