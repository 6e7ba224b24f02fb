package rest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/errs"
)

// readQuery fills the fields that neither the path nor the body holds. A parameter that nobody knows is refused: a typing
// error must not be a silent "all".
func (b *binding) readQuery(r *http.Request, request proto.Message, params map[string]string) (bad []errs.Field) {
	if r.URL.RawQuery == "" {
		return nil
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return []errs.Field{{Path: "?", Reason: "json.value"}}
	}
	d := request.ProtoReflect().Descriptor()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		f := b.parameter(d, key, params)
		switch {
		case f == nil:
			bad = append(bad, errs.Field{Path: key, Reason: "query.unknown", Params: map[string]string{"known": b.parameters(d, params)}})
		case !f.IsList() && len(values[key]) > 1:
			bad = append(bad, errs.Field{Path: key, Reason: "query.repeated"})
		default:
			if !set(request, f, values[key]) {
				bad = append(bad, errs.Field{Path: f.JSONName(), Reason: expects(f), Params: known(f)})
			}
		}
	}
	return bad
}

func set(request proto.Message, f protoreflect.FieldDescriptor, values []string) bool {
	if f.Message() != nil && f.Message().FullName() == "google.protobuf.FieldMask" {
		values = []string{snake(strings.Join(values, ","))}
	}
	if f.IsList() && len(values) == 1 && f.Kind() != protoreflect.StringKind {
		values = strings.Split(values[0], ",")
	}
	request.ProtoReflect().Clear(f) // a mask that the body's fields gave before
	return runtime.PopulateQueryParameters(request, url.Values{string(f.Name()): values}, &utilities.DoubleArray{}) == nil
}

// parameter is the field that a key of the query stands for; nil when there is none.
func (b *binding) parameter(d protoreflect.MessageDescriptor, key string, params map[string]string) protoreflect.FieldDescriptor {
	f := fieldNamed(d, key)
	if f == nil || b.whole || f == b.field || params[string(f.Name())] != "" || !plain(f) {
		return nil
	}
	return f
}

// parameters names those that are known.
func (b *binding) parameters(d protoreflect.MessageDescriptor, params map[string]string) string {
	var names []string
	for i := range d.Fields().Len() {
		if f := d.Fields().Get(i); b.parameter(d, f.JSONName(), params) != nil {
			names = append(names, f.JSONName())
		}
	}
	if len(names) == 0 {
		return "—"
	}
	return strings.Join(names, ", ")
}

// plain says whether one text can hold a value of the field.
func plain(f protoreflect.FieldDescriptor) bool {
	if f.IsMap() {
		return false
	}
	return f.Message() == nil || strings.HasPrefix(string(f.Message().FullName()), "google.protobuf.")
}
