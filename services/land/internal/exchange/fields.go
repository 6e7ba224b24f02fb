package exchange

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/text"
)

// Fields are the columns of our own layout for zones, plots and premises: each column is named as the field of the
// contract (area_m2), a field of a part as part and field (access_road). Amounts are euros, several values are parted by |,
// a value of a list is its short name (workshop) or its French name (Atelier), yes and no are oui and non. An empty cell
// changes nothing.
func Fields[M proto.Message](word func(enum string) string, skip ...string) []Column[M] {
	var m M
	b := builder{word: word, skip: map[string]bool{}}
	for _, name := range skip {
		b.skip[name] = true
	}
	b.add(m.ProtoReflect().Descriptor().Fields(), nil)
	columns := make([]Column[M], len(b.fields))
	for i, f := range b.fields {
		columns[i] = Column[M]{
			Name: f.name, Path: f.path,
			Read:  func(record M, cell string) error { return f.read(record.ProtoReflect(), cell) },
			Write: func(record M) string { return f.write(record.ProtoReflect()) },
		}
	}
	return columns
}

// field is one column over a field of the contract.
type field struct {
	name, path string
	way        []protoreflect.FieldDescriptor
	last       protoreflect.FieldDescriptor
	word       func(string) string
}

type builder struct {
	word   func(string) string
	skip   map[string]bool
	fields []field
}

func (b *builder) add(fields protoreflect.FieldDescriptors, way []protoreflect.FieldDescriptor) {
	for i := range fields.Len() {
		f := fields.Get(i)
		name := string(f.Name())
		if len(way) > 0 {
			name = string(way[0].Name()) + "_" + name
		}
		switch {
		case b.skip[name] || f.IsMap() || len(way) > 1:
		case f.Message() == nil || isMoney(f):
			b.fields = append(b.fields, field{name: name, path: jsonPath(way, f), way: way, last: f, word: b.word})
		case !f.IsList():
			b.add(f.Message().Fields(), append(way[:len(way):len(way)], f))
		}
	}
}

func jsonPath(way []protoreflect.FieldDescriptor, last protoreflect.FieldDescriptor) string {
	path := ""
	for _, f := range way {
		path += f.JSONName() + "."
	}
	return path + last.JSONName()
}

func isMoney(f protoreflect.FieldDescriptor) bool {
	return f.Message() != nil && f.Message().FullName() == "hup.common.v1.Money"
}

// read sets the field, making its part when it is the first of it. An empty cell changes nothing.
func (f field) read(m protoreflect.Message, cell string) error {
	if cell = strings.TrimSpace(cell); cell == "" {
		return nil
	}
	for _, part := range f.way {
		m = m.Mutable(part).Message()
	}
	if !f.last.IsList() {
		value, err := f.value(m, cell)
		if err == nil {
			m.Set(f.last, value)
		}
		return err
	}
	list := m.NewField(f.last).List()
	for _, part := range split(cell) {
		value, err := f.value(m, part)
		if err != nil {
			return err
		}
		list.Append(value)
	}
	m.Set(f.last, protoreflect.ValueOfList(list))
	return nil
}

func (f field) value(m protoreflect.Message, cell string) (protoreflect.Value, error) {
	switch f.last.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(cell), nil
	case protoreflect.BoolKind:
		return yesOrNo(cell)
	case protoreflect.EnumKind:
		return f.choice(cell)
	case protoreflect.DoubleKind:
		n, err := decimal(cell)
		return protoreflect.ValueOfFloat64(n), err
	case protoreflect.MessageKind: // an amount
		n, err := decimal(cell)
		money := m.NewField(f.last).Message()
		fields := money.Descriptor().Fields()
		money.Set(fields.ByName("amount_cents"), protoreflect.ValueOfInt64(int64(math.Round(n*100))))
		money.Set(fields.ByName("currency"), protoreflect.ValueOfString("EUR"))
		return protoreflect.ValueOfMessage(money), err
	}
	n, err := whole(cell)
	return protoreflect.ValueOfInt32(n), err
}

func decimal(cell string) (float64, error) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(cell, ",", "."), " ", ""), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, errNumber
	}
	return n, nil
}

func yesOrNo(cell string) (protoreflect.Value, error) {
	switch text.Fold(cell) {
	case "oui", "true", "1", "vrai":
		return protoreflect.ValueOfBool(true), nil
	case "non", "false", "0", "faux":
		return protoreflect.ValueOfBool(false), nil
	}
	return protoreflect.Value{}, errYesNo
}

// choice reads a value of a list: its full name, its short one, or what people call it.
func (f field) choice(cell string) (protoreflect.Value, error) {
	values := f.last.Enum().Values()
	asked := text.Fold(cell)
	var known []string
	for i := range values.Len() {
		v := values.Get(i)
		if v.Number() == 0 {
			continue
		}
		short := f.short(v)
		if asked == text.Fold(short) || asked == text.Fold(string(v.Name())) || asked == text.Fold(f.word(string(v.Name()))) {
			return protoreflect.ValueOfEnum(v.Number()), nil
		}
		known = append(known, short)
	}
	return protoreflect.Value{}, fmt.Errorf("« %s » n'est pas dans la liste. Valeurs connues : %s.", cell, strings.Join(known, ", "))
}

// short is the name of a value without that of its list, which the value 0 shows.
func (f field) short(v protoreflect.EnumValueDescriptor) string {
	prefix := strings.TrimSuffix(string(f.last.Enum().Values().Get(0).Name()), "UNSPECIFIED")
	return strings.ToLower(strings.TrimPrefix(string(v.Name()), prefix))
}

func (f field) write(m protoreflect.Message) string {
	for _, part := range f.way {
		m = m.Get(part).Message()
	}
	if !m.Has(f.last) {
		return ""
	}
	if !f.last.IsList() {
		return f.text(m.Get(f.last))
	}
	list := m.Get(f.last).List()
	parts := make([]string, list.Len())
	for i := range parts {
		parts[i] = f.text(list.Get(i))
	}
	return strings.Join(parts, "|")
}

func (f field) text(v protoreflect.Value) string {
	switch f.last.Kind() {
	case protoreflect.BoolKind:
		return "oui" // false is the empty cell
	case protoreflect.EnumKind:
		if value := f.last.Enum().Values().ByNumber(v.Enum()); value != nil {
			return f.short(value)
		}
		return ""
	case protoreflect.DoubleKind:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case protoreflect.MessageKind:
		cents := v.Message().Get(f.last.Message().Fields().ByName("amount_cents")).Int()
		return strconv.FormatFloat(float64(cents)/100, 'f', 2, 64)
	}
	return v.String()
}
