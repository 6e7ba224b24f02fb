package domain

import (
	"time"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
	"hup.example/services/kit/reference"
)

// TrainingBody is an establishment that trains.
type TrainingBody struct {
	aggregate.Root
	// State is what is known of the body.
	State *trainingv1.TrainingBody
}

// The facts a training body states.
type (
	// BodyUpdated: fields changed, without a move.
	BodyUpdated struct {
		Body   *trainingv1.TrainingBody
		Fields []string
	}
	// BodyMoved: the body was added, closed or opened again; From is unspecified for a new one.
	BodyMoved struct {
		Body *trainingv1.TrainingBody
		From trainingv1.TrainingBodyStatus
	}
)

const (
	bodyActive = trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_ACTIVE
	bodyClosed = trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_CLOSED
)

// BodyMachine is the state machine of a training body; an update makes its moves.
var BodyMachine = machine.Machine[trainingv1.TrainingBodyStatus]{
	{Action: "update", From: []trainingv1.TrainingBodyStatus{bodyActive}, To: bodyClosed, By: staff},
	{Action: "update", From: []trainingv1.TrainingBodyStatus{bodyClosed}, To: bodyActive, By: staff},
}

// BodyFields are the fields of a training body that people may change.
var BodyFields = []string{
	"status", "siret", "name", "trade_name", "nda", "uai", "naf", "legal_form_code", "headcount_code", "street", "postal_code", "commune_code",
	"commune", "departement_code", "region_code", "point", "head_office", "qualiopi_certified", "qualiopi_scopes", "qualiopi_end_date",
	"creation_date", "places", "contact", "site_url", "body_id", "external_references",
}

// AddBody makes a training body out of what was said.
func AddBody(territory string, said *trainingv1.TrainingBody, now time.Time) (*TrainingBody, error) {
	b := &TrainingBody{Root: aggregate.Root{Territory: territory, ID: id.New("tbo")}, State: said}
	said.TrainingBodyId, said.CreatedTime, said.UpdatedTime = b.ID, stamp(now), stamp(now)
	said.StatusLabel, said.Etag, said.AllowedActions = "", "", nil
	if said.GetStatus() == trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_UNSPECIFIED {
		said.Status = bodyActive
	}
	b.Record(BodyMoved{Body: said})
	return b, b.settle()
}

// Changed holds the rules on fields that were changed, and states it.
func (b *TrainingBody) Changed(a actor.Actor, from trainingv1.TrainingBodyStatus, fields []string, now time.Time) error {
	if len(fields) == 0 {
		return nil
	}
	if b.State.GetStatus() == trainingv1.TrainingBodyStatus_TRAINING_BODY_STATUS_UNSPECIFIED {
		b.State.Status = from
	}
	if err := BodyMachine.Check(from, "update", a); err != nil {
		return err
	}
	b.State.UpdatedTime = stamp(now)
	b.Record(BodyUpdated{Body: b.State, Fields: fields})
	if from != b.State.GetStatus() {
		b.Record(BodyMoved{Body: b.State, From: from})
	}
	return b.settle()
}

// MayChange refuses those who do not keep the record.
func (b *TrainingBody) MayChange(a actor.Actor) error { return keeps(a, b.State.GetBodyId()) }

// settle keeps what follows from the body's own codes.
func (b *TrainingBody) settle() error {
	s := b.State
	var lacks []string
	if s.GetName() == "" {
		lacks = append(lacks, "name")
	}
	if s.GetSiret() == "" && s.GetNda() == "" {
		lacks = append(lacks, "siret")
	}
	if len(lacks) > 0 {
		return missing(lacks...)
	}
	s.Siren = ""
	if s.GetSiret() != "" {
		s.Siren = reference.SIRENOf(s.GetSiret())
	}
	if commune, ok := reference.Communes().Current(s.GetCommuneCode()); ok {
		s.DepartementCode, s.RegionCode = commune.DepartmentCode, commune.RegionCode
		if s.GetCommune() == "" {
			s.Commune = commune.Name
		}
	}
	return nil
}
