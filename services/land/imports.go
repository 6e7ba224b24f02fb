package land

import (
	"context"
	"errors"
	"io"
	"slices"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/validate"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/exchange"
	"hup.example/services/land/internal/store"
)

// errUnknownZone refuses a row that names a zone that is not there.
var errUnknownZone = errors.New("Aucune zone n'a cet identifiant : importez d'abord les zones.")

// filled are the fields that files never say.
var filled = []string{"zone_id", "plot_id", "premises_id", "availability_label", "state_label", "etag", "created_time", "updated_time",
	"allowed_actions", "client_request_id", "created_time_seconds", "created_time_nanos", "updated_time_seconds", "updated_time_nanos",
	"vacancy_rate_basis_points", "vacancy_rate_land_unit_count", "vacancy_rate_vacant_land_unit_count", "vacancy_rate_counted_date",
	"vacancy_rate_computed_date", "vacancy_rate_formula"}

// files reads and writes the files of land.
type files struct {
	store *kit.Store
	words *messages.Catalogue
	check func(proto.Message) error
}

// imports are the kinds of files that land reads.
func imports(s *kit.Store, words *messages.Catalogue, r register) map[string]module.Import {
	f := files{store: s, words: words, check: validate.New(reference.Check).Check}
	return map[string]module.Import{
		"zones": f.zones(r), "plots": f.plots(r), "premises": f.premises(r), "brownfields": f.brownfields(r),
		"risk-layers": f.riskLayers(),
		"poles":       f.verbatim("poles", exchange.Poles()), "establishments": f.verbatim("establishments", exchange.Establishments()),
	}
}

// word is what people call a value of a list.
func (f files) word(enum string) string {
	text, _ := f.words.Text("hup.land", messages.French, enum, nil)
	return text
}

func (f files) rules(required ...string) exchange.Rules {
	return exchange.Rules{Validate: f.check, Words: f.words, Required: required}
}

func (f files) zones(r register) module.Import {
	ours := exchange.Own[*landv1.Zone]{
		Columns: exchange.Fields[*landv1.Zone](f.word, filled...), Key: "external_site_id", Required: []string{"external_site_id", "name", "commune_code"},
	}
	cnig := exchange.ZoneLayout()
	i := kept(f, r.zones, ours, f.rules("name", "communeCode"), cnig)
	i.Exports["cnig"] = exchange.Writer[*domain.Zone, *landv1.Zone]{
		Store: f.store, Each: store.Each(store.Zones), Header: exchange.Fixed[*landv1.Zone](cnig.Schema.Names()), Row: exchange.ZoneRow, Comma: ';',
	}.Table
	return i
}

func (f files) plots(r register) module.Import {
	ours := exchange.Own[*landv1.Plot]{
		Columns: exchange.Fields[*landv1.Plot](f.word, filled...), Key: "external_plot_id", Required: []string{"external_plot_id", "name", "commune_code", "area_m2"},
		Links: map[string]func(*kit.Tx, *landv1.Plot, string) error{"zone_external_id": inZone},
	}
	cnig := exchange.PlotLayout(inZone)
	i := kept(f, r.plots, ours, f.rules("name", "communeCode", "areaM2"), cnig)
	out := exchange.Writer[*domain.Plot, *landv1.Plot]{
		Store: f.store, Each: store.Each(store.Plots), Header: exchange.Fixed[*landv1.Plot](cnig.Schema.Names()), Comma: ';',
	}
	i.Exports["cnig"] = func(ctx context.Context, territory string, to io.Writer) error {
		zones, err := f.zoneKeys(ctx, territory)
		if err != nil {
			return err
		}
		out.Row = func(p *landv1.Plot, header []string) []string {
			return exchange.PlotRow(p, header, zones[p.GetZoneId()])
		}
		return out.Table(ctx, territory, to)
	}
	return i
}

func (f files) premises(r register) module.Import {
	ours := exchange.Own[*landv1.Premises]{
		Columns: exchange.Fields[*landv1.Premises](f.word, filled...), Key: "external_premises_id", Hidden: "owner_contact_",
		Required: []string{"external_premises_id", "name", "kind", "commune_code", "area_m2"},
		Links: map[string]func(*kit.Tx, *landv1.Premises, string) error{"zone_external_id": func(tx *kit.Tx, p *landv1.Premises, key string) (err error) {
			p.ZoneId, err = zoneOf(tx, key)
			return err
		}},
	}
	return kept(f, r.premises, ours, f.rules("name", "communeCode", "areaM2", "kind"))
}

