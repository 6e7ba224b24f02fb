package process

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"hup.example/gateway"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/run"
)

// handler is what the HTTP port answers: the gateway where it is hosted, else the pages of the services and their health.
func (p *Process) handler() (http.Handler, error) {
	if !p.Settings.Hosts("gateway") {
		return p.partHandler(), nil
	}
	s := p.Settings
	routes, err := p.routes()
	if err != nil {
		return nil, err
	}
	limits, err := s.limits()
	if err != nil {
		return nil, err
	}
	return gateway.New(gateway.Config{
		Server: p.Host.Server(), Peers: p.Host.Peers("gateway"), Verifier: p.Host.Verifier(), Messages: p.Host.Messages(),
		Clock: clock.System{Offset: s.ClockOffset}, Log: p.log, Limits: limits, PublicURL: s.Public(), Routes: routes,
		Ready: p.Host.Ready, Sources: sources(), Origins: words(s.CORS),
		SignIn: gateway.SignIn{Issuer: s.issuer(), ClientID: "console", Client: p.Host.Client(), Key: p.Host.Secret("console cookies")},
	})
}

// partHandler serves the pages of a part that runs without the gateway, behind the gateway's proxy.
func (p *Process) partHandler() http.Handler {
	mux := http.NewServeMux()
	for pattern, handler := range p.Host.Routes() {
		mux.Handle(pattern, handler)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", p.readyz)
	return mux
}

func (p *Process) readyz(w http.ResponseWriter, r *http.Request) {
	parts, status := map[string]string{}, http.StatusOK
	for part, err := range p.Host.Ready(r.Context()) {
		parts[part] = "ready"
		if err != nil {
			parts[part], status = "not ready", http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"ready": status == http.StatusOK, "parts": parts})
}

// routes are the pages of the hosted services, and proxies for those of a service that runs elsewhere.
func (p *Process) routes() (map[string]http.Handler, error) {
	routes := p.Host.Routes()
	for _, r := range p.Settings.routes {
		pattern, address, ok := strings.Cut(r, "=")
		to, err := url.Parse(address)
		if !ok || err != nil || to.Host == "" {
			return nil, fmt.Errorf("--route %s: write pattern=http://host:port, for instance /oauth2/=http://10.0.0.8:8080", r)
		}
		routes[pattern] = gateway.Proxy(to, p.Host.Messages())
	}
	return routes, nil
}

// limits are those of the settings; a demo takes load tests.
func (s *Settings) limits() (rpc.Limits, error) {
	var l rpc.Limits
	if s.Demo || s.IsDemo() {
		l.Writes, l.Strangers = demoWrites, 10*demoWrites
	}
	if s.Writes > 0 {
		l.Writes = s.Writes
	}
	for _, text := range words(s.TrustedProxies) {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return l, fmt.Errorf("--trusted-proxies %s: write a network, for instance 10.0.0.0/8", text)
		}
		l.Proxies = append(l.Proxies, network)
	}
	return l, nil
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// metricsPart answers Prometheus on a port of its own.
func (p *Process) metricsPart(listener net.Listener) run.Part {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.Metrics)
	return httpPart("metrics", listener, mux)
}
