package exchange

import (
	"maps"
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// brownfieldKey is the column of the source's id.
const brownfieldKey = "site_id"

var brownfieldNeeds = []string{brownfieldKey, "site_nom", "comm_insee"}

// brownfields keep the text of their source.
var brownfields = Sourced[*landv1.Brownfield]{
	Columns: byName(append(slices.Clone(cartofriches), cnigOnly...)),
	Text:    func(b *landv1.Brownfield) *map[string]string { return &b.SourceColumns },
	Finish: func(b *landv1.Brownfield) {
		if b.GetName() == "" { // a site without a name has its id, as the sources themselves do for many
			b.Name = b.GetExternalSiteId()
		}
	},
}

func byName[M any](columns []Column[M]) map[string]Column[M] {
	named := make(map[string]Column[M], len(columns))
	for _, c := range columns {
		named[c.Name] = c
	}
	return named
}

func paths[M any](columns []Column[M]) map[string]string {
	named := make(map[string]string, len(columns))
	for _, c := range columns {
		named[c.Path] = c.Name
	}
	return named
}

// BrownfieldLayouts are the layouts of brownfields. A file without a mark of CNIG is read as Cartofriches, which is what it is
// kept as: values outside the lists of the standard are told, and stay.
func BrownfieldLayouts() []Layout[*landv1.Brownfield] {
	cnig := append(slices.Clone(cartofriches), cnigOnly...)
	return []Layout[*landv1.Brownfield]{
		{Name: "cnig", Key: brownfieldKey, Required: brownfieldNeeds, Marks: []string{"geompoint", "desserte_distance", "urba_zaer", "geomsurf"},
			Schema: friches, Binding: true, Apply: brownfields.Apply, Paths: paths(cnig)},
		{Name: "cartofriches", Key: brownfieldKey, Required: brownfieldNeeds,
			Schema: friches, Apply: brownfields.Apply, Paths: paths(append(slices.Clone(cnigOnly), cartofriches...))},
	}
}

// CartofrichesHeader is the header of Cartofriches, and behind it the columns that the sources have besides.
func CartofrichesHeader(each func(func(*landv1.Brownfield) error) error) ([]string, error) {
	var header []string
	for _, c := range cartofriches {
		header = append(header, c.Name)
	}
	more := map[string]string{}
	err := each(func(b *landv1.Brownfield) error {
		for name := range b.GetSourceColumns() {
			if !slices.Contains(header, name) {
				more[name] = ""
			}
		}
		return nil
	})
	return append(header, slices.Sorted(maps.Keys(more))...), err
}

// BrownfieldRow writes a brownfield; one that has no id of a source has ours.
func BrownfieldRow(b *landv1.Brownfield, header []string) []string {
	cells := brownfields.Row(b, header)
	if i := slices.Index(header, brownfieldKey); i >= 0 && cells[i] == "" {
		cells[i] = b.GetBrownfieldId()
	}
	return cells
}

// FrichesRow writes a brownfield in columns of CNIG Friches.
func FrichesRow(b *landv1.Brownfield, header []string) []string {
	cells := brownfields.Standard(friches, b, header)
	if cells[0] == "" {
		cells[0] = b.GetBrownfieldId()
	}
	return cells
}
