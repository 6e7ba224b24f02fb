package process

import (
	"hup.example/services/identity"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	"hup.example/services/land"
	"hup.example/services/notify"
	"hup.example/services/recruitment"
	"hup.example/services/support"
	"hup.example/services/training"
)

// modules are the services of the platform.
func modules() []module.Module {
	return []module.Module{
		support.Module(), identity.Module(), land.Module(), recruitment.Module(), training.Module(), notify.Module(),
	}
}

// sources say where the public data of the services comes from, hosted here or elsewhere.
func sources() (all []reference.Source) {
	for _, m := range modules() {
		all = append(all, m.Sources...)
	}
	return all
}

// Services are the names of all services.
func Services() []string {
	return []string{"support", "identity", "land", "recruitment", "training", "notify"}
}
