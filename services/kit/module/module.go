// Package module is what a service gives to the process that hosts it, and what it gets from it. The same module runs
// alone, beside the others in one process, and in the tests.
package module

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"

	"google.golang.org/grpc"

	"hup.example/services/kit/inbox"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/run"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
)

// Module is one service, before it is started.
type Module struct {
	// Name is the service: "land". It names the database, the stream and the settings.
	Name string
	// Migrations are the service's tables: 00001_name.sql and so on, at the root.
	Migrations fs.FS
	// Messages are fr.toml and en.toml, at the root: what the service says to people, by reason.
	Messages fs.FS
	// Sources say where the public data that the service brings with it comes from.
	Sources []reference.Source
	// Facts turns the facts of the domain into journal entries.
	Facts store.Encoder
	// Open builds the service. Nothing runs yet, and other services may not be there yet.
	Open func(Host) (*Service, error)
}

// Host is what a service gets.
type Host struct {
	// Store is the service's unit of work; its clock is the service's clock.
	Store *store.Store
	// Signer signs the page tokens of lists.
	Signer *page.Signer
	// Messages are the words of all services: refusals by reason, statuses by the name of their value.
	Messages *messages.Catalogue
	// Log is for the service's own log lines. Never personal data.
	Log *slog.Logger
	// Peer is a connection to another service: in the process when it is hosted here, over the network otherwise. Calls on
	// it carry the caller's token when the context has one, else the service's own.
	Peer func(service string) grpc.ClientConnInterface
	// Setting reads a setting of the service by its flag's name ("search-api-url"); empty when it is not set.
	Setting func(name string) string
	// Secret derives a key of the installation for a purpose; every process of the installation derives the same.
	Secret func(purpose string) []byte
	// Issuer is the "iss" of access tokens.
	Issuer string
	// Client reaches the routes of the modules in this process without a port, and others as usual.
	Client *http.Client
	// PublicURL is where people and partners reach the gateway.
	PublicURL string
	// Dir is a folder of the service for files; empty when the process keeps none.
	Dir string
	// Demo says that the installation holds demo data, and may print secrets on the console.
	Demo bool
	// Console is where demo secrets (a mail code) are printed; never a log.
	Console io.Writer
}

// Service is what a started module gives.
type Service struct {
	// Register registers the gRPC services.
	Register func(grpc.ServiceRegistrar)
	// Consumes says which events of which source the service applies: source, then event type.
	Consumes map[string]map[string]inbox.Handler
	// Timers fires the timers of each kind.
	Timers map[string]schedule.Handler
	// Routes are HTTP handlers by pattern, for what is not gRPC: sign-in pages. The gateway mounts or proxies them.
	Routes map[string]http.Handler
	// Seed writes the demo data. It runs at each start of a demo, and a second run changes nothing.
	Seed func(context.Context) error
	// Work runs beside the service, started after it and stopped before it.
	Work []run.Part
	// Imports reads files into the service, by kind ("brownfields").
	Imports map[string]Import
	// Checks say what is wrong with what the service depends on outside of the platform, by name: for the operator.
	Checks map[string]func(context.Context) error
	// Rebuild computes the projections of the service again from its records.
	Rebuild func(context.Context) error
	// DemoToken makes an access token of a demo identity; nil for all services but the one that issues tokens. It only reads,
	// so that it works beside a running server.
	DemoToken func(ctx context.Context, as string) (token string, err error)
}

// Import reads one kind of files.
type Import struct {
	// Layouts describes the headers that are known, for the help text.
	Layouts string
	// Read reads one file into a territory. It tells each refused row and answers how many rows went in, changed, or were the same.
	Read func(ctx context.Context, territory, name string, file io.Reader, refused func(Refusal)) (Counts, error)
	// ReadFile is Read for kinds that take options or show progress; nil for the others.
	ReadFile func(ctx context.Context, f File) (Counts, error)
	// Options says what the options of the kind mean, by name: "epci".
	Options map[string]string
	// Export writes all rows of the territory; nil when the kind is not exported.
	Export func(ctx context.Context, territory string, to io.Writer) error
	// Exports write them in other layouts, by name: "cnig".
	Exports map[string]func(ctx context.Context, territory string, to io.Writer) error
}

// File is a file to be imported.
type File struct {
	Territory, Name string
	Content         io.Reader
	// Options are the values of the kind's options, by name.
	Options map[string][]string
	// Refused takes the rows that were not taken; Progress how many were read, now and then while the work is long.
	Refused  func(Refusal)
	Progress func(read int64, done Counts)
}

// Refusal is a row that was not taken, or that was taken with a doubt.
type Refusal struct {
	// Warning says that the row was taken all the same: it does not count as refused.
	Warning bool
	// Line counts from 1, the header included; Column is the header's name, empty when the whole row is meant.
	Line   int
	Column string
	// Reason says what is wrong, in French.
	Reason string
}

// Counts is what an import did.
type Counts struct{ Added, Changed, Same, Refused int }
