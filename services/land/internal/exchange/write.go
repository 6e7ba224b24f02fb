package exchange

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Writer writes all records of a kind in one layout.
type Writer[A domain.Record[M], M proto.Message] struct {
	Store *store.Store
	// Each reads all records, in the order they came in.
	Each func(*store.View, func(A) error) error
	// Header is the columns; it may depend on the records.
	Header func(each func(func(M) error) error) ([]string, error)
	Row    func(record M, header []string) []string
	// Comma parts the cells; a comma when it is 0.
	Comma rune
}

func (w Writer[A, M]) view(ctx context.Context, territory string) *store.View {
	return w.Store.View(actor.With(ctx, actor.Of(territory, "land")))
}

func (w Writer[A, M]) header(v *store.View) ([]string, error) {
	return w.Header(func(told func(M) error) error {
		return w.Each(v, func(a A) error { return told(a.Message()) })
	})
}

// Table writes a CSV file.
func (w Writer[A, M]) Table(ctx context.Context, territory string, to io.Writer) error {
	view := w.view(ctx, territory)
	header, err := w.header(view)
	if err != nil {
		return err
	}
	out := csv.NewWriter(to)
	if w.Comma != 0 {
		out.Comma = w.Comma
	}
	if err := out.Write(header); err != nil {
		return err
	}
	err = w.Each(view, func(a A) error { return out.Write(w.Row(a.Message(), header)) })
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// partner is who a map that leaves the house is drawn for: somebody of another body of the shop.
var partner = actor.Actor{Kind: actor.Person, Roles: []actor.Role{actor.HupAdvisor}}

// drawn are the columns that the geometry says already.
var drawn = []string{"boundary_geojson", "geomsurf"}

// pinned are those that a point says already.
var pinned = []string{"point_latitude", "point_longitude", "lat", "lon", "geompoint"}

// GeoJSON writes a FeatureCollection, as a partner may see it: a map is made to be shown. What is off the market, whom to call
// and hidden prices are not in it.
func (w Writer[A, M]) GeoJSON(ctx context.Context, territory string, to io.Writer) error {
	view := w.view(ctx, territory)
	header, err := w.header(view)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(to)
	_, _ = out.WriteString(`{"type":"FeatureCollection","features":[`)
	between := "\n"
	err = w.Each(view, func(a A) error {
		if !a.Visible(partner) {
			return nil
		}
		seen := proto.Clone(a.Message()).(M)
		a.For(partner, seen)
		text, err := w.feature(seen, header)
		if err != nil {
			return err
		}
		_, _ = out.WriteString(between)
		between = ",\n"
		_, err = out.Write(text)
		return err
	})
	if err != nil {
		return err
	}
	_, _ = out.WriteString("\n]}\n")
	return out.Flush()
}

func (w Writer[A, M]) feature(record M, header []string) ([]byte, error) {
	geometry, isPoint := geometryOf(record)
	properties := map[string]string{}
	for i, cell := range w.Row(record, header) {
		name := header[i]
		if cell != "" && !slices.Contains(drawn, name) && !(isPoint && slices.Contains(pinned, name)) {
			properties[name] = cell
		}
	}
	return json.Marshal(map[string]any{"type": "Feature", "geometry": json.RawMessage(geometry), "properties": properties})
}

// Fixed is a header that does not depend on the records.
func Fixed[M any](header []string) func(func(func(M) error) error) ([]string, error) {
	return func(func(func(M) error) error) ([]string, error) { return header, nil }
}
