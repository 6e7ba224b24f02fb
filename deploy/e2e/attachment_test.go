package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

const letter = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// tus makes one call of the protocol of resumable uploads.
func (p *platform) tus(t *testing.T, as, method, path string, body io.Reader, headers ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, p.base+path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Tus-Resumable", "1.0.0")
	request.Header.Set("Authorization", "Bearer "+p.token(t, as))
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = got.Body.Close() })
	return got
}

// cutOff sends a part of a file and breaks the connection off.
func (p *platform) cutOff(t *testing.T, as, path string, whole, sent []byte) {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(context.Background(), "tcp", strings.TrimPrefix(p.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: hup\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"+
		"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", path, p.token(t, as), len(whole), sent)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}

// A file whose connection breaks at 99 %: the platform dies, comes back, and the sender goes on. The file is in the backup.
func TestAttachment_goesOnAfterCutAndCrash(t *testing.T) {
	dir := t.TempDir()
	p, running := inOneProcess(t, dir, "")
	j := submit(t, p)
	whole := []byte(letter + strings.Repeat("% une ligne de plus\n", 150_000))
	most := len(whole) * 99 / 100
	name := base64.StdEncoding.EncodeToString([]byte("../../Devis été.pdf"))
	made := p.tus(t, advisor, http.MethodPost, "/v1/uploads", nil, "Upload-Length", strconv.Itoa(len(whole)), "Upload-Metadata", "filename "+name)
	path := made.Header.Get("Location")
	if made.StatusCode != http.StatusCreated || made.Header.Get("Upload-Expires") == "" {
		t.Fatalf("created: %d %v", made.StatusCode, made.Header)
	}
	p.cutOff(t, advisor, path, whole, whole[:most])
	at := func() string { return p.tus(t, advisor, http.MethodHead, path, nil).Header.Get("Upload-Offset") }
	kittest.Eventually(t, func() bool { return at() == strconv.Itoa(most) }, "what came before the cut is kept")
	if got := p.tus(t, chamber, http.MethodHead, path, nil); got.StatusCode != http.StatusNotFound {
		t.Errorf("another body's upload: %d", got.StatusCode)
	}
	running.kill()
	p = restart(t, running, dir, "")
	j.platform = p
	if got := at(); got != strconv.Itoa(most) {
		t.Fatalf("after the crash it stands at %s", got)
	}
	offset := []string{"Content-Type", "application/offset+octet-stream", "Upload-Offset", "0"}
	if got := p.tus(t, advisor, http.MethodPatch, path, bytes.NewReader(whole), offset...); got.StatusCode != http.StatusConflict {
		t.Errorf("sent from the beginning: %d", got.StatusCode)
	}
	offset[3] = strconv.Itoa(most)
	if got := p.tus(t, advisor, http.MethodPatch, path, bytes.NewReader(whole[most:]), offset...); got.StatusCode != http.StatusNoContent || got.Header.Get("Upload-Offset") != strconv.Itoa(len(whole)) {
		t.Fatalf("the rest: %d %v", got.StatusCode, got.Header)
	}
	f := j.must(t, advisor, http.MethodPost, "/v1/cases/"+j.caseID+"/attachments", map[string]any{
		"uploadId": strings.TrimPrefix(path, "/v1/uploads/"), "visibility": "MESSAGE_VISIBILITY_PARTNERS",
	})
	if f.text("name") != "../../Devis été.pdf" || f.text("scanStatus") != "SCAN_STATUS_NOT_SCANNED" {
		t.Errorf("attached: %s", f.told())
	}
	p.downloads(t, f.text("attachmentId"), whole)
	copied, back := filepath.Join(t.TempDir(), "copy"), t.TempDir()
	hup(t, "backup", "--data", dir, "--to", copied).exits(0)
	hup(t, "restore", "--data", back, "--from", copied).exits(0)
	kept, err := os.ReadFile(filepath.Join(back, "files", "ales", f.text("uploadId"), "whole"))
	if err != nil || !bytes.Equal(kept, whole) {
		t.Errorf("the backup has %d of %d bytes: %v", len(kept), len(whole), err)
	}
}

// downloads reads a file whole and in part, and finds it told to be kept and never shown.
func (p *platform) downloads(t *testing.T, attachmentID string, whole []byte) {
	t.Helper()
	path := "/v1/attachments/" + attachmentID + "/content"
	for asked, want := range map[string][]byte{"": whole, "bytes=1500000-1500009": whole[1500000:1500010], "bytes=-7": whole[len(whole)-7:]} {
		got := p.tus(t, advisor, http.MethodGet, path, nil, "Range", asked)
		text, err := io.ReadAll(got.Body)
		if err != nil || !bytes.Equal(text, want) {
			t.Errorf("%q: %d, %d bytes, %v", asked, got.StatusCode, len(text), err)
		}
		for name, want := range map[string]string{
			"Content-Disposition": "attachment; filename=\"_.._Devis _t_.pdf\"; filename*=UTF-8''_.._Devis%20%C3%A9t%C3%A9.pdf", "Content-Type": "application/pdf",
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "private, no-store",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s, want %s", name, got.Header.Get(name), want)
			}
		}
		tag := got.Header.Get("ETag")
		if again := p.tus(t, advisor, http.MethodGet, path, nil, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || len(tag) != 66 {
			t.Errorf("read again with %s: %d", tag, again.StatusCode)
		}
	}
}

// form sends a file as a browser's form does.
func (p *platform) form(t *testing.T, as, caseID, name, content string, headers ...string) answer {
	t.Helper()
	return p.formAt(t, as, "/v1/cases/"+caseID+"/attachments:upload", name, content, headers...)
}

func (p *platform) formAt(t *testing.T, as, path, name, content string, headers ...string) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("visibility", "MESSAGE_VISIBILITY_PARTNERS")
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	_ = w.Close()
	got := p.tus(t, as, http.MethodPost, path, &body, append(headers, "Content-Type", w.FormDataContentType())...)
	a, err := answerOf(got)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A file in a form, what is refused, and a consent that is taken back: the chamber reads nothing from then on.
func TestAttachment_byForm(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	j.opened(t)
	stream, _ := p.watch(t, advisor, j.caseID, "")
	first := p.form(t, advisor, j.caseID, "Secret de Camille.pdf", letter, "Idempotency-Key", "one")
	again := p.form(t, advisor, j.caseID, "Secret de Camille.pdf", letter, "Idempotency-Key", "one")
	if first.status != http.StatusOK || again.text("attachmentId") != first.text("attachmentId") {
		t.Errorf("sent twice: %s, %s", first.told(), again.told())
	}
	stream.saw(t, "hup.support.attachment_added.v1")
	if other := p.formAt(t, advisor, "/v1/cases/"+j.caseID+"/attachments", "plan.pdf", letter); other.status != http.StatusOK || other.text("name") != "plan.pdf" {
		t.Errorf("a form sent to the collection: %s", other.told())
	}
	for content, want := range map[string]string{
		"": "400 FILE_EMPTY", "MZ\x90\x00\x03\x00\x00\x00": "415 FILE_TYPE_REFUSED", strings.Repeat("x", 21<<20): "413 FILE_TOO_LARGE", "<html>": "415 FILE_TYPE_REFUSED",
	} {
		if a := p.form(t, advisor, j.caseID, "devis.pdf", content); fmt.Sprint(a.status, " ", a.text("reason")) != want {
			t.Errorf("%d bytes: %s", len(content), a.told())
		}
	}
	path := "/v1/attachments/" + first.text("attachmentId")
	if got := p.tus(t, chamber, http.MethodGet, path+"/content", nil); got.StatusCode != http.StatusOK {
		t.Errorf("the chamber, with the company's consent: %d", got.StatusCode)
	}
	j.must(t, "company@"+siret, http.MethodPost, "/v1/cases/"+j.caseID+"/consents", map[string]any{"consents": []any{map[string]any{"bodyId": "cci", "withdrawn": true}}})
	for _, path := range []string{path, path + "/content", "/v1/cases/" + j.caseID + "/attachments"} {
		if got := p.tus(t, chamber, http.MethodGet, path, nil); got.StatusCode != http.StatusNotFound {
			t.Errorf("the chamber reads %s: %d", path, got.StatusCode)
		}
	}
	accesses := j.must(t, "company@"+siret, http.MethodGet, "/v1/cases/"+j.caseID+"/accesses", nil).told()
	if !strings.Contains(accesses, `"cci"`) {
		t.Errorf("who saw my file: %s", accesses)
	}
}
