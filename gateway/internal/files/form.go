package files

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"google.golang.org/grpc/metadata"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/rpc"
)

// FormPath is where a file is attached to a case in one call.
const FormPath = "/v1/cases/{case_id}/attachments:upload"

// Forms lets a form be sent to the collection of attachments, too, as the developers of partners expect it.
func Forms(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ofCase := strings.HasPrefix(r.URL.Path, "/v1/cases/") && strings.HasSuffix(r.URL.Path, "/attachments")
		if r.Method == http.MethodPost && ofCase && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = r.URL.Path+":upload", ""
		}
		next.ServeHTTP(w, r)
	})
}

const (
	// inMemory is how much of a form is kept in memory; the rest goes to a file until the call ends.
	inMemory = 1 << 20
	// around is what a form has around its file.
	around = 64 << 10
)

// Form takes a file as a form of a browser or of curl sends it: it is uploaded and attached as in two calls.
func (s *Server) Form(w http.ResponseWriter, r *http.Request, params map[string]string) {
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes+around)
	f, err := s.form(r, params["case_id"])
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
	if err == nil {
		err = rest.Answer(w, r, f)
	}
	if err != nil {
		_, _ = io.CopyN(io.Discard, r.Body, mostBytes)
		s.problem(r, err).Write(w)
	}
}

// problem is the error in the words of the form: what is said of the upload is meant of the file.
func (s *Server) problem(r *http.Request, err error) *problem.Problem {
	p := s.problems.Of(r, err)
	for i, of := range p.Errors {
		if slices.Contains([]string{"sizeBytes", "name", "data"}, of.Field) {
			p.Errors[i].Field = "file"
		}
	}
	return p
}

func (s *Server) form(r *http.Request, caseID string) (*supportv1.Attachment, error) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		return nil, err
	}
	// who may not see the case does not send us a file
	if _, err := s.attachments.ListAttachments(ctx, &supportv1.ListAttachmentsRequest{CaseId: caseID, PageSize: 1}); err != nil {
		return nil, err
	}
	request, file, err := read(r)
	if err != nil {
		return nil, err
	}
	request.CaseId = caseID
	ctx = once(ctx, request)
	up, err := s.upload(ctx, file)
	if err != nil {
		return nil, err
	}
	request.UploadId = up.GetUploadId()
	f, err := s.attachments.CreateAttachment(ctx, request)
	if err != nil || f.GetUploadId() != up.GetUploadId() { // refused, or sent before
		_, _ = s.uploads.DeleteUpload(ctx, &supportv1.DeleteUploadRequest{UploadId: up.GetUploadId()}) // it would expire
	}
	return f, err
}

// read finds the file in the form, and what is said of it.
func read(r *http.Request) (*supportv1.CreateAttachmentRequest, *multipart.FileHeader, error) {
	switch err := r.ParseMultipartForm(inMemory); {
	case tooLarge(err):
		return nil, nil, errs.Invalid("FILE_TOO_LARGE")
	case errors.Is(err, syscall.ENOSPC):
		return nil, nil, errs.Unavailable("STORAGE_FULL").Because(err)
	case err != nil:
		return nil, nil, errs.Invalid("FILE_FORM").Because(err)
	}
	request := &supportv1.CreateAttachmentRequest{}
	for name, values := range r.MultipartForm.Value {
		switch name {
		case "visibility":
			request.Visibility = supportv1.MessageVisibility(supportv1.MessageVisibility_value[values[0]])
		case "clientRequestId":
			request.ClientRequestId = values[0]
		default:
			return nil, nil, errs.Invalid("FILE_FORM", errs.Field{Path: name, Reason: "FILE_FORM"})
		}
	}
	files := r.MultipartForm.File["file"]
	switch {
	case len(files) != 1 || len(r.MultipartForm.File) != 1:
		return nil, nil, errs.Invalid("FILE_FORM", errs.Field{Path: "file", Reason: "FILE_FORM"})
	case request.GetVisibility() == 0:
		return nil, nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "visibility", Reason: "FILE_FORM"})
	}
	return request, files[0], errors.Join(readable(request.GetClientRequestId(), "clientRequestId"), readable(nameOf(files[0]), "file"))
}

// nameOf is the name to the letter: the library cuts what looks like a path.
func nameOf(file *multipart.FileHeader) string {
	_, params, err := mime.ParseMediaType(file.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return file.Filename
	}
	return params["filename"]
}

func (s *Server) upload(ctx context.Context, file *multipart.FileHeader) (*supportv1.Upload, error) {
	up, err := s.uploads.CreateUpload(ctx, &supportv1.CreateUploadRequest{Name: nameOf(file), SizeBytes: file.Size})
	if err != nil {
		return nil, err
	}
	content, err := file.Open()
	if err != nil {
		return nil, errs.Internal(err)
	}
	defer func() { _ = content.Close() }()
	return s.write(ctx, content, up.GetUploadId(), 0)
}

// once lets the idempotency key of the call stand for the attachment: the calls that we make of it differ each time.
func once(ctx context.Context, request *supportv1.CreateAttachmentRequest) context.Context {
	md, _ := metadata.FromOutgoingContext(ctx) // a copy
	if keys := md.Get(rpc.IdempotencyKey); len(keys) > 0 && request.GetClientRequestId() == "" {
		request.ClientRequestId = id.Derived("key", request.GetCaseId(), keys[0])
	}
	md.Delete(rpc.IdempotencyKey)
	return metadata.NewOutgoingContext(ctx, md)
}
