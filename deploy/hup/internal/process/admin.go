package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"hup.example/deploy/hup/internal/admin"
	"hup.example/services/kit/run"
)

// Admin is the operator's work on this process.
func (p *Process) Admin() *admin.Admin {
	a := &admin.Admin{Host: p.Host, Services: Services(), Dir: p.Settings.Data}
	if p.Settings.Demo || p.Settings.IsDemo() {
		if identity := p.Host.Service("identity"); identity != nil {
			a.Token = identity.DemoToken
		}
	}
	return a
}

// adminPart offers the operator's work to commands beside this process, on a socket in the data folder.
func (p *Process) adminPart() run.Part {
	if p.lock == nil {
		return run.Part{Name: "admin"}
	}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second}
	var listener net.Listener
	return run.Part{
		Name: "admin",
		Start: func(ctx context.Context) (err error) {
			server.Handler = p.Admin().Handler() // now, as the demo data of this start counts
			path, done, err := admin.Socket(p.Settings.Data)
			if err != nil {
				return err
			}
			defer done()
			_ = os.Remove(path) // of a process that was killed: the lock says that nobody else is here
			var lc net.ListenConfig
			if listener, err = lc.Listen(ctx, "unix", path); err != nil {
				return fmt.Errorf("socket for the operator's commands: %w", err)
			}
			return os.Chmod(path, 0o600)
		},
		Work: func(context.Context) error {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
		Stop: server.Shutdown,
	}
}
