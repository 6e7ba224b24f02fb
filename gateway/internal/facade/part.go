package facade

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// part is one piece of an answer that comes from a service.
type part struct {
	// name is the JSON name of the field that it fills.
	name string
	// method is the call that it needs; a caller who may not make it is not asked for.
	method string
	// required parts fail the whole answer, and have its time; the others have the facade's patience.
	required bool
	// quiet parts are left out without a word for callers who may not see them.
	quiet bool
	// load asks, and keeps what it got.
	load func(context.Context) error
}

// gather asks for all parts at once. It gives those that did not come, in the order given, or the error of a required one.
func (f *Facade) gather(ctx context.Context, parts ...part) ([]*hupv1.MissingPart, error) {
	asking, stop := context.WithCancel(ctx)
	defer stop()
	failures := make([]error, len(parts))
	var asked sync.WaitGroup
	for i, p := range parts {
		asked.Go(func() {
			failures[i] = f.ask(asking, p)
			if failures[i] != nil && p.required {
				stop()
			}
		})
	}
	asked.Wait()
	return f.missing(ctx, parts, failures)
}

func (f *Facade) ask(ctx context.Context, p part) error {
	if err := f.Rules.Allow(p.method, actor.From(ctx)); err != nil && p.method != "" {
		return err
	}
	if p.required {
		return p.load(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, f.Patience, errSlow)
	defer cancel()
	err := p.load(ctx)
	if err != nil && context.Cause(ctx) == errSlow {
		return errSlow
	}
	return err
}

// errSlow is that a part took longer than we wait.
var errSlow = errors.New("the part did not answer in time")

func (f *Facade) missing(ctx context.Context, parts []part, failures []error) (missing []*hupv1.MissingPart, err error) {
	for i, p := range parts { // the first to fail stopped the others: theirs is only canceled
		if failures[i] != nil && p.required && (err == nil || codeOf(err) == codes.Canceled) {
			err = failures[i]
		}
	}
	if err != nil {
		return nil, err
	}
	for i, p := range parts {
		if failures[i] == nil {
			continue
		}
		reason := reasonOf(failures[i])
		if p.quiet && reason == hupv1.MissingReason_MISSING_REASON_DENIED {
			continue
		}
		f.Log.LogAttrs(ctx, slog.LevelInfo, "a part is missing", slog.String("part", p.name), slog.String("reason", reason.String()))
		missing = append(missing, &hupv1.MissingPart{Part: p.name, Reason: reason})
	}
	return missing, nil
}

// reasonOf is what the caller is told of a part's failure.
func reasonOf(err error) hupv1.MissingReason {
	if errors.Is(err, errSlow) {
		return hupv1.MissingReason_MISSING_REASON_TIMEOUT
	}
	if errs.Is(err, "PART_UNAVAILABLE") { // the word of our own connections: a service that is down answers with a status
		return hupv1.MissingReason_MISSING_REASON_NOT_INSTALLED
	}
	switch codeOf(err) {
	case codes.DeadlineExceeded, codes.Canceled:
		return hupv1.MissingReason_MISSING_REASON_TIMEOUT
	case codes.Unavailable, codes.ResourceExhausted:
		return hupv1.MissingReason_MISSING_REASON_UNAVAILABLE
	case codes.PermissionDenied, codes.Unauthenticated, codes.NotFound:
		return hupv1.MissingReason_MISSING_REASON_DENIED
	}
	return hupv1.MissingReason_MISSING_REASON_ERROR
}

func codeOf(err error) codes.Code {
	if e, ok := errs.As(err); ok {
		return e.Code
	}
	return status.Code(err)
}
