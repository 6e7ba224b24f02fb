package exchange

import (
	"context"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
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

// Paths names the column of each field.
func (o Own[M]) Paths() map[string]string { return paths(o.Columns) }

// Apply reads the cells of the columns it knows; the others are passed over.
func (o Own[M]) Apply(tx *store.Tx, record M, cells map[string]string) (wrong []Refused) {
	for _, c := range o.Columns {
		if err := c.Read(record, cells[c.Name]); err != nil {
			wrong = append(wrong, Refused{c.Name, err.Error()})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.Links)) {
		if cells[name] == "" {
			continue
		}
		if err := o.Links[name](tx, record, cells[name]); err != nil {
			wrong = append(wrong, Refused{name, err.Error()})
		}
	}
	return wrong
}

// Export writes all records of a territory.
func (o Own[M]) Export(ctx context.Context, s *store.Store, territory string, each func(*store.View, func(M) error) error, to io.Writer) error {
	out := csv.NewWriter(to)
	var shown []Column[M]
	var header []string
	for _, c := range o.Columns {
		if o.Hidden == "" || !strings.HasPrefix(c.Name, o.Hidden) {
			shown, header = append(shown, c), append(header, c.Name)
		}
	}
	if err := out.Write(header); err != nil {
		return err
	}
	view := s.View(actor.With(ctx, actor.Of(territory, "land")))
	err := each(view, func(record M) error {
		cells := make([]string, len(shown))
		for i, c := range shown {
			cells[i] = c.Write(record)
		}
		return out.Write(cells)
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}
