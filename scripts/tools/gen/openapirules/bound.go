package main

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// bound writes the rules that JSON Schema has a keyword for.
func bound(schema object, field protoreflect.FieldDescriptor, rules *validate.FieldRules) {
	switch kind := rules.GetType().(type) {
	case *validate.FieldRules_String_:
		boundString(schema, kind.String_, optional(rules))
	case *validate.FieldRules_Enum:
		boundEnum(schema, field, kind.Enum)
	case *validate.FieldRules_Repeated:
		boundList(schema, field, kind.Repeated)
	case *validate.FieldRules_Map:
		boundMap(schema, field, kind.Map)
	case *validate.FieldRules_Int32:
		boundNumber(schema, kind.Int32.ProtoReflect())
	case *validate.FieldRules_Double:
		boundNumber(schema, kind.Double.ProtoReflect())
	}
}

func boundString(schema object, rules *validate.StringRules, mayBeEmpty bool) {
	if rules.HasMaxLen() {
		schema["maxLength"] = rules.GetMaxLen()
	}
	if rules.GetMinLen() > 0 && !mayBeEmpty {
		schema["minLength"] = rules.GetMinLen()
	}
	if pattern := rules.GetPattern(); pattern != "" {
		if mayBeEmpty {
			pattern = "^$|" + pattern
		}
		schema["pattern"] = pattern
	}
	if in := rules.GetIn(); len(in) > 0 {
		schema["enum"] = in
	}
	switch {
	case mayBeEmpty: // the formats do not allow an empty string
	case rules.GetEmail():
		schema["format"] = "email"
	case rules.GetUri():
		schema["format"] = "uri"
	}
}

func boundEnum(schema object, field protoreflect.FieldDescriptor, rules *validate.EnumRules) {
	var names []any
	for _, number := range rules.GetNotIn() {
		if value := field.Enum().Values().ByNumber(protoreflect.EnumNumber(number)); value != nil {
			names = append(names, string(value.Name()))
		}
	}
	if len(names) > 0 {
		schema["not"] = object{"enum": names}
	}
}

func boundList(schema object, field protoreflect.FieldDescriptor, rules *validate.RepeatedRules) {
	if rules.HasMaxItems() {
		schema["maxItems"] = rules.GetMaxItems()
	}
	if rules.GetMinItems() > 0 {
		schema["minItems"] = rules.GetMinItems()
	}
	if rules.GetUnique() {
		schema["uniqueItems"] = true
	}
	bound(child(schema, "items"), field, rules.GetItems())
}

func boundMap(schema object, field protoreflect.FieldDescriptor, rules *validate.MapRules) {
	if rules.HasMaxPairs() {
		schema["maxProperties"] = rules.GetMaxPairs()
	}
	bound(child(schema, "propertyNames"), field.MapKey(), rules.GetKeys())
	bound(child(schema, "additionalProperties"), field.MapValue(), rules.GetValues())
}

// boundNumber reads gte, gt, lte and lt, which all the numeric rules have under the same names.
func boundNumber(schema object, rules protoreflect.Message) {
	for name, keyword := range map[protoreflect.Name]string{
		"gte": "minimum", "gt": "exclusiveMinimum", "lte": "maximum", "lt": "exclusiveMaximum",
	} {
		if field := rules.Descriptor().Fields().ByName(name); rules.Has(field) {
			schema[keyword] = rules.Get(field).Interface()
		}
	}
}
