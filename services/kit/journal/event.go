package journal

import (
	"fmt"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

// shared is the package of the facts that any service may state; the others belong to the service of their package.
const shared = "common"

// TypeOf is the type of an event message that the service states: hup.<service>.<subject>.v1.
func TypeOf(service string, m proto.Message) string {
	owner, fact := factOf(m.ProtoReflect().Descriptor())
	if fact == "" || owner != service && owner != shared {
		return ""
	}
	return "hup." + service + "." + fact + ".v1"
}

// factOf reads the subject option: "case.received" is the fact case_received.
func factOf(d protoreflect.MessageDescriptor) (owner, fact string) {
	subject, _ := proto.GetExtension(d.Options(), eventv1.E_Subject).(string)
	if subject == "" {
		return "", ""
	}
	return strings.Split(string(d.FullName()), ".")[1], strings.ReplaceAll(subject, ".", "_")
}

// messages are the event messages of the program by owner and fact.
var messages = sync.OnceValue(func() map[string]protoreflect.MessageType {
	found := map[string]protoreflect.MessageType{}
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		if owner, fact := factOf(mt.Descriptor()); fact != "" {
			found[owner+"."+fact] = mt
		}
		return true
	})
	return found
})

// MessageOf finds the message of an event type.
func MessageOf(eventType string) (protoreflect.MessageType, bool) {
	parts := strings.Split(eventType, ".")
	if len(parts) != 4 {
		return nil, false
	}
	if mt, ok := messages()[parts[1]+"."+parts[2]]; ok {
		return mt, true
	}
	mt, ok := messages()[shared+"."+parts[2]]
	return mt, ok
}

// Decode reads a payload by its type.
func Decode(eventType string, payload []byte) (proto.Message, error) {
	mt, ok := MessageOf(eventType)
	if !ok {
		return nil, fmt.Errorf("event type %s is not known to this program", eventType)
	}
	m := mt.New().Interface()
	return m, proto.Unmarshal(payload, m)
}

// Event is the line as it travels. Source is the service that keeps the journal.
func (l *Line) Event(source string) *eventv1.Event {
	return &eventv1.Event{
		Id: l.ID, Type: l.Type, Source: source, Territory: l.Territory,
		Aggregate: l.Aggregate, AggregateId: l.AggregateID, Version: l.Version, Ordinal: l.Ordinal, PubSeq: l.PubSeq,
		Time: timestamppb.New(l.Created), Traceparent: l.Trace, ActorBodyId: l.Body,
		Data: &anypb.Any{TypeUrl: "type.googleapis.com/" + messageName(l.Type), Value: l.Payload},
	}
}

func messageName(eventType string) string {
	if mt, ok := MessageOf(eventType); ok {
		return string(mt.Descriptor().FullName())
	}
	return eventType
}
