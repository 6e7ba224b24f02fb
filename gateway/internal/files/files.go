// Package files is the HTTP side of the files of cases: resumable uploads as tus 1.0 says, a file in a form, and downloads.
// Who may do what, and what is kept, support decides: each of these is some calls of its contract.
package files

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/errs"
)

// Server serves files.
type Server struct {
	uploads     supportv1.UploadServiceClient
	attachments supportv1.AttachmentServiceClient
	problems    *problem.Answerer
}

// New makes it. Conn reaches support for the world outside, with all checks.
func New(conn grpc.ClientConnInterface, problems *problem.Answerer) *Server {
	return &Server{supportv1.NewUploadServiceClient(conn), supportv1.NewAttachmentServiceClient(conn), problems}
}

// Routes are the paths that are no call of tus.
func (s *Server) Routes(handle func(verb, path string, h runtime.HandlerFunc) error) error {
	return errors.Join(handle(http.MethodPost, FormPath, s.Form), handle(http.MethodGet, ContentPath, s.Content))
}

const (
	// mostBytes is the largest file.
	mostBytes = 20 << 20
	// pieceSize is what one call takes along.
	pieceSize = 1_000_000
	// pieceTimeout bounds it: the sender may be gone, what it has sent is kept.
	pieceTimeout = 30 * time.Second
)

// write sends what can be read to an upload, from an offset on. When the sender is cut off, what came before is kept.
func (s *Server) write(ctx context.Context, from io.Reader, uploadID string, offset int64) (up *supportv1.Upload, err error) {
	ctx = context.WithoutCancel(ctx)
	piece := make([]byte, pieceSize)
	for {
		n, end := io.ReadFull(from, piece)
		if n > 0 {
			if up, err = s.piece(ctx, &supportv1.WriteUploadRequest{UploadId: uploadID, OffsetBytes: offset, Data: piece[:n]}); err != nil {
				return nil, err
			}
			offset = up.GetOffsetBytes()
		}
		if end != nil {
			return up, nil // all of it, or all that came
		}
	}
}

func (s *Server) piece(ctx context.Context, r *supportv1.WriteUploadRequest) (*supportv1.Upload, error) {
	ctx, cancel := context.WithTimeout(ctx, pieceTimeout)
	defer cancel()
	return s.uploads.WriteUpload(ctx, r)
}

// refuse answers an error. A sender who still writes does not read it: some of the rest passes by.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	_, _ = io.CopyN(io.Discard, r.Body, mostBytes)
	s.problems.Answer(w, r, err)
}

// readable refuses a name that no text can hold.
func readable(name, field string) error {
	if !utf8.ValidString(name) {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: field, Reason: "json.string"})
	}
	return nil
}

// tooLarge says whether reading ended because there is more than we take.
func tooLarge(err error) bool {
	var most *http.MaxBytesError
	return errors.As(err, &most)
}
