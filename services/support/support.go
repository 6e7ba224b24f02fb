// Package support is the heart of the one-stop shop: the directory of companies, project leaders, partner bodies and
// subjects, and the cases with their referrals, messages and deadlines.
package support

import (
	"embed"
	"io/fs"

	"google.golang.org/grpc"

	"hup.example/services/kit/inbox"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/schedule"
	"hup.example/services/support/internal/events"
	"hup.example/services/support/internal/seed"
	"hup.example/services/support/internal/store"
)

//go:embed migrations/*.sql messages/*.toml
var files embed.FS

// Module is the service, ready to be hosted.
func Module() module.Module {
	return module.Module{
		Name:       "support",
		Migrations: folder("migrations"),
		Messages:   folder("messages"),
		Sources:    seed.Sources(),
		Facts:      events.Facts,
		Open:       open,
	}
}

// open puts the parts together.
func open(h module.Host) (*module.Service, error) {
	s := &module.Service{
		Consumes: map[string]map[string]inbox.Handler{},
		Timers:   map[string]schedule.Handler{},
		Imports:  map[string]module.Import{},
	}
	words := present.New(h.Messages, "support")
	records := records(h)
	directory, err := openDirectory(h, words, s, records)
	if err != nil {
		return nil, err
	}
	routing := openRouting(h, words, s, records)
	readings := &store.Readings{Store: h.Store}
	files, err := openFiles(h, words, s, readings)
	if err != nil {
		return nil, err
	}
	cases, err := openCases(h, words, s, records, readings, files)
	if err != nil {
		return nil, err
	}
	together := openTogether(h, words, s, records, readings)
	desks := openDesks(h, words, s, records)
	s.Rebuild = store.Rebuild(h.Store)
	s.Register = func(r grpc.ServiceRegistrar) {
		directory(r)
		routing(r)
		cases(r)
		files.register(r)
		together(r)
		desks(r)
	}
	return s, nil
}

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
