package conformance

import (
	"slices"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// isOutput says whether the contract writes that only the service sets the field.
func isOutput(f protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}

// checkOutputs: a status, a label, a closing time that a caller sends with a new resource is not taken.
func checkOutputs(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		request := r.Create(w, w.counter.next())
		honest := resourceIn(w.Must(t, r.by(), request))
		forgery := r.Create(w, w.counter.next())
		forged := w.forge(forgery, honest.ProtoReflect().Descriptor())
		if forged == nil {
			continue // flat: the request has no field of the resource's own
		}
		answer, err := w.Call(t.Context(), r.by(), forgery)
		if err != nil {
			continue // refused is fine, too
		}
		got := resourceIn(answer).ProtoReflect()
		forged.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
			if isOutput(f) && got.Has(f) && got.Get(f).Equal(v) && !honest.ProtoReflect().Get(f).Equal(v) {
				t.Errorf("%s takes %s from the caller", w.contract.of(request).name, f.JSONName())
			}
			return true
		})
	}
}

// forge sets what only the service may say in the resource that the request carries, and answers that resource.
func (w *World) forge(request proto.Message, d protoreflect.MessageDescriptor) protoreflect.Message {
	fields := request.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.Message() == nil || f.IsList() || f.Message().FullName() != d.FullName() {
			continue
		}
		m := request.ProtoReflect().Mutable(f).Message()
		for j := range d.Fields().Len() {
			if field := d.Fields().Get(j); isOutput(field) {
				forgeField(m, field)
			}
		}
		return proto.Clone(m.Interface()).ProtoReflect()
	}
	return nil
}

func forgeField(m protoreflect.Message, f protoreflect.FieldDescriptor) {
	value, ok := forgedValue(f)
	switch {
	case f.IsMap() || f.Message() != nil && f.Message().FullName() != "google.protobuf.Timestamp":
	case f.Message() != nil && !f.IsList():
		at := m.Mutable(f).Message()
		at.Set(at.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(86_400))
	case !ok:
	case f.IsList():
		m.Mutable(f).List().Append(value)
	default:
		m.Set(f, value)
	}
}

func forgedValue(f protoreflect.FieldDescriptor) (protoreflect.Value, bool) {
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString("forged"), true
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(7), true
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(7), true
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true), true
	case protoreflect.EnumKind:
		values := f.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(values.Len() - 1).Number()), true
	default:
		return protoreflect.Value{}, false
	}
}
