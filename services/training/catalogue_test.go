package training_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/module"
)

type (
	bodyReply    = trainingv1.TrainingBody
	offerReply   = trainingv1.TrainingOffer
	sessionReply = trainingv1.TrainingSession
)

func (w *world) body(siret string) (*bodyReply, error) {
	return w.bodies.CreateTrainingBody(w.as(advisor), &trainingv1.CreateTrainingBodyRequest{
		TrainingBody: &bodyReply{Siret: siret, Name: "Cévennes Formations", CommuneCode: "30007"},
	})
}

// publish makes a published offer of the advisor's body.
func (w *world) publish(offer *offerReply) *offerReply {
	w.t.Helper()
	must := must[*offerReply](w.t)
	if offer.GetTrainingBodyId() == "" {
		b, err := w.body("90948492500013")
		if err != nil {
			w.t.Fatal(err)
		}
		offer.TrainingBodyId = b.GetTrainingBodyId()
	}
	o := must(w.offers.CreateTrainingOffer(w.as(advisor), &trainingv1.CreateTrainingOfferRequest{TrainingOffer: offer}))
	must(w.offers.SubmitTrainingOffer(w.as(advisor), &trainingv1.SubmitTrainingOfferRequest{TrainingOfferId: o.GetTrainingOfferId()}))
	return must(w.offers.PublishTrainingOffer(w.as(advisor), &trainingv1.PublishTrainingOfferRequest{TrainingOfferId: o.GetTrainingOfferId()}))
}

func tig() *offerReply {
	return &offerReply{
		Title: "Soudage TIG", Objective: "Souder à l'arc TIG", Domain: &trainingv1.TrainingDomain{RomeCodes: []string{"H2913"}},
		Certification: &trainingv1.Certification{ValidToDate: "2027-06-30"},
		Places:        []*trainingv1.TrainingPlace{{CommuneCode: "30007"}},
	}
}

func (w *world) plan(offerID, start, end string) (*sessionReply, error) {
	return w.sessions.CreateTrainingSession(w.as(advisor), &trainingv1.CreateTrainingSessionRequest{TrainingSession: &sessionReply{
		TrainingOfferId: offerID, StartDate: start, EndDate: end, Capacity: 8, Place: &trainingv1.TrainingPlace{CommuneCode: "30007", Commune: "Alès"},
	}})
}

func TestTrainingBody_hasItsSiretAlone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := must[*bodyReply](t)(w.body("909 484 925 00013"))
		if b.GetSiret() != "90948492500013" || b.GetSiren() != "909484925" || b.GetDepartementCode() != "30" || b.GetStatusLabel() != "En activité" {
			t.Errorf("created %v", b)
		}
		_, err := w.body("90948492500013")
		want(t, err, codes.AlreadyExists, "SIRET_TAKEN")
		update := &trainingv1.UpdateTrainingBodyRequest{
			TrainingBody: &bodyReply{TrainingBodyId: b.GetTrainingBodyId(), Status: trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_CLOSED},
		}
		_, err = w.bodies.UpdateTrainingBody(w.as(stranger), update)
		want(t, err, codes.PermissionDenied, "NOT_ALLOWED")
		if closed := must[*bodyReply](t)(w.bodies.UpdateTrainingBody(w.as(advisor), update)); closed.GetStatusLabel() != "Fermé" || closed.GetName() == "" {
			t.Errorf("closed %v", closed)
		}
		_, err = w.bodies.UpdateTrainingBody(w.as(advisor), &trainingv1.UpdateTrainingBodyRequest{
			TrainingBody: &bodyReply{TrainingBodyId: b.GetTrainingBodyId()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"name"}},
		})
		want(t, err, codes.InvalidArgument, "INVALID_FIELDS")
	})
}

