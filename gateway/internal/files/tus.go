package files

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
)

// The resumable upload protocol: https://tus.io/protocols/resumable-upload.
const (
	version    = "1.0.0"
	extensions = "creation,creation-with-upload,expiration,termination,checksum"
	content    = "application/offset+octet-stream"
)

// Tus answers the calls of tus on /v1/uploads, and leaves the others: to who does not send Tus-Resumable the paths are REST.
func (s *Server) Tus(next http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", next)
	mux.HandleFunc("OPTIONS /v1/uploads", options)
	mux.HandleFunc("OPTIONS /v1/uploads/{id}", options)
	for pattern, do := range map[string]step{
		"POST /v1/uploads": s.create, "HEAD /v1/uploads/{id}": s.head, "PATCH /v1/uploads/{id}": s.patch, "DELETE /v1/uploads/{id}": s.end,
	} {
		mux.Handle(pattern, s.call(pattern, do))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Tus-Resumable") == "" && r.Method != http.MethodPatch && r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// step is one call of tus: it answers the headers and the status, or an error.
type step func(ctx context.Context, h http.Header, r *http.Request) (status int, err error)

func (s *Server) call(route string, do step) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		edge.Name(r.Context(), route)
		h := w.Header()
		h.Set("Tus-Resumable", version)
		h.Set("Cache-Control", "no-store")
		ctx, err := rest.Outgoing(r)
		status := 0
		switch {
		case err != nil:
		case r.Header.Get("Tus-Resumable") != version:
			h.Set("Tus-Version", version)
			err = &errs.Error{Code: codes.FailedPrecondition, Reason: "TUS_VERSION"}
		default:
			status, err = do(ctx, h, r)
		}
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		w.WriteHeader(status)
	})
}

// options says what we speak, to anybody.
func options(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Tus-Resumable", version)
	h.Set("Tus-Version", version)
	h.Set("Tus-Extension", extensions)
	h.Set("Tus-Checksum-Algorithm", algorithms)
	h.Set("Tus-Max-Size", strconv.Itoa(mostBytes))
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) create(ctx context.Context, h http.Header, r *http.Request) (int, error) {
	size, err := number(r, "Upload-Length")
	if err != nil {
		return 0, err
	}
	name, err := fileName(r.Header.Get("Upload-Metadata"))
	if err != nil {
		return 0, err
	}
	body, done := io.Reader(http.NoBody), func() {}
	if r.Header.Get("Content-Type") == content {
		if body, done, err = whole(r); err != nil {
			return 0, err // nothing is created of what came broken
		}
	}
	defer done()
	up, err := s.uploads.CreateUpload(ctx, &supportv1.CreateUploadRequest{Name: name, SizeBytes: size})
	if err != nil {
		return 0, err
	}
	if body != http.NoBody {
		if up, err = s.add(ctx, body, up.GetUploadId(), 0); err != nil {
			return 0, err
		}
	}
	h.Set("Location", "/v1/uploads/"+up.GetUploadId())
	tell(h, up)
	return http.StatusCreated, nil
}

func (s *Server) head(ctx context.Context, h http.Header, r *http.Request) (int, error) {
	up, err := s.uploads.GetUpload(ctx, &supportv1.GetUploadRequest{UploadId: r.PathValue("id")})
	if err != nil {
		return 0, err
	}
	h.Set("Upload-Length", strconv.FormatInt(up.GetSizeBytes(), 10))
	tell(h, up)
	return http.StatusOK, nil
}

func (s *Server) patch(ctx context.Context, h http.Header, r *http.Request) (int, error) {
	if r.Header.Get("Content-Type") != content {
		return 0, errs.Invalid("TUS_CONTENT_TYPE")
	}
	offset, err := number(r, "Upload-Offset")
	if err != nil {
		return 0, err
	}
	if r.Header.Get("Upload-Checksum") != "" { // who may not write to it does not have us put a file aside
		if _, err := s.uploads.GetUpload(ctx, &supportv1.GetUploadRequest{UploadId: r.PathValue("id")}); err != nil {
			return 0, err
		}
	}
	body, done, err := whole(r)
	if err != nil {
		return 0, err
	}
	defer done()
	up, err := s.add(ctx, body, r.PathValue("id"), offset)
	if err != nil {
		return 0, err
	}
	tell(h, up)
	return http.StatusNoContent, nil
}

// add writes what can be read; nothing changes nothing.
func (s *Server) add(ctx context.Context, from io.Reader, uploadID string, offset int64) (*supportv1.Upload, error) {
	up, err := s.write(ctx, from, uploadID, offset)
	if up == nil && err == nil {
		return s.uploads.GetUpload(ctx, &supportv1.GetUploadRequest{UploadId: uploadID})
	}
	return up, err
}

func (s *Server) end(ctx context.Context, _ http.Header, r *http.Request) (int, error) {
	_, err := s.uploads.DeleteUpload(ctx, &supportv1.DeleteUploadRequest{UploadId: r.PathValue("id")})
	return http.StatusNoContent, err
}

// tell says how far an upload is, and until when it waits.
func tell(h http.Header, up *supportv1.Upload) {
	h.Set("Upload-Offset", strconv.FormatInt(up.GetOffsetBytes(), 10))
	h.Set("Upload-Expires", up.GetExpiresTime().AsTime().Format(http.TimeFormat))
}

func number(r *http.Request, header string) (int64, error) {
	n, err := strconv.ParseInt(r.Header.Get(header), 10, 64)
	if err != nil || n < 0 {
		return 0, badHeader(header)
	}
	return n, nil
}

func badHeader(name string) error {
	return errs.Invalid("INVALID_FIELDS", errs.Field{Path: name, Reason: "TUS_HEADER"})
}

// fileName is what the metadata call filename, or name: pairs of a key and a text in base64.
func fileName(metadata string) (string, error) {
	for pair := range strings.SplitSeq(metadata, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key != "filename" && key != "name" {
			continue
		}
		name, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil || readable(string(name), "") != nil {
			return "", badHeader("Upload-Metadata")
		}
		return string(name), nil
	}
	return "", badHeader("Upload-Metadata")
}
