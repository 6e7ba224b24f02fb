package rest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/gateway/internal/export"
	_ "hup.example/proto/all" // every contract has its routes
)

// method is one call of a contract.
type method struct {
	// name is the full gRPC name: /hup.land.v1.PlotService/GetPlot.
	name string
	// part serves it: land.
	part string
	in   protoreflect.MessageType
	out  protoreflect.MessageType
	// etag is the field of the answer that holds its version; nil when it has none.
	etag protoreflect.FieldDescriptor
	// items is the field of the answer that holds the rows of a list; nil for what is none.
	items    protoreflect.FieldDescriptor
	bindings []*binding
}

// binding is one way to make the call over HTTP.
type binding struct {
	verb, path string
	// body is the JSON name of the field that the HTTP body stands for; empty when there is no body, or it is the whole request.
	body string
	// field is that field; nil for the whole request.
	field protoreflect.FieldDescriptor
	// whole says that the body is the request itself.
	whole bool
	// mask is the update mask that a PATCH without one gets from the fields of its body.
	mask protoreflect.FieldDescriptor
}

// methods are all calls with a path. Those with more placeholders come first: the last that matches is taken.
func methods() (all []*method) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "hup.") {
			return true
		}
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				if m := describe(file.Services().Get(i).Methods().Get(j)); m != nil {
					all = append(all, m)
				}
			}
		}
		return true
	})
	slices.SortFunc(all, func(a, b *method) int {
		return cmp.Or(strings.Count(b.bindings[0].path, "{")-strings.Count(a.bindings[0].path, "{"), strings.Compare(a.name, b.name))
	})
	return all
}

func describe(d protoreflect.MethodDescriptor) *method {
	rule, _ := proto.GetExtension(d.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule == nil || d.IsStreamingServer() || d.IsStreamingClient() {
		return nil
	}
	m := &method{
		name: fmt.Sprintf("/%s/%s", d.Parent().FullName(), d.Name()), part: strings.Split(string(d.FullName()), ".")[1],
		in: typeOf(d.Input()), out: typeOf(d.Output()), etag: d.Output().Fields().ByName("etag"),
		items: export.ItemsOf(d.Input(), d.Output()),
	}
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		m.bindings = append(m.bindings, bind(r, d.Input()))
	}
	return m
}

func typeOf(d protoreflect.MessageDescriptor) protoreflect.MessageType {
	t, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		panic(err) // generated code registers its types
	}
	return t
}

func bind(rule *annotations.HttpRule, in protoreflect.MessageDescriptor) *binding {
	b := &binding{}
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b.verb, b.path = http.MethodGet, p.Get
	case *annotations.HttpRule_Post:
		b.verb, b.path = http.MethodPost, p.Post
	case *annotations.HttpRule_Patch:
		b.verb, b.path = http.MethodPatch, p.Patch
	case *annotations.HttpRule_Put:
		b.verb, b.path = http.MethodPut, p.Put
	case *annotations.HttpRule_Delete:
		b.verb, b.path = http.MethodDelete, p.Delete
	}
	b.whole = rule.GetBody() == "*"
	if rule.GetBody() != "" && !b.whole {
		b.field = in.Fields().ByName(protoreflect.Name(rule.GetBody()))
		b.body = b.field.JSONName()
	}
	if b.verb == http.MethodPatch && b.field != nil {
		b.mask = in.Fields().ByName("update_mask")
	}
	return b
}
