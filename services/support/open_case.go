package support

import (
	"google.golang.org/grpc"

	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
)

// openCases builds what concerns cases, referrals and messages, and answers how to register it.
func openCases(_ module.Host, _ *present.Presenter, _ *module.Service) (func(grpc.ServiceRegistrar), error) {
	return func(grpc.ServiceRegistrar) {}, nil
}
