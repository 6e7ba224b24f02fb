// Package patch applies an update to a stored resource (AIP-134): the fields that the mask names, or those that the body
// holds when there is no mask.
package patch

import (
	"bytes"
	"slices"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/services/kit/errs"
)

// readOnly is the reason for a field that a call can't change.
const readOnly = "FIELD_READ_ONLY"

// Apply copies the fields from one resource to the other and answers the names of those that differ now. Only the
// changeable fields, named as in the contract, may be in the mask; "*" means all of them. Masks name whole fields. The id
// of the resource is passed over, and without a mask also the fields that are output only (AIP-203): a client may send
// back what it has read.
func Apply[M proto.Message](to, from M, mask *fieldmaskpb.FieldMask, id string, changeable ...string) (changed []string, err error) {
	fields, err := masked(from.ProtoReflect(), mask.GetPaths(), changeable)
	if err != nil {
		return nil, err
	}
	var bad []errs.Field
	for _, f := range fields {
		if !slices.Contains(append(changeable, id), string(f.Name())) {
			bad = append(bad, errs.Field{Path: f.JSONName(), Reason: readOnly})
		}
	}
	if len(bad) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", bad...)
	}
	for _, f := range fields {
		if string(f.Name()) != id && set(to.ProtoReflect(), from.ProtoReflect(), f) {
			changed = append(changed, f.JSONName())
		}
	}
	return changed, nil
}

// Means says whether an update means the field, named as in the contract: it is in the mask, or it is present without one.
func Means(from proto.Message, mask *fieldmaskpb.FieldMask, field string) bool {
	f := from.ProtoReflect().Descriptor().Fields().ByName(protoreflect.Name(field))
	if paths := mask.GetPaths(); len(paths) > 0 {
		return slices.Contains(paths, "*") || slices.Contains(paths, field) || slices.Contains(paths, f.JSONName())
	}
	return from.ProtoReflect().Has(f)
}

// masked are the fields meant.
func masked(from protoreflect.Message, paths, changeable []string) (fields []protoreflect.FieldDescriptor, err error) {
	all := from.Descriptor().Fields()
	if len(paths) == 0 {
		for i := range all.Len() {
			if f := all.Get(i); from.Has(f) && !outputOnly(f) {
				fields = append(fields, f)
			}
		}
		return fields, nil
	}
	if slices.Equal(paths, []string{"*"}) {
		paths = changeable
	}
	for _, path := range paths {
		f := byName(all, path)
		if f == nil {
			return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "updateMask", Reason: "FIELD_UNKNOWN", Params: map[string]string{"field": path}})
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func outputOnly(f protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}

func byName(fields protoreflect.FieldDescriptors, name string) protoreflect.FieldDescriptor {
	if f := fields.ByName(protoreflect.Name(name)); f != nil {
		return f
	}
	return fields.ByJSONName(name)
}

// set says whether the field differed.
func set(to, from protoreflect.Message, f protoreflect.FieldDescriptor) bool {
	before := alone(to, f)
	if from.Has(f) {
		to.Set(f, from.Get(f))
	} else {
		to.Clear(f)
	}
	return !bytes.Equal(before, alone(to, f))
}

// alone encodes one field.
func alone(m protoreflect.Message, f protoreflect.FieldDescriptor) []byte {
	only := m.New()
	if m.Has(f) {
		only.Set(f, m.Get(f))
	}
	encoded, _ := proto.MarshalOptions{Deterministic: true}.Marshal(only.Interface()) // fails for invalid UTF-8 only, refused at the edge
	return encoded
}
