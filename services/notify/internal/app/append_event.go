// Package app holds the use cases of notify, one a file.
package app

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// AppendEvent puts what a service states into the feed, lets the bodies know that may see it, and has it sent to their webhooks.
type AppendEvent struct{}

// Do appends one event, unless the feed has it: then the consumer lost its place and reads all again. m is its message.
// What tells of somebody's own note stays out.
func (u AppendEvent) Do(tx *kit.Tx, e *eventv1.Event, m proto.Message) error {
	if domain.Personal(text(m, "visibility")) {
		return nil
	}
	if known, err := store.Knows(tx, e.GetId()); known || err != nil {
		return err
	}
	added, err := u.add(tx, e, m)
	if err != nil {
		return err
	}
	bodies, err := u.audience(tx, e, m)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		if err := tell(tx, body, added.Seq, added); err != nil {
			return err
		}
	}
	return nil
}

// ChangeAccess is Do for the event that says who may see a context. A body that may see it from now on also comes to know
// what was stated since, but came before this event: of the same change, or from another service.
func (u AppendEvent) ChangeAccess(tx *kit.Tx, e *eventv1.Event, m proto.Message, version int64, readers []string) error {
	context := text(m, "case_id")
	before, err := store.Readers(tx, context)
	if err != nil {
		return err
	}
	if err := access.SetReaders(tx, context, version, readers); err != nil {
		return err
	}
	if known, err := store.Knows(tx, e.GetId()); known || err != nil {
		return err
	}
	now, err := store.Readers(tx, context)
	if err != nil {
		return err
	}
	known, err := store.Since(tx, context, clock.Micros(e.GetTime().AsTime()))
	if err != nil {
		return err
	}
	for _, body := range now {
		if slices.Contains(before, body) {
			continue
		}
		if err := tellAgain(tx, body, known); err != nil {
			return err
		}
	}
	return u.Do(tx, e, m)
}

func tellAgain(tx *kit.Tx, body string, known []store.Event) error {
	for _, e := range known {
		m, err := journal.Decode(e.Type, e.Data)
		if err != nil {
			return err
		}
		if len(domain.Told([]string{body}, text(m, "visibility"), text(m, "author_body_id"))) == 0 {
			continue
		}
		at, err := store.Next(tx)
		if err != nil {
			return err
		}
		if err := tell(tx, body, at, e); err != nil {
			return err
		}
	}
	return nil
}

// tell lets a body know of an event, once.
func tell(tx *kit.Tx, body string, at int64, e store.Event) error {
	news, err := store.AddEntry(tx, body, at, e)
	if err != nil || !news {
		return err
	}
	webhooks, err := store.Subscribed(tx, body, e.Type)
	if err != nil {
		return err
	}
	for _, w := range webhooks {
		if err := store.Enqueue(tx, w, at, e); err != nil {
			return err
		}
	}
	return nil
}

func (u AppendEvent) add(tx *kit.Tx, e *eventv1.Event, m proto.Message) (store.Event, error) {
	seq, err := store.Next(tx)
	if err != nil {
		return store.Event{}, err
	}
	if seq == 1 {
		if err := schedule.Set(tx, RetentionTimer, "feed", tx.Now.Add(pruneEvery)); err != nil {
			return store.Event{}, err
		}
	}
	added := store.Event{
		Seq: seq, At: seq, ID: e.GetId(), Type: e.GetType(), Source: e.GetSource(), PubSeq: e.GetPubSeq(), Subject: e.GetAggregateId(),
		Context: text(m, "case_id"), Farewell: domain.Farewell(e.GetType()), ActorBody: e.GetActorBodyId(), Trace: e.GetTraceparent(),
		Time: e.GetTime().AsTime(), Data: e.GetData().GetValue(),
	}
	return added, store.AddEvent(tx, added)
}

// audience are the bodies that may see an event: the readers of its case, or the body that its aggregate belongs to.
func (u AppendEvent) audience(tx *kit.Tx, e *eventv1.Event, m proto.Message) ([]string, error) {
	if context := text(m, "case_id"); context != "" {
		readers, err := store.Readers(tx, context)
		return domain.Told(readers, text(m, "visibility"), text(m, "author_body_id")), err
	}
	known, err := store.Owner(tx, e.GetAggregateId())
	if err != nil {
		return nil, err
	}
	owner := firstOf(text(m, "body_id"), known, e.GetActorBodyId())
	if owner == "" {
		return nil, nil
	}
	if owner != known {
		err = store.SetOwner(tx, e.GetAggregateId(), owner)
	}
	return []string{owner}, err
}

// text reads a text field that many facts have, by its name.
func text(m proto.Message, field protoreflect.Name) string {
	f := m.ProtoReflect().Descriptor().Fields().ByName(field)
	if f == nil || f.Kind() != protoreflect.StringKind || f.IsList() {
		return ""
	}
	return m.ProtoReflect().Get(f).String()
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