func TestTrainingOffer_isSeenByAllWhilePublished(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		o := w.publish(tig())
		list := func(filter string) int {
			got, err := w.offers.ListTrainingOffers(w.as(jobseeker), &trainingv1.ListTrainingOffersRequest{Filter: filter})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetTrainingOffers())
		}
		if list("") != 1 || list(`romeCode = "H2913"`) != 1 || list(`communeCode = "30189"`) != 0 || list(`text:"soudage"`) != 1 {
			t.Error("a jobseeker does not find the published offer")
		}
		w.pass(219 * day) // 30 June 2027, the last day
		if list("") != 1 {
			t.Error("the offer left the lists on the last day of its certification")
		}
		w.pass(day)
		if list("") != 0 {
			t.Error("the offer outlives its certification")
		}
		get := &trainingv1.GetTrainingOfferRequest{TrainingOfferId: o.GetTrainingOfferId()}
		_, err := w.offers.GetTrainingOffer(w.as(jobseeker), get)
		want(t, err, codes.NotFound, "NOT_FOUND")
		got := must[*offerReply](t)(w.offers.GetTrainingOffer(w.as(advisor), get))
		if got.GetSuspendReason() != trainingv1.TrainingOfferSuspendReason_TRAINING_OFFER_SUSPEND_REASON_CERTIFICATION_EXPIRED {
			t.Errorf("suspended for %v", got.GetSuspendReason())
		}
		_, err = w.offers.PublishTrainingOffer(w.as(advisor), &trainingv1.PublishTrainingOfferRequest{TrainingOfferId: o.GetTrainingOfferId()})
		want(t, err, codes.FailedPrecondition, "CERTIFICATION_EXPIRED")
	})
}

func TestTrainingOffer_refusals(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		_, err := w.offers.CreateTrainingOffer(w.as(advisor), &trainingv1.CreateTrainingOfferRequest{
			TrainingOffer: &offerReply{Title: "x", TrainingBodyId: "tbo_00000000000000000000000001"},
		})
		want(t, err, codes.NotFound, "TRAINING_BODY_UNKNOWN")
		b := must[*bodyReply](t)(w.body("90948492500013"))
		empty := must[*offerReply](t)(w.offers.CreateTrainingOffer(w.as(advisor), &trainingv1.CreateTrainingOfferRequest{
			TrainingOffer: &offerReply{Title: "x", TrainingBodyId: b.GetTrainingBodyId()},
		}))
		_, err = w.offers.SubmitTrainingOffer(w.as(advisor), &trainingv1.SubmitTrainingOfferRequest{TrainingOfferId: empty.GetTrainingOfferId()})
		want(t, err, codes.FailedPrecondition, "OFFER_INCOMPLETE")
		said := tig()
		said.TrainingBodyId = b.GetTrainingBodyId()
		o := w.publish(said)
		s := must[*sessionReply](t)(w.plan(o.GetTrainingOfferId(), "2027-02-01", "2027-02-12"))
		archive := &trainingv1.ArchiveTrainingOfferRequest{TrainingOfferId: o.GetTrainingOfferId()}
		_, err = w.offers.ArchiveTrainingOffer(w.as(advisor), archive)
		want(t, err, codes.FailedPrecondition, "SESSION_PENDING")
		must[*sessionReply](t)(w.sessions.CancelTrainingSession(w.as(advisor), &trainingv1.CancelTrainingSessionRequest{
			TrainingSessionId: s.GetTrainingSessionId(), Reason: trainingv1.TrainingSessionCancelReason_TRAINING_SESSION_CANCEL_REASON_TOO_FEW,
		}))
		must[*offerReply](t)(w.offers.ArchiveTrainingOffer(w.as(advisor), archive))
		_, err = w.plan(o.GetTrainingOfferId(), "2027-02-01", "2027-02-12")
		want(t, err, codes.FailedPrecondition, "OFFER_ARCHIVED")
	})
}

