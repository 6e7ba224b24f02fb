// Package recruitment is the service of what companies want to hire, until the hires.
package recruitment

import (
	"context"
	"embed"
	"io/fs"

	"google.golang.org/grpc"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/schedule"
	"hup.example/services/recruitment/internal/app"
	"hup.example/services/recruitment/internal/events"
	"hup.example/services/recruitment/internal/rpc"
	"hup.example/services/recruitment/internal/store"
)

//go:embed migrations/*.sql messages/*.toml
var files embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "recruitment",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Facts:      events.Facts,
		Open:       open,
	}
}

func open(h module.Host) (*module.Service, error) {
	support := h.Peer("support")
	presenter := present.New(h.Messages, "recruitment")
	link := app.LinkDuplicates{Needs: store.RecruitmentNeeds, Alike: store.Alike}
	create := app.CreateNeed{Needs: store.RecruitmentNeeds, Link: link}
	needs := &rpc.RecruitmentNeeds{
		Store: h.Store, Signer: h.Signer, Access: access.NewChecker(support), Present: presenter,
		Support: supportv1.NewSupportServiceClient(support), Create: create,
	}
	consumed := events.Support{
		Ask:     supportv1.NewSupportServiceClient(support),
		Open:    app.OpenNeedOfCase{Link: link, Opened: store.OpenedFor},
		End:     app.EndNeedsOfCase{Needs: store.RecruitmentNeeds, OfCase: store.OfCase},
		Refresh: app.RefreshCompany{Needs: store.RecruitmentNeeds, OfCompany: store.OfCompany},
	}
	promised := events.Land{
		Ask: supportv1.NewSupportServiceClient(support), Draft: app.DraftPromisedJobs{Link: link, Drafted: store.DraftedFor},
	}
	follow := app.FollowPublication{Needs: store.RecruitmentNeeds}
	return &module.Service{
		Register: func(r grpc.ServiceRegistrar) {
			recruitmentv1.RegisterRecruitmentNeedServiceServer(r, needs)
			recruitmentv1.RegisterRecruitmentServiceServer(r, &rpc.Recruitment{Store: h.Store, Present: presenter})
		},
		Consumes: map[string]map[string]inbox.Handler{"support": consumed.Handlers(), "land": promised.Handlers()},
		Timers: map[string]schedule.Handler{
			store.ExpiryTimer: follow.Expire, store.ReminderTimer: follow.Remind, store.UnfilledTimer: follow.DetectUnfilled,
		},
		Seed: func(ctx context.Context) error { return seed(ctx, h, create) },
	}, nil
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
