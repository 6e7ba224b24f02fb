package admin

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
)

// socket is the file in the data folder where a server takes work.
const socket = "hup.sock"

// longest is how long the path of a socket may be on all systems, its end included.
const longest = 100

// Socket is a path to the socket in a data folder, good until done is called. A path that is too long for a socket goes
// through the folder's descriptor.
func Socket(dir string) (path string, done func(), err error) {
	path = filepath.Join(dir, socket)
	if len(path) < longest {
		return path, func() {}, nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), socket), func() { _ = folder.Close() }, nil
}

// Handler offers the work on the socket. Who may open the socket, a file of the operator, may do it.
func (a *Admin) Handler() http.Handler {
	mux := http.NewServeMux()
	offer := func(work string, do func(r *http.Request, report Report)) {
		mux.HandleFunc("POST /"+work, func(w http.ResponseWriter, r *http.Request) { do(r, reportTo(w)) })
	}
	offer("token", func(r *http.Request, report Report) { a.Mint(r.Context(), r.URL.Query().Get("as"), report) })
	offer("import", func(r *http.Request, report Report) {
		a.Import(r.Context(), r.URL.Query().Get("kind"), r.URL.Query().Get("name"), r.URL.Query().Get("territory"), r.URL.Query()["where"], r.Body, report)
	})
	offer("export", func(r *http.Request, report Report) {
		a.Export(r.Context(), r.URL.Query().Get("kind"), r.URL.Query().Get("layout"), r.URL.Query().Get("territory"), report)
	})
	offer("verify", func(r *http.Request, report Report) { a.Verify(r.Context(), report) })
	offer("exports", func(r *http.Request, report Report) { a.Exports(r.Context(), report) })
	offer("replay", func(r *http.Request, report Report) {
		a.Replay(r.Context(), r.URL.Query().Get("service"), r.URL.Query().Get("source"), report)
	})
	offer("rebuild", func(r *http.Request, report Report) { a.Rebuild(r.Context(), r.URL.Query().Get("service"), report) })
	offer("backup", func(r *http.Request, report Report) { a.Backup(r.Context(), r.URL.Query().Get("to"), report) })
	return mux
}

// reportTo sends each line at once: long work shows progress.
func reportTo(w http.ResponseWriter) Report {
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex() // refusals are told while the file still comes in
	encoder := json.NewEncoder(w)
	return func(l Line) {
		_ = encoder.Encode(l)
		_ = control.Flush()
	}
}

// Ask hands work to the server that runs on the data folder, and reports what it says.
func Ask(ctx context.Context, dir, work string, values url.Values, body io.Reader, report Report) error {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		path, done, err := Socket(dir)
		if err != nil {
			return nil, err
		}
		defer done()
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://hup/"+work+"?"+values.Encode(), body)
	if err != nil {
		return err
	}
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("the server that uses %s does not answer: %w", dir, err)
	}
	defer func() { _ = answer.Body.Close() }()
	return read(answer.Body, report)
}

func read(from io.Reader, report Report) error {
	decoder := json.NewDecoder(bufio.NewReader(from))
	for {
		var l Line
		if err := decoder.Decode(&l); err != nil {
			return errors.Join(errors.New("the server stopped before the work was done"), err)
		}
		report(l)
		if l.Done {
			return nil
		}
	}
}
