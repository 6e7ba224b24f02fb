package domain

import (
	"slices"
	"strings"
)

// Sources are the services whose facts go to the partners' feed.
var Sources = []string{"support", "land", "recruitment", "training", "identity", "notify"}

// Everything is the wanted type that means all of them.
const Everything = "hup.*"

// Inner says whether a type is for the platform only: messages to people and what they want of them, and the log of sign-ins.
func Inner(eventType string) bool {
	_, fact, _ := split(eventType)
	return strings.HasPrefix(fact, "notification_") || strings.HasPrefix(fact, "auth_session_")
}

// Farewell says whether a type tells that something is gone: those who could see it are told, though nobody can any more.
func Farewell(eventType string) bool {
	_, fact, _ := split(eventType)
	return strings.HasSuffix(fact, "_deleted") || strings.HasSuffix(fact, "_erased")
}

// Wants says whether an event type is one of those wanted: by its name, its service (hup.land.*) or all (hup.*).
func Wants(wanted []string, eventType string) bool {
	source, _, _ := split(eventType)
	return slices.ContainsFunc(wanted, func(w string) bool {
		return w == eventType || w == Everything || w == "hup."+source+".*"
	})
}

// WildcardOf is the service that a wildcard such as hup.land.* names.
func WildcardOf(wanted string) (source string, ok bool) {
	source, fact, _ := split(wanted)
	return source, fact == "*"
}

// split takes hup.support.case_received.v1 apart.
func split(eventType string) (source, fact, version string) {
	parts := strings.SplitN(eventType, ".", 4)
	for len(parts) < 4 {
		parts = append(parts, "")
	}
	return parts[1], parts[2], parts[3]
}
