package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
)

// The visibilities as the tables keep them.
var (
	personalNote = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PERSONAL.String()
	ownBody      = supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY.String()
	partners     = supportv1.MessageVisibility_MESSAGE_VISIBILITY_PARTNERS.String()
	withCompany  = supportv1.MessageVisibility_MESSAGE_VISIBILITY_COMPANY.String()
)

const (
	// readsCase is the condition that the reader sees the case of row t. It looks the one case up: a body in charge has many.
	readsCase = "EXISTS (SELECT 1 FROM case_reader r WHERE r.territory = t.territory AND r.reader = ? AND r.case_id = t.case_id)"
	// ownNotes are the notes of the actor's body and its own.
	ownNotes = "t.author_body_id = ? AND (t.visibility = ? OR t.visibility = ? AND t.author_person_id = ? AND t.author_person_id <> '')"
)

// legible is domain.Written.Legible as a condition on rows t that have a case, the visibility and the author in columns.
func legible(a actor.Actor) page.Cond {
	switch {
	case a.Has(actor.HupCoordinator):
		return page.Cond{
			SQL:  "(t.visibility <> ? OR t.author_body_id = ? AND t.author_person_id = ? AND t.author_person_id <> '')",
			Args: []any{personalNote, a.BodyID, personOf(a)},
		}
	case a.Has(actor.CompanyUser):
		return page.Cond{SQL: "(t.visibility = ? AND " + readsCase + ")", Args: []any{withCompany, a.CompanyID}}
	}
	return page.Cond{
		SQL:  "(t.visibility IN (?, ?) AND " + readsCase + " OR " + ownNotes + ")",
		Args: []any{partners, withCompany, access.Reader(a), a.BodyID, ownBody, personalNote, personOf(a)},
	}
}

// personOf is the person who asks; a client has none.
func personOf(a actor.Actor) string {
	if a.Kind == actor.Person {
		return a.ID
	}
	return ""
}
