package e2e

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	natsserver "github.com/nats-io/nats-server/v2/server"
)

// broker is a NATS server of the test's own, as an operator runs one.
type broker struct {
	server  *natsserver.Server
	options natsserver.Options
}

// startBroker starts one on a free loopback port.
func startBroker(t *testing.T) *broker {
	t.Helper()
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	b := &broker{options: natsserver.Options{Host: "127.0.0.1", Port: n, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true}}
	b.start(t)
	t.Cleanup(b.stop)
	return b
}

func (b *broker) start(t *testing.T) {
	t.Helper()
	options := b.options // the server writes into its options
	s, err := natsserver.NewServer(&options)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the broker does not start")
	}
	b.server = s
}

func (b *broker) stop() {
	b.server.Shutdown()
	b.server.WaitForShutdown()
}

func (b *broker) url() string {
	return "nats://" + net.JoinHostPort(b.options.Host, strconv.Itoa(b.options.Port))
}

// parts is Hup as separate processes: the gateway and each service, one PostgreSQL server, one broker.
type parts struct {
	*platform
	// t is the test that the processes end with; its parts have their own.
	t         *testing.T
	broker    *broker
	processes map[string]*process
	flags     map[string][]string
	http      map[string]string
	grpc      map[string]string
}

// secret is that of the installation under test.
const secret = "the secret of an installation under test"

// separate starts the parts, each on its own.
func separate(t *testing.T) *parts {
	t.Helper()
	p := &parts{t: t, broker: startBroker(t), processes: map[string]*process{}, flags: map[string][]string{}, http: map[string]string{}, grpc: map[string]string{}}
	db := databases(t)
	all := append([]string{"gateway"}, services...)
	for _, name := range all {
		p.http[name], p.grpc[name] = freeAddress(t), freeAddress(t)
	}
	issuer := "http://" + p.http["identity"]
	shared := []string{"--demo", "--db", db, "--nats", p.broker.url(), "--issuer", issuer, "--secret", secret, "--public-url", "http://" + p.http["gateway"]}
	for _, name := range all {
		p.flags[name] = append([]string{"--only", name, "--data", t.TempDir()}, shared...)
		for _, other := range services {
			if other != name {
				p.flags[name] = append(p.flags[name], "--peer", other+"="+p.grpc[other])
			}
		}
		if name == "gateway" { // what a service serves itself goes through the gateway
			p.flags[name] = append(p.flags[name], "--route", "/calendriers/=http://"+p.http["support"])
		}
		p.start(name)
	}
	for _, name := range all {
		p.processes[name].ready(t)
	}
	token := append([]string{"--only", "identity", "--peer", "support=" + p.grpc["support"]}, shared...)
	p.platform = &platform{base: "http://" + p.http["gateway"], dir: demoFolder(t), flags: token, tokens: map[string]string{}}
	return p
}

// demoFolder is a data folder that says that its installation holds demo data: where all data is in PostgreSQL no process
// writes that into one.
func demoFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "demo"), []byte("demo data\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *parts) start(name string) *process {
	p.t.Helper()
	p.processes[name] = launchOn(p.t, p.http[name], p.grpc[name], p.flags[name]...)
	return p.processes[name]
}

func TestJob_inSeparateProcesses(t *testing.T) {
	p := separate(t)
	submit(t, p.platform).run(t)
}
