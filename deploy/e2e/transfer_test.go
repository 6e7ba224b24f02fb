package e2e

import (
	"crypto/sha1" //nolint:gosec // the protocol asks for it
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// begun is the path of an upload of so many bytes.
func (p *platform) begun(t *testing.T, size int) string {
	t.Helper()
	got := p.tus(t, advisor, http.MethodPost, "/v1/uploads", nil, "Upload-Length", strconv.Itoa(size), "Upload-Metadata", "filename ZGV2aXMucGRm")
	if got.StatusCode != http.StatusCreated {
		t.Fatalf("an upload: %d", got.StatusCode)
	}
	return got.Header.Get("Location")
}

// refused finds an answer to be an error like all others, in French.
func refused(t *testing.T, name string, got *http.Response, status int, reason string) {
	t.Helper()
	kind, lang := got.Header.Get("Content-Type"), got.Header.Get("Content-Language")
	a, err := answerOf(got)
	if err != nil || a.status != status || a.text("reason") != reason || kind != "application/problem+json" || lang != "fr" || a.text("detail") == "" {
		t.Errorf("%s: %v %s %s %v, want %d %s", name, a.told(), kind, lang, err, status, reason)
	}
}

// piece are the headers of a piece at an offset.
func piece(offset int, more ...string) []string {
	return append([]string{"Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset)}, more...)
}

func checksum(name string, sum []byte) []string {
	return []string{"Upload-Checksum", name + " " + base64.StdEncoding.EncodeToString(sum)}
}

// A piece that came broken is thrown away, and the upload stays where it was; a whole one is kept.
func TestUpload_aPieceWithAChecksum(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	first, rest := letter[:20], letter[20:]
	sum1, sum256 := sha1.Sum([]byte(first)), sha256.Sum256([]byte(rest)) //nolint:gosec // the protocol asks for it
	told := p.tus(t, advisor, http.MethodOptions, "/v1/uploads", nil)
	if !strings.Contains(told.Header.Get("Tus-Extension"), "checksum") || told.Header.Get("Tus-Checksum-Algorithm") != "sha1,sha256" {
		t.Errorf("OPTIONS says %v", told.Header)
	}
	path := p.begun(t, len(letter))
	send := func(offset int, data string, sum []string) *http.Response {
		return p.tus(t, advisor, http.MethodPatch, path, strings.NewReader(data), piece(offset, sum...)...)
	}
	at := func() string { return p.tus(t, advisor, http.MethodHead, path, nil).Header.Get("Upload-Offset") }
	refused(t, "a broken piece", send(0, "another text of 20 b", checksum("sha1", sum1[:])), 460, "TUS_CHECKSUM")
	refused(t, "an algorithm that nobody knows", send(0, first, checksum("md5", sum1[:])), http.StatusBadRequest, "INVALID_FIELDS")
	refused(t, "half a sum", send(0, first, checksum("sha1", sum1[:10])), http.StatusBadRequest, "INVALID_FIELDS")
	if got := at(); got != "0" {
		t.Errorf("after what was refused it stands at %s", got)
	}
	if got := send(0, first, checksum("sha1", sum1[:])); got.StatusCode != http.StatusNoContent || at() != "20" {
		t.Errorf("a whole piece: %d, it stands at %s", got.StatusCode, at())
	}
	refused(t, "the same piece again", send(0, first, checksum("sha1", sum1[:])), http.StatusConflict, "UPLOAD_OFFSET")
	if got := send(20, rest, checksum("sha256", sum256[:])); got.StatusCode != http.StatusNoContent || at() != strconv.Itoa(len(letter)) {
		t.Errorf("the rest: %d, it stands at %s", got.StatusCode, at())
	}
	begin := append(checksum("sha256", sum256[:]), "Upload-Length", strconv.Itoa(len(letter)), "Upload-Metadata", "filename ZGV2aXMucGRm", "Content-Type", "application/offset+octet-stream")
	refused(t, "begun with a broken piece", p.tus(t, advisor, http.MethodPost, "/v1/uploads", strings.NewReader(letter), begin...), 460, "TUS_CHECKSUM")
	all := sha256.Sum256([]byte(letter))
	begin[1] = checksum("sha256", all[:])[1]
	if got := p.tus(t, advisor, http.MethodPost, "/v1/uploads", strings.NewReader(letter), begin...); got.StatusCode != http.StatusCreated || got.Header.Get("Upload-Offset") != strconv.Itoa(len(letter)) {
		t.Errorf("begun with a whole piece: %d %v", got.StatusCode, got.Header)
	}
}

// Whatever the routes of files refuse is said as everywhere else.
func TestFiles_refuseAsAllOthersDo(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	sent := p.form(t, advisor, j.caseID, "devis.pdf", letter)
	content := "/v1/attachments/" + sent.text("attachmentId") + "/content"
	path, nowhere := p.begun(t, len(letter)), "/v1/uploads/upl_"+strings.Repeat("0", 26)
	for _, x := range []struct {
		name, method, path string
		headers            []string
		status             int
		reason             string
	}{
		{"a part behind the end", http.MethodGet, content, []string{"Range", fmt.Sprintf("bytes=%d-", len(letter))}, 416, "RANGE_OUTSIDE"},
		{"a part that can't be read", http.MethodGet, content, []string{"Range", "bytes=a-b"}, 416, "RANGE_OUTSIDE"},
		{"another file", http.MethodGet, content, []string{"If-Match", `"other"`}, http.StatusPreconditionFailed, "FILE_OTHER"},
		{"no such file", http.MethodGet, "/v1/attachments/att_" + strings.Repeat("0", 26) + "/content", nil, http.StatusNotFound, "NOT_FOUND"},
		{"a file is not written to", http.MethodPut, content, nil, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED"},
		{"an old tus", http.MethodDelete, path, []string{"Tus-Resumable", "0.2.2"}, http.StatusPreconditionFailed, "TUS_VERSION"},
		{"no length", http.MethodPost, "/v1/uploads", []string{"Upload-Metadata", "filename ZGV2aXM="}, http.StatusBadRequest, "INVALID_FIELDS"},
		{"no name", http.MethodPost, "/v1/uploads", []string{"Upload-Length", "3"}, http.StatusBadRequest, "INVALID_FIELDS"},
		{"another kind of piece", http.MethodPatch, path, []string{"Upload-Offset", "0", "Content-Type", "text/plain"}, http.StatusUnsupportedMediaType, "TUS_CONTENT_TYPE"},
		{"no offset", http.MethodPatch, path, []string{"Content-Type", "application/offset+octet-stream"}, http.StatusBadRequest, "INVALID_FIELDS"},
		{"another offset", http.MethodPatch, path, piece(7), http.StatusConflict, "UPLOAD_OFFSET"},
		{"no such upload", http.MethodPatch, nowhere, piece(0), http.StatusNotFound, "NOT_FOUND"},
		{"nothing to end", http.MethodDelete, nowhere, nil, http.StatusNotFound, "NOT_FOUND"},
		{"a form without its file", http.MethodPost, "/v1/cases/" + j.caseID + "/attachments:upload", []string{"Content-Type", "multipart/form-data"}, http.StatusBadRequest, "FILE_FORM"},
		{"nobody", http.MethodPatch, path, append(piece(0), "Authorization", "Bearer none"), http.StatusUnauthorized, "TOKEN_INVALID"},
	} {
		got := p.tus(t, advisor, x.method, x.path, strings.NewReader("abc"), x.headers...)
		size := got.Header.Get("Content-Range")
		if x.status == 416 && size != fmt.Sprintf("bytes */%d", len(letter)) || x.status != 416 && size != "" {
			t.Errorf("%s: Content-Range %q", x.name, size)
		}
		refused(t, x.name, got, x.status, x.reason)
	}
	if got := p.tus(t, advisor, http.MethodGet, content, nil); got.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, got.Body)
		t.Errorf("the file is there: %d", got.StatusCode)
	}
}
