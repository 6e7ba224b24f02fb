package exchange

import (
	"context"
	"encoding/csv"
	"io"
	"maps"
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
)

// BrownfieldLayouts says which headers are read.
const BrownfieldLayouts = "Cartofriches (site_id, site_nom, comm_insee… surfaces en m², lon et lat) ou CNIG Friches v1.0.6"

// BrownfieldKey is the column of the source's id.
const BrownfieldKey = "site_id"

// BrownfieldRequired are the columns that a file of brownfields has.
var BrownfieldRequired = []string{BrownfieldKey, "site_nom", "comm_insee"}

var brownfieldColumns = byName(append(slices.Clone(cartofriches), cnigOnly...))

func byName[M any](columns []Column[M]) map[string]Column[M] {
	named := make(map[string]Column[M], len(columns))
	for _, c := range columns {
		named[c.Name] = c
	}
	return named
}

// BrownfieldPaths names the column of each field.
func BrownfieldPaths() map[string]string {
	return paths(append(slices.Clone(cnigOnly), cartofriches...))
}

func paths[M any](columns []Column[M]) map[string]string {
	named := make(map[string]string, len(columns))
	for _, c := range columns {
		named[c.Path] = c.Name
	}
	return named
}

// ApplyBrownfield reads the cells that differ from those of the last import: what an advisor corrected here since stays.
// A cell that says what is here already changes nothing: our own export comes back as it is. The text of every other cell is
// kept as it was written.
func ApplyBrownfield(_ *store.Tx, b *landv1.Brownfield, cells map[string]string) (wrong []Refused) {
	if b.SourceColumns == nil {
		b.SourceColumns = map[string]string{}
	}
	first := b.GetBrownfieldId() == ""
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		text := cells[name]
		if !first && b.SourceColumns[name] == text {
			continue
		}
		column, ok := brownfieldColumns[name]
		if ok && !first && column.Write(b) == text {
			continue
		}
		if ok {
			if err := column.Read(b, text); err != nil {
				wrong = append(wrong, Refused{name, err.Error()})
			}
		}
		if delete(b.SourceColumns, name); text != "" {
			b.SourceColumns[name] = text
		}
	}
	named(b)
	return wrong
}

// named gives a site without a name its id, as the sources themselves do for many.
func named(b *landv1.Brownfield) {
	if b.GetName() == "" {
		b.Name = b.GetExternalSiteId()
	}
}

// ExportBrownfields writes all brownfields of a territory in the columns of Cartofriches, in the order they came in, and
// behind them the columns that their sources have besides. A value that nobody changed is written as its source wrote it.
func ExportBrownfields(ctx context.Context, s *store.Store, territory string, each func(*store.View, func(*landv1.Brownfield) error) error, to io.Writer) error {
	view := s.View(actor.With(ctx, actor.Of(territory, "land")))
	header, err := brownfieldHeader(view, each)
	if err != nil {
		return err
	}
	out := csv.NewWriter(to)
	if err := out.Write(header); err != nil {
		return err
	}
	err = each(view, func(b *landv1.Brownfield) error { return out.Write(brownfieldRow(b, header)) })
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

func brownfieldHeader(view *store.View, each func(*store.View, func(*landv1.Brownfield) error) error) ([]string, error) {
	var header []string
	for _, c := range cartofriches {
		header = append(header, c.Name)
	}
	more := map[string]string{}
	err := each(view, func(b *landv1.Brownfield) error {
		for name := range b.GetSourceColumns() {
			if !slices.Contains(header, name) {
				more[name] = ""
			}
		}
		return nil
	})
	return append(header, slices.Sorted(maps.Keys(more))...), err
}

// brownfieldRow writes a brownfield. Its source is read again, so that what was changed since is told from what was not.
func brownfieldRow(b *landv1.Brownfield, header []string) []string {
	asWritten := &landv1.Brownfield{}
	for name, text := range b.GetSourceColumns() {
		if column, ok := brownfieldColumns[name]; ok {
			_ = column.Read(asWritten, text) // it was read before
		}
	}
	named(asWritten)
	cells := make([]string, len(header))
	for i, name := range header {
		cells[i] = b.GetSourceColumns()[name]
		column, ok := brownfieldColumns[name]
		if !ok {
			continue
		}
		if now := column.Write(b); now != column.Write(asWritten) {
			cells[i] = now
		}
		if name == BrownfieldKey && cells[i] == "" {
			cells[i] = b.GetBrownfieldId()
		}
	}
	return cells
}
