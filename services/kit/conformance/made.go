package conformance

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/actor"
)

// instance is one resource that the suite made.
type instance struct {
	resource Resource
	request  proto.Message
	by       actor.Actor
	id       string
	// message is the resource as its maker was answered.
	message proto.Message
}

func (r Resource) by() actor.Actor {
	if r.By.Kind == "" {
		return Advisor()
	}
	return r.By
}

// make makes one.
func (w *World) make(t *testing.T, r Resource, pairs ...string) instance {
	t.Helper()
	return w.makeFrom(t, r, r.Create(w, w.counter.next()), pairs...)
}

func (w *World) makeFrom(t *testing.T, r Resource, request proto.Message, pairs ...string) instance {
	t.Helper()
	answer := w.Must(t, r.by(), request, pairs...)
	found := resourceIn(answer)
	if found == nil {
		t.Fatalf("%s answers no resource: the first field of one is its id", w.contract.of(request).name)
	}
	id := idOf(found)
	if id == "" {
		t.Fatalf("%s answers a resource without an id", w.contract.of(request).name)
	}
	w.known.remember(idField(found), id)
	w.known.rememberAll(found.ProtoReflect())
	return instance{resource: r, request: request, by: r.by(), id: id, message: found}
}

// idField is the field that names a resource: its first, land_request_id; nil when the message is none.
func idField(m proto.Message) protoreflect.FieldDescriptor {
	f := m.ProtoReflect().Descriptor().Fields().ByNumber(1)
	if f == nil || f.Kind() != protoreflect.StringKind || f.IsList() || !strings.HasSuffix(string(f.Name()), "_id") && !strings.HasSuffix(string(f.Name()), "_code") {
		return nil
	}
	return f
}

func idOf(m proto.Message) string { return m.ProtoReflect().Get(idField(m)).String() }

// resourceIn is the answer itself, or the resource in an answer that says more.
func resourceIn(answer proto.Message) proto.Message {
	if idField(answer) != nil {
		return answer
	}
	fields := answer.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Message() != nil && !f.IsList() && !f.IsMap() && answer.ProtoReflect().Has(f) {
			if inner := answer.ProtoReflect().Get(f).Message().Interface(); idField(inner) != nil {
				return inner
			}
		}
	}
	return nil
}

func etagOf(m proto.Message) string {
	f := m.ProtoReflect().Descriptor().Fields().ByName("etag")
	if f == nil {
		return ""
	}
	return m.ProtoReflect().Get(f).String()
}

// getter is a request that reads the instance; nil when the module offers none.
func (w *World) getter(i instance) proto.Message {
	m, ok := w.contract.find("Get", i.message.ProtoReflect().Descriptor())
	if !ok || m.target() == nil {
		return nil
	}
	request := newMessage(m.desc.Input())
	m.aim(request, i.id)
	return request
}

// lister is the list that has the instances, the one of their summaries before others; ok is false when the module offers
// none.
func (w *World) lister(i instance) (method, bool) {
	resource := i.message.ProtoReflect().Descriptor()
	if listed := resource.ParentFile().Messages().ByName("Listed" + resource.Name()); listed != nil {
		return w.contract.find("List", listed)
	}
	return w.contract.find("List", resource)
}

// known are the ids of what was made, by the prefix of ids and by the name of the field.
type known struct {
	byPrefix map[string]string
	byField  map[string]string
	written  *written
}

func newKnown() *known {
	return &known{byPrefix: map[string]string{}, byField: map[string]string{}}
}

func (k *known) remember(f protoreflect.FieldDescriptor, id string) {
	k.byField[string(f.Name())] = id
	if prefix, rest, ok := strings.Cut(id, "_"); ok && len(rest) == idLength {
		k.byPrefix[prefix] = id
	}
}

// rememberAll remembers the ids that the resource holds of others, where none is known yet.
func (k *known) rememberAll(m protoreflect.Message) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.IsMap():
		case f.IsList() && f.Message() != nil:
			for i := range v.List().Len() {
				k.rememberAll(v.List().Get(i).Message())
			}
		case f.Message() != nil && !f.IsList():
			k.rememberAll(v.Message())
		case f.Kind() == protoreflect.StringKind && !f.IsList() && strings.HasSuffix(string(f.Name()), "_id"):
			prefix, rest, ok := strings.Cut(v.String(), "_")
			if _, known := k.byPrefix[prefix]; ok && !known && len(rest) == idLength {
				k.remember(f, v.String())
			}
		}
		return true
	})
}

// Made makes what a request depends on and answers its id. It panics when that is refused: then nothing can be tested.
func (w *World) Made(a actor.Actor, request proto.Message) string {
	answer, err := w.Call(context.Background(), a, request)
	if err != nil {
		panic(w.contract.of(request).name + ": " + explain(err))
	}
	return idOf(resourceIn(answer))
}

// idLength is the length of what follows the prefix of an id.
const idLength = 26

// ID is the id of the resource made last whose field of this name holds it: "zone_id".
func (w *World) ID(field string) string { return w.known.byField[field] }
