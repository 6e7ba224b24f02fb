// Package page is how lists answer: a page by keyset over an index, an opaque signed token for the next one, filters and
// orders that the list declares. There is no offset and no total: neither survives a table that grows.
package page

import (
	"strings"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// The sizes of a page.
const (
	DefaultSize = 50
	MaxSize     = 200
)

// Request is what a list RPC was asked; all generated list requests have these getters.
type Request interface {
	GetPageSize() int32
	GetPageToken() string
	GetFilter() string
	GetOrderBy() string
}

// Kind is the kind of values that a field is compared with.
type Kind int

// The kinds of fields.
const (
	Text Kind = iota
	Number
	Bool
	Time // RFC 3339; kept as UTC microseconds
	Enum // the full name of the value, kept as text
	Search
)

// Field is a field that a list can be filtered by.
type Field struct {
	// Name as in the JSON, lowerCamel; snake_case is taken too.
	Name string
	// Column is the SQL expression, over an index.
	Column string
	// Where replaces the comparison of Column for a field with several values, kept in a table of its own: an SQL condition
	// with one ? for the value, "EXISTS (SELECT 1 FROM case_subject s WHERE s.territory = t.territory AND s.case_id = t.id AND
	// s.subject_code = ?)", or two, for the territory and the value. Such a field takes = and : only.
	Where string
	Kind  Kind
	// Few says that one value leaves few rows, which an index finds: they are sorted. Of a Bool that is true. First are the
	// orders that such an index has behind the value: nothing is sorted.
	Few   bool
	First []string
	// Partial is a condition that a value implies and a partial index has, if there is one: that value leaves few rows. May be nil.
	Partial func(value string) string
	// Here says that the index is on the table that this list begins with; rows are found by others in List.Narrow.
	Here bool
	// Word replaces a value by one of the actor: "mine" by its body, "me" by itself. May be nil.
	Word func(a actor.Actor, value string) string
}

// Order is an order that a list can be asked for; the id is always the last key.
type Order struct {
	// Name as in the JSON, lowerCamel.
	Name string
	// Column is the SQL expression; it is never null.
	Column string
	Kind   Kind
}

// Mine is the Word of fields that hold a body: "mine" is the caller's.
func Mine(a actor.Actor, value string) string {
	if value == "mine" {
		return a.BodyID
	}
	return value
}

// Me is the Word of fields that hold a person: "me" is the caller.
func Me(a actor.Actor, value string) string {
	if value == "me" {
		return a.ID
	}
	return value
}

// camel turns due_time into dueTime.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

func refused(field, reason string, params params) error {
	return errs.Invalid("INVALID_FIELDS", errs.Field{Path: field, Reason: reason, Params: params})
}

// params fill the places of a refusal; their "kind" picks its text.
type params = map[string]string
