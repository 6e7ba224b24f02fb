package rpc

import (
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/actor"
)

// policy says whether the actor may do something to a person with these memberships.
type policy func(a actor.Actor, personID string, memberships []*domain.Membership) bool

func mayErase(a actor.Actor, personID string, _ []*domain.Membership) bool {
	return domain.MayErasePerson(a, personID)
}
