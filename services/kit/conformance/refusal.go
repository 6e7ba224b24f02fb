package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/actor"
)

// refusal is what a client reads in an error.
type refusal struct {
	code                           codes.Code
	reason, domain, text, language string
	trace                          string
	fields                         map[string]string
	conflict                       *commonv1.VersionConflict
}

func read(s *status.Status) refusal {
	r := refusal{code: s.Code(), fields: map[string]string{}}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			r.reason, r.domain = d.GetReason(), d.GetDomain()
		case *errdetails.LocalizedMessage:
			r.text, r.language = d.GetMessage(), d.GetLocale()
		case *errdetails.RequestInfo:
			r.trace = d.GetRequestId()
		case *errdetails.BadRequest:
			for _, f := range d.GetFieldViolations() {
				r.fields[f.GetField()] = f.GetLocalizedMessage().GetMessage()
			}
		case *commonv1.VersionConflict:
			r.conflict = d
		}
	}
	return r
}

func refused(err error) refusal { return read(status.Convert(err)) }

// explain is an error with all that a client is told.
func explain(err error) string {
	if err == nil {
		return "OK"
	}
	r := refused(err)
	text := fmt.Sprintf("%s %s « %s »", r.code, r.reason, r.text)
	for i, path := range slices.Sorted(maps.Keys(r.fields)) {
		if i == 4 {
			return text + fmt.Sprintf("\n    and %d more fields", len(r.fields)-i)
		}
		text += fmt.Sprintf("\n    %s: %s", path, r.fields[path])
	}
	return text
}

func describeActor(a actor.Actor) string {
	if a.Kind == "" {
		return "nobody"
	}
	parts := []string{string(a.Kind)}
	for _, r := range a.Roles {
		parts = append(parts, string(r))
	}
	if len(a.Scopes) > 0 {
		parts = append(parts, "with "+strings.Join(a.Scopes, " "))
	}
	if a.BodyID != "" {
		parts = append(parts, "of "+a.BodyID)
	}
	if a.Territory != "" {
		parts = append(parts, "in "+a.Territory)
	}
	return strings.Join(parts, " ")
}

// refusals are all the different refusals that the suite met, for the check of their shape.
type refusals struct {
	mu    sync.Mutex
	found map[string]met
}

type met struct {
	method  method
	refusal refusal
}

func (r *refusals) add(m method, s *status.Status) {
	if s.Code() == codes.OK || s.Code() == codes.Canceled {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found == nil {
		r.found = map[string]met{}
	}
	told := read(s)
	r.found[m.name+" "+told.code.String()+" "+told.reason+" "+told.language] = met{m, told}
}

func (r *refusals) all() []met {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]met, 0, len(r.found))
	for _, m := range r.found {
		all = append(all, m)
	}
	return all
}
