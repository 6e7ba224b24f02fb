package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cluster is a PostgreSQL of this run's own, with the settings of a server that keeps its data, unless told otherwise: each
// commit is synced.
type cluster struct {
	cmd *exec.Cmd
	dir string
	// own says that the folder was made for this run, and goes with it.
	own bool
}

// startCluster starts a cluster on a socket in a folder, made if it is not there; in one of its own when none is named. It is
// nil when PostgreSQL is not installed.
func startCluster(ctx context.Context, dir string, settings ...string) (_ *cluster, err error) {
	if _, err := exec.LookPath(tool("initdb")); err != nil {
		return nil, nil
	}
	own := dir == ""
	if own {
		dir, err = os.MkdirTemp("", "hup-bench-pg")
	} else {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, err
	}
	as, err := postgresUser(dir)
	if err != nil {
		return nil, err
	}
	if err := initialise(ctx, dir, as); err != nil {
		return nil, err
	}
	args := []string{"-D", dir + "/data", "-k", dir}
	for _, s := range append([]string{"listen_addresses=", "max_connections=200", "shared_buffers=256MB"}, settings...) {
		args = append(args, "-c", s)
	}
	c := &cluster{dir: dir, own: own, cmd: exec.Command(tool("postgres"), args...)}
	c.cmd.Dir, c.cmd.SysProcAttr = dir, as
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	for range 600 {
		if exec.CommandContext(ctx, tool("psql"), c.url(), "-q", "-c", "SELECT 1").Run() == nil {
			return c, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.stop()
	return nil, errors.New("PostgreSQL does not answer")
}

// initialise makes the files of a cluster, unless they are there.
func initialise(ctx context.Context, dir string, as *syscall.SysProcAttr) error {
	if _, err := os.Stat(filepath.Join(dir, "data", "PG_VERSION")); err == nil {
		return nil
	}
	initdb := exec.CommandContext(ctx, tool("initdb"), "-D", dir+"/data", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	initdb.Dir, initdb.SysProcAttr = dir, as
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// postgresUser is who runs the server, which refuses root; the folder is given to them. The server ends with this process.
func postgresUser(dir string) (*syscall.SysProcAttr, error) {
	as := &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if os.Getuid() != 0 {
		return as, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid) // numbers on Linux
	gid, _ := strconv.Atoi(u.Gid)
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(dir, uid, gid)
}

func (c *cluster) url() string { return c.of("postgres") }

// of is the address of a database.
func (c *cluster) of(database string) string {
	return "postgres:///" + database + "?host=" + c.dir + "&user=bench"
}

func (c *cluster) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGINT)
	_ = c.cmd.Wait()
	if c.own {
		_ = os.RemoveAll(c.dir)
	}
}

// used is the CPU time of the server and of all its processes, also of those that have ended.
func (c *cluster) used() (all time.Duration) {
	postmaster := strconv.Itoa(c.cmd.Process.Pid)
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is valid
	for _, stat := range stats {
		fields := fieldsOf(stat)
		switch {
		case len(fields) < 15:
		case filepath.Base(filepath.Dir(stat)) == postmaster:
			all += timeOf(fields[11:15])
		case fields[1] == postmaster:
			all += timeOf(fields[11:13])
		}
	}
	return all
}

// fieldsOf are those of a process after its name.
func fieldsOf(stat string) []string {
	raw, err := os.ReadFile(stat)
	if err != nil {
		return nil
	}
	_, after, _ := strings.Cut(string(raw), ") ")
	return strings.Fields(after)
}

func timeOf(fields []string) (sum time.Duration) {
	for _, f := range fields {
		n, _ := strconv.ParseInt(f, 10, 64)
		sum += time.Duration(n) * time.Second / ticks
	}
	return sum
}
