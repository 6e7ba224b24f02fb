package support_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

func TestUpload_goesOnWhereItStopped(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		b.run("removal of files")
		me := b.as("myriapolis")
		content := pdf + strings.Repeat("%\n", 50_000)
		up := b.announce(me, "../../Devis été.pdf", len(content))
		most := len(content) * 99 / 100
		if got, err := b.write(me, up.GetUploadId(), 0, content[:most]); err != nil || got.GetOffsetBytes() != int64(most) || got.GetComplete() {
			t.Fatalf("the first piece: %v %v", got, err)
		}
		for what, piece := range map[string][2]int{"a piece twice": {0, most}, "a gap": {most + 1, len(content)}} {
			_, err := b.write(me, up.GetUploadId(), piece[0], content[piece[0]:piece[1]])
			if e, _ := errs.As(err); e == nil || e.Reason != "UPLOAD_OFFSET" || e.Params["offsetBytes"] == "" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := b.write(me, up.GetUploadId(), most, content[most:]+"x"); !errs.Is(err, "FILE_TOO_LARGE") {
			t.Errorf("more than announced: %v", err)
		}
		c := b.opened()
		if _, err := b.attach(me, c.GetCaseId(), up.GetUploadId(), "partners"); !errs.Is(err, "UPLOAD_UNFINISHED") {
			t.Errorf("attached at 99 %%: %v", err)
		}
		again, err := b.Uploads.GetUpload(me, &supportv1.GetUploadRequest{UploadId: up.GetUploadId()})
		if err != nil || again.GetOffsetBytes() != int64(most) {
			t.Fatalf("asked where to go on: %v %v", again, err)
		}
		sum := sha256.Sum256([]byte(content))
		got, err := b.write(me, up.GetUploadId(), most, content[most:])
		if err != nil || !got.GetComplete() || got.GetMediaType() != "application/pdf" || got.GetSha256() != hex.EncodeToString(sum[:]) {
			t.Fatalf("the last piece: %v %v", got, err)
		}
		f, err := b.attach(me, c.GetCaseId(), up.GetUploadId(), "partners")
		if err != nil || f.GetName() != "../../Devis été.pdf" || f.GetSizeBytes() != int64(len(content)) {
			t.Fatalf("attached: %v %v", f, err)
		}
		if text, err := b.content(me, f.GetAttachmentId(), 0); text != content || err != nil {
			t.Errorf("read %d bytes, %v", len(text), err)
		}
		if text, err := b.content(me, f.GetAttachmentId(), int64(most)); text != content[most:] || err != nil {
			t.Errorf("read %d bytes from the middle, %v", len(text), err)
		}
		kittest.Eventually(t, func() bool { return slices.Equal(onDisk(t, dir), []string{"ales/" + up.GetUploadId() + "/whole"}) }, "only the whole content is kept")
	})
}

func TestUpload_refusals(t *testing.T) {
	b, dir := filed(t, kittest.SQLite(t))
	b.run("removal of files")
	me := b.as("myriapolis")
	for want, size := range map[string]int64{"FILE_EMPTY": 0, "FILE_TOO_LARGE": 20<<20 + 1} {
		if _, err := b.Uploads.CreateUpload(me, &supportv1.CreateUploadRequest{Name: "a.pdf", SizeBytes: size}); !errs.Is(err, want) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	program := "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
	up := b.announce(me, "devis.pdf", len(program))
	if _, err := b.write(me, up.GetUploadId(), 0, program); !errs.Is(err, "FILE_TYPE_REFUSED") {
		t.Errorf("a PDF that is a program: %v", err)
	}
	if _, err := b.Uploads.GetUpload(me, &supportv1.GetUploadRequest{UploadId: up.GetUploadId()}); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("it is still there: %v", err)
	}
	kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 0 }, "nothing of it is kept")
	for i := range 50 {
		b.announce(me, "a.pdf", i+1)
	}
	if _, err := b.Uploads.CreateUpload(me, &supportv1.CreateUploadRequest{Name: "a.pdf", SizeBytes: 1}); !errs.Is(err, "TOO_MANY_UPLOADS") {
		t.Errorf("the 51st: %v", err)
	}
}

func TestUpload_isItsSendersAlone(t *testing.T) {
	b, _ := filed(t, kittest.SQLite(t))
	c := b.opened()
	up := b.sent(b.as("myriapolis"), "a.pdf", pdf)
	others := map[string]context.Context{
		"a colleague": b.another("myriapolis"), "a client": b.client("myriapolis"), "cci": b.as("cci"), "the coordination": b.as("hup", actor.HupCoordinator),
		"the company": b.company(c.GetCompany().GetCompanyId()), "elsewhere": b.in("nimes", "myriapolis"),
	}
	for who, ctx := range others {
		for what, do := range map[string]func() error{
			"reads": func() error {
				_, err := b.Uploads.GetUpload(ctx, &supportv1.GetUploadRequest{UploadId: up})
				return err
			},
			"writes": func() error { _, err := b.write(ctx, up, 0, "x"); return err },
			"deletes": func() error {
				_, err := b.Uploads.DeleteUpload(ctx, &supportv1.DeleteUploadRequest{UploadId: up})
				return err
			},
			"attaches": func() error { _, err := b.attach(ctx, c.GetCaseId(), up, "company"); return err },
		} {
			if err := do(); !errs.Is(err, "NOT_FOUND") {
				t.Errorf("%s %s it: %v", who, what, err)
			}
		}
	}
}

