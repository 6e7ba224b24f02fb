package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
)

// PartnerBody is an institution that helps companies. Its id is a readable slug.
type PartnerBody struct {
	aggregate.Root
	// State is what is known of the body.
	State *supportv1.PartnerBody
}

// BodyChanged is the fact that a body was added, without fields, or changed.
type BodyChanged struct {
	Body   *supportv1.PartnerBody
	Fields []string
}

// NewPartnerBody adds a body.
func NewPartnerBody(territory string, said *supportv1.PartnerBody, now time.Time) (*PartnerBody, error) {
	var missing []errs.Field
	for path, given := range map[string]bool{
		"partnerBody.partnerBodyId": said.GetPartnerBodyId() != "", "partnerBody.name": said.GetName() != "", "partnerBody.kind": said.GetKind() != 0,
	} {
		if !given {
			missing = append(missing, errs.Field{Path: path, Reason: "required"})
		}
	}
	if len(missing) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", missing...)
	}
	b := &PartnerBody{Root: aggregate.Root{Territory: territory, ID: said.GetPartnerBodyId()}, State: said}
	said.CreatedTime, said.Load, said.AllowedActions = timestamppb.New(now), 0, nil
	b.changed(nil, now)
	return b, nil
}

// Updated states that the fields, named as in the JSON, have new values.
func (b *PartnerBody) Updated(fields []string, now time.Time) { b.changed(fields, now) }

func (b *PartnerBody) changed(fields []string, now time.Time) {
	if b.State.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_UNSPECIFIED {
		b.State.Status = supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_ACTIVE
	}
	b.State.UpdatedTime = timestamppb.New(now)
	b.Record(BodyChanged{Body: b.State, Fields: fields})
}

// ChangeableOfBody are the fields that the actor may change: a manager those of its own body that are its own affair.
func ChangeableOfBody(a actor.Actor, bodyID string) []string {
	fields := []string{
		"description", "website", "email", "phone", "antennas", "commune_codes", "epci_codes", "capacity_per_week", "absences", "opening_hours",
	}
	switch {
	case a.Kind == actor.System || a.Has(actor.HupCoordinator, actor.PlatformAdmin):
		return append(fields, "status", "name", "short_name", "kind", "siret", "hosted_by_body_id")
	case a.BodyID == bodyID && (a.Kind == actor.Client || a.Has(actor.BodyManager)):
		return fields
	}
	return nil
}

// BodyActions are what the actor may do with the body.
func BodyActions(a actor.Actor, bodyID string) []string {
	var actions []string
	if len(ChangeableOfBody(a, bodyID)) > 0 {
		actions = append(actions, "update")
	}
	if OffersFor(a, bodyID) {
		actions = append(actions, "createOffer")
	}
	return actions
}
