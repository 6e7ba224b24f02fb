package domain

import (
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// writeScope is what the contract asks of a partner's system for every call that changes something here.
const writeScope = "land.write"

// writes says whether the actor may change anything here at all: a client that may only read is shown no action.
func writes(a actor.Actor) bool {
	return a.Kind != actor.Client || slices.Contains(a.Scopes, writeScope)
}

// allowed are the actions of a machine that the actor may call.
func allowed[S machine.Status](m machine.Machine[S], status S, a actor.Actor) []string {
	if !writes(a) {
		return nil
	}
	return m.Allowed(status, a)
}

// RequestActions are what the actor may do with a land request in the status.
func RequestActions(status landv1.LandRequestStatus, a actor.Actor) []string {
	return allowed(RequestMachine, status, a)
}

// MatchActions are what the actor may do with a match in the status.
func MatchActions(status landv1.MatchStatus, a actor.Actor) []string {
	return allowed(MatchMachine, status, a)
}

// actions are what the actor may do with a record of the register.
func actions(a actor.Actor) []string {
	if writes(a) && (a.Has(staff...) || a.Kind == actor.Client) {
		return []string{"update"}
	}
	return nil
}
