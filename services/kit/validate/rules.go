package validate

import (
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/services/kit/messages"
)

// CheckTexts fails the test for each rule that the contracts of a package ("hup.land" and below) state and that has no text
// in one of the languages: people would read that a value does not suit, and not why.
func CheckTexts(t messages.Tester, c *messages.Catalogue, domain string) {
	t.Helper()
	for _, rule := range Rules(domain) {
		messages.CheckKey(t, c, domain, rule)
	}
}

// Rules lists the ids of the rules in the contracts of a package and below, sorted.
func Rules(domain string) []string {
	var ids []string
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package())+".", domain+".") {
			ids = rulesWithin(ids, file.Messages())
		}
		return true
	})
	slices.Sort(ids)
	return slices.Compact(ids)
}

func rulesWithin(ids []string, all protoreflect.MessageDescriptors) []string {
	for i := range all.Len() {
		md := all.Get(i)
		rules, _ := proto.GetExtension(md.Options(), validate.E_Message).(*validate.MessageRules)
		ids = celIDs(ids, rules.GetCel())
		if len(rules.GetOneof()) > 0 {
			ids = append(ids, "message.oneof")
		}
		for j := range md.Oneofs().Len() {
			oneof, _ := proto.GetExtension(md.Oneofs().Get(j).Options(), validate.E_Oneof).(*validate.OneofRules)
			if oneof.GetRequired() {
				ids = append(ids, "required")
			}
		}
		for j := range md.Fields().Len() {
			field, _ := proto.GetExtension(md.Fields().Get(j).Options(), validate.E_Field).(*validate.FieldRules)
			ids = fieldIDs(ids, field)
		}
		ids = rulesWithin(ids, md.Messages())
	}
	return ids
}

func celIDs(ids []string, rules []*validate.Rule) []string {
	for _, r := range rules {
		ids = append(ids, r.GetId())
	}
	return ids
}

// fieldIDs adds the ids that a field's rules break with: the kind and the name of the rule, string.max_len; bounds on both
// sides are one rule, int32.gte_lte.
func fieldIDs(ids []string, rules *validate.FieldRules) []string {
	ids = celIDs(ids, rules.GetCel())
	if rules.GetRequired() {
		ids = append(ids, "required")
	}
	m := rules.ProtoReflect()
	kind := m.WhichOneof(m.Descriptor().Oneofs().ByName("type"))
	if kind == nil {
		return ids
	}
	var low, high string
	m.Get(kind).Message().Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch name := string(fd.Name()); name {
		case "gt", "gte":
			low = name
		case "lt", "lte":
			high = name
		case "example":
		case "items", "keys", "values":
			ids = fieldIDs(ids, v.Message().Interface().(*validate.FieldRules))
		default:
			ids = append(ids, string(kind.Name())+"."+name)
		}
		return true
	})
	if bounds := strings.Trim(low+"_"+high, "_"); bounds != "" {
		ids = append(ids, string(kind.Name())+"."+bounds)
	}
	return ids
}
