package validate

import (
	"fmt"
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/errs"
)

// fieldOf turns a violation into the field that the caller is told of. The catalogue has the words, by the rule's id:
// the kit's for standard rules, the service's for those that its contract writes itself (cel). CheckTexts holds it complete.
func fieldOf(path string, v *protovalidate.Violation) errs.Field {
	return errs.Field{Path: path, Reason: v.Proto.GetRuleId(), Params: paramsOf(v)}
}

// placeOf is where a rule is broken. A rule of a whole message that begins "maxAreaM2 must …" is about that field.
func placeOf(v *protovalidate.Violation) string {
	path := pathOf(v.Proto.GetField())
	field, _, found := strings.Cut(v.Proto.GetMessage(), " must ")
	if ofField := v.Proto.GetRule() != nil; !found || ofField || strings.Contains(field, " ") {
		return path
	}
	if path == "" {
		return field
	}
	return path + "." + field
}

// pathOf writes a path as in JSON: needs[0].land.maxAreaM2.
func pathOf(p *validate.FieldPath) string {
	var b strings.Builder
	for i, e := range p.GetElements() {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(camel(e.GetFieldName()))
		switch s := e.GetSubscript().(type) {
		case *validate.FieldPathElement_Index:
			fmt.Fprintf(&b, "[%d]", s.Index)
		case *validate.FieldPathElement_StringKey:
			fmt.Fprintf(&b, "[%q]", s.StringKey)
		case *validate.FieldPathElement_IntKey:
			fmt.Fprintf(&b, "[%d]", s.IntKey)
		case *validate.FieldPathElement_UintKey:
			fmt.Fprintf(&b, "[%d]", s.UintKey)
		case *validate.FieldPathElement_BoolKey:
			fmt.Fprintf(&b, "[%t]", s.BoolKey)
		}
	}
	return b.String()
}

// camel is protobuf's own JSON name of a field.
func camel(name string) string {
	var b strings.Builder
	up := false
	for _, c := range []byte(name) {
		switch {
		case c == '_':
			up = true
			continue
		case up && 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		up = false
		b.WriteByte(c)
	}
	return b.String()
}

// paramsOf gives the limits that stand beside the broken rule, by their names in the contract: gte, lte, max_len… The one
// that was broken is "limit", too.
func paramsOf(v *protovalidate.Violation) map[string]string {
	if v.FieldDescriptor == nil || v.RuleDescriptor == nil {
		return nil
	}
	params := map[string]string{}
	if limit, ok := format(v.RuleDescriptor, v.RuleValue); ok {
		params["limit"] = limit
	}
	rules, _ := proto.GetExtension(v.FieldDescriptor.Options(), validate.E_Field).(*validate.FieldRules)
	beside(rules.ProtoReflect(), v.Proto.GetRule().GetElements()).Range(func(fd protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if text, ok := format(fd, value); ok {
			params[string(fd.Name())] = text
		}
		return true
	})
	return params
}

// beside is the message that the broken rule is a field of.
func beside(rules protoreflect.Message, path []*validate.FieldPathElement) protoreflect.Message {
	for _, e := range path[:max(len(path)-1, 0)] {
		fd := rules.Descriptor().Fields().ByNumber(protoreflect.FieldNumber(e.GetFieldNumber()))
		if fd == nil || fd.IsList() || fd.IsMap() || fd.Message() == nil {
			return rules
		}
		rules = rules.Get(fd).Message()
	}
	return rules
}

func format(fd protoreflect.FieldDescriptor, v protoreflect.Value) (string, bool) {
	if !v.IsValid() {
		return "", false
	}
	if list, ok := v.Interface().(protoreflect.List); ok {
		var items []string
		for i := range list.Len() {
			if item, ok := format(fd, list.Get(i)); ok && item != "" {
				items = append(items, item)
			}
		}
		return strings.Join(items, ", "), true
	}
	switch v := v.Interface().(type) {
	case string:
		return v, true
	case int32, int64, uint32, uint64:
		return fmt.Sprint(v), true
	case float32:
		return strconv.FormatFloat(float64(v), 'f', -1, 32), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return "", false
}
