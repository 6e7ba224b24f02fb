package files

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/klauspost/compress/gzhttp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
)

// ContentPath is where the content of a file is. The address holds no name.
const ContentPath = "/v1/attachments/{attachment_id}/content"

// policy keeps a file that is opened all the same from being a page of ours.
const policy = "sandbox; default-src 'none'; frame-ancestors 'none'"

// Content answers the content of a file, to be kept and never shown; whole, or the part that is asked for.
func (s *Server) Content(w http.ResponseWriter, r *http.Request, params map[string]string) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		s.problems.Answer(w, r, err)
		return
	}
	f, err := s.attachments.GetAttachment(ctx, &supportv1.GetAttachmentRequest{AttachmentId: params["attachment_id"]})
	if err != nil {
		s.problems.Answer(w, r, err)
		return
	}
	from := &reading{ctx: ctx, client: s.attachments, file: f}
	defer from.close()
	if !slices.Contains(f.GetAllowedActions(), "download") { // why not, the reading says
		if _, err := from.Read(make([]byte, 1)); err != nil {
			s.problems.Answer(w, r, err)
			return
		}
		from.close()
	}
	h := w.Header()
	h.Set("Content-Type", f.GetMediaType())
	h.Set("Content-Disposition", disposition(f.GetName()))
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", `"`+f.GetSha256()+`"`)
	h.Set(gzhttp.HeaderNoCompression, "1") // parts of it are asked for
	late := &late{ResponseWriter: w}
	http.ServeContent(late, r, "", f.GetCreatedTime().AsTime(), from)
	if err := cmp.Or(from.err, refusals[late.status]); err != nil {
		s.instead(late, r, f, err)
		return
	}
	late.begin()
}

// instead answers an error in the place of the file.
func (s *Server) instead(w *late, r *http.Request, f *supportv1.Attachment, err error) {
	if w.begun {
		panic(http.ErrAbortHandler) // the caller must not take what came for the whole
	}
	h := w.Header()
	for _, name := range []string{"Content-Type", "Content-Disposition", "Content-Range", "Accept-Ranges"} {
		h.Del(name)
	}
	if w.status == http.StatusRequestedRangeNotSatisfiable {
		h.Set("Content-Range", fmt.Sprintf("bytes */%d", f.GetSizeBytes()))
	}
	s.problems.Answer(w.ResponseWriter, r, err)
}

// refusals are the answers of the library that are errors, in our words.
var refusals = map[int]error{
	http.StatusRequestedRangeNotSatisfiable: errs.Invalid("RANGE_OUTSIDE"),
	http.StatusPreconditionFailed:           &errs.Error{Code: codes.FailedPrecondition, Reason: "FILE_OTHER"},
}

// late begins an answer with its first byte: until then an error can be told. What the library says of its own refusals is
// not told.
type late struct {
	http.ResponseWriter
	status int
	begun  bool
}

// WriteHeader implements http.ResponseWriter.
func (l *late) WriteHeader(status int) { l.status = status }

// Write implements http.ResponseWriter.
func (l *late) Write(b []byte) (int, error) {
	if refusals[l.status] != nil {
		return len(b), nil
	}
	l.begin()
	return l.ResponseWriter.Write(b)
}

func (l *late) begin() {
	if !l.begun {
		l.begun = true
		l.ResponseWriter.WriteHeader(l.status)
	}
}

// reading reads a file through the contract, from wherever it is asked to.
type reading struct {
	ctx    context.Context
	client supportv1.AttachmentServiceClient
	file   *supportv1.Attachment
	at     int64
	stream grpc.ServerStreamingClient[supportv1.AttachmentContent]
	cancel context.CancelFunc
	part   []byte
	err    error
}

// Read implements io.Reader.
func (c *reading) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if c.at >= c.file.GetSizeBytes() {
		return 0, io.EOF
	}
	if c.stream == nil {
		if c.err = c.open(); c.err != nil {
			return 0, c.err
		}
	}
	for len(c.part) == 0 {
		m, err := c.stream.Recv()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // less than the file has
		}
		if c.err = err; err != nil {
			return 0, err
		}
		c.part = m.GetData()
	}
	n := copy(p, c.part)
	c.part, c.at = c.part[n:], c.at+int64(n)
	return n, nil
}

func (c *reading) open() (err error) {
	var ctx context.Context
	ctx, c.cancel = context.WithCancel(c.ctx)
	c.stream, err = c.client.ReadAttachment(ctx, &supportv1.ReadAttachmentRequest{AttachmentId: c.file.GetAttachmentId(), OffsetBytes: c.at})
	return err
}

// Seek implements io.Seeker.
func (c *reading) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.file.GetSizeBytes()
	}
	if offset != c.at {
		c.close()
		c.at = offset
	}
	return offset, nil
}

func (c *reading) close() {
	if c.cancel != nil {
		c.cancel()
	}
	c.stream, c.cancel, c.part = nil, nil, nil
}
