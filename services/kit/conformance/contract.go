package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
)

// contract is what the descriptors say of all services in the process, and of the one under test.
type contract struct {
	service string
	// methods are those of the service under test, by name.
	methods []method
	// byInput finds the method of a request: that of the service under test first.
	byInput map[protoreflect.FullName]method
	// reasons are the values of ErrorReason of the service, without their prefix.
	reasons []string
}

// method is one RPC as its contract describes it.
type method struct {
	desc protoreflect.MethodDescriptor
	// name as gRPC spells it: /hup.land.v1.PlotService/GetPlot.
	name string
	rule *authv1.Rule
	// verb and path of REST; empty for what only services call.
	verb, path string
}

func contractOf(service string) *contract {
	c := &contract{service: service, byInput: map[protoreflect.FullName]method{}}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "hup.") {
			c.read(file)
		}
		return true
	})
	slices.SortFunc(c.methods, func(a, b method) int { return strings.Compare(a.name, b.name) })
	return c
}

func (c *contract) read(file protoreflect.FileDescriptor) {
	own := string(file.Package()) == "hup."+c.service+".v1"
	for i := range file.Services().Len() {
		s := file.Services().Get(i)
		for j := range s.Methods().Len() {
			m := describe(s.Methods().Get(j))
			if _, known := c.byInput[m.desc.Input().FullName()]; own || !known {
				c.byInput[m.desc.Input().FullName()] = m
			}
			if own {
				c.methods = append(c.methods, m)
			}
		}
	}
	if reasons := file.Enums().ByName("ErrorReason"); own && reasons != nil {
		for i := range reasons.Values().Len() {
			c.reasons = append(c.reasons, strings.TrimPrefix(string(reasons.Values().Get(i).Name()), "ERROR_REASON_"))
		}
	}
}

func describe(d protoreflect.MethodDescriptor) method {
	m := method{desc: d, name: fmt.Sprintf("/%s/%s", d.Parent().FullName(), d.Name())}
	m.rule, _ = proto.GetExtension(d.Options(), authv1.E_Rule).(*authv1.Rule)
	http, _ := proto.GetExtension(d.Options(), annotations.E_Http).(*annotations.HttpRule)
	switch p := http.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		m.verb, m.path = "GET", p.Get
	case *annotations.HttpRule_Post:
		m.verb, m.path = "POST", p.Post
	case *annotations.HttpRule_Patch:
		m.verb, m.path = "PATCH", p.Patch
	case *annotations.HttpRule_Put:
		m.verb, m.path = "PUT", p.Put
	case *annotations.HttpRule_Delete:
		m.verb, m.path = "DELETE", p.Delete
	}
	return m
}

// of is the method that takes the request.
func (c *contract) of(request proto.Message) method {
	return c.byInput[request.ProtoReflect().Descriptor().FullName()]
}

// find is a method of the service under test by what its name begins with and what it answers.
func (c *contract) find(verb string, answers protoreflect.MessageDescriptor) (method, bool) {
	for _, m := range c.methods {
		if strings.HasPrefix(string(m.desc.Name()), verb) && m.verb == "GET" && holds(m.desc.Output(), answers) {
			return m, true
		}
	}
	return method{}, false
}

// holds says whether the message is the resource, or a page of it.
func holds(d, resource protoreflect.MessageDescriptor) bool {
	if d.FullName() == resource.FullName() {
		return true
	}
	list := rowsOf(d)
	return list != nil && list.Message().FullName() == resource.FullName()
}

// rowsOf is the field of a page that has its rows; nil when the message is no page.
func rowsOf(d protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if d.Fields().ByName("next_page_token") == nil {
		return nil
	}
	for i := range d.Fields().Len() {
		if f := d.Fields().Get(i); f.IsList() && f.Message() != nil {
			return f
		}
	}
	return nil
}

func (m method) isList() bool { return rowsOf(m.desc.Output()) != nil }

func (m method) reads() bool { return m.verb == "GET" }

var variable = regexp.MustCompile(`\{([a-z0-9_.]+)`)

// target is the field that names the row that the call is about: the first of its path.
func (m method) target() []protoreflect.FieldDescriptor {
	found := variable.FindStringSubmatch(m.path)
	if found == nil {
		return nil
	}
	var fields []protoreflect.FieldDescriptor
	d := m.desc.Input()
	for _, word := range strings.Split(found[1], ".") {
		f := d.Fields().ByName(protoreflect.Name(word))
		if f == nil {
			return nil
		}
		fields, d = append(fields, f), f.Message()
	}
	return fields
}

// aim makes the request one about the row.
func (m method) aim(request proto.Message, id string) {
	fields := m.target()
	at := request.ProtoReflect()
	for _, f := range fields[:len(fields)-1] {
		at = at.Mutable(f).Message()
	}
	at.Set(fields[len(fields)-1], protoreflect.ValueOfString(id))
}
