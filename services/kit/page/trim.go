package page

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

// Trim keeps only the fields that the caller asked for with the list's fields mask; all of them when it named none.
func Trim[M proto.Message](resources []M, mask *fieldmaskpb.FieldMask) error {
	if len(mask.GetPaths()) == 0 || len(resources) == 0 {
		return nil
	}
	fields := resources[0].ProtoReflect().Descriptor().Fields()
	keep := map[protoreflect.Name]bool{}
	for _, path := range mask.GetPaths() {
		f := fields.ByName(protoreflect.Name(path))
		if f == nil {
			f = fields.ByJSONName(path)
		}
		if f == nil {
			return refused("fields", "FIELD_UNKNOWN", params{"kind": "list", "field": path, "fields": known(fields)})
		}
		keep[f.Name()] = true
	}
	for _, r := range resources {
		m := r.ProtoReflect()
		m.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			if !keep[f.Name()] {
				m.Clear(f)
			}
			return true
		})
	}
	return nil
}

// known are the names of the fields of a list, as JSON has them.
func known(fields protoreflect.FieldDescriptors) string {
	all := make([]string, fields.Len())
	for i := range all {
		all[i] = fields.Get(i).JSONName()
	}
	return strings.Join(all, ", ")
}
