package store

import (
	"bytes"
	"fmt"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
	"hup.example/services/kit/journal"
)

// journal writes the facts of an aggregate and answers the hash of the last line, the head of its chain.
func (t *Tx) journal(kind string, root *aggregate.Root, version int64, fields string) ([]byte, error) {
	lines := make([]*journal.Line, len(root.Facts()))
	for ordinal, fact := range root.Facts() {
		entry, err := t.store.encode(root, fact)
		if err != nil {
			return nil, err
		}
		line, err := t.line(kind, root, entry)
		if err != nil {
			return nil, err
		}
		line.Version, line.Ordinal = version, int32(ordinal)
		if ordinal == 0 {
			line.Fields = fields
		}
		lines[ordinal] = line
	}
	head := root.Head
	if head == nil {
		head = []byte{}
	}
	return journal.Append(t.Ctx, t.db, t, head, lines...)
}

func (t *Tx) line(kind string, root *aggregate.Root, entry Entry) (*journal.Line, error) {
	eventType := journal.TypeOf(t.store.service, entry.Message)
	if eventType == "" {
		return nil, fmt.Errorf("%s is not a fact of %s", entry.Message.ProtoReflect().Descriptor().FullName(), t.store.service)
	}
	payload, err := proto.MarshalOptions{Deterministic: true}.Marshal(entry.Message)
	if err != nil {
		return nil, err
	}
	if payload == nil {
		payload = []byte{}
	}
	return &journal.Line{
		ID: id.New("evt"), Territory: root.Territory, Aggregate: kind, AggregateID: root.ID,
		Type: eventType, Payload: payload, Actor: t.Actor.Ref(), Body: t.Actor.BodyID,
		Reason: entry.Reason, Note: entry.Note, Context: entry.Context, Trace: t.trace, Created: t.Now,
	}, nil
}

// changedFields names the top-level fields whose encoding differs: what an optimistic writer is told. Names only.
func changedFields(m proto.Message, before, after []byte) string {
	if len(before) == 0 {
		return ""
	}
	was, is := byField(before), byField(after)
	var names []string
	fields := m.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if !bytes.Equal(was[f.Number()], is[f.Number()]) {
			names = append(names, f.JSONName())
		}
	}
	return strings.Join(names, ",")
}

// byField splits a record by field number without decoding what is in the fields.
func byField(record []byte) map[protoreflect.FieldNumber][]byte {
	parts := map[protoreflect.FieldNumber][]byte{}
	for len(record) > 0 {
		number, _, n := protowire.ConsumeField(record)
		if n < 0 {
			return parts
		}
		parts[number] = append(parts[number], record[:n]...)
		record = record[n:]
	}
	return parts
}