func TestTrainingSession_answersANeedUntilItIsCancelled(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		o := w.publish(tig())
		_, err := w.plan(o.GetTrainingOfferId(), "2027-06-20", "2027-07-10")
		want(t, err, codes.FailedPrecondition, "CERTIFICATION_EXPIRED")
		_, err = w.plan(o.GetTrainingOfferId(), "2027-02-12", "2027-02-01")
		want(t, err, codes.InvalidArgument, "INVALID_FIELDS")
		s := must[*sessionReply](t)(w.plan(o.GetTrainingOfferId(), "2027-02-01", "2027-02-12"))

		needs := must[*trainingv1.TrainingNeed](t)
		id := w.opened().GetTrainingNeedId()
		needs(w.needs.QualifyTrainingNeed(w.as(advisor), &trainingv1.QualifyTrainingNeedRequest{TrainingNeedId: id}))
		match := &trainingv1.MatchTrainingNeedRequest{
			TrainingNeedId: id, Answer: &trainingv1.MatchTrainingNeedRequest_TrainingSessionId{TrainingSessionId: s.GetTrainingSessionId()},
		}
		_, err = w.needs.MatchTrainingNeed(w.as(advisor), match)
		want(t, err, codes.FailedPrecondition, "SESSION_NOT_OPEN")
		must[*sessionReply](t)(w.sessions.OpenTrainingSession(w.as(advisor), &trainingv1.OpenTrainingSessionRequest{TrainingSessionId: s.GetTrainingSessionId()}))
		if n := needs(w.needs.MatchTrainingNeed(w.as(advisor), match)); n.GetStatusLabel() != "Session ouverte" || n.GetTrainingOfferId() != o.GetTrainingOfferId() {
			t.Errorf("matched %v", n)
		}
		cancelled := must[*sessionReply](t)(w.sessions.CancelTrainingSession(w.as(advisor), &trainingv1.CancelTrainingSessionRequest{
			TrainingSessionId: s.GetTrainingSessionId(), Reason: trainingv1.TrainingSessionCancelReason_TRAINING_SESSION_CANCEL_REASON_NO_TRAINER,
		}))
		if cancelled.GetStatusLabel() != "Annulée" || len(cancelled.GetTrainingNeedIds()) != 1 || len(cancelled.GetAllowedActions()) != 0 {
			t.Errorf("cancelled %v", cancelled)
		}
		if n := w.list(advisor, ""); n[0].GetStatusLabel() != "Qualifié" || n[0].GetTrainingSessionId() != "" {
			t.Errorf("the need of a cancelled session: %v", n[0])
		}
	})
}

func TestTrainingSession_runsToItsEnd(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		must := must[*sessionReply](t)
		o := w.publish(tig())
		id := must(w.plan(o.GetTrainingOfferId(), "2027-02-01", "2027-02-12")).GetTrainingSessionId()
		public := func(filter string) int {
			got, err := w.sessions.ListTrainingSessions(w.as(jobseeker), &trainingv1.ListTrainingSessionsRequest{Filter: filter})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetTrainingSessions())
		}
		if public("") != 0 {
			t.Error("a planned session is shown")
		}
		_, err := w.sessions.ConfirmTrainingSession(w.as(advisor), &trainingv1.ConfirmTrainingSessionRequest{TrainingSessionId: id})
		want(t, err, codes.FailedPrecondition, "ILLEGAL_TRANSITION")
		must(w.sessions.OpenTrainingSession(w.as(advisor), &trainingv1.OpenTrainingSessionRequest{TrainingSessionId: id}))
		if public(`hasSeats = true AND romeCode = "H2913" AND startDate >= "2027-01-01"`) != 1 || public(`text:"ales"`) != 1 {
			t.Error("an open session is not found")
		}
		said := &sessionReply{TrainingSessionId: id, MinimumToConfirm: 4}
		must(w.sessions.UpdateTrainingSession(w.as(advisor), &trainingv1.UpdateTrainingSessionRequest{TrainingSession: said}))
		_, err = w.sessions.ConfirmTrainingSession(w.as(advisor), &trainingv1.ConfirmTrainingSessionRequest{TrainingSessionId: id})
		want(t, err, codes.FailedPrecondition, "TOO_FEW_CONFIRMED")
		said.MinimumToConfirm = 0
		must(w.sessions.UpdateTrainingSession(w.as(advisor), &trainingv1.UpdateTrainingSessionRequest{
			TrainingSession: said, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"minimum_to_confirm"}},
		}))
		must(w.sessions.ConfirmTrainingSession(w.as(advisor), &trainingv1.ConfirmTrainingSessionRequest{TrainingSessionId: id}))
		must(w.sessions.StartTrainingSession(w.as(advisor), &trainingv1.StartTrainingSessionRequest{TrainingSessionId: id}))
		_, err = w.sessions.UpdateTrainingSession(w.as(advisor), &trainingv1.UpdateTrainingSessionRequest{TrainingSession: said})
		want(t, err, codes.FailedPrecondition, "SESSION_CLOSED")
		done := must(w.sessions.CompleteTrainingSession(w.as(advisor), &trainingv1.CompleteTrainingSessionRequest{TrainingSessionId: id, TrainedPersonCount: 7}))
		if done.GetStatusLabel() != "Terminée" || done.GetTrainedPersonCount() != 7 {
			t.Errorf("completed %v", done)
		}
		figures, err := w.figures.ListFigures(t.Context(), &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2027-02-01", ToDate: "2027-02-28"})
		if err != nil || len(figures.GetFigures()) != 5 || figures.GetFigures()[3].GetBreakdown()[0].GetLabel() != "Terminée" || figures.GetFigures()[1].GetLabel() != "Personnes à former" {
			t.Errorf("figures %v, %v", figures, err)
		}
		english := metadata.AppendToOutgoingContext(t.Context(), "accept-language", "en")
		figures, err = w.figures.ListFigures(english, &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2027-02-01", ToDate: "2027-02-28"})
		if err != nil || figures.GetFigures()[1].GetLabel() != "People to train" || !strings.HasPrefix(figures.GetFigures()[0].GetFormula(), "Number of training needs") {
			t.Errorf("figures in English %v, %v", figures, err)
		}
	})
}

