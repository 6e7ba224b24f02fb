package validate

import (
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

// mask is what an update changes. Rules on what it leaves alone are not the caller's to keep.
type mask struct {
	update bool
	paths  []string // within the resource, as in the contract: need.min_area_m2
}

// maskOf reads the update_mask of a request (AIP-134). Without paths the fields that are present are meant.
func maskOf(m protoreflect.Message) mask {
	fd := m.Descriptor().Fields().ByName("update_mask")
	if fd == nil || fd.Message() == nil {
		return mask{}
	}
	found := mask{update: true}
	if given, ok := m.Get(fd).Message().Interface().(*fieldmaskpb.FieldMask); ok {
		found.paths = given.GetPaths()
	}
	if len(found.paths) == 0 {
		found.paths = present(m)
	}
	return found
}

// present lists the fields that are set in the messages of the request: one of them is the resource.
func present(m protoreflect.Message) (paths []string) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if fd.Message() != nil && !fd.IsList() && !fd.IsMap() && fd.Name() != "update_mask" {
			v.Message().Range(func(inner protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
				paths = append(paths, string(inner.Name()))
				return true
			})
		}
		return true
	})
	return paths
}

// covers says whether the caller has to answer for the violation.
func (k mask) covers(v *protovalidate.Violation) bool {
	elements := v.Proto.GetField().GetElements()
	if !k.update || len(elements) == 0 {
		return true
	}
	if len(elements) == 1 {
		return v.FieldDescriptor != nil // rules of the request on the resource stay; those of the whole resource need all of it
	}
	names := make([]string, 0, len(elements)-1)
	for _, e := range elements[1:] {
		names = append(names, e.GetFieldName())
	}
	at := strings.Join(names, ".")
	for _, p := range k.paths {
		if p == "*" || p == at || strings.HasPrefix(at, p+".") || strings.HasPrefix(p, at+".") {
			return true
		}
	}
	return false
}
