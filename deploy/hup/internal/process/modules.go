package process

import (
	"hup.example/services/identity"
	"hup.example/services/kit/module"
	"hup.example/services/land"
	"hup.example/services/notify"
	"hup.example/services/recruitment"
	"hup.example/services/support"
	"hup.example/services/training"
)

// all are the services of the platform, in the order in which demo data is written: who is needed first comes first.
func all() []module.Module {
	return []module.Module{
		support.Module(), identity.Module(), land.Module(), recruitment.Module(), training.Module(), notify.Module(),
	}
}

// Services are the names of all services.
func Services() []string {
	return []string{"support", "identity", "land", "recruitment", "training", "notify"}
}
