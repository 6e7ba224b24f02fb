// Package seed fills the directory of a demo: two territories with their subjects, bodies, offers and routing rules, and real training
// bodies as companies. All goes through the same use cases as calls; a second run changes nothing.
package seed

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/imports"
	"hup.example/services/support/internal/store"
)

//go:embed data/*.json data/*.csv
var files embed.FS

// companies is the register of the demo; where it comes from is in data/SOURCES.csv.
const companies = "data/organismes_formation_occitanie.csv"

// Sources say where the files come from.
func Sources() []reference.Source { return reference.SourcesIn(files, "data") }

// Territories are those of the demo.
var Territories = []string{"ales", "nimes"}

// Directory seeds the directory.
type Directory struct{ Store *kit.Store }

// Do seeds both territories.
func (d Directory) Do(ctx context.Context) error {
	for _, territory := range Territories {
		if err := d.territory(actor.With(ctx, actor.Of(territory, "support")), territory); err != nil {
			return fmt.Errorf("directory of %s: %w", territory, err)
		}
	}
	return nil
}

func (d Directory) territory(ctx context.Context, territory string) error {
	subjects, err := read[*supportv1.Subject]("subjects")
	if err != nil {
		return err
	}
	bodies, err := read[*supportv1.PartnerBody]("bodies_" + territory)
	if err != nil {
		return err
	}
	offers, err := read[*supportv1.ServiceOffer]("offers_" + territory)
	if err != nil {
		return err
	}
	rules, err := read[*supportv1.RoutingRuleSet]("rules_" + territory)
	if err != nil {
		return err
	}
	err = d.Store.Update(ctx, func(tx *kit.Tx) error {
		for _, s := range subjects {
			if err := addSubject(tx, s); err != nil {
				return err
			}
		}
		for _, b := range bodies {
			if err := addBody(tx, b); err != nil {
				return err
			}
		}
		for i, o := range offers {
			o = proto.CloneOf(o)
			o.ClientRequestId = fmt.Sprintf("demo-offer-%d", i)
			if _, err := (app.KeepOffers{}).Add(tx, o.GetPartnerBodyId(), o); err != nil {
				return fmt.Errorf("offer %s: %w", o.GetName(), err)
			}
		}
		if err := d.addPermanences(tx, territory); err != nil {
			return err
		}
		return publishRules(tx, rules)
	})
	if err != nil {
		return err
	}
	return d.register(ctx, territory)
}

func addSubject(tx *kit.Tx, s *supportv1.Subject) error {
	_, err := store.Subjects.Get(tx, s.GetSubjectCode())
	if !errs.Is(err, "NOT_FOUND") {
		return err
	}
	_, err = app.KeepSubjects{}.Add(tx, proto.CloneOf(s))
	return err
}

func addBody(tx *kit.Tx, b *supportv1.PartnerBody) error {
	_, err := store.PartnerBodies.Get(tx, b.GetPartnerBodyId())
	if !errs.Is(err, "NOT_FOUND") {
		return err
	}
	_, err = app.KeepBodies{}.Add(tx, proto.CloneOf(b))
	return err
}

// publishRules puts the first version of the rules in force, where there is none yet.
func publishRules(tx *kit.Tx, rules []*supportv1.RoutingRuleSet) error {
	if known, err := store.RulesInForce(tx); err != nil || known != nil {
		return err
	}
	keep := app.KeepRules{Catalogues: &store.Catalogues{}}
	for _, r := range rules {
		draft, err := keep.Draft(tx, proto.CloneOf(r))
		if err != nil {
			return err
		}
		if _, err := keep.Publish(tx, draft.ID); err != nil {
			return fmt.Errorf("routing rules: %w", err)
		}
	}
	return nil
}

// register loads the companies of the demo, by the import that operators use.
func (d Directory) register(ctx context.Context, territory string) error {
	file, err := files.ReadFile(companies)
	if err != nil {
		return err
	}
	_, err = imports.Companies(d.Store, nil).Read(ctx, territory, companies, bytes.NewReader(file), func(module.Refusal) {})
	return err
}

// read reads a list of resources in the JSON of the API.
func read[M proto.Message](name string) ([]M, error) {
	raw, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	list := make([]M, len(items))
	for i, item := range items {
		var m M
		list[i] = m.ProtoReflect().New().Interface().(M)
		if err := protojson.Unmarshal(item, list[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return list, nil
}
