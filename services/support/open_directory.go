package support

import (
	"context"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/companysearch"
	"hup.example/services/support/internal/imports"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/seed"
	"hup.example/services/support/internal/store"
)

// openDirectory builds what concerns companies, project leaders, bodies and subjects, and answers how to register it.
func openDirectory(h module.Host, words *present.Presenter, s *module.Service, records app.Records) (func(grpc.ServiceRegistrar), error) {
	areas, err := areasOf(h)
	if err != nil {
		return nil, err
	}
	companies := &rpc.Companies{Records: records, Signer: h.Signer, Present: words}
	leaders := &rpc.ProjectLeaders{Attach: app.AttachSiret{Records: records}, Signer: h.Signer, Present: words}
	bodies := &rpc.PartnerBodies{Store: h.Store, Signer: h.Signer, Present: words}
	subjects := &rpc.Subjects{Store: h.Store, Signer: h.Signer, Present: words}
	s.Imports["companies"] = imports.Companies(h.Store, areas)
	s.Imports["communes"] = imports.Communes(h.Dir, h.Store.Clock())
	s.Imports["quarters"] = imports.Quarters(h.Dir, h.Store.Clock())
	s.Work = append(s.Work, run.Part{Name: "index of the register", Work: func(ctx context.Context) error {
		return store.IndexRegister(ctx, h.Store)
	}})
	if h.Demo {
		s.Seed = seed.Directory{Store: h.Store}.Do
	}
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterCompanyServiceServer(r, companies)
		supportv1.RegisterProjectLeaderServiceServer(r, leaders)
		supportv1.RegisterPartnerBodyServiceServer(r, bodies)
		supportv1.RegisterSubjectServiceServer(r, subjects)
	}, nil
}

// demoAreas are those of the territories of the demo.
const demoAreas = "ales=200066918,nimes=243000643"

// areasOf reads the setting territory-area: which part of France a territory is.
func areasOf(h module.Host) (map[string]imports.Area, error) {
	setting := h.Setting("territory-area")
	if setting == "" && h.Demo {
		setting = demoAreas
	}
	return imports.Areas(setting)
}

// records is the directory, with the public company search when the setting names its address.
func records(h module.Host) app.Records {
	r := app.Records{Store: h.Store, Log: h.Log, Catalogues: &store.Catalogues{}}
	if url := h.Setting("search-api-url"); url != "" {
		r.Search = companysearch.New(url, h.Store.Clock())
	}
	return r
}
