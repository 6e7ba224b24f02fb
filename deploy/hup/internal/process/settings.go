// Package process is the running platform: the modules that this process hosts, the gateway, the broker and the listeners.
// It is a struct that tests start; the command serve only fills its settings.
package process

import (
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hup.example/services/kit/db"
)

// Settings are what an operator decides.
type Settings struct {
	Only                 string
	HTTP, GRPC, Metrics  string
	Data, DB             string
	NATS, NATSListen     string
	Issuer, PublicURL    string
	Secret               string
	TrustedProxies, CORS string
	// Writes is how many writes a minute a caller may make; 0 for the default.
	Writes int
	// Territory is the one that files, and the first administrator, belong to.
	Territory           string
	Demo                bool
	ClockOffset         time.Duration
	LogFormat           string
	peers, routes       list
	databases, services map[string]*string
	Overlay             string
}

// list is a flag that may be given several times, or once with commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

// Set implements flag.Value.
func (l *list) Set(s string) error {
	*l = append(*l, strings.Split(s, ",")...)
	return nil
}

// shared is for settings that several services read.
const shared = ""

// serviceSettings are the settings that services read, each by its service.
var serviceSettings = []struct{ service, name, usage string }{
	{"support", "default-body", "body in charge of what companies and partner systems send (default: the territory's agency)"},
	{"support", "search-api-url", "address of the company search API; off when empty"},
	{"support", "territory-area", "what of France each territory is, for the national files: ales=200066918 (EPCI, departments or communes, joined by +)"},
	{"support", "public-form-min-seconds", "time that a person takes at least to fill the public form (default: 5; 0 in a demo)"},
	{"support", "public-form-work-bits", "zero bits of the proof of work of the public form; 0, the default, needs no script"},
	{"support", "public-form-per-mail", "public requests of a mail address that may wait for confirmation (default: 3)"},
	{"support", "public-form-per-address", "public requests of a network address within an hour (default: 10)"},
	{"support", "files-url", "where the files of cases are kept: s3://KEY:SECRET@host/bucket/prefix?region=… (default: the folder files in the data folder)"},
	{"support", "clamd-url", "ClamAV daemon that scans files: tcp://host:3310 or unix:///run/clamav/clamd.ctl; without one they are said not to be scanned"},
	{shared, "smtp-url", "smtp://user:password@host:587 for sign-in codes and confirmations; in a demo they are printed"},
	{shared, "smtp-from", "sender of mails"},
	{"identity", "first-admin-email", "address of the person who may administer a new installation"},
	{"identity", "oidc-issuer", "OpenID provider that people sign in with, instead of mail codes"},
	{"identity", "oidc-client-id", "our client id at that provider"},
	{"identity", "oidc-client-secret", "our client secret at that provider"},
	{"notify", "webhook-allow-private", "true lets webhooks reach private and loopback addresses"},
	{"notify", "webhooks-per-body", "how many webhooks a body may have (default: 20)"},
}

// Bind declares the settings as flags.
func (s *Settings) Bind(fs *flag.FlagSet) {
	fs.StringVar(&s.Only, "only", "", "run only these parts, separated by commas: gateway,"+strings.Join(Services(), ","))
	fs.StringVar(&s.HTTP, "http", "127.0.0.1:8080", "address of the REST API and the console")
	fs.StringVar(&s.GRPC, "grpc", "127.0.0.1:9090", "address of the gRPC API")
	fs.StringVar(&s.Metrics, "metrics", "", "address of the Prometheus metrics; no port is opened when empty")
	fs.StringVar(&s.Data, "data", "./data", "folder of the data")
	fs.StringVar(&s.DB, "db", "", "postgres://… of a server with a database hup_<service> each; SQLite in the data folder when empty")
	fs.StringVar(&s.NATS, "nats", "", "nats://… of a broker of your own; one inside the process when empty")
	fs.StringVar(&s.NATSListen, "nats-listen", "", "address where the inner broker listens; no port is opened when empty")
	fs.StringVar(&s.Issuer, "issuer", "", "issuer of the access tokens (default: the public URL)")
	fs.StringVar(&s.PublicURL, "public-url", "", "where people reach the gateway (default: http:// and the HTTP address)")
	fs.StringVar(&s.Secret, "secret", "", "secret of the installation, the same for all its processes (default: kept in the data folder)")
	fs.Var(&s.peers, "peer", "part=host:port of a part that runs elsewhere; may be given several times")
	fs.Var(&s.routes, "route", "pattern=http://host:port of pages that a part elsewhere serves, for instance /oauth2/=http://10.0.0.8:8080; may be given several times")
	fs.StringVar(&s.TrustedProxies, "trusted-proxies", "", "networks whose X-Forwarded-For is believed, separated by commas")
	fs.StringVar(&s.CORS, "cors", "", "origins whose pages may call the API, separated by commas")
	fs.IntVar(&s.Writes, "writes-per-minute", 0, "writes that a person or client may make a minute (default: 600; 6,000 in a demo)")
	fs.StringVar(&s.Territory, "territory", "ales", "territory that imported and exported rows, and the first administrator, belong to")
	fs.BoolVar(&s.Demo, "demo", false, "fill the installation with demo data; sign-in codes are printed")
	fs.DurationVar(&s.ClockOffset, "clock-offset", 0, "moves the clock; only with --demo")
	fs.StringVar(&s.LogFormat, "log-format", "text", "text or json")
	fs.StringVar(&s.Overlay, "overlay", "", "folder of code lists that replace the embedded ones")
	s.databases, s.services = map[string]*string{}, map[string]*string{}
	for _, name := range Services() {
		s.databases[name] = fs.String(name+"-db", "", "database of "+name+" alone: postgres://… or a file")
	}
	for _, d := range serviceSettings {
		s.services[d.service+"/"+d.name] = fs.String(d.name, "", d.usage)
	}
}

