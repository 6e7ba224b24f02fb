package main

import (
	"slices"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

func messageNamed(name string) protoreflect.MessageDescriptor {
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(name))
	if err != nil {
		return nil // the schema of an enum's file that has no message, or one of our own
	}
	message, _ := found.(protoreflect.MessageDescriptor)
	return message
}

// describeMessage adds the rules of a message and its fields to its schema.
func describeMessage(schema object, message protoreflect.MessageDescriptor) {
	properties := child(schema, "properties")
	var required []string
	for i := range message.Fields().Len() {
		field := message.Fields().Get(i)
		property, ok := properties[field.JSONName()].(object)
		if !ok {
			continue // in the path
		}
		describeField(property, field)
		if needed(rulesOf(field)) {
			required = append(required, field.JSONName())
		}
	}
	require(schema, required)
	rules, _ := proto.GetExtension(message.Options(), validate.E_Message).(*validate.MessageRules)
	for _, rule := range rules.GetCel() {
		describe(schema, rule.GetMessage())
	}
}

// describeField adds the rules of one field to the schema of a property or of a parameter.
func describeField(schema object, field protoreflect.FieldDescriptor) {
	rules := rulesOf(field)
	bound(schema, field, rules)
	for _, rule := range rules.GetCel() {
		describe(schema, rule.GetMessage())
	}
	value := schema
	if field.IsList() {
		value = child(schema, "items")
	}
	code, _ := proto.GetExtension(field.Options(), commonv1.E_Code).(commonv1.Code)
	switch {
	case code == commonv1.Code_CODE_DATE:
		value["pattern"] = `^([0-9]{4}-[0-9]{2}-[0-9]{2})?$`
	case code != commonv1.Code_CODE_UNSPECIFIED:
		value["x-code"] = code.String()
	}
	if wide(field.Kind()) && !field.IsMap() {
		value["pattern"] = `^-?[0-9]+$` // protojson writes 64-bit numbers as strings
	}
}

func wide(kind protoreflect.Kind) bool {
	return kind == protoreflect.Int64Kind || kind == protoreflect.Uint64Kind
}

func rulesOf(field protoreflect.FieldDescriptor) *validate.FieldRules {
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	return rules
}

// needed tells whether an absent value breaks a rule.
func needed(rules *validate.FieldRules) bool {
	if optional(rules) {
		return false
	}
	return rules.GetRequired() || rules.GetString().GetMinLen() > 0 || rules.GetRepeated().GetMinItems() > 0 ||
		slices.Contains(rules.GetEnum().GetNotIn(), 0)
}

func optional(rules *validate.FieldRules) bool {
	return rules.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE
}

// require adds names to the required ones of a schema.
func require(schema object, names []string) {
	if len(names) == 0 {
		return
	}
	known, _ := schema["required"].([]any)
	for _, name := range names {
		if !slices.Contains(known, any(name)) {
			known = append(known, name)
		}
	}
	schema["required"] = known
}

// describe adds a sentence to a description.
func describe(schema object, sentence string) {
	if sentence == "" {
		return
	}
	before, _ := schema["description"].(string)
	schema["description"] = before + "\nRule: " + sentence + "."
}
