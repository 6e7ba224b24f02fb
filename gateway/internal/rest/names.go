package rest

import (
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// fieldNamed finds a field by its JSON name or its name in the contract, as protojson does.
func fieldNamed(d protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if f := d.Fields().ByJSONName(name); f != nil {
		return f
	}
	return d.Fields().ByName(protoreflect.Name(name))
}

func outputOnly(f protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(f.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}

func cutPath(path string) (name, rest string, nested bool) { return strings.Cut(path, ".") }

// jsonPath spells a path of the contract as in JSON: land_request.plot_id is landRequest.plotId.
func jsonPath(path string) string {
	var b strings.Builder
	for i, part := range strings.Split(path, "_") {
		if i > 0 && part != "" {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part)
	}
	return b.String()
}

// snake spells the names of a field mask as in the contract: areaM2 is area_m2.
func snake(mask string) string {
	var b strings.Builder
	for _, c := range mask {
		if 'A' <= c && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}
