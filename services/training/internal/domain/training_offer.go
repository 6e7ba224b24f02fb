package domain

import (
	"time"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
	"hup.example/services/kit/reference"
)

// TrainingOffer is a training that can be followed.
type TrainingOffer struct {
	aggregate.Root
	// State is what is known of the offer.
	State *trainingv1.TrainingOffer
}

// The facts a training offer states.
type (
	// OfferUpdated: fields changed, without a move.
	OfferUpdated struct {
		Offer  *trainingv1.TrainingOffer
		Fields []string
	}
	// OfferMoved: the offer went from one status to another; From is unspecified for a new one.
	OfferMoved struct {
		Offer  *trainingv1.TrainingOffer
		From   trainingv1.TrainingOfferStatus
		Reason string
		Note   string
	}
	// OfferPublished: the offer is in the lists.
	OfferPublished struct{ Offer *trainingv1.TrainingOffer }
	// OfferSuspended: the offer left the lists for a while.
	OfferSuspended struct{ Offer *trainingv1.TrainingOffer }
)

// The statuses of a training offer, as short names.
const (
	offerDraft     = trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_DRAFT
	offerInReview  = trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_IN_REVIEW
	offerPublished = trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_PUBLISHED
	offerSuspended = trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_SUSPENDED
	offerArchived  = trainingv1.TrainingOfferStatus_TRAINING_OFFER_STATUS_ARCHIVED
)

type offerStatuses = []trainingv1.TrainingOfferStatus

// OfferMachine is the state machine of a training offer. Source: design of the domain, section 4.
var OfferMachine = machine.Machine[trainingv1.TrainingOfferStatus]{
	{Action: "submit", From: offerStatuses{offerDraft}, To: offerInReview, By: staff},
	{Action: "publish", From: offerStatuses{offerInReview, offerSuspended}, To: offerPublished, By: staff},
	{Action: "suspend", From: offerStatuses{offerPublished}, To: offerSuspended, By: staff},
	{Action: "archive", From: offerStatuses{offerDraft, offerInReview, offerPublished, offerSuspended}, To: offerArchived, By: staff},
}

// expiredReason is why an offer leaves the lists by itself.
const expiredReason = trainingv1.TrainingOfferSuspendReason_TRAINING_OFFER_SUSPEND_REASON_CERTIFICATION_EXPIRED

// DraftOffer makes an offer that is still written.
func DraftOffer(territory string, said *trainingv1.TrainingOffer, now time.Time) (*TrainingOffer, error) {
	o := &TrainingOffer{Root: aggregate.Root{Territory: territory, ID: id.New("tro")}, State: said}
	said.TrainingOfferId, said.Status = o.ID, offerDraft
	said.CreatedTime, said.UpdatedTime = stamp(now), stamp(now)
	said.StatusLabel, said.Etag, said.AllowedActions = "", "", nil
	said.SuspendReason, said.ReasonNote, said.PublishedTime = 0, "", nil
	o.Record(OfferMoved{Offer: said})
	return o, o.settle()
}

// Submit sends a draft to be checked.
func (o *TrainingOffer) Submit(a actor.Actor, note string, now time.Time) error {
	if err := o.move(a, "submit", offerInReview, "", note, now); err != nil {
		return err
	}
	return o.complete()
}

// Publish puts the offer in the lists.
func (o *TrainingOffer) Publish(a actor.Actor, note string, now time.Time) error {
	if err := o.move(a, "publish", offerPublished, "", note, now); err != nil {
		return err
	}
	if err := o.complete(); err != nil {
		return err
	}
	if o.CertificationOver(now) {
		return errs.State("CERTIFICATION_EXPIRED", OfferMachine.Moves(offerSuspended)...)
	}
	o.State.SuspendReason, o.State.PublishedTime = 0, stamp(now)
	o.Record(OfferPublished{o.State})
	return nil
}

