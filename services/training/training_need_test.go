package training_test

import (
	"slices"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/messages"
	"hup.example/services/training"
)

const day = 24 * time.Hour

func received() *supporteventv1.CaseReceived {
	return &supporteventv1.CaseReceived{CaseId: caseID, Needs: []*supporteventv1.ReceivedNeed{
		{NeedId: needID, LinkedKind: "LINKED_KIND_TRAINING_NEED"}, {NeedId: "nee_other", LinkedKind: "LINKED_KIND_LAND_REQUEST"},
	}}
}

// opened is the need that the case opened.
func (w *world) opened() *trainingv1.TrainingNeed {
	w.t.Helper()
	w.event("hup.support.case_received.v1", received())
	all := w.list(advisor, "")
	if len(all) != 1 {
		w.t.Fatalf("the case opened %d needs", len(all))
	}
	return all[0]
}

func (w *world) list(a actor.Actor, filter string) []*trainingv1.TrainingNeed {
	w.t.Helper()
	got, err := w.needs.ListTrainingNeeds(w.as(a), &trainingv1.ListTrainingNeedsRequest{Filter: filter})
	if err != nil {
		w.t.Fatalf("list %q: %v", filter, err)
	}
	return got.GetTrainingNeeds()
}

func TestCaseReceived_opensTheNeedOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		n := w.opened()
		w.event("hup.support.case_received.v1", received())
		if all := w.list(advisor, ""); len(all) != 1 {
			t.Fatalf("the event sent twice opened %d needs", len(all))
		}
		if n.GetStatusLabel() != "Exprimé" || n.GetGroupingKey() != "H2913/2027-1" || n.GetCompany().GetCompanyId() != companyID {
			t.Errorf("opened %v", n)
		}
		if facts := w.facts(n.GetTrainingNeedId()); !slices.Equal(facts, []string{
			"hup.training.training_need_expressed.v1", "hup.training.training_need_status_changed.v1",
		}) {
			t.Errorf("facts %v", facts)
		}
	})
}

func TestCaseEnded_dropsWhatItOpened(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.opened().GetTrainingNeedId()
		duplicate := &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_DUPLICATE"}
		w.event("hup.support.case_status_changed.v1", duplicate)
		w.event("hup.support.case_status_changed.v1", duplicate)
		n := must[*trainingv1.TrainingNeed](t)(w.needs.GetTrainingNeed(w.as(advisor), &trainingv1.GetTrainingNeedRequest{TrainingNeedId: id}))
		if n.GetDropReason() != trainingv1.TrainingNeedDropReason_TRAINING_NEED_DROP_REASON_CASE_ENDED || n.GetEtag() != `"2"` || n.GetClosedTime() == nil {
			t.Errorf("after the case ended twice: %v", n)
		}
	})
}

func TestCaseAccess_decidesWhoSeesTheNeed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.opened().GetTrainingNeedId()
		readers := func(version int64, bodies ...string) {
			w.event("hup.support.case_access_changed.v1", &supporteventv1.CaseAccessChanged{CaseId: caseID, Version: version, ReaderBodyIds: bodies})
		}
		readers(2, "plie", "cci")
		readers(1, "plie") // late: an older version changes nothing
		if len(w.list(stranger, "")) != 1 || len(w.list(company, "")) != 1 || len(w.list(competitor, "")) != 0 {
			t.Error("lists do not follow the readers of the case")
		}
		_, err := w.needs.GetTrainingNeed(w.as(stranger), &trainingv1.GetTrainingNeedRequest{TrainingNeedId: id})
		want(t, err, codes.NotFound, "NOT_FOUND") // the case's owner says no: a consent withdrawn acts at once
	})
}

func TestCreate_linksLikelyDuplicatesBothWays(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		create := func(topic, key string) *trainingv1.TrainingNeed {
			need := welding()
			need.Topic = topic
			return must[*trainingv1.TrainingNeed](t)(w.needs.CreateTrainingNeed(w.as(advisor), &trainingv1.CreateTrainingNeedRequest{
				TrainingNeed: &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{Siret: siret}, Need: need, ClientRequestId: key},
			}))
		}
		first, second := create("Soudage TIG", "a"), create("SOUDAGE TIG", "b")
		if !slices.Equal(second.GetPossibleDuplicateIds(), []string{first.GetTrainingNeedId()}) {
			t.Errorf("the second knows %v", second.GetPossibleDuplicateIds())
		}
		if again := create("Soudage TIG", "a"); !slices.Equal(again.GetPossibleDuplicateIds(), []string{second.GetTrainingNeedId()}) {
			t.Errorf("the first knows %v", again.GetPossibleDuplicateIds())
		}
		w.pass(31 * day)
		if late := create("Soudage TIG", "c"); len(late.GetPossibleDuplicateIds()) > 0 {
			t.Errorf("after a month: %v", late.GetPossibleDuplicateIds())
		}
	})
}

