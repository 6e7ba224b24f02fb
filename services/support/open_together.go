package support

import (
	"strings"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/store"
)

// openTogether builds what bodies do together around cases, and what the other services ask. It answers how to register it.
func openTogether(h module.Host, words *present.Presenter, s *module.Service, directory app.Records, readings *store.Readings) func(grpc.ServiceRegistrar) {
	file := app.File{Cases: store.Cases, Referrals: store.Referrals}
	people := members.New(h.Peer("identity"))
	exchanges := &rpc.Exchanges{
		Store: h.Store, Signer: h.Signer, Present: words, Members: people, Log: app.LogExchange{File: file, Directory: directory},
	}
	keep := app.KeepTasks{File: file}
	tasks := &rpc.Tasks{Store: h.Store, Signer: h.Signer, Present: words, Members: people, Keep: keep}
	ask := app.AskOpinion{File: file, Messages: store.Messages, Links: app.Links{
		Key: h.Secret("opinion links"), Page: strings.TrimSuffix(h.PublicURL, "/") + "/avis-expert",
	}}
	opinions := &rpc.Opinions{
		Store: h.Store, Signer: h.Signer, Present: words, Members: people, Ask: ask, Readings: readings, Tries: rpc.NewTries(),
	}
	s.Timers[app.TaskRemind], s.Timers[app.OpinionExpire] = keep.Remind, ask.Expire
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterExchangeServiceServer(r, exchanges)
		supportv1.RegisterTaskServiceServer(r, tasks)
		supportv1.RegisterOpinionServiceServer(r, opinions)
		supportv1.RegisterSupportServiceServer(r, &rpc.Support{Records: directory, Present: words, Invite: opinions.Invitation})
	}
}
