// Package training is the service of training bodies, their offers and sessions, and of the needs of companies that
// people learn something.
package training

import (
	"context"
	"embed"
	"io"
	"io/fs"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/schedule"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
	"hup.example/services/training/internal/events"
	"hup.example/services/training/internal/rpc"
	"hup.example/services/training/internal/store"
)

//go:embed migrations/*.sql messages/*.toml
var files embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "training",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Sources:    reference.SourcesIn(seedFiles, "seed"),
		Facts:      events.Facts,
		Open:       open,
	}
}

// useCases are what both calls and events, files and the demonstration do.
type useCases struct {
	express  app.ExpressNeed
	bodies   app.KeepBody
	offers   app.KeepOffer
	sessions app.KeepSession
}

func newUseCases() useCases {
	return useCases{
		express: app.ExpressNeed{Needs: store.TrainingNeeds, Alike: store.Alike},
		bodies:  app.KeepBody{Bodies: store.TrainingBodies},
		offers: app.KeepOffer{
			Bodies: store.TrainingBodies, Offers: store.TrainingOffers, Sessions: store.TrainingSessions, Pending: store.PendingSessions,
		},
		sessions: app.KeepSession{Offers: store.TrainingOffers, Sessions: store.TrainingSessions, Needs: store.TrainingNeeds},
	}
}

func open(h module.Host) (*module.Service, error) {
	u := newUseCases()
	return &module.Service{
		Register: func(r grpc.ServiceRegistrar) { register(r, h, u) },
		Consumes: map[string]map[string]inbox.Handler{"support": consumed(h, u).Handlers()},
		Timers:   map[string]schedule.Handler{store.CertificationTimer: u.offers.EndCertification},
		Imports:  imports(h),
		Seed:     func(ctx context.Context) error { return seed(ctx, h, u) },
	}, nil
}

func register(r grpc.ServiceRegistrar, h module.Host, u useCases) {
	support := h.Peer("support")
	shared := rpc.Catalogue{Store: h.Store, Signer: h.Signer, Present: present.New(h.Messages, "training")}
	trainingv1.RegisterTrainingNeedServiceServer(r, &rpc.TrainingNeeds{
		Store: h.Store, Signer: h.Signer, Access: access.NewChecker(support), Present: shared.Present,
		Support: supportv1.NewSupportServiceClient(support), Express: u.express,
		Match: app.MatchNeed{Offers: store.TrainingOffers, Sessions: store.TrainingSessions},
	})
	trainingv1.RegisterTrainingBodyServiceServer(r, &rpc.TrainingBodies{Catalogue: shared, Keep: u.bodies})
	trainingv1.RegisterTrainingOfferServiceServer(r, &rpc.TrainingOffers{Catalogue: shared, Keep: u.offers})
	trainingv1.RegisterTrainingSessionServiceServer(r, &rpc.TrainingSessions{Catalogue: shared, Keep: u.sessions})
	trainingv1.RegisterTrainingServiceServer(r, &rpc.Training{Store: h.Store, Present: shared.Present})
}

func consumed(h module.Host, u useCases) events.Support {
	return events.Support{
		Ask:     supportv1.NewSupportServiceClient(h.Peer("support")),
		Open:    app.OpenNeedOfCase{Express: u.express, Opened: store.OpenedFor},
		End:     app.EndNeedsOfCase{Needs: store.TrainingNeeds, OfCase: store.OfCase},
		Refresh: app.RefreshCompany{Needs: store.TrainingNeeds, OfCompany: store.OfCompany},
	}
}

func imports(h module.Host) map[string]module.Import {
	bodies := app.ImportBodies{Store: h.Store, Bodies: store.TrainingBodies, OfSiret: store.BodyOfSiret}
	offers := app.ImportOffers{
		Store: h.Store, Bodies: store.TrainingBodies, Offers: store.TrainingOffers, OfSiret: store.BodyOfSiret, OfSource: store.OfferOfSource,
	}
	return map[string]module.Import{
		"training-bodies": {
			Layouts: app.BodyLayouts,
			Read: func(ctx context.Context, territory, _ string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
				return bodies.Do(platform(ctx, territory), file, refused)
			},
			Export: func(ctx context.Context, territory string, to io.Writer) error {
				view := h.Store.View(platform(ctx, territory))
				return app.ExportBodies(to, func(do func(*domain.TrainingBody) error) error { return store.EachBody(view, do) })
			},
		},
		"training-offers": {
			Layouts: app.OfferLayouts,
			Read: func(ctx context.Context, territory, _ string, file io.Reader, refused func(module.Refusal)) (module.Counts, error) {
				return offers.Do(platform(ctx, territory), file, refused)
			},
			Export: func(ctx context.Context, territory string, to io.Writer) error {
				view := h.Store.View(platform(ctx, territory))
				return app.ExportOffers(to, func(do func(*domain.TrainingOffer, *domain.TrainingBody) error) error {
					return store.EachSourceOffer(view, do)
				})
			},
		},
	}
}

// platform acts for nobody: files are read by the operator.
func platform(ctx context.Context, territory string) context.Context {
	return actor.With(ctx, actor.Of(territory, "training"))
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
