package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// platform is a running hup with demo data.
type platform struct {
	cmd        *exec.Cmd
	dir, token string
	http, grpc string
	// start is how long it took until it was ready; idle what it then kept in memory, in MiB.
	start time.Duration
	idle  float64
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}

// startPlatform starts the binary on a folder of its own and waits until it is ready.
func startPlatform(ctx context.Context, hup, dir string, more ...string) (*platform, error) {
	p := &platform{dir: dir}
	var err error
	if p.http, err = freeAddress(); err != nil {
		return nil, err
	}
	if p.grpc, err = freeAddress(); err != nil {
		return nil, err
	}
	p.cmd = exec.CommandContext(ctx, hup, append([]string{"serve", "--demo", "--data", dir, "--http", p.http, "--grpc", p.grpc,
		"--writes-per-minute", "60000"}, more...)...)
	log, err := os.Create(filepath.Join(dir, "hup.log"))
	if err != nil {
		return nil, err
	}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	if err := p.ready(ctx); err != nil {
		return nil, err
	}
	p.start = time.Since(began)
	quiet(p.cmd.Process.Pid)
	time.Sleep(12 * time.Second) // memory is given back a little after the start
	p.idle = memoryOf(p.cmd.Process.Pid)
	out, err := exec.CommandContext(ctx, hup, append([]string{"token", "--data", dir, "--as", "advisor@myriapolis"}, more...)...).Output()
	lines := strings.Fields(string(out))
	if err != nil || len(lines) == 0 {
		return nil, fmt.Errorf("hup token: %w", err)
	}
	p.token = lines[len(lines)-1]
	return p, nil
}

func (p *platform) ready(ctx context.Context) error {
	for range 6000 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.http+"/readyz", nil)
		if err != nil {
			return err
		}
		if answer, err := client.Do(r); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("hup did not become ready; see hup.log in " + p.dir)
}

func (p *platform) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

// form is a request for premises of a company and a contact that nobody knows yet: with the same for all, the search for
// likely duplicates would be what is measured.
func form() []byte {
	return []byte(`{"company": {"name": "Menuiserie ` + newID() + `", "communeCode": "30007"}, "contact": {"name": "Camille Exemple", "email": "c` + newID() + `@example.org"},
 "origin": "CASE_ORIGIN_COUNTER", "description": "Nous nous agrandissons.", "clientRequestId": "` + newID() + `",
 "needs": [{"subjectCode": "land.premises", "land": {"assetKinds": ["ASSET_KIND_WORKSHOP"], "minAreaM2": 800, "maxAreaM2": 1200, "communeCodes": ["30007"], "radiusKm": 20}}]}`)
}

func (p *platform) submit(ctx context.Context) (caseID string, err error) {
	raw, err := send(ctx, http.MethodPost, "http://"+p.http+"/v1/requests", p.token, form)
	if err != nil {
		return "", err
	}
	var answer struct {
		Case struct{ CaseID string }
	}
	return answer.Case.CaseID, json.Unmarshal(raw, &answer)
}

// targets are the calls of the platform that are measured.
func (p *platform) targets(ctx context.Context) ([]*target, error) {
	id, err := p.submit(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := grpc.NewClient(p.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	quiet(p.cmd.Process.Pid)
	base, pid := "http://"+p.http+"/v1", p.cmd.Process.Pid
	return []*target{
		{name: "GET case", pid: pid, call: request(http.MethodGet, base+"/cases/"+id, p.token, nil)},
		{name: "list 50 cases", pid: pid, call: request(http.MethodGet, base+"/cases?pageSize=50", p.token, nil)},
		{name: "gRPC GetCase", pid: pid, call: getCase(conn, p.token, id)},
		{name: "submit request", pid: pid, lingers: true, call: func(ctx context.Context) error { _, err := p.submit(ctx); return err }},
	}, nil
}

// getCase asks for a case over gRPC. Its messages look on the wire as these do: a text in the first field, and an answer whose
// fields nobody knows here.
func getCase(conn *grpc.ClientConn, token, id string) func(context.Context) error {
	return func(ctx context.Context) error {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
		return conn.Invoke(ctx, "/hup.support.v1.CaseService/GetCase", wrapperspb.String(id), &emptypb.Empty{})
	}
}

// echoes are the limits of the machine, each in a process of its own.
func echoes(ctx context.Context) (targets []*target, stop func(), err error) {
	var started []*exec.Cmd
	stop = func() {
		for _, cmd := range started {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, stop, err
	}
	addresses := map[string]string{}
	for _, kind := range []string{"http", "grpc"} {
		address, err := freeAddress()
		if err != nil {
			return nil, stop, err
		}
		cmd := exec.CommandContext(ctx, self, "serve", kind, address)
		if err := cmd.Start(); err != nil {
			return nil, stop, err
		}
		started, addresses[kind] = append(started, cmd), address
	}
	body, err := json.Marshal(sample())
	if err != nil {
		return nil, stop, err
	}
	conn, err := grpc.NewClient(addresses["grpc"], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, stop, err
	}
	payload := &wrapperspb.BytesValue{Value: make([]byte, 1000)}
	return []*target{
		{name: "net/http + encoding/json echo", pid: started[0].Process.Pid, call: request(http.MethodPost, "http://"+addresses["http"]+"/echo", "", func() []byte { return body })},
		{name: "net/http constant", pid: started[0].Process.Pid, call: request(http.MethodGet, "http://"+addresses["http"]+"/constant", "", nil)},
		{name: "gRPC echo 1 KB", pid: started[1].Process.Pid, call: func(ctx context.Context) error {
			return conn.Invoke(ctx, echoMethod, payload, &wrapperspb.BytesValue{}, grpc.WaitForReady(true))
		}},
	}, stop, nil
}
