package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/errs"
)

// member is one member of a JSON object, as it was written.
type member struct {
	key   string
	value json.RawMessage
}

// object reads the members of an object in their order, duplicates included.
func object(text []byte) (members []member, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not an object")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{}
		m.key, _ = key.(string)
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, nil
}

// malformedText is the error of text that is no JSON: where it stops to be, by line, column and path.
func malformedText(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	var p position
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		p.advance(token)
	}
	read := text[:min(int(d.InputOffset()), len(text))]
	line := bytes.Count(read, []byte("\n")) + 1
	column := len(read) - bytes.LastIndexByte(read, '\n')
	e := errs.Invalid("MALFORMED_JSON").With("line", strconv.Itoa(line)).With("column", strconv.Itoa(column))
	if path := p.String(); path != "" {
		e.Fields = []errs.Field{{Path: path, Reason: "json.syntax"}}
	}
	return e
}

// position is where a decoder is, as a JSON path.
type position struct{ levels []level }

type level struct {
	list  bool
	key   string
	named bool // in an object: the key was read, its value was not
	index int
}

func (p *position) advance(token json.Token) {
	last := len(p.levels) - 1
	if last >= 0 && !p.levels[last].list && !p.levels[last].named && token != json.Delim('}') {
		p.levels[last].key, _ = token.(string)
		p.levels[last].named = true
		return
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		p.levels = append(p.levels, level{list: token == json.Delim('[')})
	case json.Delim('}'), json.Delim(']'):
		p.levels = p.levels[:last]
		p.passed()
	default:
		p.passed()
	}
}

// passed moves on after a value.
func (p *position) passed() {
	if last := len(p.levels) - 1; last >= 0 {
		p.levels[last].named = false
		p.levels[last].index++
	}
}

// String is the path of the value that is being read.
func (p *position) String() string {
	var b strings.Builder
	for _, l := range p.levels {
		switch {
		case l.list:
			b.WriteString("[" + strconv.Itoa(l.index) + "]")
		case l.key != "":
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(l.key)
		}
	}
	return b.String()
}

// expects names what a field takes.
func expects(f protoreflect.FieldDescriptor) string {
	if f.Message() != nil {
		switch f.Message().FullName() {
		case "google.protobuf.Timestamp":
			return "json.time"
		case "google.protobuf.Duration":
			return "json.duration"
		case "google.protobuf.FieldMask":
			return "json.mask"
		case "google.protobuf.Struct":
			return "json.object"
		}
		return "json.value"
	}
	switch f.Kind() {
	case protoreflect.BoolKind:
		return "json.bool"
	case protoreflect.EnumKind:
		return "json.enum"
	case protoreflect.StringKind:
		return "json.string"
	case protoreflect.BytesKind:
		return "json.bytes"
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return "json.number"
	}
	return "json.integer"
}

// known lists the values of an enum.
func known(f protoreflect.FieldDescriptor) map[string]string {
	if f.Kind() != protoreflect.EnumKind {
		return nil
	}
	var names []string
	values := f.Enum().Values()
	for i := range values.Len() {
		if values.Get(i).Number() != 0 {
			names = append(names, string(values.Get(i).Name()))
		}
	}
	return map[string]string{"known": strings.Join(names, ", ")}
}

// fieldsOf lists the fields that a caller may set.
func fieldsOf(d protoreflect.MessageDescriptor) string {
	var names []string
	for i := range d.Fields().Len() {
		if f := d.Fields().Get(i); !outputOnly(f) {
			names = append(names, f.JSONName())
		}
	}
	return strings.Join(names, ", ")
}
