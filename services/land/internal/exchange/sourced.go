package exchange

import (
	"maps"
	"slices"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/store"
	"hup.example/services/land/internal/tableschema"
)

// Sourced is a layout whose records keep the text of every column, so that what nobody changed goes out as it came in.
type Sourced[M proto.Message] struct {
	// Columns are read by name, whichever of the layouts of the kind has them.
	Columns map[string]Column[M]
	// Text is where a record keeps its columns.
	Text func(M) *map[string]string
	// Finish completes what the columns do not say, of a record that was read; may be nil.
	Finish func(M)
	// Link is a column that names a record of another kind, and how that one is found; empty when there is none.
	Link string
	Find func(tx *store.Tx, record M, key string) error
}

// Apply reads the cells that differ from those of the last import: what an advisor corrected here since stays.
// A cell that says what is here already changes nothing: our own export comes back as it is. The text of every other cell is
// kept as it was written.
func (s Sourced[M]) Apply(tx *store.Tx, record M, cells map[string]string) (told []Refused) {
	source := s.Text(record)
	first := !record.ProtoReflect().Has(record.ProtoReflect().Descriptor().Fields().ByNumber(1)) // its id
	linked := cells[s.Link] == "" || !first && (*source)[s.Link] == cells[s.Link]
	if *source == nil {
		*source = map[string]string{}
	}
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		text := cells[name]
		if !first && (*source)[name] == text {
			continue
		}
		column, ok := s.Columns[name]
		if ok && !first && column.Write(record) == text {
			continue
		}
		if ok {
			if err := column.Read(record, text); err != nil {
				told = append(told, tell(name, err))
			}
		}
		if delete(*source, name); text != "" {
			(*source)[name] = text
		}
	}
	if note := s.finish(record); note != "" {
		told = append(told, warn("lon", note))
	}
	if s.Link != "" && !linked {
		if err := s.Find(tx, record, cells[s.Link]); err != nil {
			told = append(told, refuse(s.Link, err.Error()))
		}
	}
	return told
}

// finish completes what was read, and says what it made of the position.
func (s Sourced[M]) finish(record M) (note string) {
	if s.Finish != nil {
		s.Finish(record)
	}
	return settle(record)
}

// Row writes a record in a header. The columns of its source are read again, so that what was changed since is told from what
// was not; a column that the source has not is written from what is known.
func (s Sourced[M]) Row(record M, header []string) []string {
	source := *s.Text(record)
	asWritten := record.ProtoReflect().New().Interface().(M)
	for _, name := range header {
		if column, ok := s.Columns[name]; ok && source[name] != "" {
			_ = column.Read(asWritten, source[name]) // it was read before
		}
	}
	_ = s.finish(asWritten)
	cells := make([]string, len(header))
	for i, name := range header {
		cells[i] = source[name]
		if column, ok := s.Columns[name]; ok {
			if now := column.Write(record); now != column.Write(asWritten) {
				cells[i] = now
			}
		}
	}
	return cells
}

// Standard writes a record in the header of a schema, in its words: what the standard does not take is written as the nearest
// that it takes, so that an export is always a file of the standard.
func (s Sourced[M]) Standard(schema *tableschema.Schema, record M, header []string) []string {
	cells := s.Row(record, header)
	for i, name := range header {
		now := ""
		if column, ok := s.Columns[name]; ok {
			now = column.Write(record)
		}
		cells[i] = schema.Conform(name, cells[i], now)
	}
	return cells
}
