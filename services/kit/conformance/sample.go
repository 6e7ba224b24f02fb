package conformance

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/services/kit/errs"
)

// newMessage is an empty message of the type.
func newMessage(d protoreflect.MessageDescriptor) proto.Message {
	made, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		panic(err) // the descriptor comes from the same registry
	}
	return made.New().Interface()
}

// rounds bounds the repairs of one request: each goes one level deeper into it.
const rounds = 12

// sample is a valid request to a method: the one that the test gives, or an empty one with every broken rule repaired.
func (w *World) sample(t *testing.T, m method) proto.Message {
	t.Helper()
	if given := w.given(t, m); given != nil {
		return given
	}
	request := newMessage(m.desc.Input())
	if fields := m.target(); fields != nil {
		if id := w.known.byField[string(fields[len(fields)-1].Name())]; id != "" {
			m.aim(request, id)
		}
	}
	for range rounds {
		bad := w.violations(request)
		if len(bad) == 0 {
			return request
		}
		for _, f := range bad {
			w.repair(request.ProtoReflect(), f)
		}
	}
	t.Errorf("no valid request to %s can be made up: give one in Config.Requests. What stays wrong: %v", m.name, paths(w.violations(request)))
	return nil
}

// given is a request that the test wrote: an instance, a change of a new instance, or one of Config.Requests.
func (w *World) given(t *testing.T, m method) proto.Message {
	t.Helper()
	asked := m.desc.Input().FullName()
	written := w.writtenRequests()
	if i := slices.Index(written.creates, asked); i >= 0 {
		return w.config.Resources[i].Create(w, w.counter.next())
	}
	if i := slices.Index(written.changes, asked); i >= 0 {
		r := w.config.Resources[i]
		return r.Change(w, w.make(t, r).id)
	}
	if i := slices.Index(written.others, asked); i >= 0 {
		return w.config.Requests[i](w)
	}
	return nil
}

// written are the types of the requests that the test writes, in the order of Config.
type written struct{ creates, changes, others []protoreflect.FullName }

// writtenRequests asks for each once: to write one may take calls.
func (w *World) writtenRequests() *written {
	if w.known.written != nil {
		return w.known.written
	}
	found := &written{}
	for _, r := range w.config.Resources {
		found.creates = append(found.creates, descriptor(r.Create(w, w.counter.next())))
		change := protoreflect.FullName("")
		if r.Change != nil {
			change = descriptor(r.Change(w, ""))
		}
		found.changes = append(found.changes, change)
	}
	for _, request := range w.config.Requests {
		found.others = append(found.others, descriptor(request(w)))
	}
	w.known.written = found
	return found
}

func descriptor(m proto.Message) protoreflect.FullName {
	return m.ProtoReflect().Descriptor().FullName()
}

func (w *World) violations(request proto.Message) []errs.Field {
	if e, ok := errs.As(w.validator.Check(request)); ok {
		return e.Fields
	}
	return nil
}

func paths(fields []errs.Field) []string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Path + " (" + f.Reason + ")"
	}
	return all
}

// repair puts a value where the rule is broken.
func (w *World) repair(at protoreflect.Message, broken errs.Field) {
	words := strings.Split(broken.Path, ".")
	for i, word := range words {
		name, index := subscript(word)
		f := at.Descriptor().Fields().ByJSONName(name)
		if f == nil {
			w.choose(at, name)
			return
		}
		if i < len(words)-1 || index >= 0 && f.Message() != nil && i < len(words)-1 {
			at = descend(at, f, index)
			continue
		}
		w.set(at, f, index, broken)
	}
}

// choose sets the first field of a oneof that must have one.
func (w *World) choose(at protoreflect.Message, oneof string) {
	for i := range at.Descriptor().Oneofs().Len() {
		if o := at.Descriptor().Oneofs().Get(i); strings.EqualFold(strings.ReplaceAll(string(o.Name()), "_", ""), oneof) {
			w.set(at, o.Fields().Get(0), -1, errs.Field{})
		}
	}
}

func descend(at protoreflect.Message, f protoreflect.FieldDescriptor, index int) protoreflect.Message {
	if f.IsList() {
		return at.Mutable(f).List().Get(max(index, 0)).Message()
	}
	return at.Mutable(f).Message()
}

func (w *World) set(at protoreflect.Message, f protoreflect.FieldDescriptor, index int, broken errs.Field) {
	switch {
	case f.IsMap():
	case f.IsList() && index >= 0:
		at.Mutable(f).List().Set(index, w.value(f, broken))
	case f.IsList():
		list := at.Mutable(f).List()
		if f.Message() != nil {
			list.Append(list.NewElement())
			return
		}
		list.Append(w.value(f, broken))
	case f.Message() != nil:
		w.fill(at.Mutable(f).Message())
	default:
		at.Set(f, w.value(f, broken))
	}
}

// fill makes a present message of one that is only there: instants are those of the clock.
func (w *World) fill(m protoreflect.Message) {
	if m.Descriptor().FullName() == "google.protobuf.Timestamp" {
		m.Set(m.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(w.Clock.Now().Unix()))
	}
}

// subscript splits needs[0]; the index is -1 without one.
func subscript(word string) (name string, index int) {
	name, rest, ok := strings.Cut(word, "[")
	if !ok {
		return name, -1
	}
	digits := strings.TrimSuffix(rest, "]")
	return name, slices.Index([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, digits)
}
