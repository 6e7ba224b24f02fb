package conformance

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/actor"
)

// checkValidation: a request with many bad fields is refused with all of them, by their path in the JSON, in French.
func checkValidation(t *testing.T, w *World) {
	for _, m := range w.contract.methods {
		who, ok := welcome(m)
		request := w.sample(t, m)
		if !ok || request == nil {
			continue
		}
		broken, bad := w.breakAll(request)
		if len(bad) == 0 {
			continue
		}
		_, err := w.call(t.Context(), m, who, broken)
		told := refused(err)
		if told.code != codes.InvalidArgument {
			t.Errorf("%s with bad %v: %s, want InvalidArgument", m.name, bad, explain(err))
			continue
		}
		untold := slices.DeleteFunc(bad, func(path string) bool { return told.fields[path] != "" })
		if len(untold) > 0 {
			t.Errorf("%s does not tell what is wrong with %v: %s", m.name, untold, explain(err))
		}
	}
}

// welcome is somebody whom the rule of the method lets in.
func welcome(m method) (actor.Actor, bool) {
	if m.rule.GetServiceOnly() {
		return Service("elsewhere"), true
	}
	if a, ok := staff(m, Own); ok {
		return a, true
	}
	for _, c := range callers(m) {
		if c.may && c.Territory != Elsewhere {
			return c.Actor, true
		}
	}
	return actor.Actor{}, false
}

// breakAll breaks every field of the request that a rule holds, and answers the paths that its own validation names then.
func (w *World) breakAll(request proto.Message) (proto.Message, []string) {
	broken := proto.Clone(request)
	w.breakIn(broken, broken.ProtoReflect(), 0)
	var bad []string
	for _, f := range w.violations(broken) {
		if !slices.Contains(bad, f.Path) {
			bad = append(bad, f.Path)
		}
	}
	return broken, bad
}

// deepest bounds how far into a request fields are broken.
const deepest = 2

func (w *World) breakIn(whole proto.Message, at protoreflect.Message, depth int) {
	fields := at.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsMap() || f.Name() == "update_mask" || f.Name() == "fields" || isOutput(f):
		case f.ContainingOneof() != nil && !at.Has(f):
		case f.Message() != nil && !f.IsList() && at.Has(f) && depth < deepest:
			w.breakIn(whole, at.Mutable(f).Message(), depth+1)
		case f.Message() == nil && !f.IsList():
			w.breakField(whole, at, f)
		}
	}
}

// breakField tries values until one is refused, and leaves the field alone when none is.
func (w *World) breakField(whole proto.Message, at protoreflect.Message, f protoreflect.FieldDescriptor) {
	had, kept := at.Has(f), at.Get(f)
	before := len(w.violations(whole))
	for _, v := range wrong(f) {
		at.Set(f, v)
		if len(w.violations(whole)) > before {
			return
		}
	}
	at.Clear(f)
	if had {
		at.Set(f, kept)
	}
}

// wrong are values that rules of the kind of field refuse.
func wrong(f protoreflect.FieldDescriptor) []protoreflect.Value {
	switch f.Kind() {
	case protoreflect.EnumKind:
		return []protoreflect.Value{protoreflect.ValueOfEnum(9999)}
	case protoreflect.StringKind:
		return []protoreflect.Value{protoreflect.ValueOfString("\u0000"), protoreflect.ValueOfString(strings.Repeat("é", 30_000))}
	case protoreflect.Int32Kind:
		return []protoreflect.Value{protoreflect.ValueOfInt32(-1), protoreflect.ValueOfInt32(1<<31 - 1)}
	case protoreflect.Int64Kind:
		return []protoreflect.Value{protoreflect.ValueOfInt64(-1), protoreflect.ValueOfInt64(1<<63 - 1)}
	case protoreflect.DoubleKind:
		return []protoreflect.Value{protoreflect.ValueOfFloat64(-1e9), protoreflect.ValueOfFloat64(1e18)}
	default:
		return nil
	}
}
