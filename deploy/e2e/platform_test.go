package e2e

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"hup.example/services/kit/kittest"
)

// platform is Hup at work: one process, or several behind one address.
type platform struct {
	// base is where the gateway answers; dir is the data folder that tokens come from, with the flags that it takes.
	base, dir string
	flags     []string

	mu     sync.Mutex
	tokens map[string]string
}

// process is one run of the binary.
type process struct {
	cmd    *exec.Cmd
	output *output
	exited chan error
	// base is where its HTTP port is, grpc its gRPC address.
	base, grpc string
}

// output keeps what a process says.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// launch runs `hup serve` on free ports with the flags, without waiting. The process ends with the test.
func launch(t *testing.T, flags ...string) *process {
	t.Helper()
	http, grpc := freeAddress(t), freeAddress(t)
	return launchOn(t, http, grpc, flags...)
}

func launchOn(t *testing.T, http, grpc string, flags ...string) *process {
	t.Helper()
	p := &process{output: &output{}, exited: make(chan error, 1), base: "http://" + http, grpc: grpc}
	p.cmd = command(t, context.Background(), append([]string{"serve", "--http", http, "--grpc", grpc}, flags...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("hup serve %s said:\n%s", strings.Join(flags, " "), tail(p.output.text()))
		}
	})
	return p
}

func tail(text string) string {
	const most = 6000
	return text[max(0, len(text)-most):]
}

// ready waits until the process says that it is, and fails the test when it ends before.
func (p *process) ready(t *testing.T) *process {
	t.Helper()
	kittest.Eventually(t, func() bool {
		select {
		case err := <-p.exited:
			p.exited <- err
			t.Fatalf("the process ended: %v\n%s", err, tail(p.output.text()))
		default:
		}
		answer, err := http.Get(p.base + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	}, p.base, " is ready")
	return p
}

// stop ends the process as Ctrl-C does, and wants a clean end.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err := kittest.Receive(t, p.exited)
	p.exited <- err
	if err != nil {
		t.Errorf("after Ctrl-C the process ends with %v\n%s", err, tail(p.output.text()))
	}
}

// kill ends the process as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	p.exited <- <-p.exited
}

// inOneProcess starts everything in one process on the folder; db is empty for SQLite.
func inOneProcess(t *testing.T, dir, db string, flags ...string) (*platform, *process) {
	t.Helper()
	flags = append([]string{"--demo", "--data", dir}, flags...)
	if db != "" {
		flags = append(flags, "--db", db)
	}
	p := launch(t, flags...).ready(t)
	return &platform{base: p.base, dir: dir, tokens: map[string]string{}}, p
}

// restart starts everything again on the folder and the ports of a process that ended: its address is the issuer's name.
func restart(t *testing.T, ended *process, dir, db string, flags ...string) *platform {
	t.Helper()
	flags = append([]string{"--demo", "--data", dir}, flags...)
	if db != "" {
		flags = append(flags, "--db", db)
	}
	p := launchOn(t, strings.TrimPrefix(ended.base, "http://"), ended.grpc, flags...).ready(t)
	return &platform{base: p.base, dir: dir, tokens: map[string]string{}}
}

// token is an access token of a demo identity, as `hup token` prints it.
func (p *platform) token(t *testing.T, as string) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens[as] == "" {
		lines := strings.Split(strings.TrimSpace(hup(t, append([]string{"token", "--data", p.dir, "--as", as}, p.flags...)...).exits(0).out), "\n")
		p.tokens[as] = lines[len(lines)-1]
	}
	return p.tokens[as]
}

func (p *platform) String() string { return fmt.Sprint("Hup at ", p.base) }
