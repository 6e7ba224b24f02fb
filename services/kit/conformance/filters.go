package conformance

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// checkFilters: every list names its filters and orders to who asks for an unknown one, and takes each of them.
func checkFilters(t *testing.T, w *World) {
	for _, m := range w.contract.methods {
		who, ok := welcome(m)
		if !m.isList() || !ok || m.desc.Input().Fields().ByName("filter") == nil {
			continue
		}
		ask := func(filter, order string) error {
			request := ordered(filtered(w.page(t, m, nil, 10, ""), filter), order)
			_, err := w.call(t.Context(), m, who, request)
			return err
		}
		filters := told(t, m, "filter", ask(`noSuchField = "x"`, ""), knownFields)
		for _, f := range filters {
			takesFilter(t, m, f, ask)
		}
		for _, f := range w.config.Filters[m.name] {
			if !slices.Contains(filters, f) {
				t.Errorf("%s does not know the filter %s that its contract names; it knows %v", m.name, f, filters)
			}
		}
		refusesFilters(t, m, ask)
		for _, o := range told(t, m, "orderBy", ask("", "noSuchOrder"), knownOrders) {
			for _, direction := range []string{"", " desc", " asc"} {
				if err := ask("", o+direction); err != nil {
					t.Errorf("%s ordered by %q: %s", m.name, o+direction, explain(err))
				}
			}
		}
	}
	for _, r := range w.config.Resources {
		w.findsByOwnValues(t, r)
	}
}

var (
	knownFields = regexp.MustCompile(`Champs connus : (.*)\.`)
	knownOrders = regexp.MustCompile(`Tris connus : (.*), suivis`)
)

// told are the names in the refusal of an unknown one.
func told(t *testing.T, m method, path string, err error, names *regexp.Regexp) []string {
	t.Helper()
	r := refused(err)
	found := names.FindStringSubmatch(r.fields[path])
	if r.code != codes.InvalidArgument || found == nil {
		t.Errorf("%s with an unknown %s: %s, want InvalidArgument that names the known ones", m.name, path, explain(err))
		return nil
	}
	if found[1] == "" {
		return nil
	}
	return strings.Split(found[1], ", ")
}

// literals are one of each kind of value that a filter compares with.
var literals = []string{`"x"`, `1`, `true`, `"2026-11-27T08:00:00Z"`, `"2026-11-27"`}

// takesFilter: some kind of value is taken; none is a failure of ours.
func takesFilter(t *testing.T, m method, field string, ask func(filter, order string) error) {
	t.Helper()
	taken := false
	for _, literal := range literals {
		switch r := refused(ask(field+" = "+literal, "")); r.code {
		case codes.OK:
			taken = true
		case codes.InvalidArgument:
		default:
			t.Errorf("%s filtered by %s = %s: %s", m.name, field, literal, r.code)
		}
	}
	if !taken {
		t.Errorf("%s takes no value for its filter %s", m.name, field)
	}
}

func refusesFilters(t *testing.T, m method, ask func(filter, order string) error) {
	t.Helper()
	for _, filter := range []string{`status = "a" OR status = "b"`, `NOT status = "a"`, `status = `, `((`, `lower(status) = "a"`, `' OR 1=1 --`} {
		if r := refused(ask(filter, "")); r.code != codes.InvalidArgument || r.fields["filter"] == "" {
			t.Errorf("%s with the filter %s: %s, want InvalidArgument on filter", m.name, filter, r.code)
		}
	}
}

// findsByOwnValues: a row is found by the values that it shows, and not by others.
func (w *World) findsByOwnValues(t *testing.T, r Resource) {
	t.Helper()
	i := w.make(t, r)
	m, ok := w.lister(i)
	if !ok || m.desc.Input().Fields().ByName("filter") == nil {
		return
	}
	request := filtered(w.page(t, m, i.message, 1, ""), `noSuchField = "x"`)
	_, err := w.Call(t.Context(), i.by, request)
	for _, f := range told(t, m, "filter", err, knownFields) {
		value, ok := plain(i.message, f)
		if !ok || slices.Contains(r.Moving, f) {
			continue
		}
		if !w.finds(t, m, i, f+` = "`+value+`"`) {
			t.Errorf("%s filtered by %s = %q does not show the row that has it", m.name, f, value)
		}
		if w.finds(t, m, i, f+` != "`+value+`"`) {
			t.Errorf("%s filtered by %s != %q shows a row that has it", m.name, f, value)
		}
	}
}

// plain is a top-level text or status of the row.
func plain(m proto.Message, name string) (string, bool) {
	f := m.ProtoReflect().Descriptor().Fields().ByJSONName(name)
	if f == nil || f.IsList() || !m.ProtoReflect().Has(f) {
		return "", false
	}
	switch v := m.ProtoReflect().Get(f); f.Kind() {
	case protoreflect.StringKind:
		return v.String(), true
	case protoreflect.EnumKind:
		return string(f.Enum().Values().ByNumber(v.Enum()).Name()), true
	default:
		return "", false
	}
}

func (w *World) finds(t *testing.T, m method, i instance, filter string) bool {
	t.Helper()
	for token := ""; ; {
		answer, err := w.Call(t.Context(), i.by, filtered(w.page(t, m, i.message, 200, token), filter))
		if refused(err).code == codes.InvalidArgument {
			return strings.Contains(filter, " = ") // a filter with several values knows no !=
		}
		if err != nil {
			t.Fatalf("%s filtered by %s: %s", m.name, filter, explain(err))
		}
		if slices.ContainsFunc(rows(answer), func(row proto.Message) bool { return idOf(row) == i.id }) {
			return true
		}
		if token = next(answer); token == "" {
			return false
		}
	}
}

func filtered(request proto.Message, filter string) proto.Message {
	put(request, "filter", protoreflect.ValueOfString(filter))
	return request
}

func ordered(request proto.Message, order string) proto.Message {
	put(request, "order_by", protoreflect.ValueOfString(order))
	return request
}
