package facade

import (
	"context"
	"math"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// ResumeToken is the header of a watch that says where it begins: to resume from before the first change came.
const ResumeToken = "hup-resume-token"

// watched are the services whose facts belong to a case.
var watched = []string{"support", "land", "recruitment", "training"}

// WatchDossier tells each change of a case, from all services, in the order of each. Whether the caller may see the case is
// asked again before every change is told, and whether the change is for the caller.
func (f *Facade) WatchDossier(r *hupv1.WatchDossierRequest, stream grpc.ServerStreamingServer[hupv1.DossierChange]) error {
	ctx := stream.Context()
	at, err := readPlaces(r.GetResumeToken())
	if err != nil {
		return err
	}
	if _, err := f.allowed(ctx, r.GetCaseId(), nil); err != nil {
		return err
	}
	if at, err = f.begin(ctx, at); err != nil {
		return err
	}
	if err := stream.SendHeader(metadata.Pairs(ResumeToken, at.String())); err != nil {
		return err
	}
	events := make(chan *eventv1.Event)
	for _, source := range watched {
		place, known := at[source]
		if !known {
			place = unknown
		}
		go f.follow(ctx, source, r.GetCaseId(), place, events)
	}
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case e := <-events:
			told, err := f.allowed(ctx, r.GetCaseId(), e)
			if err != nil {
				return err
			}
			at[e.GetSource()] = e.GetPubSeq()
			if !told {
				continue
			}
			if err := stream.Send(changeOf(e, at)); err != nil {
				return err
			}
		}
	}
}

// allowed asks support whether the caller may see the case now, and be told the event: a note of others is not for everybody.
// Without an answer nobody may.
func (f *Facade) allowed(ctx context.Context, caseID string, e *eventv1.Event) (told bool, err error) {
	var fact *authv1.ContextFact
	if e.GetSource() == "support" {
		fact = &authv1.ContextFact{Type: e.GetType(), Aggregate: e.GetAggregate(), AggregateId: e.GetAggregateId()}
	}
	level, told, err := access.NewChecker(f.Peer("support")).Tells(ctx, actor.From(ctx), caseID, fact)
	if err == nil && level == authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED {
		err = errs.NotFound("case")
	}
	return told, err
}

// begin gives where each service stands, for those that the token does not name; and for a token from before a restore,
// which is ahead of its service.
func (f *Facade) begin(ctx context.Context, token places) (places, error) {
	heads := slices.Repeat([]int64{unknown}, len(watched))
	var parts []part
	for i, source := range watched {
		parts = append(parts, part{name: source, required: source == "support", load: func(ctx context.Context) error {
			head, err := f.head(ctx, source)
			if err == nil {
				heads[i] = head
			}
			return err
		}})
	}
	if _, err := f.gather(ctx, parts...); err != nil {
		return nil, err
	}
	at := places{}
	for i, source := range watched {
		place, known := token[source]
		if heads[i] != unknown && (!known || place > heads[i]) {
			place, known = heads[i], true
		}
		if known {
			at[source] = place
		}
	}
	return at, nil
}

// unknown is the place of a service that has not answered yet.
const unknown = -1

func (f *Facade) head(ctx context.Context, source string) (int64, error) {
	answer, err := eventv1.NewEventFeedServiceClient(f.Peer(source)).ListEvents(ctx, &eventv1.ListEventsRequest{Source: source, After: math.MaxInt64})
	return answer.GetHead(), err
}

// follow hands on a service's events of a case until the watch ends. A service that stops is asked again: the others go on.
func (f *Facade) follow(ctx context.Context, source, caseID string, after int64, events chan<- *eventv1.Event) {
	for ctx.Err() == nil {
		var err error
		if after == unknown {
			after, err = f.place(ctx, source)
		}
		if err == nil {
			err = f.tail(ctx, source, caseID, &after, events)
		}
		if code := codeOf(err); code == codes.Unimplemented || code == codes.NotFound || errs.Is(err, "PART_UNAVAILABLE") {
			return // the installation has no such service
		}
		f.pause(ctx)
	}
}

// place is where a service stands that did not answer when the watch began.
func (f *Facade) place(ctx context.Context, source string) (int64, error) {
	head, err := f.head(ctx, source)
	if err != nil {
		return unknown, err
	}
	return head, nil
}

func (f *Facade) tail(ctx context.Context, source, caseID string, after *int64, events chan<- *eventv1.Event) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := eventv1.NewEventFeedServiceClient(f.Peer(source)).TailContext(ctx,
		&eventv1.TailContextRequest{Source: source, Territory: actor.From(ctx).Territory, ContextId: caseID, After: *after})
	if err != nil {
		return err
	}
	for {
		e, err := stream.Recv()
		if err != nil {
			return err
		}
		select {
		case events <- e:
			*after = e.GetPubSeq()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