func TestCreate_takesNothingThatPeopleCannotSay(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		create := func(a actor.Actor, said *trainingv1.TrainingNeed) (*trainingv1.TrainingNeed, error) {
			said.Need = welding()
			return w.needs.CreateTrainingNeed(w.as(a), &trainingv1.CreateTrainingNeedRequest{TrainingNeed: said})
		}
		n := must[*trainingv1.TrainingNeed](t)(create(advisor, &trainingv1.TrainingNeed{
			Company: &commonv1.CompanySnapshot{Name: "Forge du Gardon"}, TrainedPersonCount: 9, TrainingGroupId: "x",
		}))
		if n.GetTrainedPersonCount() != 0 || n.GetTrainingGroupId() != "" || n.GetCompany().GetVerification() != commonv1.Verification_VERIFICATION_UNVERIFIED {
			t.Errorf("created %v", n)
		}
		_, err := create(advisor, &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{CompanyId: otherFirm}})
		want(t, err, codes.NotFound, "COMPANY_UNKNOWN")
		of := &commonv1.CaseLink{CaseId: caseID, NeedId: needID}
		_, err = create(stranger, &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{Siret: siret}, CaseLink: of})
		want(t, err, codes.NotFound, "NOT_FOUND")
		w.event("hup.support.case_received.v1", received())
		_, err = create(advisor, &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{Siret: siret}, CaseLink: of})
		want(t, err, codes.AlreadyExists, "NEED_ALREADY_OPEN")
	})
}

// What is missing is named at once: of a need, and of a session before its offer is looked for.
func TestCreate_namesAllThatIsMissing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		_, err := w.needs.CreateTrainingNeed(w.as(advisor), &trainingv1.CreateTrainingNeedRequest{TrainingNeed: &trainingv1.TrainingNeed{}})
		wantFields(t, err, "company", "need")
		_, err = w.needs.CreateTrainingNeed(w.as(advisor), &trainingv1.CreateTrainingNeedRequest{
			TrainingNeed: &trainingv1.TrainingNeed{Company: &commonv1.CompanySnapshot{Siret: siret}},
		})
		wantFields(t, err, "need")
		_, err = w.sessions.CreateTrainingSession(w.as(advisor), &trainingv1.CreateTrainingSessionRequest{TrainingSession: &trainingv1.TrainingSession{}})
		wantFields(t, err, "capacity", "endDate", "startDate", "trainingOfferId")
	})
}

// wantFields fails the test when other fields are refused.
func wantFields(t *testing.T, err error, paths ...string) {
	t.Helper()
	var got []string
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, f := range bad.GetFieldViolations() {
				got = append(got, f.GetField())
			}
		}
	}
	if slices.Sort(got); !slices.Equal(got, paths) {
		t.Errorf("refused: %v, want %v", got, paths)
	}
}

func TestCompanyUpdated_refreshesTheSnapshot(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.opened()
		w.directory.companies[companyID].Name = "Chaudronnerie des Cévennes"
		for range 2 {
			w.event("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: companyID})
		}
		if n := w.list(advisor, `text:"cevennes"`); len(n) != 1 || n[0].GetEtag() != `"2"` {
			t.Errorf("refreshed twice: %v", n)
		}
	})
}

func TestCompany_isFollowedThroughMergesAndClosed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.opened()
		const into = "com_00000000000000000000000009"
		w.directory.companies[into] = &commonv1.CompanySnapshot{CompanyId: into, Name: "La suite"}
		of := func(company string) int { return len(w.list(advisor, `companyId = "`+company+`"`)) }
		merged := &supporteventv1.CompanyMerged{CompanyId: companyID, IntoCompanyId: into}
		w.event("hup.support.company_merged.v1", merged)
		w.event("hup.support.company_merged.v1", merged)
		if of(companyID) != 0 || of(into) != 1 {
			t.Errorf("merged: %d of the one that went, %d of the one that goes on", of(companyID), of(into))
		}
		undone := &supporteventv1.CompanyMergeUndone{CompanyId: companyID, IntoCompanyId: into}
		w.event("hup.support.company_merge_undone.v1", undone)
		w.event("hup.support.company_merge_undone.v1", undone)
		if of(companyID) != 1 || of(into) != 0 {
			t.Errorf("undone: %d of the company, %d of the other", of(companyID), of(into))
		}
		w.directory.companies[companyID].Ceased = true
		w.event("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: companyID})
		if closed := w.list(advisor, `companyCeased = true`); len(closed) != 1 || !closed[0].GetCompany().GetCeased() || len(w.list(advisor, `companyCeased = false`)) != 0 {
			t.Errorf("closed: %v", closed)
		}
	})
}

func TestMessages_sayEverythingInBothLanguages(t *testing.T) {
	words := messages.New()
	if err := words.Add("hup.training", training.Module().Messages); err != nil {
		t.Fatal(err)
	}
	messages.CheckFiles(t, words, "hup.training")
	messages.CheckEnum(t, words, "hup.training", trainingv1.ErrorReason(0).Descriptor())
	messages.CheckEnum(t, words, "hup.training", trainingv1.TrainingNeedStatus(0).Descriptor())
	messages.CheckEnum(t, words, "hup.training", trainingv1.TrainingBodyStatus(0).Descriptor())
	messages.CheckEnum(t, words, "hup.training", trainingv1.TrainingOfferStatus(0).Descriptor())
	messages.CheckEnum(t, words, "hup.training", trainingv1.TrainingSessionStatus(0).Descriptor())
}
