package validate

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
)

// plan is where a message type has texts: what has none is not walked.
type plan struct{ steps []step }

type step struct {
	field protoreflect.FieldDescriptor
	code  commonv1.Code
	sub   *plan // of a message field, or of a map's message values
}

// planOf is the plan of a type and of those within; seen closes the circle for types that contain themselves.
func planOf(md protoreflect.MessageDescriptor, seen map[protoreflect.FullName]*plan) *plan {
	if p, ok := seen[md.FullName()]; ok {
		return p
	}
	p := &plan{}
	seen[md.FullName()] = p
	for i := range md.Fields().Len() {
		if s, ok := stepOf(md.Fields().Get(i), seen); ok {
			p.steps = append(p.steps, s)
		}
	}
	return p
}

func stepOf(fd protoreflect.FieldDescriptor, seen map[protoreflect.FullName]*plan) (step, bool) {
	s := step{field: fd}
	value := fd
	if fd.IsMap() {
		value = fd.MapValue()
	}
	if value.Kind() == protoreflect.StringKind {
		s.code, _ = proto.GetExtension(fd.Options(), commonv1.E_Code).(commonv1.Code)
		return s, true
	}
	if value.Message() == nil {
		return s, fd.IsMap() && fd.MapKey().Kind() == protoreflect.StringKind
	}
	_, circle := seen[value.Message().FullName()]
	s.sub = planOf(value.Message(), seen)
	return s, circle || len(s.sub.steps) > 0
}

// walker holds the way to where it is, and what it found.
type walker struct {
	check Checker
	way   []segment
	bad   []errs.Field
}

type segment struct {
	field protoreflect.FieldDescriptor
	index int    // in a list, else -1
	key   string // in a map
}

func (w *walker) message(m protoreflect.Message, p *plan) {
	for _, s := range p.steps {
		if !m.Has(s.field) {
			continue
		}
		switch value := m.Get(s.field); {
		case s.field.IsList():
			for i := range value.List().Len() {
				w.value(segment{field: s.field, index: i}, value.List().Get(i), s)
			}
		case s.field.IsMap():
			value.Map().Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
				w.value(segment{field: s.field, index: -1, key: k.String()}, v, s)
				return true
			})
		default:
			w.value(segment{field: s.field, index: -1}, value, s)
		}
	}
}

func (w *walker) value(at segment, v protoreflect.Value, s step) {
	w.way = append(w.way, at)
	defer func() { w.way = w.way[:len(w.way)-1] }()
	if !readable(at.key) {
		w.refuse(errs.Field{Reason: "UNREADABLE_TEXT"})
		return
	}
	switch v := v.Interface().(type) {
	case protoreflect.Message:
		w.message(v, s.sub)
	case string:
		w.text(v, s.code)
	}
}

func (w *walker) text(text string, code commonv1.Code) {
	if !readable(text) {
		w.refuse(errs.Field{Reason: "UNREADABLE_TEXT"})
		return
	}
	if code == commonv1.Code_CODE_UNSPECIFIED || text == "" {
		return
	}
	if err := w.check(code, text); err != nil {
		w.refuse(codeField(err))
	}
}

func readable(text string) bool { return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 }

func (w *walker) refuse(f errs.Field) {
	var b strings.Builder
	for i, s := range w.way {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.field.JSONName())
		switch {
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.field.IsMap():
			b.WriteString("[" + strconv.Quote(s.key) + "]")
		}
	}
	f.Path = b.String()
	w.bad = append(w.bad, f)
}
