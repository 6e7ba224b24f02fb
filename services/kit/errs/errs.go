// Package errs is the one kind of error that leaves a service: a canonical gRPC code, a reason that programs can match,
// and what an answer needs to tell the user what to do. Messages for people come from the module's catalogue, by reason.
package errs

import (
	"errors"
	"fmt"

	"google.golang.org/grpc/codes"
)

// Error is a refusal or a failure that the caller may be told of.
type Error struct {
	// Code is the canonical gRPC code; it decides the HTTP status.
	Code codes.Code
	// Reason is the machine-readable reason, UPPER_SNAKE_CASE, a value of the service's ErrorReason enum without prefix.
	Reason string
	// Params fill the placeholders of the catalogue's message. They go to the caller: never personal data of others.
	Params map[string]string
	// Fields are the bad fields, all of them, for an Invalid error.
	Fields []Field
	// Moves are the legal moves, for a State error.
	Moves []Move
	// Offers are values that would be taken instead, the best first.
	Offers []Offer
	// Conflict says what changed, for a Conflict error.
	Conflict *Conflict
	// RetryAfterSeconds says when to come back, for Limited and Unavailable.
	RetryAfterSeconds int
	// cause is for our own log; it never reaches the caller.
	cause error
}

// Field is one bad field of a request.
type Field struct {
	// Path is the JSON path, for instance needs[0].land.maxAreaM2.
	Path string
	// Reason is a rule or reason id that the catalogue knows.
	Reason string
	// Params fill the message's placeholders.
	Params map[string]string
	// Message, when set, is already in the words of people and is used as it is.
	Message string
}

// Offer is a value that a field would take, and the same in words.
type Offer struct{ Path, Value, Label string }

// Move is a legal move from the present state.
type Move struct {
	// Action is the verb, in lowerCamel: takeCharge.
	Action string
	// To is the status it leads to.
	To string
	// Actors are the roles that may make it.
	Actors []string
}

// Conflict tells a writer whose version was stale what the row is now.
type Conflict struct {
	// CurrentEtag is the etag to read again with.
	CurrentEtag string
	// Changes are the fields that changed since.
	Changes []Change
}

// Change is a field that another body changed.
type Change struct {
	Field, ByBodyID string
	// TimeUS is UTC microseconds.
	TimeUS int64
}

// Error implements error, for our own logs.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s %s: %v", e.Code, e.Reason, e.cause)
	}
	return fmt.Sprintf("%s %s", e.Code, e.Reason)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// Because attaches the cause that our log shows.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// With adds a parameter of the message.
func (e *Error) With(name, value string) *Error {
	if e.Params == nil {
		e.Params = map[string]string{}
	}
	e.Params[name] = value
	return e
}

// Invalid is INVALID_ARGUMENT: values that can't be taken, all listed.
func Invalid(reason string, fields ...Field) *Error {
	return &Error{Code: codes.InvalidArgument, Reason: reason, Fields: fields}
}

// InvalidField is Invalid for one field, with a message that is already in the words of people.
func InvalidField(path, reason, message string) *Error {
	return Invalid("INVALID_FIELDS", Field{Path: path, Reason: reason, Message: message})
}

// Unauthenticated says that the call has no valid token.
func Unauthenticated(reason string) *Error {
	return &Error{Code: codes.Unauthenticated, Reason: reason}
}

// Denied says that this caller may not make the call.
func Denied(reason string) *Error { return &Error{Code: codes.PermissionDenied, Reason: reason} }

// NotFound also stands for what the caller may not know to exist. Kind names the resource: "case".
func NotFound(kind string) *Error {
	return (&Error{Code: codes.NotFound, Reason: "NOT_FOUND"}).With("kind", kind)
}

// Exists says that a unique value is taken.
func Exists(reason string) *Error { return &Error{Code: codes.AlreadyExists, Reason: reason} }

// Stale is the Conflict of a writer that had read an older version.
func Stale(currentEtag string, changes ...Change) *Error {
	return &Error{Code: codes.Aborted, Reason: "VERSION_CHANGED", Conflict: &Conflict{CurrentEtag: currentEtag, Changes: changes}}
}

// Conflicting is ABORTED for another reason than a stale version.
func Conflicting(reason string) *Error { return &Error{Code: codes.Aborted, Reason: reason} }

// State says that the move is illegal now, and which moves are legal.
func State(reason string, moves ...Move) *Error {
	return &Error{Code: codes.FailedPrecondition, Reason: reason, Moves: moves}
}

// Limited says that the caller goes too fast.
func Limited(reason string, retryAfterSeconds int) *Error {
	return &Error{Code: codes.ResourceExhausted, Reason: reason, RetryAfterSeconds: retryAfterSeconds}
}

// Unavailable says that something we depend on is down.
func Unavailable(reason string) *Error {
	return &Error{Code: codes.Unavailable, Reason: reason, RetryAfterSeconds: 1}
}

// Internal wraps a failure of ours: the caller gets a fixed text and the trace id.
func Internal(cause error) *Error {
	return &Error{Code: codes.Internal, Reason: "INTERNAL", cause: cause}
}

// As finds the Error in a chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Is says whether the chain holds an Error with the reason.
func Is(err error, reason string) bool {
	e, ok := As(err)
	return ok && e.Reason == reason
}
