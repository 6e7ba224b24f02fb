package training

import (
	"bytes"
	"context"
	"embed"
	"fmt"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/store"
)

//go:embed seed/*.csv
var seedFiles embed.FS

// demoOffer is an offer of the demonstration, with one session. The bodies are real, the offers are made up and say so.
type demoOffer struct {
	key, siret, title, rome string
	hours                   int32
	cents                   int64
	// startsIn and lasts are days; open says whether its session takes registrations.
	startsIn, lasts int
	open            bool
}

var demoOffers = []demoOffer{
	{"demo-soudage", "51472700700049", "Soudage : MIG, MAG et TIG (démonstration)", "H2913", 105, 245000, 30, 20, true},
	{"demo-cuisine", "44839354600024", "Cuisine : remise à niveau (démonstration)", "G1602", 70, 140000, 45, 11, true},
	{"demo-entrepot", "90948492500013", "Travailler en entrepôt (démonstration)", "N1103", 35, 72000, 60, 4, false},
}

// seed writes the demonstration, each record once: its key is the client request id of an advisor.
func seed(ctx context.Context, h module.Host, u useCases) error {
	bodies := app.ImportBodies{Store: h.Store, Bodies: store.TrainingBodies, OfSiret: store.BodyOfSiret}
	file, err := seedFiles.ReadFile("seed/training_bodies.csv")
	if err != nil {
		return err
	}
	var refused []module.Refusal
	_, err = bodies.Do(platform(ctx, "ales"), bytes.NewReader(file), func(r module.Refusal) { refused = append(refused, r) })
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("training bodies of the demonstration: %v", refused)
	}
	ctx = actor.With(ctx, actor.Actor{
		Kind: actor.Person, ID: "advisor@region", Territory: "ales", BodyID: "region", Roles: []actor.Role{actor.HupAdvisor},
	})
	for _, d := range demoOffers {
		if err := h.Store.Update(ctx, func(tx *kit.Tx) error { return d.write(tx, u) }); err != nil {
			return err
		}
	}
	return nil
}

func (d demoOffer) write(tx *kit.Tx, u useCases) error {
	known, err := tx.Once(d.key)
	if err != nil || known != "" {
		return err
	}
	bodyID, err := store.BodyOfSiret(tx, d.siret)
	if err != nil {
		return err
	}
	body, err := store.TrainingBodies.Get(tx, bodyID)
	if err != nil {
		return err
	}
	place := &trainingv1.TrainingPlace{
		Street: body.State.GetStreet(), PostalCode: body.State.GetPostalCode(), CommuneCode: body.State.GetCommuneCode(), Commune: body.State.GetCommune(),
	}
	o, err := u.offers.Draft(tx, &trainingv1.TrainingOffer{
		TrainingBodyId: bodyID, Title: d.title, ClientRequestId: d.key, CentreMinutes: d.hours * 60,
		Objective: "Offre de démonstration : cet organisme ne la propose pas par ce site.",
		Domain:    &trainingv1.TrainingDomain{RomeCodes: []string{d.rome}},
		Modality:  trainingv1.TrainingModality_TRAINING_MODALITY_ON_SITE, Price: &commonv1.Money{AmountCents: d.cents, Currency: "EUR"},
		Places: []*trainingv1.TrainingPlace{place},
	})
	if err != nil {
		return err
	}
	if err := o.Submit(tx.Actor, "", tx.Now); err != nil {
		return err
	}
	if err := o.Publish(tx.Actor, "", tx.Now); err != nil {
		return err
	}
	if err := store.TrainingOffers.Put(tx, o); err != nil {
		return err
	}
	return d.plan(tx, u, o.ID, place)
}

func (d demoOffer) plan(tx *kit.Tx, u useCases, offerID string, place *trainingv1.TrainingPlace) error {
	start := calendar.DayOf(tx.Now).AddDays(d.startsIn)
	s, err := u.sessions.Plan(tx, &trainingv1.TrainingSession{
		TrainingOfferId: offerID, StartDate: start.String(), EndDate: start.AddDays(d.lasts).String(), Place: place, Capacity: 12,
		MinimumToConfirm: 6, WaitingListSize: 4, ClientRequestId: d.key + "-session",
	})
	if err != nil || !d.open {
		return err
	}
	if err := u.sessions.Open(tx, s, ""); err != nil {
		return err
	}
	return store.TrainingSessions.Put(tx, s)
}
