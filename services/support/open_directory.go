package support

import (
	"google.golang.org/grpc"

	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
)

// openDirectory builds what concerns companies, project leaders, bodies and subjects, and answers how to register it.
func openDirectory(_ module.Host, _ *present.Presenter, _ *module.Service) (func(grpc.ServiceRegistrar), error) {
	return func(grpc.ServiceRegistrar) {}, nil
}
