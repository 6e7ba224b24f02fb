package exchange

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/store"
)

// Own is our own layout of a kind of records.
type Own[M proto.Message] struct {
	// Columns are all columns, Key the one of the source's id, Required those that a file must have.
	Columns  []Column[M]
	Key      string
	Required []string
	// Links are columns that name other records by the ids of their sources: zone_external_id.
	Links map[string]func(tx *store.Tx, record M, key string) error
	// Hidden begins the names of the columns that are read and never written: whom to call.
	Hidden string
}

// Layouts describes the header, for the help.
func (o Own[M]) Layouts() string {
	names := slices.Sorted(maps.Keys(o.Links))
	for _, c := range o.Columns {
		names = append(names, c.Name)
	}
	return "CSV, colonnes obligatoires : " + strings.Join(o.Required, ", ") + " ; autres colonnes au choix : " + strings.Join(names, ", ")
}

// Layout is this layout among others.
func (o Own[M]) Layout() Layout[M] {
	return Layout[M]{Name: "hup", Key: o.Key, Required: o.Required, Apply: o.Apply, Paths: paths(o.Columns)}
}

// Header is the columns that are written.
func (o Own[M]) Header() (header []string) {
	for _, c := range o.Columns {
		if o.Hidden == "" || !strings.HasPrefix(c.Name, o.Hidden) {
			header = append(header, c.Name)
		}
	}
	return header
}

// Row writes a record in a header.
func (o Own[M]) Row(record M, header []string) []string {
	columns := byName(o.Columns)
	cells := make([]string, len(header))
	for i, name := range header {
		cells[i] = columns[name].Write(record)
	}
	return cells
}

// Apply reads the cells of the columns it knows; the others are passed over.
func (o Own[M]) Apply(tx *store.Tx, record M, cells map[string]string) (told []Refused) {
	for _, c := range o.Columns {
		if err := c.Read(record, cells[c.Name]); err != nil {
			told = append(told, tell(c.Name, err))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.Links)) {
		if cells[name] == "" {
			continue
		}
		if err := o.Links[name](tx, record, cells[name]); err != nil {
			told = append(told, refuse(name, err.Error()))
		}
	}
	return append(told, mend(record)...)
}
