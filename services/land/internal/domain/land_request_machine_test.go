package domain_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/land/internal/domain"
)

var (
	now     = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	advisor = actor.Actor{Kind: actor.Person, ID: "per_1", Territory: "ales", BodyID: "agglo", Roles: []actor.Role{actor.HupAdvisor}}
	company = actor.Actor{Kind: actor.Person, ID: "per_2", Territory: "ales", CompanyID: "com_1", Roles: []actor.Role{actor.CompanyUser}}
)

func newRequest(t interface{ Fatal(...any) }) *domain.LandRequest {
	r, err := domain.ReceiveLandRequest("ales", &landv1.LandRequest{Company: &commonv1.CompanySnapshot{Name: "Menuiserie"}}, now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// commands are the moves of people, as they are made.
func commands(a actor.Actor) map[string]func(*domain.LandRequest) error {
	return map[string]func(*domain.LandRequest) error{
		"qualify": func(r *domain.LandRequest) error { return r.Qualify(a, &landv1.QualifyLandRequestRequest{}, now) },
		"hold": func(r *domain.LandRequest) error {
			return r.Hold(a, "2027-01-04", landv1.LandRequestHoldReason_LAND_REQUEST_HOLD_REASON_PERMIT, "", now)
		},
		"resume": func(r *domain.LandRequest) error { return r.Resume(a, "", now) },
		"shortlist": func(r *domain.LandRequest) error {
			return r.Shortlist(a, []domain.Choice{{Asset: &landv1.AssetSummary{AssetId: "prm_1"}}}, "", now)
		},
		"planVisit": func(r *domain.LandRequest) error {
			return r.PlanVisit(a, &landv1.PlanVisitRequest{VisitTime: timestamppb.New(now.Add(time.Hour))}, now)
		},
		"fail": func(r *domain.LandRequest) error {
			return r.Fail(a, landv1.LandObstacle_LAND_OBSTACLE_PRICE, "", now)
		},
		"withdraw": func(r *domain.LandRequest) error {
			return r.Withdraw(a, landv1.LandRequestWithdrawReason_LAND_REQUEST_WITHDRAW_REASON_OTHER, "", now)
		},
	}
}

// A walk of commands, legal or not: exactly the allowed actions succeed, a refusal changes nothing and tells what is
// legal, a paused request comes back to where it was, and nothing leads out of an end.
func TestRequestMachine_everyWalkObeysItsTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRequest(t)
		var held landv1.LandRequestStatus
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			who := rapid.SampledFrom([]actor.Actor{advisor, company}).Draw(t, "who")
			all := commands(who)
			names := []string{"qualify", "hold", "resume", "shortlist", "planVisit", "fail", "withdraw"}
			action := rapid.SampledFrom(names).Draw(t, "action")
			before := r.State.GetStatus()
			allowed := false
			for _, a := range domain.RequestMachine.Allowed(before, who) {
				allowed = allowed || a == action
			}
			err := all[action](r)
			switch {
			case allowed != (err == nil):
				t.Fatalf("%s from %s by %v: allowed %v, %v", action, before, who.Roles, allowed, err)
			case err != nil && r.State.GetStatus() != before:
				t.Fatalf("a refused %s moved %s to %s", action, before, r.State.GetStatus())
			case err != nil && errs.Is(err, "ILLEGAL_TRANSITION"):
				if e, _ := errs.As(err); len(e.Moves) == 0 && r.Open() {
					t.Fatalf("a refusal in %s tells no legal move", before)
				}
			case action == "hold" && err == nil:
				held = before
			case action == "resume" && err == nil && r.State.GetStatus() != held:
				t.Fatalf("paused in %s, resumed in %s", held, r.State.GetStatus())
			}
			if !r.Open() && len(domain.RequestMachine.Moves(r.State.GetStatus())) != 0 {
				t.Fatalf("%s is an end with moves", r.State.GetStatus())
			}
		}
	})
}

func TestRequestMachine_reachesEveryStatus(t *testing.T) {
	reached := map[landv1.LandRequestStatus]bool{landv1.LandRequestStatus_LAND_REQUEST_STATUS_DRAFT: true}
	for _, move := range domain.RequestMachine {
		reached[move.To] = true
	}
	for number := range landv1.LandRequestStatus_name {
		if s := landv1.LandRequestStatus(number); s != 0 && !reached[s] {
			t.Errorf("no move leads to %s", s)
		}
	}
}

func TestPlanVisit_onlyOfTheSelection(t *testing.T) {
	r := newRequest(t)
	for _, name := range []string{"qualify", "shortlist"} {
		if err := commands(advisor)[name](r); err != nil {
			t.Fatal(err)
		}
	}
	visit := &landv1.PlanVisitRequest{VisitTime: timestamppb.New(now.Add(time.Hour)), AssetIds: []string{"prm_2"}}
	if err := r.PlanVisit(advisor, visit, now); !errs.Is(err, "ASSET_NOT_SHORTLISTED") {
		t.Errorf("an asset that is not in the selection: %v", err)
	}
	visit = &landv1.PlanVisitRequest{VisitTime: timestamppb.New(now)}
	if err := r.PlanVisit(advisor, visit, now); !errs.Is(err, "INVALID_FIELDS") {
		t.Errorf("a visit now: %v", err)
	}
	visit.VisitTime = timestamppb.New(now.Add(time.Hour))
	if err := r.PlanVisit(advisor, visit, now); err != nil || len(r.State.GetVisits()[0].GetAssetIds()) != 1 {
		t.Errorf("%v, %v", err, r.State.GetVisits())
	}
}