// Check refuses settings that do not go together, and says what is missing.
func (s *Settings) Check() error {
	for _, part := range s.parts() {
		if part != "gateway" && !slices.Contains(Services(), part) {
			return fmt.Errorf("--only %s: there is no such part; known: gateway, %s", part, strings.Join(Services(), ", "))
		}
	}
	if s.ClockOffset != 0 && !s.Demo {
		return errors.New("--clock-offset only goes with --demo: in production time is not moved")
	}
	if s.Only == "" {
		return nil
	}
	var missing []string
	if s.NATS == "" {
		missing = append(missing, "--nats (a part alone needs the broker that the others use)")
	}
	if s.Issuer == "" {
		missing = append(missing, "--issuer (where the access tokens come from)")
	}
	if s.Secret == "" {
		missing = append(missing, "--secret or HUP_SECRET (the same for all parts)")
	}
	if len(missing) > 0 {
		return fmt.Errorf("--only %s: missing %s", s.Only, strings.Join(missing, ", "))
	}
	return nil
}

func (s *Settings) parts() []string {
	if s.Only == "" {
		return append([]string{"gateway"}, Services()...)
	}
	return words(s.Only)
}

// Hosts says whether this process runs the part.
func (s *Settings) Hosts(part string) bool { return slices.Contains(s.parts(), part) }

// Database is the URL of a service's database.
func (s *Settings) Database(service string) string {
	if own := s.databases[service]; own != nil && *own != "" {
		return *own
	}
	if s.DB == "" {
		return db.URLIn(s.Data, service)
	}
	u, err := url.Parse(s.DB)
	if err != nil {
		return s.DB
	}
	u.Path = "/hup_" + service
	return u.String()
}

// UsesFiles says whether any hosted service keeps its database in the data folder.
func (s *Settings) UsesFiles() bool {
	return slices.ContainsFunc(Services(), func(name string) bool {
		return s.Hosts(name) && !strings.HasPrefix(s.Database(name), "postgres")
	})
}

// Setting reads a service's setting.
func (s *Settings) Setting(service, name string) string {
	if name == "territory" {
		return s.Territory
	}
	for _, reader := range []string{service, shared} {
		if value := s.services[reader+"/"+name]; value != nil {
			return *value
		}
	}
	return ""
}

// Peers are the addresses of the parts that run elsewhere.
func (s *Settings) Peers() (map[string]string, error) {
	addresses := map[string]string{}
	for _, p := range s.peers {
		part, address, ok := strings.Cut(p, "=")
		if !ok {
			return nil, fmt.Errorf("--peer %s: write part=host:port, for instance land=10.0.0.7:9090", p)
		}
		addresses[part] = address
	}
	return addresses, nil
}

// DemoMarker is the file that says that an installation holds demo data.
func (s *Settings) DemoMarker() string { return filepath.Join(s.Data, "demo") }

// IsDemo says whether the installation was filled with demo data.
func (s *Settings) IsDemo() bool {
	_, err := os.Stat(s.DemoMarker())
	return err == nil
}
