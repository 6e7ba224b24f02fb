package rpc

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	eventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/timeline"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// ListReferralProposals computes the bodies that could help, best first.
func (s *Cases) ListReferralProposals(ctx context.Context, r *supportv1.ListReferralProposalsRequest) (*supportv1.ListReferralProposalsResponse, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	found, err := s.Propose.Do(view, view, c)
	if err != nil {
		return nil, err
	}
	for _, p := range found.Proposals {
		p.AlgorithmNotice = notice(ctx, s.Present, c)
	}
	return &supportv1.ListReferralProposalsResponse{ReferralProposals: found.Proposals, Notes: found.Notes}, nil
}

// ListAccesses answers who read the case, newest day first. The company sees bodies, not persons.
func (s *Cases) ListAccesses(ctx context.Context, r *supportv1.ListAccessesRequest) (*supportv1.ListAccessesResponse, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if _, err := s.Readings.Flush(ctx); err != nil {
		return nil, err
	}
	asked := page.Asked(view.Actor, "accesses", c.ID)
	after, err := s.Signer.Number(r.GetPageToken(), asked, 0)
	if err != nil {
		return nil, err
	}
	size := page.Size(r)
	found, err := store.ReadingsOf(view, c.ID, size+1, int(after))
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListAccessesResponse{Accesses: found}
	if len(found) > size {
		answer.Accesses = found[:size]
		answer.NextPageToken = s.Signer.Mark(after+int64(size), asked)
	}
	for _, a := range answer.GetAccesses() {
		a.OutsideExpert = strings.HasPrefix(a.GetPersonId(), "opi_")
		if a.GetOutsideExpert() || c.Level(view.Actor) == domain.AsCompany {
			a.PersonId = ""
		}
	}
	return answer, nil
}

// ListTimeline answers what happened to the case, newest first, as far as the caller may see.
func (s *Cases) ListTimeline(ctx context.Context, r *supportv1.ListTimelineRequest) (*supportv1.ListTimelineResponse, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	asked := page.Asked(view.Actor, "timeline", c.ID)
	before, err := s.Signer.Number(r.GetPageToken(), asked, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListTimelineResponse{}
	for size := page.Size(r); ; {
		lines, err := journal.OfContextBefore(ctx, view, c.Territory, c.ID, before, size)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if len(answer.GetTimeline()) == size {
				answer.NextPageToken = s.Signer.Mark(before, asked)
				return answer, nil
			}
			before = l.PubSeq
			entry, err := s.entry(ctx, view, c, l)
			if err != nil {
				return nil, err
			}
			if entry != nil {
				answer.Timeline = append(answer.Timeline, entry)
			}
		}
		if len(lines) < size {
			return answer, nil
		}
	}
}

// silent are the facts that programs need and people do not: others of the same change say it in words.
var silent = []string{"hup.support.case_access_changed.v1", "hup.support.case_referral_changed.v1", "hup.support.referral_status_changed.v1"}

// entry is a line as people read it, nil when it is not for the caller.
func (s *Cases) entry(ctx context.Context, v *kit.View, c *domain.Case, l *journal.Line) (*supportv1.TimelineEntry, error) {
	if slices.Contains(silent, l.Type) {
		return nil, nil
	}
	if told, err := tells(v, v.Actor, c, l.Type, l.Aggregate, l.AggregateID); err != nil || !told {
		return nil, err
	}
	fact, err := journal.Decode(l.Type, l.Payload)
	if err != nil {
		return nil, err
	}
	label := timeline.Label(ctx, s.Present, l.Type, fact)
	if linked, ok := fact.(*eventv1.NeedLinked); ok {
		label = s.Present.Word(ctx, linked.GetLinkedKind()) + " : " + s.Present.Word(ctx, linked.GetLinkedStatus())
	}
	return &supportv1.TimelineEntry{
		EntryId: l.ID, Time: timestamppb.New(l.Created), Type: l.Type, Label: label,
		ActorBodyId: l.Body, Aggregate: l.Aggregate, AggregateId: l.AggregateID, Ids: codes(fact),
	}, nil
}

// codes are the ids and codes of a fact, by field name.
func codes(fact proto.Message) map[string]string {
	found := map[string]string{}
	fact.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.IsList() || f.Kind() == protoreflect.MessageKind:
		case f.Kind() == protoreflect.BoolKind:
			found[f.JSONName()] = strconv.FormatBool(v.Bool())
		default:
			found[f.JSONName()] = v.String()
		}
		return true
	})
	return found
}
