package land_test

import (
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

const (
	statusReceived  = landv1.LandRequestStatus_LAND_REQUEST_STATUS_RECEIVED
	statusQualified = landv1.LandRequestStatus_LAND_REQUEST_STATUS_QUALIFIED
	statusOnHold    = landv1.LandRequestStatus_LAND_REQUEST_STATUS_ON_HOLD
	statusWithdrawn = landv1.LandRequestStatus_LAND_REQUEST_STATUS_WITHDRAWN
	statusFailed    = landv1.LandRequestStatus_LAND_REQUEST_STATUS_FAILED
)

// workshop is what the company of the tests looks for.
func workshop() *commonv1.LandNeed {
	return &commonv1.LandNeed{
		AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}, Tenure: commonv1.LandTenure_LAND_TENURE_RENT,
		MinAreaM2: 800, MaxAreaM2: 1200, CommuneCodes: []string{"30007"}, RadiusKm: 20,
	}
}

// received is a case of support with one need for land, delivered as support does.
func (b *bench) received(company string) (caseID, needID string) {
	caseID, needID = id.New("cas"), id.New("nee")
	b.support.needs = map[string]*supportv1.GetNeedResponse{needID: {
		Need:     &supportv1.Need{NeedId: needID, SubjectCode: "land.premises", Description: "Un atelier", Land: workshop()},
		Company:  &commonv1.CompanySnapshot{CompanyId: company, Name: "Menuiserie des Cévennes"},
		CaseLink: &commonv1.CaseLink{CaseId: caseID, NeedId: needID, CaseNumber: "HUP-2026-000001"}, LeadBodyId: "myriapolis",
	}}
	b.support.readers = map[string][]string{caseID: {"cci", company}}
	b.deliver("hup.support.case_access_changed.v1", &supporteventv1.CaseAccessChanged{CaseId: caseID, Version: 1, ReaderBodyIds: []string{"cci"}, CompanyId: company})
	b.deliver("hup.support.case_received.v1", &supporteventv1.CaseReceived{CaseId: caseID, Needs: []*supporteventv1.ReceivedNeed{
		{NeedId: needID, LinkedKind: "LINKED_KIND_LAND_REQUEST"}, {NeedId: id.New("nee"), LinkedKind: "LINKED_KIND_TRAINING_NEED"},
	}})
	return caseID, needID
}

func (b *bench) requests(body, filter string) []*landv1.ListedLandRequest {
	b.t.Helper()
	found := must[*landv1.ListLandRequestsResponse](b.t)(b.Requests.ListLandRequests(b.as(body), &landv1.ListLandRequestsRequest{Filter: filter}))
	return found.GetLandRequests()
}

func TestCaseReceived_opensOneRequestHoweverOftenItComes(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		caseID, needID := b.received(id.New("com"))
		b.deliver("hup.support.case_received.v1", &supporteventv1.CaseReceived{CaseId: caseID, Needs: []*supporteventv1.ReceivedNeed{{NeedId: needID, LinkedKind: "LINKED_KIND_LAND_REQUEST"}}})
		found := b.requests("myriapolis", `caseId = "`+caseID+`"`)
		if len(found) != 1 || found[0].GetStatus() != statusReceived || found[0].GetStatusLabel() != "Reçue" || found[0].GetNeed().GetMinAreaM2() != 800 {
			t.Fatalf("%v", found)
		}
		for filter, want := range map[string]int{
			`communeCode = "30007"`: 1, `communeCode = "30132"`: 0, `text : "menuis"`: 1, `needId = "` + needID + `" AND bodyId = "mine"`: 1,
		} {
			if got := len(b.requests("myriapolis", filter)); got != want {
				t.Errorf("%s: %d requests, want %d", filter, got, want)
			}
		}
	})
}

func TestLandRequest_isSeenByTheReadersOfItsCaseOnly(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := id.New("com")
		b.received(company)
		one := b.requests("myriapolis", "")[0]
		get := &landv1.GetLandRequestRequest{LandRequestId: one.GetLandRequestId()}
		for body, sees := range map[string]bool{"myriapolis": true, "cci": true, "cma": false} {
			if got := len(b.requests(body, "")); (got == 1) != sees {
				t.Errorf("%s lists %d requests", body, got)
			}
			if _, err := b.Requests.GetLandRequest(b.as(body), get); errs.Is(err, "NOT_FOUND") == sees {
				t.Errorf("%s gets the request: %v", body, err)
			}
		}
		if _, err := b.Requests.GetLandRequest(b.as("hup", actor.HupCoordinator), get); err != nil {
			t.Errorf("the coordinator: %v", err)
		}
		for who, sees := range map[string]bool{company: true, id.New("com"): false} {
			if _, err := b.Requests.GetLandRequest(b.company(who), get); (err == nil) != sees {
				t.Errorf("a company that is its own: %v; %v", sees, err)
			}
		}
	})
}

