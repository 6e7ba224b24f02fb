package land

import (
	"context"
	"errors"
	"io"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
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
	"allowed_actions", "client_request_id", "created_time_seconds", "created_time_nanos", "updated_time_seconds", "updated_time_nanos"}

// imports are the kinds of files that land reads.
func imports(s *kit.Store, words *messages.Catalogue, r register) map[string]module.Import {
	validator := validate.New(reference.Check)
	word := func(enum string) string {
		text, _ := words.Text("hup.land", messages.French, enum, nil)
		return text
	}
	zones := exchange.Own[*landv1.Zone]{
		Columns: exchange.Fields[*landv1.Zone](word, filled...), Key: "external_site_id", Required: []string{"external_site_id", "name", "commune_code"},
	}
	plots := exchange.Own[*landv1.Plot]{
		Columns: exchange.Fields[*landv1.Plot](word, filled...), Key: "external_plot_id", Required: []string{"external_plot_id", "name", "commune_code", "area_m2"},
		Links: map[string]func(*kit.Tx, *landv1.Plot, string) error{"zone_external_id": func(tx *kit.Tx, p *landv1.Plot, key string) (err error) {
			p.ZoneId, err = zoneOf(tx, key)
			return err
		}},
	}
	premises := exchange.Own[*landv1.Premises]{
		Columns: exchange.Fields[*landv1.Premises](word, filled...), Key: "external_premises_id", Hidden: "owner_contact_",
		Required: []string{"external_premises_id", "name", "kind", "commune_code", "area_m2"},
		Links: map[string]func(*kit.Tx, *landv1.Premises, string) error{"zone_external_id": func(tx *kit.Tx, p *landv1.Premises, key string) (err error) {
			p.ZoneId, err = zoneOf(tx, key)
			return err
		}},
	}
	rules := func(columns map[string]string, required ...string) exchange.Rules {
		return exchange.Rules{Validate: validator.Check, Words: words, Columns: columns, Required: required}
	}
	return map[string]module.Import{
		"zones":    own(s, r.zones, zones, rules(zones.Paths(), "name", "communeCode")),
		"plots":    own(s, r.plots, plots, rules(plots.Paths(), "name", "communeCode", "areaM2")),
		"premises": own(s, r.premises, premises, rules(premises.Paths(), "name", "communeCode", "areaM2", "kind")),
		"brownfields": {
			Layouts: exchange.BrownfieldLayouts,
			Read: importer(s, r.brownfields, exchange.BrownfieldKey, exchange.BrownfieldRequired, exchange.ApplyBrownfield,
				rules(exchange.BrownfieldPaths(), "communeCode")).Read,
			Export: func(ctx context.Context, territory string, to io.Writer) error {
				return exchange.ExportBrownfields(ctx, s, territory, store.Each(store.Brownfields), to)
			},
		},
	}
}

func own[A domain.Record[M], M proto.Message](s *kit.Store, r app.Register[A, M], o exchange.Own[M], rules exchange.Rules) module.Import {
	return module.Import{
		Layouts: o.Layouts(),
		Read:    importer(s, r, o.Key, o.Required, o.Apply, rules).Read,
		Export: func(ctx context.Context, territory string, to io.Writer) error {
			return o.Export(ctx, s, territory, store.Each(r.Table), to)
		},
	}
}

func importer[A domain.Record[M], M proto.Message](s *kit.Store, r app.Register[A, M], key string, required []string,
	apply func(*kit.Tx, M, map[string]string) []exchange.Refused, rules exchange.Rules) exchange.Importer[A, M] {
	return exchange.Importer[A, M]{
		Store: s, Register: r, Key: key, Required: required, Apply: apply,
		Find:  func(tx *kit.Tx, key string) (A, bool, error) { return store.ByExternalID(tx, r.Table, key) },
		Check: func(record M) []exchange.Refused { return rules.Check(record) },
	}
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
