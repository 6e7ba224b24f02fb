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

// CheckTexts fails the test for each rule that the contracts of a domain ("hup.land") state or use, and that has no text in
// one of the languages: people would read that a value does not suit, and not why.
func CheckTexts(t messages.Tester, c *messages.Catalogue, domain string) {
	t.Helper()
	for _, rule := range Rules(domain) {
		messages.CheckKey(t, c, domain, rule)
	}
}

// Rules lists the ids of the rules in the requests of a domain and in the messages they hold, sorted; of a domain without
// services, those of all its messages.
func Rules(domain string) []string {
	var requests, all []protoreflect.MessageDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if messages.Domain(string(file.Package())) == domain {
			requests = append(requests, requestsOf(file)...)
			for i := range file.Messages().Len() {
				all = append(all, file.Messages().Get(i))
			}
		}
		return true
	})
	if len(requests) == 0 {
		requests = all
	}
	found := rules{seen: map[protoreflect.FullName]bool{}}
	for _, md := range requests {
		found.message(md)
	}
	slices.Sort(found.ids)
	return slices.Compact(found.ids)
}

func requestsOf(file protoreflect.FileDescriptor) (inputs []protoreflect.MessageDescriptor) {
	for i := range file.Services().Len() {
		methods := file.Services().Get(i).Methods()
		for j := range methods.Len() {
			inputs = append(inputs, methods.Get(j).Input())
		}
	}
	return inputs
}

// rules collects ids, from each type once.
type rules struct {
	ids  []string
	seen map[protoreflect.FullName]bool
}

func (r *rules) message(md protoreflect.MessageDescriptor) {
	if r.seen[md.FullName()] {
		return
	}
	r.seen[md.FullName()] = true
	stated, _ := proto.GetExtension(md.Options(), validate.E_Message).(*validate.MessageRules)
	r.ids = celIDs(r.ids, stated.GetCel())
	if len(stated.GetOneof()) > 0 {
		r.ids = append(r.ids, "message.oneof")
	}
	for i := range md.Oneofs().Len() {
		oneof, _ := proto.GetExtension(md.Oneofs().Get(i).Options(), validate.E_Oneof).(*validate.OneofRules)
		if oneof.GetRequired() {
			r.ids = append(r.ids, "required")
		}
	}
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		field, _ := proto.GetExtension(fd.Options(), validate.E_Field).(*validate.FieldRules)
		r.ids = fieldIDs(r.ids, field)
		if fd.Message() != nil {
			r.message(fd.Message())
		}
	}
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
