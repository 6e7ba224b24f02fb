package blob_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"hup.example/services/kit/errs"
	"hup.example/services/support/internal/blob"
)

// bucketURL is a bucket of an S3 server that ends with the test.
func bucketURL(t *testing.T) (string, *httptest.Server) {
	t.Helper()
	kept := s3mem.New()
	if err := kept.CreateBucket("hup"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(kept).Server())
	t.Cleanup(server.Close)
	return "s3+http://key:s%2Fcret@" + strings.TrimPrefix(server.URL, "http://") + "/hup/ales?region=fr", server
}

func open(t *testing.T, address, dir string) blob.Store {
	t.Helper()
	s, err := blob.Open(address, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	t.Run("disk", func(t *testing.T) { suite(t, open(t, "", filepath.Join(t.TempDir(), "files"))) })
	t.Run("s3", func(t *testing.T) {
		address, _ := bucketURL(t)
		suite(t, open(t, address, ""))
	})
}

func suite(t *testing.T, s blob.Store) {
	ctx := t.Context()
	if err := s.Check(ctx); err != nil {
		t.Fatalf("Check: %v", err)
	}
	put := func(name, content string) {
		t.Helper()
		if err := s.Put(ctx, name, strings.NewReader(content), int64(len(content))); err != nil {
			t.Fatalf("Put %s: %v", name, err)
		}
	}
	get := func(name string, offset int64) string {
		t.Helper()
		r, err := s.Get(ctx, name, offset)
		if err != nil {
			t.Fatalf("Get %s: %v", name, err)
		}
		defer func() { _ = r.Close() }()
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	put("ales/a/whole", "un devis")
	put("ales/a/whole", "le devis")
	put("ales/a/pieces/0-1", "x")
	put("ales/ab/whole", "autre")
	if got := get("ales/a/whole", 0) + "|" + get("ales/a/whole", 3); got != "le devis|devis" {
		t.Errorf("read %q", got)
	}
	if err := s.Remove(ctx, "ales/a/pieces"); err != nil {
		t.Error(err)
	}
	if err := s.Remove(ctx, "ales/none"); err != nil {
		t.Errorf("removing what is not there: %v", err)
	}
	if got, want := names(t, s), []string{"ales/a/whole", "ales/ab/whole"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
	if err := s.Remove(ctx, "ales/a"); err != nil {
		t.Error(err)
	}
	if _, err := s.Get(ctx, "ales/a/whole", 0); !errors.Is(err, blob.ErrNone) {
		t.Errorf("what was removed is read: %v", err)
	}
	if get("ales/ab/whole", 0) != "autre" {
		t.Error("removing a folder removed another whose name begins the same")
	}
	for name, content := range map[string]io.Reader{
		"ales/c/short":  strings.NewReader("abc"),
		"ales/c/broken": io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(errors.New("cut"))),
	} {
		if err := s.Put(ctx, name, content, 5); err == nil {
			t.Errorf("%s is kept", name)
		}
	}
	if got := names(t, s); !slices.Equal(got, []string{"ales/ab/whole"}) {
		t.Errorf("a content that did not come whole left %v", got)
	}
	for _, name := range []string{"../x", "ales/../../x", "/etc/passwd", "", "ales/é", "a//b"} {
		if err := s.Put(ctx, name, strings.NewReader("x"), 1); err == nil {
			t.Errorf("%q names a content", name)
		}
	}
}

func names(t *testing.T, s blob.Store) (found []string) {
	t.Helper()
	soon := time.Now().Add(time.Hour)
	if err := s.List(t.Context(), soon, func(name string) error { found = append(found, name); return nil }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	if err := s.List(t.Context(), soon.Add(-2*time.Hour), func(name string) error { return fmt.Errorf("%s is new", name) }); err != nil {
		t.Error(err)
	}
	return found
}

func TestS3_isDown(t *testing.T) {
	address, server := bucketURL(t)
	s := open(t, address, "")
	server.Close()
	if err := s.Put(t.Context(), "ales/a", strings.NewReader("x"), 1); !errs.Is(err, "FILES_UNAVAILABLE") {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Get(t.Context(), "ales/a", 0); !errs.Is(err, "FILES_UNAVAILABLE") {
		t.Errorf("Get: %v", err)
	}
	if err := s.Check(t.Context()); err == nil {
		t.Error("Check finds nothing wrong")
	}
}

func TestOpen_tellsWhatIsWrongAndNoSecret(t *testing.T) {
	for _, address := range []string{"ftp://k:geheim@h/b", "s3://h/b", "s3://k:geheim@h", "s3://k:gehe/im@h:x/b"} {
		if _, err := blob.Open(address, ""); err == nil || strings.Contains(err.Error(), "gehe") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if s := open(t, "s3://k:geheim@h/b", ""); strings.Contains(s.String(), "geheim") {
		t.Errorf("%s", s)
	}
}

func TestDisk_isFull(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("left out: no small file system (%s)", bytes.TrimSpace(out))
	}
	t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
	s := open(t, "", filepath.Join(dir, "files"))
	if err := s.Put(t.Context(), "ales/a", bytes.NewReader(make([]byte, 2<<20)), 2<<20); !errs.Is(err, "STORAGE_FULL") {
		t.Fatalf("Put on a full disk: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, "files", "ales")); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	if err := s.Put(t.Context(), "ales/a", strings.NewReader("x"), 1); err != nil {
		t.Errorf("Put once there is room: %v", err)
	}
}
