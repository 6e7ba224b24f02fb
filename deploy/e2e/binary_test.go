package e2e

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"hup.example/services/kit/kittest"
)

// program is the binary as it is built for people, once for all tests; HUP_BINARY names one that is there already.
var program = sync.OnceValues(func() (string, error) {
	if built := os.Getenv("HUP_BINARY"); built != "" {
		return built, nil
	}
	dir, err := os.MkdirTemp("", "hup-e2e")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "hup")
	out, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, "hup.example/deploy/hup").CombinedOutput()
	if err != nil {
		_, _ = os.Stderr.Write(out)
	}
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil && os.Getenv("HUP_BINARY") == "" {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// result is what a command did.
type result struct {
	t        *testing.T
	line     string
	exit     int
	out, err string
}

// hup runs a command of the operator to its end.
func hup(t *testing.T, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	c := command(t, t.Context(), args...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return result{t, "hup " + strings.Join(args, " "), c.ProcessState.ExitCode(), out.String(), errs.String()}
}

// command is the binary with arguments, and with none of our settings.
func command(t *testing.T, ctx context.Context, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(ctx, path, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HUP_") {
			c.Env = append(c.Env, v)
		}
	}
	return c
}

// exits fails unless the command ended with the code and standard error has each of the words.
func (r result) exits(code int, words ...string) result {
	r.t.Helper()
	if r.exit != code {
		r.t.Errorf("%s: exit %d, want %d\n%s%s", r.line, r.exit, code, r.out, r.err)
	}
	for _, w := range words {
		if !strings.Contains(r.err, w) {
			r.t.Errorf("%s: standard error says nothing of %q:\n%s", r.line, w, r.err)
		}
	}
	return r
}

// says fails unless standard output has the words.
func (r result) says(words string) result {
	r.t.Helper()
	if !strings.Contains(r.out, words) {
		r.t.Errorf("%s: standard output has no %q:\n%s", r.line, words, r.out)
	}
	return r
}

// server is a running hup serve.
type server struct {
	t    *testing.T
	cmd  *exec.Cmd
	dir  string
	url  string
	log  string
	done chan error
}

// serve starts hup serve on free ports and waits until it is ready. It is stopped with the test.
func serve(t *testing.T, dir string, args ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, log: filepath.Join(t.TempDir(), "log"), done: make(chan error, 1)}
	address := freeAddress(t)
	s.url = "http://" + address
	log, err := os.Create(s.log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	s.cmd = command(t, context.Background(), append([]string{"serve", "--data", dir, "--http", address, "--grpc", freeAddress(t)}, args...)...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.done <- s.cmd.Wait(); close(s.done) }()
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-s.done })
	kittest.Eventually(t, func() bool {
		select {
		case err := <-s.done:
			t.Fatalf("the server ended: %v\n%s", err, s.said())
		default:
		}
		answer, err := http.Get(s.url + "/readyz")
		if err != nil {
			return false
		}
		_ = answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	}, "the server is ready")
	return s
}

// stop presses Ctrl-C and waits for the end.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
		s.t.Fatal(err)
	}
	if err := <-s.done; err != nil {
		s.t.Errorf("the server ends with %v\n%s", err, s.said())
	}
}

func (s *server) said() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		s.t.Error(err)
	}
	return string(text)
}

// token is a demo identity's access token: the last line of hup token.
func (s *server) token(as string) string {
	s.t.Helper()
	out := strings.TrimSpace(hup(s.t, "token", "--data", s.dir, "--as", as).exits(0).out)
	return out[strings.LastIndex(out, "\n")+1:]
}

// freeAddress is one that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
