package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"hup.example/services/kit/errs"
)

// mostFields bounds how many bad fields are told.
const mostFields = 100

// explain says where JSON and the message disagree, every place at once. It runs only when protojson has refused the text,
// and asks protojson about each value by itself, so that both always agree.
func explain(text []byte, d protoreflect.MessageDescriptor) error {
	if !json.Valid(text) {
		return malformedText(text)
	}
	var e explainer
	e.message("", text, d, 0)
	if len(e.bad) == 0 {
		return errs.Invalid("MALFORMED_MESSAGE")
	}
	return errs.Invalid("INVALID_FIELDS", e.bad...)
}

type explainer struct{ bad []errs.Field }

func (e *explainer) add(path, reason string, params map[string]string) {
	if len(e.bad) < mostFields {
		e.bad = append(e.bad, errs.Field{Path: path, Reason: reason, Params: params})
	}
}

func (e *explainer) message(path string, text []byte, d protoreflect.MessageDescriptor, depth int) {
	members, err := object(text)
	if err != nil || depth > deepest {
		e.add(path, "json.fields", map[string]string{"known": fieldsOf(d)})
		return
	}
	seen := map[protoreflect.FieldNumber]bool{}
	choices := map[protoreflect.Name]bool{}
	for _, member := range members {
		at := join(path, member.key)
		f := fieldNamed(d, member.key)
		switch {
		case f == nil:
			e.add(at, "json.unknown", map[string]string{"known": fieldsOf(d)})
			continue
		case seen[f.Number()]:
			e.add(at, "json.duplicate", nil)
			continue
		}
		seen[f.Number()] = true
		if of := f.ContainingOneof(); of != nil && !of.IsSynthetic() && string(member.value) != "null" {
			if choices[of.Name()] {
				e.add(at, "message.oneof", nil)
			}
			choices[of.Name()] = true
		}
		e.field(at, member.value, f, depth)
	}
}

func (e *explainer) field(path string, value []byte, f protoreflect.FieldDescriptor, depth int) {
	if accepts(f, string(value)) {
		return
	}
	switch {
	case f.IsList():
		e.list(path, value, f, depth)
	case f.IsMap():
		e.entries(path, value, f, depth)
	default:
		e.value(path, value, f, depth)
	}
}

// value tells what is wrong inside a value that protojson does not take.
func (e *explainer) value(path string, value []byte, f protoreflect.FieldDescriptor, depth int) {
	if f.Message() != nil && !strings.HasPrefix(string(f.Message().FullName()), "google.protobuf.") {
		e.message(path, value, f.Message(), depth+1)
		return
	}
	e.add(path, expects(f), known(f))
}

func (e *explainer) list(path string, value []byte, f protoreflect.FieldDescriptor, depth int) {
	var items []json.RawMessage
	if json.Unmarshal(value, &items) != nil {
		e.add(path, "json.list", nil)
		return
	}
	for i, item := range items {
		if len(e.bad) == mostFields {
			return
		}
		if !accepts(f, "["+string(item)+"]") {
			e.value(path+"["+strconv.Itoa(i)+"]", item, f, depth)
		}
	}
}

func (e *explainer) entries(path string, value []byte, f protoreflect.FieldDescriptor, depth int) {
	members, err := object(value)
	if err != nil {
		e.add(path, "json.object", nil)
		return
	}
	for _, member := range members {
		at := fmt.Sprintf("%s[%q]", path, member.key)
		key, _ := json.Marshal(member.key) // a string always can
		if !accepts(f, "{"+string(key)+":"+string(member.value)+"}") {
			e.value(at, member.value, f.MapValue(), depth)
		}
	}
}

// accepts asks protojson whether the field takes the value.
func accepts(f protoreflect.FieldDescriptor, value string) bool {
	name, _ := json.Marshal(f.JSONName())
	return reader.Unmarshal(bytes.Join([][]byte{[]byte("{"), name, []byte(":"), []byte(value), []byte("}")}, nil),
		dynamicpb.NewMessage(f.ContainingMessage())) == nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
