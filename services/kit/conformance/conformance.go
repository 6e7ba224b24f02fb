// Package conformance is the suite that every service of Hup passes. A test that can import the modules says which one is
// tested, which real ones stand beside it, and how a valid instance of each resource is made; the suite reads the rest from
// the contract. It hosts them as a process does, on both engines, with a broker, an issuer and a clock of its own, and asks
// them over the in-process channel and over TCP.
package conformance

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

// Config says what is tested.
type Config struct {
	// Module is the service under test.
	Module module.Module
	// Beside are the real modules that it asks, or whose events it applies.
	Beside []module.Module
	// Resources are what the service keeps.
	Resources []Resource
	// Requests are valid requests to RPCs whose request can't be made up from the rules of the contract.
	Requests []func(w *World) proto.Message
	// Values are what fields of these names hold in requests that the suite makes up: "subject_code": "land.premises".
	Values map[string]string
	// Settings of the module, by name.
	Settings map[string]string
	// Trigger makes the services beside state what the module applies. It may be nil when the module applies nothing.
	Trigger func(t *testing.T, w *World, n int)
	// Counters are the tables whose rows change with each event.
	Counters []string
	// Projections are the tables that module.Service.Rebuild fills again.
	Projections []string
	// Filters are the filters of each list as the contract's comment names them, by full method; nil when they can't be read.
	Filters map[string][]string
	// Strings are more hostile texts than those that the suite knows.
	Strings []string
}

// Resource is one kind of what the service keeps.
type Resource struct {
	// Create is a valid request that makes one, by an RPC of the module or of one beside. n makes different what must differ.
	Create func(w *World, n int) proto.Message
	// Change is a valid request that changes the one with the id as Create left it; nil when it never changes.
	Change func(w *World, id string) proto.Message
	// By makes it; an advisor of the body Own when its Kind is empty.
	By actor.Actor
	// Shared says that every body of the territory may see it.
	Shared bool
	// Moving are its fields that the platform changes by itself at any moment: no list is asked by what they were.
	Moving []string
}

// check is one concern.
type check struct {
	name string
	run  func(t *testing.T, w *World)
}

// overWire are the concerns of what callers see: asked over both transports.
var overWire = []check{
	{"health", checkHealth},
	{"every method is served", checkServed},
	{"who may call", checkCallers},
	{"tokens", checkTokens},
	{"rows of others do not exist", checkRows},
	{"every bad field is told", checkValidation},
	{"hostile texts", checkTexts},
	{"what only the service says", checkOutputs},
	{"sent twice, done once", checkIdempotency},
	{"etags", checkEtags},
	{"pages", checkPages},
	{"filters and orders", checkFilters},
	{"traces", checkTraces},
	{"errors", checkErrors},
}

// within are the concerns of what the service keeps and tells others: asked once an engine.
var within = []check{
	{"events hold no personal data", checkEventContracts},
	{"journal", checkJournal},
	{"events doubled and out of order", checkDelivery},
	{"events that can't be applied", checkPoison},
	{"events applied from the beginning", checkReplay},
	{"projections rebuilt", checkProjections},
	{"timers", checkTimers},
	{"broker loses its files", checkBroker},
}

// Run runs the suite on both engines.
func Run(t *testing.T, c Config) {
	t.Run("sqlite", func(t *testing.T) { runOn(t, c, kittest.SQLite) })
	t.Run("postgres", func(t *testing.T) { runOn(t, c, kittest.Postgres) })
}

func runOn(t *testing.T, c Config, database func(testing.TB) string) {
	w := open(t, c, database)
	t.Run("in process", func(t *testing.T) { runChecks(t, w.over(w.host.Server().Conn()), overWire) })
	t.Run("tcp", func(t *testing.T) { runChecks(t, w.over(w.dial(t)), overWire) })
	runChecks(t, w.over(w.host.Server().Conn()), within)
}

func runChecks(t *testing.T, w *World, checks []check) {
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) { c.run(t, w) })
	}
}
