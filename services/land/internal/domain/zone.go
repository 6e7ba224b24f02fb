package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
)

// Zone is an activity zone. All of it is public.
type Zone struct {
	aggregate.Root
	// State is what is known of the zone.
	State *landv1.Zone
}

// The facts a zone states.
type (
	// ZoneChanged: a zone was made or changed.
	ZoneChanged struct{ Zone *landv1.Zone }
	// ZoneMoved: the state of a zone changed; Old is unspecified for a new one.
	ZoneMoved struct {
		Zone *landv1.Zone
		Old  landv1.ZoneState
	}
)

// RegisterZone makes a zone out of what was said. The caller has checked the values.
func RegisterZone(a actor.Actor, said *landv1.Zone, now time.Time) (*Zone, error) {
	z := &Zone{Root: aggregate.Root{Territory: a.Territory, ID: id.New("zon")}, State: said}
	said.ZoneId = z.ID
	said.BodyId = keeper(said.GetBodyId(), a)
	said.Commune = communeName(said.GetCommune(), said.GetCommuneCode())
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	z.Record(ZoneChanged{said})
	if said.GetState() != 0 {
		z.Record(ZoneMoved{Zone: said})
	}
	return z, nil
}

// Change replaces what is known of the zone.
func (z *Zone) Change(_ actor.Actor, to *landv1.Zone, now time.Time) error {
	before := z.State
	if len(changedFields(before, to)) == 0 {
		return nil
	}
	to.UpdatedTime = timestamppb.New(now)
	z.State = to
	z.Record(ZoneChanged{to})
	if before.GetState() != to.GetState() {
		z.Record(ZoneMoved{Zone: to, Old: before.GetState()})
	}
	return nil
}

// Visible says whether the actor may know of the zone: everybody may.
func (z *Zone) Visible(actor.Actor) bool { return true }

// Message is the state of the zone.
func (z *Zone) Message() *landv1.Zone { return z.State }

// For says what the actor may do with the zone.
func (z *Zone) For(a actor.Actor, seen *landv1.Zone) { seen.AllowedActions = actions(a) }
