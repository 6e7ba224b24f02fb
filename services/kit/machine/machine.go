// Package machine is the state machine of an aggregate as a table: which moves there are, and who may make them. It
// decides a move, refuses one with those that are legal, and tells a client what it may do next.
package machine

import (
	"fmt"
	"slices"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// IllegalTransition is the reason of a refused move, in every service.
const IllegalTransition = "ILLEGAL_TRANSITION"

// Status is an enum of a contract.
type Status interface {
	comparable
	fmt.Stringer
}

// Move is one kind of move.
type Move[S Status] struct {
	// Action is the verb, in lowerCamel, as allowedActions[] and the API's custom verbs spell it.
	Action string
	From   []S
	// To is the status it leads to; a move that leads to several has one line for each.
	To S
	// By are the roles that may make it; none for moves that only the platform makes.
	By []actor.Role
}

// Machine is all moves of an aggregate.
type Machine[S Status] []Move[S]

// Check says whether the action is legal in the status for the actor. The platform itself may make every legal move. Either
// refusal tells the status, the legal moves and who may make them.
func (m Machine[S]) Check(from S, action string, a actor.Actor) error {
	legal := false
	for _, move := range m {
		if move.Action != action || !slices.Contains(move.From, from) {
			continue
		}
		if may(move, a) {
			return nil
		}
		legal = true
	}
	if legal {
		denied := errs.Denied("ROLE_MAY_NOT").With("action", action).With("status", from.String())
		denied.Moves = m.Moves(from)
		return denied
	}
	return m.Refuse(from, action)
}

// Refuse is the error of an illegal action: the state, the legal moves and who may make them.
func (m Machine[S]) Refuse(from S, action string) *errs.Error {
	return errs.State(IllegalTransition, m.Moves(from)...).With("action", action).With("status", from.String())
}

// Moves are the legal moves of people in a status.
func (m Machine[S]) Moves(from S) []errs.Move {
	var moves []errs.Move
	for _, move := range m {
		if len(move.By) > 0 && slices.Contains(move.From, from) {
			moves = append(moves, errs.Move{Action: move.Action, To: move.To.String(), Actors: roles(move.By)})
		}
	}
	return moves
}

// Allowed are the actions that the actor may take in a status.
func (m Machine[S]) Allowed(from S, a actor.Actor) []string {
	var actions []string
	for _, move := range m {
		if slices.Contains(move.From, from) && len(move.By) > 0 && may(move, a) && !slices.Contains(actions, move.Action) {
			actions = append(actions, move.Action)
		}
	}
	return actions
}

// Terminal says whether no move of anybody leads out of the status but a reopening.
func (m Machine[S]) Terminal(s S) bool {
	return !slices.ContainsFunc(m, func(move Move[S]) bool {
		return move.Action != "reopen" && move.Action != "archive" && slices.Contains(move.From, s)
	})
}

func may[S Status](move Move[S], a actor.Actor) bool {
	if a.Kind == actor.System || a.Kind == actor.Service {
		return true
	}
	return a.Has(move.By...) || a.Kind == actor.Client && slices.Contains(move.By, actor.PartnerAPI)
}

func roles(by []actor.Role) []string {
	names := make([]string, len(by))
	for i, r := range by {
		names[i] = string(r)
	}
	return names
}
