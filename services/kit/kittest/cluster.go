package kittest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the databases made here
)

// errNoPostgres says that the machine has no PostgreSQL, and what to do.
var errNoPostgres = errors.New("no PostgreSQL on this machine: `scripts/setup` installs it (apt-get install postgresql)")

// cluster is the PostgreSQL of this test process, made at the first use. It listens on a socket in its folder only.
var cluster = sync.OnceValues(startCluster)

// keeper runs PostgreSQL and outlives this process by a moment: however the process ends, its end of the pipe closes,
// and the keeper then stops PostgreSQL and removes the folder.
const keeper = `"$1"/postgres -D "$2"/data -k "$2" -c listen_addresses= -c max_connections=200 -c shared_buffers=32MB \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off >"$2"/log 2>&1 </dev/null &
read -r _; kill -INT $!; wait $!; cd /; rm -rf "$2"`

// startCluster makes a cluster in a folder of its own and answers the folder once it takes connections.
func startCluster() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	as, err := postgresUser()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "hup-pg-") // not t.TempDir: user postgres can't enter its parents
	if err != nil {
		return "", err
	}
	if as.Credential != nil {
		if err := os.Chown(dir, int(as.Credential.Uid), int(as.Credential.Gid)); err != nil {
			return "", err
		}
	}
	if err := initialise(bin, dir, as); err != nil {
		_ = os.RemoveAll(dir)
		return "", err
	}
	if err := keep(bin, dir, as); err != nil {
		_ = os.RemoveAll(dir)
		return "", err
	}
	return dir, awaitCluster(dir)
}

// binaries finds the newest PostgreSQL server on the machine.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // where Debian puts it; the pattern is valid
	if len(found) == 0 {
		return "", errNoPostgres
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // not a number: the oldest
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// postgresUser is who runs the server: PostgreSQL refuses root.
func postgresUser() (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true} // Ctrl-C ends the test; the keeper has to survive it to tidy up
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, nil
}

// initialise makes the cluster's files, with the collation that kit/db demands.
func initialise(bin, dir string, as *syscall.SysProcAttr) error {
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"),
		"-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	cmd.Dir, cmd.SysProcAttr = dir, as // user postgres can't read root's folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// pipe is our end of the keeper's input; held here so that it closes when the process ends, and not before.
var pipe io.WriteCloser

// keep starts the keeper. Nothing waits for it: it ends after this process.
func keep(bin, dir string, as *syscall.SysProcAttr) (err error) {
	cmd := exec.Command("/bin/sh", "-c", keeper, "keeper", bin, dir)
	cmd.Dir, cmd.SysProcAttr = dir, as
	if pipe, err = cmd.StdinPipe(); err != nil {
		return err
	}
	return cmd.Start()
}

// awaitCluster waits until the server answers.
func awaitCluster(dir string) error {
	db, err := sql.Open("pgx", dsn(dir, "postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range patience / pause {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(pause)
	}
	log, _ := os.ReadFile(filepath.Join(dir, "log"))
	return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, log)
}

// dsn is the address of a database in the cluster.
func dsn(dir, database string) string {
	return "postgres:///" + database + "?host=" + dir + "&user=test"
}
