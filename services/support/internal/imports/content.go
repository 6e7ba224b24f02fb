package imports

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// content is a file whose bytes can be read at any place: what Parquet and zip need, and what tells one file from another.
type content struct {
	io.ReaderAt
	size int64
	done func()
}

// contentOf is what a reader holds. What comes through a socket is copied into a file first.
func contentOf(r io.Reader) (*content, error) {
	switch r := r.(type) {
	case *os.File:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			return &content{r, info.Size(), func() {}}, nil
		}
	case interface {
		io.ReaderAt
		Size() int64
	}:
		return &content{r, r.Size(), func() {}}, nil
	}
	file, err := os.CreateTemp("", "hup-import-*")
	if err != nil {
		return nil, err
	}
	drop := func() { _ = errors.Join(file.Close(), os.Remove(file.Name())) }
	size, err := io.Copy(file, r)
	if err != nil {
		drop()
		return nil, fmt.Errorf("le fichier n'a pas pu être recopié : %w", err)
	}
	return &content{file, size, drop}, nil
}

const (
	edge    = 64 << 10
	samples = 64
)

// mark tells the content from others, of any size: its length, both ends, and pieces from all over it.
func (c *content) mark() string {
	sum := sha256.New()
	_, _ = fmt.Fprint(sum, c.size)
	piece := make([]byte, edge)
	add := func(at int64, n int) {
		read, _ := c.ReadAt(piece[:n], max(at, 0)) // a piece that can't be read is found when the file is
		sum.Write(piece[:read])
	}
	add(0, edge)
	add(c.size-edge, edge)
	for i := range int64(samples) {
		add(c.size/samples*i, 4<<10)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// rows opens the content as rows, whatever it is: CSV, CSV in a zip or gzip, Parquet, JSON of the Sirene API.
func (c *content) rows() (rows, error) {
	start := make([]byte, 512)
	n, _ := c.ReadAt(start, 0)
	start = start[:n]
	whole := io.NewSectionReader(c, 0, c.size)
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return zipped(c)
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		unzipped, err := gzip.NewReader(whole)
		if err != nil {
			return nil, fmt.Errorf("le fichier gzip ne se lit pas : %w", err)
		}
		return csvRows(unzipped)
	case bytes.HasPrefix(start, []byte("PAR1")):
		return parquetRows(c)
	case slices.Contains([]string{"{", "["}, first(start)):
		return jsonRows(whole)
	}
	return csvRows(whole)
}

// first is the first sign of a text that is no blank.
func first(start []byte) string {
	text := strings.TrimLeft(strings.TrimPrefix(string(start), "\ufeff"), " \t\r\n")
	return text[:min(1, len(text))]
}

// zipped opens the one table of a zip archive.
func zipped(c *content) (rows, error) {
	archive, err := zip.NewReader(c, c.size)
	if err != nil {
		return nil, fmt.Errorf("l'archive zip ne se lit pas (téléchargement interrompu ?) : %w", err)
	}
	var tables []*zip.File
	for _, f := range archive.File {
		if name := strings.ToLower(f.Name); strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".txt") {
			tables = append(tables, f)
		}
	}
	if len(tables) != 1 {
		return nil, fmt.Errorf("l'archive zip contient %d fichiers CSV : il en faut un seul", len(tables))
	}
	file, err := tables[0].Open()
	if err != nil {
		return nil, fmt.Errorf("l'archive zip ne se lit pas : %w", err)
	}
	return csvRows(file)
}

// utf8Text is the text of a file as UTF-8, where it is UTF-16: spreadsheets write it so. Other encodings are found cell by cell.
func utf8Text(r io.Reader) *bufio.Reader {
	text := bufio.NewReaderSize(r, 1<<18)
	start, _ := text.Peek(4)
	order, found := unicode.LittleEndian, false
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")):
		found = true
	case bytes.HasPrefix(start, []byte("\xfe\xff")):
		order, found = unicode.BigEndian, true
	case len(start) == 4 && start[1] == 0 && start[3] == 0:
		found = true
	case len(start) == 4 && start[0] == 0 && start[2] == 0:
		order, found = unicode.BigEndian, true
	}
	if found {
		text = bufio.NewReaderSize(transform.NewReader(text, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), 1<<18)
	}
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" {
		_, _ = text.Discard(3)
	}
	return text
}
