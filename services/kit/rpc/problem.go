package rpc

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
)

// generic is the reason whose text stands in for a reason without one.
var generic = map[codes.Code]string{
	codes.InvalidArgument: "INVALID_FIELDS", codes.Unauthenticated: "UNAUTHENTICATED", codes.PermissionDenied: "NOT_ALLOWED",
	codes.NotFound: "NOT_FOUND", codes.AlreadyExists: "ALREADY_EXISTS", codes.Aborted: "VERSION_CHANGED",
	codes.FailedPrecondition: "ILLEGAL_TRANSITION", codes.ResourceExhausted: "TOO_MANY_CALLS", codes.Unavailable: "UNAVAILABLE",
	codes.Canceled: "CANCELED", codes.DeadlineExceeded: "DEADLINE_EXCEEDED", codes.Unimplemented: "UNIMPLEMENTED",
}

// refusal finds out what an error means for the caller. An error that nobody thought of is Internal, and tells nothing.
func refusal(ctx context.Context, err error) *errs.Error {
	if e, ok := errs.As(err); ok {
		return e
	}
	if e, ok := errs.As(context.Cause(ctx)); ok {
		return e // why we ended the call ourselves
	}
	code := status.Code(err)
	switch {
	case errors.Is(err, context.Canceled), code == codes.Canceled, ctx.Err() == context.Canceled:
		return (&errs.Error{Code: codes.Canceled, Reason: "CANCELED"}).Because(err)
	case errors.Is(err, context.DeadlineExceeded), code == codes.DeadlineExceeded, ctx.Err() == context.DeadlineExceeded:
		return (&errs.Error{Code: codes.DeadlineExceeded, Reason: "DEADLINE_EXCEEDED"}).Because(err)
	case code == codes.Unavailable:
		return errs.Unavailable("PART_UNAVAILABLE").Because(err)
	case code == codes.Unimplemented:
		return (&errs.Error{Code: codes.Unimplemented, Reason: "UNIMPLEMENTED"}).Because(err)
	}
	return errs.Internal(err)
}

// answered says whether the error is another part's answer already, with all its details: it passes as it is.
func answered(err error) (*status.Status, bool) {
	if _, ours := errs.As(err); ours {
		return nil, false
	}
	s, ok := status.FromError(err)
	if !ok {
		return nil, false
	}
	for _, d := range s.Details() {
		if _, ok := d.(*errdetails.ErrorInfo); ok {
			return s, true
		}
	}
	return nil, false
}

// Explain gives the status of any error of a call: another part's answer as it is, all else in our words. The gateway needs it
// for what grpc itself answers, which has no reason and no text.
func Explain(ctx context.Context, c *messages.Catalogue, domain string, lang messages.Lang, err error) *status.Status {
	if s, ok := answered(err); ok {
		return s
	}
	return Problem(c, domain, lang, TraceID(ctx), refusal(ctx, err))
}

// Problem writes an error as the status that clients get, in their language. The gateway uses it for what it refuses itself.
func Problem(c *messages.Catalogue, domain string, lang messages.Lang, traceID string, e *errs.Error) *status.Status {
	p := problem{c, domain, lang, e, map[string]string{"trace_id": traceID, "seconds": strconv.Itoa(e.RetryAfterSeconds)}}
	maps.Copy(p.params, e.Params)
	developer := p
	developer.lang = messages.English
	s := status.New(e.Code, developer.text())
	if with, err := s.WithDetails(p.details(traceID)...); err == nil {
		s = with
	}
	return s
}

type problem struct {
	texts  *messages.Catalogue
	domain string
	lang   messages.Lang
	*errs.Error
	params map[string]string
}

func (p problem) text() string {
	for _, reason := range [...]string{p.Reason, generic[p.Code], "INTERNAL"} {
		if text, ok := p.texts.Text(p.domain, p.lang, reason, p.params); ok {
			return text
		}
	}
	return p.Reason
}

func (p problem) details(traceID string) []protoadapt.MessageV1 {
	d := []protoadapt.MessageV1{
		&errdetails.ErrorInfo{Reason: p.Reason, Domain: p.domain, Metadata: p.Params},
		&errdetails.LocalizedMessage{Locale: string(p.lang), Message: p.text()},
		&errdetails.RequestInfo{RequestId: traceID},
	}
	if len(p.Fields) > 0 {
		d = append(d, p.badRequest())
	}
	if len(p.Offers) > 0 {
		d = append(d, p.offers())
	}
	if p.Code == codes.FailedPrecondition || len(p.Moves) > 0 {
		d = append(d, p.transitions())
	}
	if p.Conflict != nil {
		d = append(d, p.conflict())
	}
	if p.RetryAfterSeconds > 0 {
		d = append(d, &errdetails.RetryInfo{RetryDelay: durationpb.New(time.Duration(p.RetryAfterSeconds) * time.Second)})
	}
	return d
}

func (p problem) badRequest() *errdetails.BadRequest {
	b := &errdetails.BadRequest{}
	for _, f := range p.Fields {
		text := f.Message
		for _, reason := range [...]string{f.Reason, "INVALID_FIELD"} {
			if text == "" {
				text, _ = p.texts.Text(p.domain, p.lang, reason, f.Params)
			}
		}
		b.FieldViolations = append(b.FieldViolations, &errdetails.BadRequest_FieldViolation{Field: f.Path, Description: text, Reason: f.Reason,
			LocalizedMessage: &errdetails.LocalizedMessage{Locale: string(p.lang), Message: text}})
	}
	return b
}

func (p problem) offers() *commonv1.Offers {
	o := &commonv1.Offers{}
	for _, offer := range p.Offers {
		o.Offers = append(o.Offers, &commonv1.Offer{Field: offer.Path, Value: offer.Value, Label: offer.Label})
	}
	return o
}

func (p problem) transitions() *commonv1.AllowedTransitions {
	t := &commonv1.AllowedTransitions{}
	for _, m := range p.Moves {
		t.Transitions = append(t.Transitions, &commonv1.Transition{Action: m.Action, ToStatus: m.To, Actors: m.Actors})
	}
	return t
}

func (p problem) conflict() *commonv1.VersionConflict {
	c := &commonv1.VersionConflict{CurrentEtag: p.Conflict.CurrentEtag}
	for _, x := range p.Conflict.Changes {
		c.Changes = append(c.Changes, &commonv1.Change{Field: x.Field, ByBodyId: x.ByBodyID, Time: timestamppb.New(clock.FromMicros(x.TimeUS))})
	}
	return c
}
