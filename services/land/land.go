// Package land is the service of the land and the premises that companies look for: the register of what there is, the
// requests, and what fits them.
package land

import (
	"context"
	"embed"
	"io/fs"

	"google.golang.org/grpc"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/schedule"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/events"
	"hup.example/services/land/internal/exchange"
	"hup.example/services/land/internal/rpc"
	"hup.example/services/land/internal/seed"
	"hup.example/services/land/internal/store"
)

//go:embed migrations/*.sql messages/*.toml
var embedded embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "land",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Sources:    append(seed.Sources(), exchange.Sources()...),
		Facts:      events.Facts,
		Open:       open,
	}
}

func open(h module.Host) (*module.Service, error) {
	support := h.Peer("support")
	directory := supportv1.NewSupportServiceClient(support)
	deps := rpc.Deps{Store: h.Store, Signer: h.Signer, Access: access.NewChecker(support), Present: present.New(h.Messages, "land")}
	receive := app.ReceiveRequest{Requests: store.LandRequests, Recent: store.RecentRequests}
	deals := newDeals()
	options := app.AnswerOption{Deals: deals}
	hosting := app.HostCompany{Deals: deals, Receive: receive}
	requests := &rpc.LandRequests{
		Deps: deps, Companies: rpc.Companies{Directory: directory}, Receive: receive, Options: options,
		Matching: app.MatchRequest{Candidates: store.Candidates, Joinable: store.Joinable, Assets: store.Assets, Answered: store.MatchesOf},
	}
	register := newRegister()
	consumed := events.Support{
		Needs:   directory,
		Open:    app.OpenRequestOfCase{Receive: receive, Opened: store.OpenedFor},
		End:     app.EndRequestsOfCase{Requests: store.LandRequests, OfCase: store.RequestsOfCase, EndOptions: options.EndOf},
		Refresh: refreshCompany(),
	}
	files := imports(h.Store, h.Messages, register)
	ledger := app.AppendEntry{Entries: store.ZanEntries}
	demo := seed.Deals{
		Store: h.Store, Option: app.RequestOption{Deals: deals}, Sell: app.SellAsset{Deals: deals}, Host: hosting, Ledger: ledger, AssetID: store.IDOf,
	}
	return &module.Service{
		Register: func(r grpc.ServiceRegistrar) {
			landv1.RegisterLandRequestServiceServer(r, requests)
			landv1.RegisterLandServiceServer(r, &rpc.Land{Deps: deps})
			register.serve(r, deps)
			landv1.RegisterLandBalanceServiceServer(r, &rpc.LandBalances{Deps: deps})
			landv1.RegisterOptionServiceServer(r, rpc.NewOptions(deps, requests, deals))
			landv1.RegisterLandSaleServiceServer(r, rpc.NewLandSales(deps, requests, deals))
			landv1.RegisterHostingLeaseServiceServer(r, rpc.NewHostingLeases(deps, requests, hosting))
			landv1.RegisterZanEntryServiceServer(r, &rpc.ZanEntries{Deps: deps, Append: ledger})
		},
		Consumes: map[string]map[string]inbox.Handler{"support": consumed.Handlers()},
		Imports:  files,
		Seed:     func(ctx context.Context) error { return seed.Run(ctx, files, demo) },
		Rebuild:  register.rebuild(h.Store),
		Timers:   timers(options, hosting, newAlerts()),
	}, nil
}

// timers is what is due by itself.
func timers(options app.AnswerOption, hosting app.HostCompany, alerts app.AlertRequests) map[string]schedule.Handler {
	return map[string]schedule.Handler{
		store.ResumeTimer:  app.ResumeRequest{Requests: store.LandRequests}.Do,
		store.ExpiryTimer:  options.Expire,
		store.VacancyTimer: app.CountVacancy{}.Do,
		store.LeaseTimer:   hosting.Pass,
		store.AlertTimer:   alerts.Do,
		store.CompanyTimer: alerts.TellCompany,
	}
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(embedded, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