// Suspend takes the offer out of the lists for a while.
func (o *TrainingOffer) Suspend(a actor.Actor, reason trainingv1.TrainingOfferSuspendReason, note string, now time.Time) error {
	if err := o.move(a, "suspend", offerSuspended, reason.String(), note, now); err != nil {
		return err
	}
	o.State.SuspendReason = reason
	o.Record(OfferSuspended{o.State})
	return nil
}

// CertificationOver says whether the last day of its certification is past.
func (o *TrainingOffer) CertificationOver(now time.Time) bool {
	last := o.State.GetCertification().GetValidToDate()
	return last != "" && last < calendar.DayOf(now).String()
}

// CertificationEnds is the instant after the last day of the certification of a published offer.
func (o *TrainingOffer) CertificationEnds() (at time.Time, due bool) {
	day, err := calendar.ParseDay(o.State.GetCertification().GetValidToDate())
	if err != nil || o.State.GetStatus() != offerPublished {
		return time.Time{}, false
	}
	return day.AddDays(1).Start(), true
}

// EndCertification suspends the offer when its certification is over. Before that it changes nothing.
func (o *TrainingOffer) EndCertification(a actor.Actor, now time.Time) error {
	if at, due := o.CertificationEnds(); !due || at.After(now) {
		return nil
	}
	return o.Suspend(a, expiredReason, "", now)
}

// Archive ends the offer.
func (o *TrainingOffer) Archive(a actor.Actor, note string, now time.Time) error {
	return o.move(a, "archive", offerArchived, "", note, now)
}

// Published says whether the offer is in the lists.
func (o *TrainingOffer) Published() bool { return o.State.GetStatus() == offerPublished }

// CheckLiving refuses an offer that is archived.
func (o *TrainingOffer) CheckLiving() error {
	if o.State.GetStatus() == offerArchived {
		return errs.State("OFFER_ARCHIVED")
	}
	return nil
}

// complete refuses an offer that people could not choose: without a word or a code on what it is about.
func (o *TrainingOffer) complete() error {
	d, c := o.State.GetDomain(), o.State.GetCertification()
	if len(d.GetFormacodes())+len(d.GetRomeCodes())+len(d.GetNsfCode()+c.GetRncpCode()+c.GetRsCode()+c.GetDiplomaCode()+o.State.GetObjective()) > 0 {
		return nil
	}
	err := errs.State("OFFER_INCOMPLETE")
	err.Fields = []errs.Field{{Path: "domain", Reason: "required"}}
	return err
}

// settle keeps what follows from the offer's own codes: what the national directory says of its certification.
func (o *TrainingOffer) settle() error {
	s := o.State
	if sheet, ok := reference.Certifications().Get(s.GetCertification().GetRncpCode()); ok {
		c := s.GetCertification()
		c.Kind = trainingv1.CertificationKind_CERTIFICATION_KIND_RNCP
		if c.GetTitle() == "" {
			c.Title = sheet.Label
		}
		if c.GetValidToDate() == "" {
			c.ValidToDate = sheet.Expiry.String()
		}
		if s.GetExitLevel() == 0 {
			s.ExitLevel = int32(sheet.Level)
		}
	}
	var lacks []string
	if s.GetTitle() == "" {
		lacks = append(lacks, "title")
	}
	if s.GetTrainingBodyId() == "" {
		lacks = append(lacks, "trainingBodyId")
	}
	if len(lacks) > 0 {
		return missing(lacks...)
	}
	return nil
}

func (o *TrainingOffer) move(a actor.Actor, action string, to trainingv1.TrainingOfferStatus, reason, note string, now time.Time) error {
	from := o.State.GetStatus()
	if err := OfferMachine.Check(from, action, a); err != nil {
		return err
	}
	o.State.Status, o.State.UpdatedTime, o.State.ReasonNote = to, stamp(now), note
	o.Record(OfferMoved{Offer: o.State, From: from, Reason: reason, Note: note})
	return nil
}
