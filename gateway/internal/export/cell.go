package export

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"

	"hup.example/services/kit/calendar"
)

// value is what a cell holds: a text, an int64, a float64, a bool, a time.Time of Paris; nil for nothing.
func value(m protoreflect.Message, f protoreflect.FieldDescriptor, v protoreflect.Value) any {
	switch f.Kind() {
	case protoreflect.EnumKind:
		if label := f.ContainingMessage().Fields().ByName(f.Name() + "_label"); label != nil && !f.IsList() && m.Get(label).String() != "" {
			return m.Get(label).String()
		}
		return word(f.Enum(), v.Enum())
	case protoreflect.BoolKind:
		return v.Bool()
	case protoreflect.StringKind:
		return v.String()
	case protoreflect.BytesKind:
		return nil
	case protoreflect.DoubleKind, protoreflect.FloatKind:
		return v.Float()
	case protoreflect.MessageKind:
		return message(v.Message())
	case protoreflect.Uint32Kind, protoreflect.Uint64Kind, protoreflect.Fixed32Kind, protoreflect.Fixed64Kind:
		return int64(v.Uint())
	}
	return v.Int()
}

func message(m protoreflect.Message) any {
	switch of := m.Interface().(type) {
	case *timestamppb.Timestamp:
		return of.AsTime().In(calendar.Paris)
	case *commonv1.Money:
		return float64(of.GetAmountCents()) / 100
	}
	return nil
}

// one is an item of a list as text; of a message, its values with blanks between.
func one(m protoreflect.Message, f protoreflect.FieldDescriptor, v protoreflect.Value) string {
	if f.Message() == nil || whole(f.Message()) {
		return text(value(m, f, v))
	}
	var parts []string
	fields := f.Message().Fields()
	for i := range fields.Len() {
		of := fields.Get(i)
		for _, c := range walk(of, nil, nil) {
			said := c.value(v.Message())
			if part := text(said); part != "" && said != false && len(c.path) == 1 {
				parts = append(parts, part)
			}
		}
	}
	return strings.Join(parts, " · ")
}

// text is a value as people in France write it, and as their spreadsheets read it.
func text(v any) string {
	switch of := v.(type) {
	case nil:
		return ""
	case string:
		return of
	case bool:
		if of {
			return "oui"
		}
		return "non"
	case int64:
		return strconv.FormatInt(of, 10)
	case float64:
		return strings.Replace(strconv.FormatFloat(of, 'f', -1, 64), ".", ",", 1)
	case time.Time:
		return of.Format("2006-01-02 15:04:05")
	}
	return fmt.Sprint(v)
}
