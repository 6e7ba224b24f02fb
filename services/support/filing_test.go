package support_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// filing are the services of files.
type filing struct {
	Uploads     supportv1.UploadServiceServer
	Attachments supportv1.AttachmentServiceServer
}

func (w *filing) register(impl any) {
	switch s := impl.(type) {
	case supportv1.UploadServiceServer:
		w.Uploads = s
	case supportv1.AttachmentServiceServer:
		w.Attachments = s
	}
}

const pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// filed opens the module with a store of files in a folder of the test.
func filed(t testing.TB, url string, settings ...string) (*bench, string) {
	dir := t.TempDir()
	return open(t, url, append(settings, "files-url", "file://"+dir)...), dir
}

// run runs loops of the service, by name, until the test ends or stop is called.
func (b *bench) run(names ...string) (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan struct{})
	for _, part := range b.service.Work {
		for _, name := range names {
			if part.Name == name {
				go func() { _ = part.Work(ctx); done <- struct{}{} }()
			}
		}
	}
	stop = func() {
		cancel()
		for range names {
			<-done
		}
		names = nil
	}
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) announce(ctx context.Context, name string, size int) *supportv1.Upload {
	b.t.Helper()
	up, err := b.Uploads.CreateUpload(ctx, &supportv1.CreateUploadRequest{Name: name, SizeBytes: int64(size)})
	if err != nil {
		b.t.Fatal(err)
	}
	return up
}

func (b *bench) write(ctx context.Context, uploadID string, offset int, data string) (*supportv1.Upload, error) {
	return b.Uploads.WriteUpload(ctx, &supportv1.WriteUploadRequest{UploadId: uploadID, OffsetBytes: int64(offset), Data: []byte(data)})
}

// sent is an upload that has arrived whole.
func (b *bench) sent(ctx context.Context, name, content string) string {
	b.t.Helper()
	up := b.announce(ctx, name, len(content))
	if _, err := b.write(ctx, up.GetUploadId(), 0, content); err != nil {
		b.t.Fatal(err)
	}
	return up.GetUploadId()
}

func (b *bench) attach(ctx context.Context, caseID, uploadID, visibility string) (*supportv1.Attachment, error) {
	return b.Attachments.CreateAttachment(ctx, &supportv1.CreateAttachmentRequest{CaseId: caseID, UploadId: uploadID, Visibility: visibilities[visibility]})
}

// file is a file in a case.
func (b *bench) file(who, caseID, name, content, visibility string) *supportv1.Attachment {
	b.t.Helper()
	f, err := b.attach(b.as(who), caseID, b.sent(b.as(who), name, content), visibility)
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

func (b *bench) look(attachmentID string) *supportv1.Attachment {
	b.t.Helper()
	f, err := b.Attachments.GetAttachment(b.as("myriapolis"), &supportv1.GetAttachmentRequest{AttachmentId: attachmentID})
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

// content reads a file from an offset on.
func (b *bench) content(ctx context.Context, attachmentID string, offset int64) (string, error) {
	to := &reader{ctx: ctx}
	err := b.Attachments.ReadAttachment(&supportv1.ReadAttachmentRequest{AttachmentId: attachmentID, OffsetBytes: offset}, to)
	return to.text.String(), err
}

// reader takes a stream.
type reader struct {
	grpc.ServerStream
	ctx  context.Context
	text strings.Builder
}

// Context implements grpc.ServerStream.
func (r *reader) Context() context.Context { return r.ctx }

// Send implements grpc.ServerStreamingServer.
func (r *reader) Send(part *supportv1.AttachmentContent) error {
	r.text.Write(part.GetData())
	return nil
}

// onDisk are the contents of a folder of files, by name.
func onDisk(t testing.TB, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		if os.IsNotExist(err) {
			return nil // removed while we look
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
