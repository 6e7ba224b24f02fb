package domain

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

var (
	start   = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)
	advisor = actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "plie", Roles: []actor.Role{actor.HupAdvisor}}
	system  = actor.Of("ales", "recruitment")
)

// walk is a need in the hands of people who try anything.
type walk struct {
	*RecruitmentNeed
	now time.Time
}

// tries are the commands by the machine's action.
var tries = map[string]func(*walk, *rapid.T) error{
	"submit":  func(w *walk, _ *rapid.T) error { return w.Submit(advisor, w.now) },
	"qualify": func(w *walk, _ *rapid.T) error { return w.Qualify(advisor, w.now) },
	"publish": func(w *walk, _ *rapid.T) error { return w.Publish(advisor, "", w.now) },
	"suspend": func(w *walk, _ *rapid.T) error {
		return w.Suspend(advisor, recruitmentv1.SuspensionReason_SUSPENSION_REASON_OTHER, "", w.now)
	},
	"resume": func(w *walk, _ *rapid.T) error { return w.Resume(advisor, "", w.now) },
	"recordHires": func(w *walk, t *rapid.T) error {
		return w.RecordHires(advisor, &recruitmentv1.RecordHiresRequest{Count: rapid.Int32Range(1, 3).Draw(t, "hires")}, w.now)
	},
	"cancel": func(w *walk, _ *rapid.T) error {
		return w.Cancel(advisor, recruitmentv1.CancellationReason_CANCELLATION_REASON_OTHER, "", w.now)
	},
	"reopen": func(w *walk, _ *rapid.T) error {
		return w.Reopen(advisor, &recruitmentv1.ReopenRecruitmentNeedRequest{}, w.now)
	},
}

func TestRecruitmentNeed_anyWalkKeepsTheRules(t *testing.T) {
	actions := make([]string, 0, len(tries))
	for action := range tries {
		actions = append(actions, action)
	}
	slices.Sort(actions)
	rapid.Check(t, func(t *rapid.T) {
		n, err := Draft(advisor, &recruitmentv1.RecruitmentNeed{Need: &commonv1.HiringNeed{
			RomeCode: "H2913", Title: "Soudeur", CommuneCode: "30007", ContractKind: commonv1.ContractKind_CONTRACT_KIND_CDI,
			PositionCount: rapid.Int32Range(0, 4).Draw(t, "positions"),
		}}, start)
		if err != nil {
			t.Fatal(err)
		}
		w := &walk{n, start}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "days")) * 24 * time.Hour)
			if err := w.Expire(system, w.now); err != nil {
				t.Fatal(err)
			}
			action := rapid.SampledFrom(actions).Draw(t, "action")
			before, legal := w.State.GetStatus(), NeedMachine.Check(w.State.GetStatus(), action, advisor) == nil
			err := tries[action](w, t)
			if errs.Is(err, "ILLEGAL_TRANSITION") == legal {
				t.Fatalf("%s from %s: %v", action, before, err)
			}
			if err != nil {
				return // a refused change is never put: the walk ends
			}
			w.holds(t)
		}
	})
}

// holds are the invariants of a need.
func (w *walk) holds(t *rapid.T) {
	s := w.State
	if w.Left() < 0 || s.GetHiredCount() > s.GetNeed().GetPositionCount() {
		t.Fatalf("%d hired of %d", s.GetHiredCount(), s.GetNeed().GetPositionCount())
	}
	if (s.GetStatus() == filled) != (w.Left() == 0) {
		t.Fatalf("%s with %d left", s.GetStatus(), w.Left())
	}
	if w.Open() == (s.GetClosedTime() != nil) {
		t.Fatalf("%s closed %v", s.GetStatus(), s.GetClosedTime())
	}
	if at, runs := w.ExpiresAt(); w.Shown() && (!runs || !at.After(w.now)) {
		t.Fatalf("shown until %v at %v", at, w.now)
	}
	if w.Shown() && (s.GetStatus() == published) != (s.GetHiredCount() == 0) {
		t.Fatalf("%s with %d hired", s.GetStatus(), s.GetHiredCount())
	}
	if len(w.Facts()) == 0 {
		t.Fatal("a change without a fact")
	}
}

func TestPublish_refusesDaysOutOfRange(t *testing.T) {
	for expiry, ok := range map[string]bool{"2026-11-23": false, "2026-11-24": true, "2027-11-23": true, "2027-11-24": false, "": true} {
		n := &RecruitmentNeed{State: &recruitmentv1.RecruitmentNeed{Status: qualified, Need: &commonv1.HiringNeed{PositionCount: 1}}}
		if err := n.Publish(advisor, expiry, start); (err == nil) != ok {
			t.Errorf("until %q: %v", expiry, err)
		}
	}
}

func TestQualify_namesEveryMissingField(t *testing.T) {
	n := &RecruitmentNeed{State: &recruitmentv1.RecruitmentNeed{Status: submitted, Need: &commonv1.HiringNeed{Title: "Soudeur"}}}
	e, ok := errs.As(n.Qualify(advisor, start))
	if !ok || e.Reason != "RECRUITMENT_NEED_INCOMPLETE" || len(e.Fields) != 3 {
		t.Fatalf("got %+v", e)
	}
}

func TestRemind_onceForEachDay(t *testing.T) {
	n := &RecruitmentNeed{State: &recruitmentv1.RecruitmentNeed{
		Status: published, ExpiryDate: "2026-12-10", BodyId: "plie", CaseLink: &commonv1.CaseLink{CaseId: "cas_1"},
	}}
	told := 0
	for day := start; day.Before(start.AddDate(0, 0, 30)); day = day.Add(6 * time.Hour) {
		if err := n.Remind(system, day); err != nil {
			t.Fatal(err)
		}
		if len(n.Facts()) > told {
			t.Logf("%s: %d facts", day, len(n.Facts())-told)
			told = len(n.Facts())
		}
	}
	if told != 4 { // the body and the contact, seven days and one day before
		t.Errorf("%d reminders, want 4", told)
	}
}
