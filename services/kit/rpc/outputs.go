package rpc

import (
	"slices"
	"sync"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// outputs are the fields of a message that only the service sets (OUTPUT_ONLY), and those in which there are some further
// down. What a caller sends in them is ignored (AIP-203), here once for all services.
type outputs struct {
	own, below []protoreflect.FieldDescriptor
}

// outputPlans remembers them by message: protoreflect.FullName to *outputs.
var outputPlans sync.Map

// ignoreOutputs clears them in a request. An id that a path names is never one of them; a test holds it.
func ignoreOutputs(m protoreflect.Message) {
	p := outputsOf(m.Descriptor())
	for _, f := range p.own {
		m.Clear(f)
	}
	for _, f := range p.below {
		switch {
		case !m.Has(f):
		case f.IsList():
			for i := range m.Get(f).List().Len() {
				ignoreOutputs(m.Get(f).List().Get(i).Message())
			}
		default:
			ignoreOutputs(m.Get(f).Message())
		}
	}
}

func outputsOf(d protoreflect.MessageDescriptor) *outputs {
	if known, ok := outputPlans.Load(d.FullName()); ok {
		return known.(*outputs)
	}
	made := &outputs{}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		switch {
		case isOutput(f):
			made.own = append(made.own, f)
		case f.Message() != nil && !f.IsMap() && hasOutputs(f.Message(), nil):
			made.below = append(made.below, f)
		}
	}
	outputPlans.Store(d.FullName(), made)
	return made
}

// hasOutputs looks through the message and those in it; seen stops at messages that hold themselves.
func hasOutputs(d protoreflect.MessageDescriptor, seen []protoreflect.FullName) bool {
	if slices.Contains(seen, d.FullName()) {
		return false
	}
	seen = append(seen, d.FullName())
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		if isOutput(f) || f.Message() != nil && !f.IsMap() && hasOutputs(f.Message(), seen) {
			return true
		}
	}
	return false
}

func isOutput(f protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}
