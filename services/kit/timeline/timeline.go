// Package timeline answers a service's part of a company's timeline: lines of its journal, in words. What has a word
// ("timeline.case_received" in the messages of the service) is told to people, the rest is for programs.
package timeline

import (
	"context"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/present"
	"hup.example/services/kit/store"
)

// Part is how one service tells its part.
type Part struct {
	Service string
	Words   *present.Presenter
	// Told says whether the caller may be told a line of what it sees; nil for all.
	Told func(*journal.Line) (bool, error)
}

// end is a place behind all lines, which a page begins with.
var end = journal.Place{Time: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}

// Answer answers the lines asked for, newest first.
func (p Part) Answer(v *store.View, r *commonv1.ListCompanyTimelineRequest, of journal.Of) (*commonv1.ListCompanyTimelineResponse, error) {
	size, before := int(r.GetPageSize()), end
	if size == 0 {
		size = 50
	}
	if r.GetBeforeTime() != nil {
		before = journal.Place{Time: r.GetBeforeTime().AsTime(), ID: r.GetBeforeId()}
	}
	if r.GetFromTime() != nil {
		of.From = r.GetFromTime().AsTime()
	}
	answer := &commonv1.ListCompanyTimelineResponse{}
	for {
		lines, err := journal.Latest(v.Ctx, v, v.Actor.Territory, of, before, size)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			before = journal.PlaceOf(l)
			entry, err := p.entry(v.Ctx, r, l)
			if err != nil {
				return nil, err
			}
			if entry != nil {
				answer.Entries = append(answer.Entries, entry)
			}
			if len(answer.GetEntries()) == size {
				return answer, nil
			}
		}
		if len(lines) < size {
			return answer, nil
		}
	}
}

// entry is a line as people read it, nil when it is not for the caller.
func (p Part) entry(ctx context.Context, r *commonv1.ListCompanyTimelineRequest, l *journal.Line) (*commonv1.CompanyTimelineEntry, error) {
	if len(r.GetKinds()) > 0 && !slices.Contains(r.GetKinds(), l.Aggregate) {
		return nil, nil
	}
	if p.Told != nil {
		if told, err := p.Told(l); err != nil || !told {
			return nil, err
		}
	}
	fact, err := journal.Decode(l.Type, l.Payload)
	if err != nil {
		return nil, err
	}
	text := Label(ctx, p.Words, l.Type, fact)
	if text == "" {
		return nil, nil
	}
	return &commonv1.CompanyTimelineEntry{
		EntryId: l.ID, Time: timestamppb.New(l.Created), Service: p.Service, Kind: l.Aggregate, ResourceId: l.AggregateID, CaseId: l.Context,
		Type: l.Type, Text: text, ActorBodyId: l.Body,
	}, nil
}

// Label is a fact in words: hup.support.case_received.v1 is timeline.case_received in the messages; a move adds where it led to.
// It is empty for what has no word.
func Label(ctx context.Context, words *present.Presenter, eventType string, fact proto.Message) string {
	name := strings.TrimSuffix(eventType, ".v1")
	label := words.Word(ctx, "timeline."+name[strings.LastIndex(name, ".")+1:])
	if moved, ok := fact.(interface{ GetNewStatus() string }); ok && label != "" {
		return label + " : " + words.Word(ctx, moved.GetNewStatus())
	}
	return label
}
