package filetype_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/support/internal/filetype"
)

const pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// archive is a ZIP of entries: names and contents.
func archive(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		header := &zip.FileHeader{Name: entries[i], Method: zip.Deflate}
		if header.Name == "mimetype" { // OpenDocument wants it first, and as it is
			header.Method = zip.Store
		}
		f, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(entries[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zeroes is an archive of one entry of nothing but zeroes.
func zeroes(t *testing.T, n int) []byte { return archive(t, "a", strings.Repeat("\x00", n)) }

// lying is an archive that says its entry unpacks to 4 GiB.
func lying(t *testing.T) []byte {
	b := archive(t, "a", "a")
	at := bytes.Index(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[at+24:], 0xfffffffe)
	return b
}

func TestCheck(t *testing.T) {
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Skip(err)
	}
	words := messages.New()
	if err := words.Add("hup.support", os.DirFS("../../messages")); err != nil {
		t.Fatal(err)
	}
	docx := archive(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", "<R/>", "word/document.xml", "<w/>")
	for _, c := range []struct {
		what, name string
		content    []byte
		want       string // a media type, or a part of the refusal
	}{
		{"a PDF", "devis.pdf", []byte(pdf), "application/pdf"},
		{"no ending", "devis", []byte(pdf), "application/pdf"},
		{"capitals", "DEVIS.PDF", []byte(pdf), "application/pdf"},
		{"a path", "../../x.pdf", []byte(pdf), "application/pdf"},
		{"an image", "a.png", []byte("\x89PNG\r\n\x1a\n0000IHDR"), "image/png"},
		{"a text", "lisez-moi.txt", []byte("Bonjour à tous.\n"), "text/plain"},
		{"Word", "lettre.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"Word, in an odd order", "lettre.docx", archive(t, "word/document.xml", "<w/>", "[Content_Types].xml", "<T/>"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"OpenDocument", "a.odt", archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<o/>"), "application/vnd.oasis.opendocument.text"},
		{"an archive", "plans.zip", archive(t, "plan.pdf", pdf), "application/zip"},
		{"a PDF that is a program", "devis.pdf", program, "n'est pas accepté"},
		{"a Windows program", "devis.pdf", []byte("MZ\x90\x00\x03\x00\x00\x00"), "n'est pas accepté"},
		{"a page", "devis.pdf", []byte("<!DOCTYPE html><html><script>alert(1)</script>"), "n'est pas accepté"},
		{"a drawing that runs", "logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`), "n'est pas accepté"},
		{"a script", "a.txt", []byte("#!/bin/sh\nrm -rf /\n"), "n'est pas accepté"},
		{"a batch file", "facture.bat", []byte("@echo off\r\ndel *.*\r\n"), "son nom dit autre chose"},
		{"a batch file under Windows", "facture.bat. ", []byte("@echo off\r\ndel *.*\r\n"), "son nom dit autre chose"},
		{"right to left", "facture\u202efdp.exe", []byte(pdf), "son nom dit autre chose"},
		{"two endings", "facture.pdf.exe", []byte(pdf), "son nom dit autre chose"},
		{"an image called PDF", "a.pdf", []byte("\x89PNG\r\n\x1a\n0000IHDR"), "finit par .png"},
		{"a PDF that is an archive, too", "a.pdf", append([]byte(pdf), archive(t, "x.class", "x")...), "cache une archive"},
		{"a broken archive", "a.zip", archive(t, "a", "a")[:20], "abîmée"},
		{"a bomb", "a.zip", zeroes(t, 64<<20), "démesurée"},
		{"a bomb that is an office file", "a.docx", archive(t, "[Content_Types].xml", "<T/>", "word/document.xml", strings.Repeat(" ", 64<<20)), "démesurée"},
		{"a bomb that says so", "a.zip", lying(t), "démesurée"},
		{"too many entries", "a.zip", archive(t, strings.Fields(strings.Repeat("a b ", 5001))...), "démesurée"},
		{"a program inside", "a.zip", archive(t, "dir/Facture.EXE", "MZ"), "un programme"},
		{"macros", "a.docx", archive(t, "[Content_Types].xml", "<T/>", "word/document.xml", "<w/>", "word/vbaProject.bin", "x"), "des macros"},
	} {
		got, err := filetype.Check(c.name, c.content)
		if e, refused := errs.As(err); refused {
			if got, _ = words.Text("hup.support", messages.French, e.Fields[0].Reason, e.Fields[0].Params); e.Reason != "FILE_TYPE_REFUSED" || !strings.Contains(got, c.want) || strings.Contains(got, c.name) && len(c.name) > 6 {
				t.Errorf("%s: %s %s, want %q", c.what, e.Reason, got, c.want)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.what, got, err, c.want)
		}
	}
}

// Whatever is sent, a type or a refusal comes back.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{pdf, "PK\x03\x04", "PK\x05\x06", "MZ", ""} {
		f.Add("a.pdf", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if mediaType, err := filetype.Check(name, content); (mediaType == "") == (err == nil) {
			t.Errorf("%q %v", mediaType, err)
		}
	})
}
