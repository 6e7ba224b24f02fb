package support

import (
	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/store"
)

// openTogether builds what bodies do together around cases, and answers how to register it.
func openTogether(h module.Host, words *present.Presenter, directory app.Records) func(grpc.ServiceRegistrar) {
	file := app.File{Cases: store.Cases, Referrals: store.Referrals}
	people := members.New(h.Peer("identity"))
	exchanges := &rpc.Exchanges{
		Store: h.Store, Signer: h.Signer, Present: words, Members: people, Log: app.LogExchange{File: file, Directory: directory},
	}
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterExchangeServiceServer(r, exchanges)
	}
}
