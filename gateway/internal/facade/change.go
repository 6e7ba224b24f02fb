package facade

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/errs"
)

// places are how far each service's events were told: service → pub_seq.
type places map[string]int64

// String is the resume token: land-12.support-34.
func (p places) String() string {
	var words []string
	for _, source := range slices.Sorted(maps.Keys(p)) {
		words = append(words, source+"-"+strconv.FormatInt(p[source], 10))
	}
	return strings.Join(words, ".")
}

func readPlaces(token string) (places, error) {
	p := places{}
	if token == "" {
		return p, nil
	}
	for word := range strings.SplitSeq(token, ".") {
		source, number, _ := strings.Cut(word, "-")
		place, err := strconv.ParseInt(number, 10, 64)
		if err != nil || place < 0 || !slices.Contains(watched, source) {
			return nil, errs.Invalid("RESUME_TOKEN_INVALID", errs.Field{Path: "resumeToken", Reason: "RESUME_TOKEN_INVALID"})
		}
		p[source] = place
	}
	return p, nil
}

// changeOf is an event as the caller gets it.
func changeOf(e *eventv1.Event, at places) *hupv1.DossierChange {
	return &hupv1.DossierChange{
		Time: e.GetTime(), Source: e.GetSource(), Type: e.GetType(), Aggregate: e.GetAggregate(), AggregateId: e.GetAggregateId(),
		ActorBodyId: e.GetActorBodyId(), Data: factOf(e), ResumeToken: at.String(),
	}
}

// factOf is the fact as webhooks carry it; empty when a newer service states one that we do not know yet.
func factOf(e *eventv1.Event) *structpb.Struct {
	fact := &structpb.Struct{}
	message, err := e.GetData().UnmarshalNew()
	if err != nil {
		return fact
	}
	text, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(message)
	if err != nil || protojson.Unmarshal(text, fact) != nil {
		return &structpb.Struct{}
	}
	return fact
}

// pause waits before a service is asked again.
func (f *Facade) pause(ctx context.Context) {
	timer := time.NewTimer(f.Again)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