func TestImports_refuseRowsAndChangeNothingTwice(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var told []module.Refusal
		read := func(kind, file string) module.Counts {
			counts, err := w.service.Imports[kind].Read(t.Context(), "ales", "file.csv", strings.NewReader(file), func(r module.Refusal) { told = append(told, r) })
			if err != nil {
				t.Fatal(err)
			}
			return counts
		}
		bodies := "raison_sociale,siret,qualiopi,code_commune\nAlpha,90948492500013,OUI,30007\nBêta,90948492500014,NON,30007\nGamma,51472700700049,NON,30165\n"
		if got := read("training-bodies", bodies); got != (module.Counts{Added: 2, Refused: 1}) || told[0].Line != 3 || told[0].Column != "siret" || told[0].Reason == "" {
			t.Errorf("first run %+v, %v", got, told)
		}
		if got := read("training-bodies", bodies); got != (module.Counts{Same: 2, Refused: 1}) {
			t.Errorf("second run %+v", got)
		}
		if got := read("training-bodies", strings.Replace(bodies, "Alpha,90948492500013,OUI", "Alpha,90948492500013,NON", 1)); got != (module.Counts{Changed: 1, Same: 1, Refused: 1}) {
			t.Errorf("a changed row %+v", got)
		}
		var out bytes.Buffer
		if err := w.service.Imports["training-bodies"].Export(t.Context(), "ales", &out); err != nil {
			t.Fatal(err)
		}
		if got := read("training-bodies", out.String()); got != (module.Counts{Same: 2}) {
			t.Errorf("what was exported comes back as %+v:\n%s", got, out.String())
		}
		file, err := os.ReadFile("testdata/formations.csv")
		if err != nil {
			t.Fatal(err)
		}
		first := read("training-offers", string(file))
		if again := read("training-offers", string(file)); again.Added+again.Changed > 0 || first.Added == 0 || first.Added+first.Changed+first.Same != again.Same {
			t.Errorf("offers: first %+v, again %+v", first, again)
		}
		out.Reset()
		if err := w.service.Imports["training-offers"].Export(t.Context(), "ales", &out); err != nil {
			t.Fatal(err)
		}
		if back := read("training-offers", out.String()); back.Added+back.Changed+back.Refused > 0 || back.Same < first.Added {
			t.Errorf("the offers that were exported come back as %+v", back)
		}
	})
}

func TestSeed_isWrittenOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for range 2 {
			if err := w.service.Seed(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		offers, err := w.offers.ListTrainingOffers(w.as(jobseeker), &trainingv1.ListTrainingOffersRequest{})
		if err != nil || len(offers.GetTrainingOffers()) != 3 {
			t.Errorf("offers %d, %v", len(offers.GetTrainingOffers()), err)
		}
		sessions, err := w.sessions.ListTrainingSessions(w.as(coordinator), &trainingv1.ListTrainingSessionsRequest{})
		if err != nil || len(sessions.GetTrainingSessions()) != 3 {
			t.Errorf("sessions %d, %v", len(sessions.GetTrainingSessions()), err)
		}
		bodies, err := w.bodies.ListTrainingBodies(w.as(jobseeker), &trainingv1.ListTrainingBodiesRequest{Filter: `communeCode = "30007"`})
		if err != nil || len(bodies.GetTrainingBodies()) != 5 {
			t.Errorf("bodies of Alès %d, %v", len(bodies.GetTrainingBodies()), err)
		}
	})
}
