package e2e

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"hup.example/services/kit/kittest"
)

const (
	smallDiskBytes = 96 << 20
	// refusedOnAFullDisk is how many requests are refused before room is made.
	refusedOnAFullDisk = 120
)

// smallDisk is a folder on a file system of its own that is soon full: a mounted one, or, where this process may not
// mount, the shared memory of a container, which is as small.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprint("size=", smallDiskBytes), "tmpfs", dir).CombinedOutput()
	if err == nil {
		t.Cleanup(func() {
			if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
				t.Errorf("umount %s: %v %s", dir, err, out)
			}
		})
		return dir
	}
	var shared syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &shared) == nil && int64(shared.Blocks)*shared.Bsize <= smallDiskBytes {
		if dir, err := os.MkdirTemp("/dev/shm", "hup"); err == nil {
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			return dir
		}
	}
	t.Skipf("left out: no small file system. Mounting one is refused (%s), and /dev/shm is none", strings.TrimSpace(string(out)))
	return ""
}

// ballast takes what is left of a disk.
type ballast struct{ path string }

// fill takes all that is left, to the last block.
func (b ballast) fill(t *testing.T) {
	t.Helper()
	file, err := os.OpenFile(b.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, size := range []int{1 << 20, 4096} {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, size))
		}
	}
}

func (b ballast) remove(t *testing.T) {
	t.Helper()
	if err := os.Remove(b.path); err != nil {
		t.Fatal(err)
	}
}

func TestFullDisk_refusesWritesAndLosesNothing(t *testing.T) {
	disk := smallDisk(t)
	dir, weight := filepath.Join(disk, "data"), ballast{filepath.Join(disk, "ballast")}
	p, running := inOneProcess(t, dir, "")
	before := submit(t, p)
	before.opened(t)
	said := lines(running)
	b := &burst{answered: map[string]string{}, sent: map[string]bool{}}
	refused := b.fillUp(t, p, weight)
	if n := lines(running) - said; n > refused {
		t.Errorf("%d refused requests left %d lines in the log", refused, n)
	}
	before.reads(t)
	weight.remove(t)
	kittest.Eventually(t, func() bool {
		a, err := p.try(t, advisor, http.MethodPost, "/v1/requests", burstRequest("burst-after"))
		return err == nil && a.status == http.StatusOK
	}, "there is room, and requests are taken again")
	for id := range b.sent {
		b.sameCase(t, p, id)
	}
	for id, caseID := range b.answered {
		once(t, &job{p, caseID}, id)
	}
	hup(t, "audit", "verify", "--data", dir).exits(0)
	running.stop(t)
}

// The database is elsewhere: only the broker has no room. Requests are taken, and their events arrive.
func TestFullDisk_ofTheBrokerHoldsNothingUp(t *testing.T) {
	disk := smallDisk(t)
	db, weight := databases(t), ballast{filepath.Join(disk, "ballast")}
	p, running := inOneProcess(t, filepath.Join(disk, "data"), db)
	submit(t, p).opened(t)
	var jobs []*job
	for range 5 {
		weight.fill(t)
		jobs = append(jobs, submit(t, p))
	}
	for _, j := range jobs {
		once(t, j, j.caseID+", taken while the broker had no room,")
	}
	if unpublished(t, db) == 0 {
		t.Error("on a full disk the broker took all events: it was not full")
	}
	weight.remove(t)
	kittest.Eventually(t, func() bool { return unpublished(t, db) == 0 }, "the broker takes events again")
	running.stop(t)
	hup(t, "audit", "verify", "--data", p.dir, "--db", db).exits(0)
}

// unpublished counts the lines that the broker has not taken.
func unpublished(t *testing.T, db string) (n int) {
	t.Helper()
	u, err := url.Parse(db)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/hup_support"
	support, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = support.Close() }()
	if err := support.QueryRow("SELECT count(*) FROM journal WHERE published_us IS NULL").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// fillUp sends requests, four at a time, on a disk that fills, until enough are refused. It answers how many were.
func (b *burst) fillUp(t *testing.T, p *platform, weight ballast) (refused int) {
	t.Helper()
	for round := 0; refused < refusedOnAFullDisk; round++ {
		if round > 2 {
			weight.fill(t)
		}
		var sending sync.WaitGroup
		for sender := range 4 {
			id := fmt.Sprintf("disk-%d-%d", round, sender)
			sending.Go(func() {
				a, err := p.try(t, advisor, http.MethodPost, "/v1/requests", burstRequest(id))
				b.mu.Lock()
				defer b.mu.Unlock()
				b.sent[id] = true
				switch {
				case err != nil:
					t.Error(err)
				case a.status == http.StatusOK:
					b.answered[id] = a.text("case.caseId")
				default:
					tellsOfFullStorage(t, a)
					refused++
				}
			})
		}
		sending.Wait()
		if t.Failed() {
			t.FailNow()
		}
	}
	return refused
}

func tellsOfFullStorage(t *testing.T, a answer) {
	t.Helper()
	if a.status != http.StatusServiceUnavailable || a.text("reason") != "STORAGE_FULL" || !strings.Contains(a.text("detail"), "stockage") ||
		!strings.Contains(a.text("detail"), "administrateur") || a.header.Get("Content-Type") != "application/problem+json" || a.header.Get("Retry-After") == "" {
		t.Errorf("on a full disk a request is answered %d %v %s", a.status, a.header, a.told())
	}
}

// reads looks at what only asks.
func (j *job) reads(t *testing.T) {
	t.Helper()
	for _, path := range []string{"/v1/cases/" + j.caseID, "/v1/cases/" + j.caseID + "/dossier", "/v1/cases", "/v1/zones", "/v1/me", "/healthz", "/readyz"} {
		if a, err := j.try(t, advisor, http.MethodGet, path, nil); err != nil || a.status != http.StatusOK {
			t.Errorf("on a full disk GET %s answers %d %s, %v", path, a.status, a.told(), err)
		}
	}
	if d := j.dossier(t); len(d.list("missing")) > 0 {
		t.Errorf("on a full disk the dossier misses %v", d.list("missing"))
	}
}

func lines(p *process) int { return strings.Count(p.output.text(), "\n") }