func TestCaseStatusChanged_withdrawsWhatTheCaseHadOpened(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		caseID, _ := b.received(id.New("com"))
		b.deliver("hup.support.case_status_changed.v1", &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_QUALIFIED"})
		if got := b.requests("myriapolis", "")[0]; got.GetStatus() != statusReceived {
			t.Fatalf("a qualified case withdraws: %s", got.GetStatus())
		}
		for range 2 {
			b.deliver("hup.support.case_status_changed.v1", &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_DUPLICATE", Terminal: true})
		}
		got := b.requests("myriapolis", "")[0]
		if got.GetStatus() != statusWithdrawn || got.GetWithdrawReason() != landv1.LandRequestWithdrawReason_LAND_REQUEST_WITHDRAW_REASON_CASE_ENDED {
			t.Errorf("%s, %s", got.GetStatus(), got.GetWithdrawReason())
		}
	})
}

func TestHold_resumesByItselfOnItsDay(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.received(id.New("com"))
		one := b.requests("myriapolis", "")[0]
		ctx, requestID := b.as("myriapolis"), one.GetLandRequestId()
		must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(ctx, &landv1.QualifyLandRequestRequest{LandRequestId: requestID}))
		hold := &landv1.HoldLandRequestRequest{LandRequestId: requestID, UntilDate: "2026-11-23", Reason: landv1.LandRequestHoldReason_LAND_REQUEST_HOLD_REASON_FINANCING}
		if _, err := b.Requests.HoldLandRequest(ctx, hold); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("until today: %v", err)
		}
		hold.UntilDate = "2026-12-01"
		held := must[*landv1.LandRequest](t)(b.Requests.HoldLandRequest(ctx, hold))
		if held.GetStatus() != statusOnHold || !slices.Contains(held.GetAllowedActions(), "resume") {
			t.Fatalf("%s, %v", held.GetStatus(), held.GetAllowedActions())
		}
		if fired := b.fire(); fired != 0 {
			t.Fatalf("%d timers fire a week early", fired)
		}
		b.clock.Set(time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)) // midnight in Paris
		if fired := b.fire(); fired != 1 {
			t.Fatalf("%d timers fire", fired)
		}
		if got := b.requests("myriapolis", "")[0]; got.GetStatus() != statusQualified || got.GetHoldUntilDate() != "" {
			t.Errorf("%s until %s", got.GetStatus(), got.GetHoldUntilDate())
		}
	})
}

func TestFail_wantsAReasonAndEndsTheRequest(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.received(id.New("com"))
		ctx, requestID := b.as("myriapolis"), b.requests("myriapolis", "")[0].GetLandRequestId()
		if _, err := b.Requests.FailLandRequest(ctx, &landv1.FailLandRequestRequest{LandRequestId: requestID}); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("without a reason: %v", err)
		}
		ended := must[*landv1.LandRequest](t)(b.Requests.FailLandRequest(ctx, &landv1.FailLandRequestRequest{
			LandRequestId: requestID, Reason: landv1.LandObstacle_LAND_OBSTACLE_SURFACE,
		}))
		if ended.GetStatus() != statusFailed || len(ended.GetAllowedActions()) != 0 || ended.GetClosedTime() == nil {
			t.Errorf("%v", ended)
		}
		_, err := b.Requests.PlanVisit(ctx, &landv1.PlanVisitRequest{LandRequestId: requestID, VisitTime: timestamppb.New(b.clock.Now().Add(time.Hour))})
		if !errs.Is(err, "ILLEGAL_TRANSITION") {
			t.Errorf("a visit after the end: %v", err)
		}
	})
}

func TestCreateLandRequest_tellsLikelyDuplicatesAndIsMadeOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := id.New("com")
		b.support.companies = map[string]*commonv1.CompanySnapshot{company: {CompanyId: company, Name: "Soudure du Gardon"}}
		create := func(clientRequestID string, need *commonv1.LandNeed) *landv1.LandRequest {
			return must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
				Company: &commonv1.CompanySnapshot{CompanyId: company}, Need: need, ClientRequestId: clientRequestID, Status: statusFailed,
			}}))
		}
		first := create("a", workshop())
		if first.GetStatus() != statusReceived || first.GetCompany().GetName() != "Soudure du Gardon" || first.GetBodyId() != "agglo" {
			t.Fatalf("%v", first)
		}
		if again := create("a", workshop()); again.GetLandRequestId() != first.GetLandRequestId() {
			t.Error("sent twice, made twice")
		}
		if twin := create("b", workshop()); !slices.Equal(twin.GetPossibleDuplicateIds(), []string{first.GetLandRequestId()}) {
			t.Errorf("duplicates: %v", twin.GetPossibleDuplicateIds())
		}
		large := workshop()
		large.MinAreaM2, large.MaxAreaM2 = 5000, 0
		if other := create("c", large); len(other.GetPossibleDuplicateIds()) != 0 {
			t.Errorf("another need is told as a duplicate: %v", other.GetPossibleDuplicateIds())
		}
		b.clock.Advance(31 * 24 * time.Hour)
		if later := create("d", workshop()); len(later.GetPossibleDuplicateIds()) != 0 {
			t.Errorf("a month later: %v", later.GetPossibleDuplicateIds())
		}
		_, err := b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{Company: &commonv1.CompanySnapshot{CompanyId: id.New("com")}, Need: workshop()}})
		if e, ok := errs.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Reason != "COMPANY_UNKNOWN" {
			t.Errorf("a company that is not in the directory: %v", err)
		}
	})
}
