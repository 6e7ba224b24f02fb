package support

import (
	"maps"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/store"
)

// replayMost is how many cases one simulation replays before it lets the caller go on.
const replayMost = 5000

// openRouting builds what concerns the routing rules and the coverage, and answers how to register it.
func openRouting(h module.Host, words *present.Presenter, s *module.Service, directory app.Records) func(grpc.ServiceRegistrar) {
	rules := &rpc.RoutingRules{
		Store: h.Store, Signer: h.Signer, Present: words, Keep: app.KeepRules{Catalogues: directory.Catalogues},
		Simulate: app.SimulateRules{Catalogues: directory.Catalogues, Most: replayMost},
	}
	coverage := &rpc.Coverage{Store: h.Store, Signer: h.Signer, Present: words, Catalogues: directory.Catalogues}
	maps.Copy(s.Timers, app.WatchCoverage{Catalogues: directory.Catalogues}.Handlers())
	maps.Copy(s.Timers, app.LeaveBody{File: app.File{Cases: store.Cases, Referrals: store.Referrals}}.Handlers())
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterRoutingRuleServiceServer(r, rules)
		supportv1.RegisterCoverageServiceServer(r, coverage)
		supportv1.RegisterOpenDataServiceServer(r, &rpc.OpenData{Store: h.Store, Present: words})
	}
}
