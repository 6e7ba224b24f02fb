// Package training is the service of training bodies, their offers and sessions, and of the needs of companies that
// people learn something.
package training

import (
	"embed"
	"io/fs"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/training/internal/app"
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
		Facts:      events.Facts,
		Open:       open,
	}
}

func open(h module.Host) (*module.Service, error) {
	support := h.Peer("support")
	needs := &rpc.TrainingNeeds{
		Store: h.Store, Signer: h.Signer, Access: access.NewChecker(support), Present: present.New(h.Messages, "training"),
	}
	consumed := events.Support{
		Needs: supportv1.NewSupportServiceClient(support),
		Open:  app.OpenNeedOfCase{Needs: store.TrainingNeeds, Opened: store.OpenedFor},
	}
	return &module.Service{
		Register: func(r grpc.ServiceRegistrar) {
			trainingv1.RegisterTrainingNeedServiceServer(r, needs)
		},
		Consumes: map[string]map[string]inbox.Handler{"support": consumed.Handlers()},
	}, nil
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
