// Package encode writes messages as JSON, byte for byte what protojson writes with default values, but for its blanks: those
// it puts at random. It goes through a plan of each message type that is made once, and takes half the time.
package encode

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// JSON writes a message: names in camelCase, and empty fields present, but for messages that are not set. It fails for text
// that is not UTF-8 and for well-known types that hold nonsense.
func JSON(m proto.Message) ([]byte, error) { return Append(make([]byte, 0, 2048), m) }

// Append is JSON behind what is there.
func Append(b []byte, m proto.Message) ([]byte, error) {
	return message(b, m.ProtoReflect(), planOf(m.ProtoReflect().Descriptor()))
}

// field is how one field is written.
type field struct {
	protoreflect.FieldDescriptor
	key      []byte // "name":
	presence bool
	value    writer
}

// writer writes one value: of a field, an item of a list, a value of a map.
type writer func([]byte, protoreflect.Value) ([]byte, error)

var plans sync.Map // protoreflect.MessageDescriptor to []field

func planOf(d protoreflect.MessageDescriptor) []field {
	if known, ok := plans.Load(d); ok {
		return known.([]field)
	}
	var plan []field
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		of := f
		if f.IsMap() {
			of = f.MapValue()
		}
		plan = append(plan, field{f, strconv.AppendQuote(nil, f.JSONName()), f.HasPresence(), writerOf(of)})
		plan[i].key = append(plan[i].key, ':')
	}
	plans.Store(d, plan)
	return plan
}

func message(b []byte, m protoreflect.Message, plan []field) ([]byte, error) {
	b = append(b, '{')
	first := true
	for _, f := range plan {
		if f.presence && !m.Has(f.FieldDescriptor) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, f.key...)
		var err error
		if b, err = f.write(b, m.Get(f.FieldDescriptor)); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

func (f field) write(b []byte, v protoreflect.Value) ([]byte, error) {
	switch {
	case f.IsList():
		return f.list(b, v.List())
	case f.IsMap():
		return f.entries(b, v.Map())
	}
	return f.value(b, v)
}

func (f field) list(b []byte, l protoreflect.List) (_ []byte, err error) {
	b = append(b, '[')
	for i := range l.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = f.value(b, l.Get(i)); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// entries writes a map in the order of its keys, as protojson does.
func (f field) entries(b []byte, m protoreflect.Map) (_ []byte, err error) {
	keys := make([]protoreflect.MapKey, 0, m.Len())
	m.Range(func(k protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, k)
		return true
	})
	slices.SortFunc(keys, func(a, c protoreflect.MapKey) int { return compare(f.MapKey().Kind(), a, c) })
	b = append(b, '{')
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = text(b, k.String()); err != nil {
			return b, err
		}
		b = append(b, ':')
		if b, err = f.value(b, m.Get(k)); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

func compare(kind protoreflect.Kind, a, b protoreflect.MapKey) int {
	switch kind {
	case protoreflect.StringKind, protoreflect.BoolKind:
		return strings.Compare(a.String(), b.String()) // false comes before true
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return cmp.Compare(a.Uint(), b.Uint())
	}
	return cmp.Compare(a.Int(), b.Int())
}

func writerOf(f protoreflect.FieldDescriptor) writer {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return strconv.AppendBool(b, v.Bool()), nil }
	case protoreflect.StringKind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return text(b, v.String()) }
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return strconv.AppendUint(b, v.Uint(), 10), nil }
	case protoreflect.FloatKind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return float(b, v.Float(), 32), nil }
	case protoreflect.DoubleKind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) { return float(b, v.Float(), 64), nil }
	case protoreflect.BytesKind:
		return func(b []byte, v protoreflect.Value) ([]byte, error) {
			return text(b, base64.StdEncoding.EncodeToString(v.Bytes()))
		}
	case protoreflect.EnumKind:
		return enum(f.Enum())
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return nested(f.Message())
	}
	return func(b []byte, v protoreflect.Value) ([]byte, error) {
		return fmt.Appendf(b, `"%d"`, v.Interface()), nil
	} // 64 bits
}

func enum(d protoreflect.EnumDescriptor) writer {
	names := map[protoreflect.EnumNumber]string{}
	for i := range d.Values().Len() {
		v := d.Values().Get(i)
		if _, alias := names[v.Number()]; !alias {
			names[v.Number()] = strconv.Quote(string(v.Name()))
		}
	}
	return func(b []byte, v protoreflect.Value) ([]byte, error) {
		if name, ok := names[v.Enum()]; ok {
			return append(b, name...), nil
		}
		return strconv.AppendInt(b, int64(v.Enum()), 10), nil
	}
}

// nested writes messages of a type; those of google.protobuf have forms of their own.
func nested(d protoreflect.MessageDescriptor) writer {
	switch {
	case d.FullName() == "google.protobuf.Timestamp":
		return timestamp
	case strings.HasPrefix(string(d.FullName()), "google.protobuf."):
		return wellKnown
	}
	plan := sync.OnceValue(func() []field { return planOf(d) }) // later: messages may hold their own kind
	return func(b []byte, v protoreflect.Value) ([]byte, error) { return message(b, v.Message(), plan()) }
}

func wellKnown(b []byte, v protoreflect.Value) ([]byte, error) {
	return protojson.MarshalOptions{EmitDefaultValues: true}.MarshalAppend(b, v.Message().Interface())
}
