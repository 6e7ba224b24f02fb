package problem

import (
	"net/http"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// kind is what a gRPC code is over HTTP.
type kind struct {
	name   string
	status int
}

var kinds = map[codes.Code]kind{
	codes.InvalidArgument:    {"invalid", http.StatusBadRequest},
	codes.OutOfRange:         {"invalid", http.StatusBadRequest},
	codes.Unauthenticated:    {"unauthenticated", http.StatusUnauthorized},
	codes.PermissionDenied:   {"denied", http.StatusForbidden},
	codes.NotFound:           {"not-found", http.StatusNotFound},
	codes.AlreadyExists:      {"exists", http.StatusConflict},
	codes.Aborted:            {"conflict", http.StatusConflict},
	codes.FailedPrecondition: {"state", http.StatusConflict},
	codes.ResourceExhausted:  {"limited", http.StatusTooManyRequests},
	codes.Unavailable:        {"unavailable", http.StatusServiceUnavailable},
	codes.Canceled:           {"canceled", statusCanceled},
	codes.DeadlineExceeded:   {"deadline", http.StatusGatewayTimeout},
	codes.Unimplemented:      {"unimplemented", http.StatusNotImplemented},
	codes.Internal:           {"internal", http.StatusInternalServerError},
	codes.Unknown:            {"internal", http.StatusInternalServerError},
	codes.DataLoss:           {"internal", http.StatusInternalServerError},
}

// statusCanceled is what many servers log for a caller that went away.
const statusCanceled = 499

// statusChecksum is what tus has for a piece that is not what was promised.
const statusChecksum = 460

// byReason are the statuses that say more than those of their kind.
var byReason = map[string]int{
	"MESSAGE_TOO_LARGE":    http.StatusRequestEntityTooLarge,
	"METHOD_NOT_ALLOWED":   http.StatusMethodNotAllowed,
	"ENCODING_UNSUPPORTED": http.StatusUnsupportedMediaType,
	"FILE_TOO_LARGE":       http.StatusRequestEntityTooLarge,
	"FILE_TYPE_REFUSED":    http.StatusUnsupportedMediaType,
	"TUS_CONTENT_TYPE":     http.StatusUnsupportedMediaType,
	"TUS_VERSION":          http.StatusPreconditionFailed,
	"TUS_CHECKSUM":         statusChecksum,
	"FILE_OTHER":           http.StatusPreconditionFailed,
	"RANGE_OUTSIDE":        http.StatusRequestedRangeNotSatisfiable,
}

func statusOf(code codes.Code, reason string, conditional bool) int {
	if s, ok := byReason[reason]; ok {
		return s
	}
	if code == codes.Aborted && conditional && reason == "VERSION_CHANGED" {
		return http.StatusPreconditionFailed
	}
	return kinds[code].status
}

// read takes over what the status says.
func (p *Problem) read(s *status.Status) {
	p.Detail = s.Message()
	for _, detail := range s.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			p.Reason, p.CurrentStatus = d.GetReason(), d.GetMetadata()["status"]
		case *errdetails.LocalizedMessage:
			p.Detail = d.GetMessage()
		case *errdetails.RequestInfo:
			p.TraceID = d.GetRequestId()
		case *errdetails.RetryInfo:
			p.retryAfter = int64((d.GetRetryDelay().AsDuration() + time.Second - 1) / time.Second)
		case *errdetails.BadRequest:
			for _, f := range d.GetFieldViolations() {
				p.Errors = append(p.Errors, Field{f.GetField(), f.GetDescription()})
			}
		case *commonv1.Offers:
			for _, o := range d.GetOffers() {
				p.Offers = append(p.Offers, Offer{o.GetField(), o.GetValue(), o.GetLabel()})
			}
		case *commonv1.AllowedTransitions:
			for _, t := range d.GetTransitions() {
				p.AllowedTransitions = append(p.AllowedTransitions, Transition{t.GetAction(), t.GetToStatus(), t.GetActors()})
			}
		case *commonv1.VersionConflict:
			p.CurrentETag = d.GetCurrentEtag()
			for _, c := range d.GetChanges() {
				p.Changes = append(p.Changes, Change{c.GetField(), c.GetByBodyId(), c.GetTime().AsTime().Format(time.RFC3339Nano)})
			}
		}
	}
}
