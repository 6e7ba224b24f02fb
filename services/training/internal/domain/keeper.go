package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// staff are those who work on needs and keep the catalogue.
var staff = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.PartnerExpert, actor.HupCoordinator, actor.PartnerAPI}

// keeps refuses to let a body change a record of the catalogue that another body keeps. A record that nobody keeps, such
// as an imported one, is everybody's who works for a body.
func keeps(a actor.Actor, bodyID string) error {
	if bodyID == "" || bodyID == a.BodyID || a.Has(actor.HupCoordinator) || a.Kind == actor.System || a.Kind == actor.Service {
		return nil
	}
	return errs.Denied("NOT_ALLOWED")
}

// stamp is an instant as the records keep it.
func stamp(now time.Time) *timestamppb.Timestamp { return timestamppb.New(now) }

// missing is the refusal of a record without the fields that it needs.
func missing(paths ...string) error {
	var bad []errs.Field
	for _, path := range paths {
		bad = append(bad, errs.Field{Path: path, Reason: "required"})
	}
	return errs.Invalid("INVALID_FIELDS", bad...)
}
