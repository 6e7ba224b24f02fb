package domain

import (
	"slices"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Member is a person as a member of a body or a company: the actor that the person is there.
type Member struct {
	actor.Actor
	// Name is what people call the person; it is shown to those who named it, and never kept.
	Name string
}

// Roster says of people what they are, as identity knows them: one member a membership.
type Roster map[string][]Member

// Check refuses people whom nobody knows.
func (r Roster) Check(a actor.Actor, personIDs ...string) error {
	for _, id := range personIDs {
		if id != "" && id != personOf(a) && len(r[id]) == 0 {
			return errs.State("UNKNOWN_PERSON").With("person", id)
		}
	}
	return nil
}

// Name is what people call the person, the id when it is not known.
func (r Roster) Name(personID string) string {
	if members := r[personID]; len(members) > 0 && members[0].Name != "" {
		return members[0].Name
	}
	return personID
}

// Where finds the membership of a person that fits; nil when none does.
func (r Roster) Where(personID string, fits func(actor.Actor) bool) *Member {
	i := slices.IndexFunc(r[personID], func(m Member) bool { return fits(m.Actor) })
	if i < 0 {
		return nil
	}
	return &r[personID][i]
}