func TestUpload_attachedTwiceAtOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, _ := filed(t, url)
		c, me := b.opened(), b.as("myriapolis")
		up := b.sent(me, "a.pdf", pdf)
		results := make(chan error, 8)
		var all sync.WaitGroup
		for range cap(results) {
			all.Go(func() {
				_, err := b.attach(me, c.GetCaseId(), up, "partners")
				results <- err
			})
		}
		all.Wait()
		close(results)
		good := 0
		for err := range results {
			if e, _ := errs.As(err); err == nil {
				good++
			} else if e == nil || e.Reason != "UPLOAD_ATTACHED" || e.Params["attachmentId"] == "" {
				t.Error(err)
			}
		}
		list, err := b.Attachments.ListAttachments(me, &supportv1.ListAttachmentsRequest{CaseId: c.GetCaseId()})
		if good != 1 || err != nil || len(list.GetAttachments()) != 1 {
			t.Errorf("%d of 8 attached it, %v %v", good, list, err)
		}
		if _, err := b.Uploads.DeleteUpload(me, &supportv1.DeleteUploadRequest{UploadId: up}); !errs.Is(err, "UPLOAD_ATTACHED") {
			t.Errorf("deleted once attached: %v", err)
		}
	})
}

func TestUpload_expires(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		b.run("removal of files")
		c, me := b.opened(), b.as("myriapolis")
		lost := b.announce(me, "a.pdf", len(pdf))
		if _, err := b.write(me, lost.GetUploadId(), 0, pdf[:10]); err != nil {
			t.Fatal(err)
		}
		f := b.file("myriapolis", c.GetCaseId(), "b.pdf", pdf, "partners")
		b.clock.Advance(24*time.Hour + time.Second)
		if _, err := b.write(me, lost.GetUploadId(), 10, pdf[10:]); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("written after a day: %v", err)
		}
		b.fire()
		kittest.Eventually(t, func() bool { return slices.Equal(onDisk(t, dir), []string{"ales/" + f.GetUploadId() + "/whole"}) }, "what was not attached goes")
		if text, err := b.content(me, f.GetAttachmentId(), 0); text != pdf || err != nil {
			t.Errorf("what was attached: %q %v", text, err)
		}
	})
}

// A crash leaves contents of which no row knows, and an upload whose last piece was not looked at. The sweep takes the
// first, and nothing that a row names.
func TestUpload_crashBetweenContentAndRow(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		c, me := b.opened(), b.as("myriapolis")
		up := b.announce(me, "a.pdf", len(pdf))
		half := len(pdf) / 2
		if _, err := b.write(me, up.GetUploadId(), 0, pdf[:half]); err != nil {
			t.Fatal(err)
		}
		f := b.file("myriapolis", c.GetCaseId(), "b.pdf", pdf, "partners")
		// what is written before its row is
		leave(t, dir, "ales/"+up.GetUploadId()+"/pieces/24-aaaa", "half a pie", b.clock.Now())
		leave(t, dir, "ales/"+f.GetUploadId()+"/pieces/0-aaaa", "late", b.clock.Now().Add(-48*time.Hour))
		leave(t, dir, "ales/upl_00000000000000000000000000/whole", "nobody's", b.clock.Now().Add(-48*time.Hour))
		leave(t, dir, "ales/upl_00000000000000000000000000/.new-123", "cut", b.clock.Now().Add(-48*time.Hour))
		leave(t, dir, "ales/readme", "somebody else's", b.clock.Now().Add(-48*time.Hour))
		b.run("files of nobody")
		kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 4 }, "the contents of nobody go: ", onDisk(t, dir))
		got, err := b.write(me, up.GetUploadId(), half, pdf[half:])
		if err != nil || !got.GetComplete() {
			t.Fatalf("the upload goes on: %v %v", got, err)
		}
		if text, err := b.content(me, f.GetAttachmentId(), 0); text != pdf || err != nil {
			t.Errorf("what was attached: %q %v", text, err)
		}
	})
}

// leave leaves a content as a crash does.
func leave(t *testing.T, dir, name, content string, changed time.Time) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, changed, changed); err != nil {
		t.Fatal(err)
	}
}

// Sent again by a phone that has not heard: one upload.
func TestUpload_announcedTwice(t *testing.T) {
	b, _ := filed(t, kittest.SQLite(t))
	me, r := b.as("myriapolis"), &supportv1.CreateUploadRequest{Name: "a.pdf", SizeBytes: 9, ClientRequestId: "photo-1"}
	first, err := b.Uploads.CreateUpload(me, r)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Uploads.CreateUpload(me, r)
	if err != nil || first.GetUploadId() != second.GetUploadId() {
		t.Errorf("%v %v %v", first, second, err)
	}
}
