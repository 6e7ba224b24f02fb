package export

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// column is a path of fields whose value is a cell.
type column struct {
	path    []protoreflect.FieldDescriptor
	heading string
}

// silent are fields that say nothing to people who read a table.
var silent = []protoreflect.Name{
	"etag", "allowed_actions", "algorithm_notice", "client_request_id", "boundary_geojson", "fields", "cursor", "opinion_page_token",
	"former_company_ids", "ids", "match_criteria", "ademe_url", "grouping_key", "expiry_reminded_time", "reminded_business_day", "clock",
}

// deepest is how many messages within each other become columns of their own.
const deepest = 2

// columnsOf are the columns of a list's rows, in the order of the contract; those of the named fields only, when there are any.
func columnsOf(row protoreflect.MessageDescriptor, only []string) (columns []column) {
	for i := range row.Fields().Len() {
		f := row.Fields().Get(i)
		if len(only) == 0 || slices.Contains(only, string(f.Name())) || slices.Contains(only, f.JSONName()) {
			columns = append(columns, walk(f, nil, nil)...)
		}
	}
	return columns
}

func walk(f protoreflect.FieldDescriptor, above []protoreflect.FieldDescriptor, names []string) (columns []column) {
	if slices.Contains(silent, f.Name()) || f.IsMap() || labels(f) || strings.HasSuffix(string(f.Name()), "_page_token") {
		return nil
	}
	path := append(slices.Clone(above), f)
	names = append(slices.Clone(names), heading(f))
	if f.Message() == nil || f.IsList() || whole(f.Message()) {
		return []column{{path, strings.Join(names, " : ")}}
	}
	if len(path) > deepest {
		return nil
	}
	for i := range f.Message().Fields().Len() {
		columns = append(columns, walk(f.Message().Fields().Get(i), path, names)...)
	}
	return columns
}

// labels says whether the field is the words of another one, which are shown in its place.
func labels(f protoreflect.FieldDescriptor) bool {
	base, ok := strings.CutSuffix(string(f.Name()), "_label")
	of := f.ContainingMessage().Fields().ByName(protoreflect.Name(base))
	return ok && of != nil && of.Enum() != nil
}

// whole says whether a message is one cell.
func whole(d protoreflect.MessageDescriptor) bool {
	return strings.HasPrefix(string(d.FullName()), "google.protobuf.") || d.FullName() == "hup.common.v1.Money"
}

func headings(columns []column) []any {
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = c.heading
	}
	return cells
}

// cells are the values of a row.
func cells(columns []column, row protoreflect.Message) []any {
	values := make([]any, len(columns))
	for i, c := range columns {
		values[i] = c.value(row)
	}
	return values
}

// value is nil where the row says nothing.
func (c column) value(m protoreflect.Message) any {
	last := len(c.path) - 1
	for _, f := range c.path[:last] {
		if !m.Has(f) {
			return nil
		}
		m = m.Get(f).Message()
	}
	f := c.path[last]
	if f.HasPresence() && !m.Has(f) {
		return nil
	}
	if f.IsList() {
		var items []string
		for i := range m.Get(f).List().Len() {
			items = append(items, strings.TrimSpace(one(m, f, m.Get(f).List().Get(i))))
		}
		return strings.Join(items, " | ")
	}
	return value(m, f, m.Get(f))
}
