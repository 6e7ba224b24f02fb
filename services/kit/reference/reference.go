// Package reference knows the standard codes of the field: it validates what people type, says in French what is wrong
// and what to do, and looks codes up in the embedded lists. Lists are read at first use; an overlay folder may replace
// them at start. Lists lag behind reality: where a code may be newer than ours, only its shape is refused.
package reference

import (
	"fmt"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// Reason is why a value was refused, for programs.
type Reason string

// The reasons.
const (
	ReasonEmpty     Reason = "CODE_EMPTY"
	ReasonCharacter Reason = "CODE_CHARACTER"
	ReasonLength    Reason = "CODE_LENGTH"
	ReasonShape     Reason = "CODE_SHAPE"
	ReasonCheck     Reason = "CODE_CHECK_DIGIT"
	ReasonUnknown   Reason = "CODE_UNKNOWN"
)

// Error is a value that was refused. It never holds the value itself, which may be personal.
type Error struct {
	// Code is the list or format whose rule was broken; unspecified for those that no field uses.
	Code commonv1.Code
	// Reason is for programs.
	Reason Reason
	// Message says in French what is wrong and what to do.
	Message string
	// Candidates are codes that may have been meant, the nearest first.
	Candidates []Candidate
}

// Candidate is a code that may have been meant.
type Candidate struct{ Code, Label string }

// Error implements error, without candidates: they are for the caller, not for logs.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Reason, e.Message) }

// propose adds candidates, and names them at the end of the message.
func (e *Error) propose(candidates ...Candidate) *Error {
	if len(candidates) == 0 {
		return e
	}
	e.Candidates = candidates
	names := make([]string, 0, len(candidates))
	for _, candidate := range candidates {
		name := candidate.Code
		if candidate.Label != "" {
			name += " (" + candidate.Label + ")"
		}
		names = append(names, name)
	}
	e.Message += " Vouliez-vous dire : " + strings.Join(names, ", ") + " ?"
	return e
}

func refuse(code commonv1.Code, reason Reason, format string, args ...any) *Error {
	return &Error{Code: code, Reason: reason, Message: fmt.Sprintf(format, args...)}
}
