package rpc

import (
	"go.einride.tech/aip/fieldbehavior"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/errs"
)

// complete refuses a new resource that lacks what its contract requires, all of it at once. The contract itself can't: an update
// sends the same message with what it changes alone.
func complete(said proto.Message) error {
	return stillThere(nil, said)
}

// stillThere refuses a change that takes a required field away. What was imported without one stays as it is.
func stillThere(before, after proto.Message) error {
	var missing []errs.Field
	m := after.ProtoReflect()
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if required(f) && !m.Has(f) && (before == nil || before.ProtoReflect().Has(f)) {
			missing = append(missing, errs.Field{Path: f.JSONName(), Reason: "required"})
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return errs.Invalid("INVALID_FIELDS", missing...)
}

func required(f protoreflect.FieldDescriptor) bool {
	return fieldbehavior.Has(f, annotations.FieldBehavior_REQUIRED)
}
