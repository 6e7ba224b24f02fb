package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// The visibilities of what people write, as short names.
const (
	personalNote = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL
	ownBody      = supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY
	partners     = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS
	withCompany  = supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY
)

// Written is what somebody wrote, as far as it decides who may read it.
type Written struct {
	Visibility supportv1.MessageVisibility
	// PersonID and BodyID are the author's; a client has no person, a company no body.
	PersonID, BodyID string
}

// Legible says whether the actor may read what was written in the case; beside cases when it is nil. Nobody but the author
// reads a personal note. A body that no longer sees the case keeps its own notes, and nothing else of it.
func (w Written) Legible(a actor.Actor, c *Case) bool {
	ofBody := a.Works() && a.BodyID != "" && a.BodyID == w.BodyID
	switch {
	case a.Kind == actor.System || a.Kind == actor.Service:
		return true
	case w.Visibility == personalNote:
		return ofBody && personOf(a) != "" && personOf(a) == w.PersonID
	case w.Visibility == ownBody:
		return ofBody || a.Has(actor.HupCoordinator)
	case c == nil:
		return ofBody || a.Has(actor.HupCoordinator)
	}
	level := c.Level(a)
	return level > AsCompany || level == AsCompany && w.Visibility == withCompany
}

// mayWrite: a company writes with itself only, a client has no personal notes.
func mayWrite(a actor.Actor, v supportv1.MessageVisibility) error {
	if a.Has(actor.CompanyUser) && v != withCompany || v == personalNote && (personOf(a) == "" || a.BodyID == "") {
		return errs.Denied("VISIBILITY_NOT_ALLOWED")
	}
	return nil
}
