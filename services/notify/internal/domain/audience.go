package domain

import "slices"

// The visibilities of what people write in a case, as the facts of support spell them; any other is for all who see the case.
const (
	personal = "MESSAGE_VISIBILITY_PERSONAL"
	ownBody  = "MESSAGE_VISIBILITY_BODY"
)

// Personal says whether a fact is about somebody's own note: the feed is for bodies, and does not hold it.
func Personal(visibility string) bool { return visibility == personal }

// Told are the readers of a case who may be told of what somebody of a body wrote there.
func Told(readers []string, visibility, authorBodyID string) []string {
	if visibility != ownBody {
		return readers
	}
	return slices.DeleteFunc(slices.Clone(readers), func(body string) bool { return body != authorBodyID })
}