func (f files) brownfields(r register) module.Import {
	layouts := exchange.BrownfieldLayouts()
	out := exchange.Writer[*domain.Brownfield, *landv1.Brownfield]{
		Store: f.store, Each: store.Each(store.Brownfields), Header: exchange.CartofrichesHeader, Row: exchange.BrownfieldRow,
	}
	cnig := out
	cnig.Row, cnig.Header = exchange.FrichesRow, exchange.Fixed[*landv1.Brownfield](layouts[0].Schema.Names())
	return module.Import{
		Layouts: "Cartofriches (site_id, site_nom, comm_insee… surfaces en m², lon et lat) ou CNIG Friches v1.0.6 (geompoint, desserte_distance…), CSV ou GeoJSON",
		Read:    importer(f, r.brownfields, layouts, f.rules("communeCode")).Read,
		Export:  out.Table,
		Exports: map[string]func(context.Context, string, io.Writer) error{"cartofriches": out.Table, "cnig": cnig.Table, "geojson": out.GeoJSON},
	}
}

func (f files) verbatim(kind string, s *exchange.Schema) module.Import {
	t := exchange.Verbatim{Store: f.store, Kind: kind, Schema: s, Put: store.PutLine, Each: store.EachLine}
	return module.Import{Layouts: t.Layouts(), Read: t.Read, Export: t.Export,
		Exports: map[string]func(context.Context, string, io.Writer) error{"cnig": t.Export}}
}

// kept is a kind that we have a layout of our own for, and others besides.
func kept[A domain.Record[M], M proto.Message](f files, r app.Register[A, M], ours exchange.Own[M], rules exchange.Rules, others ...exchange.Layout[M]) module.Import {
	out := exchange.Writer[A, M]{Store: f.store, Each: store.Each(r.Table), Header: exchange.Fixed[M](ours.Header()), Row: ours.Row}
	help := ours.Layouts() + "\nou GeoJSON avec ces propriétés"
	for _, l := range others {
		help += "\nou " + l.Schema.Title + " " + l.Schema.Version
	}
	return module.Import{
		Layouts: help,
		Read:    importer(f, r, append(slices.Clone(others), ours.Layout()), rules).Read,
		Export:  out.Table,
		Exports: map[string]func(context.Context, string, io.Writer) error{"hup": out.Table, "geojson": out.GeoJSON},
	}
}

func importer[A domain.Record[M], M proto.Message](f files, r app.Register[A, M], layouts []exchange.Layout[M], rules exchange.Rules) exchange.Importer[A, M] {
	return exchange.Importer[A, M]{
		Store: f.store, Register: r, Layouts: layouts, Rules: rules,
		Find:  func(tx *kit.Tx, key string) (A, bool, error) { return store.ByExternalID(tx, r.Table, key) },
		Notes: func(tx *kit.Tx, record A) ([]string, error) { return zonesOf(tx, record.Base().ID) },
	}
}

// inZone puts a plot into the zone that its file names, and into its commune when the file says none.
func inZone(tx *kit.Tx, p *landv1.Plot, key string) error {
	zone, known, err := store.ByExternalID(tx, store.Zones, key)
	if err == nil && !known {
		err = errUnknownZone
	}
	if err != nil {
		return err
	}
	if p.ZoneId = zone.ID; p.GetCommuneCode() == "" {
		p.CommuneCode = zone.State.GetCommuneCode()
	}
	return nil
}

// zoneKeys are the ids of the sources by ours.
func (f files) zoneKeys(ctx context.Context, territory string) (map[string]string, error) {
	keys := map[string]string{}
	view := f.store.View(actor.With(ctx, actor.Of(territory, "land")))
	err := store.Each(store.Zones)(view, func(z *domain.Zone) error {
		keys[z.ID] = z.State.GetExternalSiteId()
		return nil
	})
	return keys, err
}

func zoneOf(tx *kit.Tx, externalID string) (string, error) {
	zone, known, err := store.ByExternalID(tx, store.Zones, externalID)
	if err == nil && !known {
		err = errUnknownZone
	}
	if err != nil {
		return "", err
	}
	return zone.ID, nil
}
