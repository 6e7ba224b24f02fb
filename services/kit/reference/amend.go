package reference

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// OverlayDir is the folder of the overlay within a data folder.
const OverlayDir = "reference"

// amendable is a list that files may be laid over.
type amendable struct {
	file, key, name string
	// things is how people call what is listed.
	things string
	// check says what is wrong with a value.
	check func(column, value string) error
}

var amendableCommunes = amendable{file: "communes.csv", key: "code_insee", name: "nom", things: "communes", check: checkCommune}

// Amendment is what laying a file over a list did.
type Amendment struct{ Added, Changed, Same, Refused int }

// AmendCommunes lays the rows of a file of communes over the list in an overlay folder, which LoadOverlay reads at the next
// start: communes that the list does not have are added, those that differ are changed, the others stay. The file needs
// the columns code_insee and nom; of the others it may have any, in any order. Rows that can't be read are told.
func AmendCommunes(dir, name, date string, file io.Reader, refused func(line int, column, reason string)) (Amendment, error) {
	return amendableCommunes.lay(dir, name, date, file, refused)
}

func (a amendable) lay(dir, name, date string, file io.Reader, refused func(line int, column, reason string)) (Amendment, error) {
	var done Amendment
	now, err := a.in(dir)
	if err != nil {
		return done, err
	}
	at := map[string]int{}
	for i, record := range now.records {
		at[record[now.columns[a.key]]] = i
	}
	rows, header, err := a.open(file)
	if err != nil {
		return done, err
	}
	refuse := func(line int, column, reason string) {
		done.Refused++
		refused(line, column, reason)
	}
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := rows.FieldPos(0)
		if err != nil {
			var bad *csv.ParseError
			if !errors.As(err, &bad) {
				return done, err
			}
			refuse(bad.StartLine, "", "La ligne n'est pas du CSV de "+fmt.Sprint(len(header))+" colonnes : vérifiez les guillemets et les séparateurs.")
			continue
		}
		if column, reason := a.wrong(header, cells); reason != "" {
			refuse(line, column, reason)
			continue
		}
		now.amend(a.key, at, header, cells, &done)
	}
	if done.Added+done.Changed == 0 {
		return done, nil
	}
	return done, a.write(now, dir, name, date)
}

// open reads the header; cells are separated by commas, or by semicolons where the header is.
func (a amendable) open(file io.Reader) (rows *csv.Reader, header []string, err error) {
	text := bufio.NewReader(file)
	first, _ := text.Peek(4096)
	line, _, _ := bytes.Cut(first, []byte("\n"))
	rows = csv.NewReader(text)
	if bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		rows.Comma = ';'
	}
	if header, err = rows.Read(); err != nil {
		return nil, nil, fmt.Errorf("le fichier n'a pas d'en-tête lisible : %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	if !slices.Contains(header, a.key) || !slices.Contains(header, a.name) {
		return nil, nil, fmt.Errorf("l'en-tête n'est pas celui d'un fichier de %s : il faut les colonnes %s et %s", a.things, a.key, a.name)
	}
	return rows, header, nil
}

func checkCommune(column, value string) (err error) {
	switch column {
	case "code_insee":
		_, err = CommuneCode(value)
	case "epci_siren":
		if value != "" {
			_, err = EPCICode(value)
		}
	case "lat", "lon", "population", "surface_ha":
		if value != "" && !isNumber(value) {
			err = errors.New("Cette colonne contient un nombre, avec un point pour les décimales.")
		}
	}
	return err
}

// wrong says which column can't be read, and why.
func (a amendable) wrong(header, cells []string) (column, reason string) {
	for i, column := range header {
		value := strings.TrimSpace(cells[i])
		err := a.check(column, value)
		if column == a.name && (value == "" || !utf8.ValidString(value)) {
			err = errors.New("Le nom est vide ou illisible.")
		}
		var known *Error
		switch {
		case errors.As(err, &known):
			return column, known.Message
		case err != nil:
			return column, err.Error()
		}
	}
	return "", ""
}

func isNumber(value string) bool {
	_, err := strconv.ParseFloat(value, 64)
	return err == nil
}

// in is the list that the folder's overlay gives today, ours when it gives none.
func (a amendable) in(dir string) (*table, error) {
	ours, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return readTable(layers{os.DirFS(dir), ours}, a.file, a.key, a.name)
}

// amend puts one row into the list, column by column; what the row has no column for stays. At knows the records by code.
func (t *table) amend(key string, at map[string]int, header, cells []string, done *Amendment) {
	code := strings.TrimSpace(cells[slices.Index(header, key)])
	i, known := at[code]
	switch {
	case !known:
		i = len(t.records)
		at[code] = i
		t.records = append(t.records, make([]string, len(t.columns)))
		done.Added++
	case t.same(t.records[i], header, cells):
		done.Same++
		return
	default:
		done.Changed++
	}
	for k, column := range header {
		if j, ok := t.columns[column]; ok {
			t.records[i][j] = strings.TrimSpace(cells[k])
		}
	}
}

func (t *table) same(record, header, cells []string) bool {
	for i, column := range header {
		if j, known := t.columns[column]; known && record[j] != strings.TrimSpace(cells[i]) {
			return false
		}
	}
	return true
}

// write puts the list and its source into the folder, each whole or not at all.
func (a amendable) write(t *table, dir, name, date string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	header := make([]string, len(t.columns))
	for column, i := range t.columns {
		header[i] = column
	}
	if err := replace(filepath.Join(dir, a.file), append([][]string{header}, t.records...)); err != nil {
		return err
	}
	sources := [][]string{{"file", "dataset", "producer", "licence", "date", "version", "scope"}}
	if known, err := readSources(os.DirFS(dir)); err == nil {
		for _, s := range known {
			if s.File != a.file {
				sources = append(sources, []string{s.File, s.Dataset, s.Producer, s.Licence, s.Date, s.Version, s.Scope})
			}
		}
	}
	ours, err := sourceOf(Sources(), a.file)
	if err != nil {
		return err
	}
	return replace(filepath.Join(dir, sourcesFile), append(sources, []string{
		a.file, ours.Dataset, ours.Producer, ours.Licence, date, "importé de " + filepath.Base(name), fmt.Sprintf("%d %s", len(t.records), a.things),
	}))
}

// replace writes a CSV file beside and renames it.
func replace(path string, rows [][]string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }() // after the rename there is nothing to remove
	w := csv.NewWriter(file)
	err = w.WriteAll(rows)
	if err == nil {
		err = file.Sync()
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// WriteCommunes writes the list that is in use, as AmendCommunes reads it.
func WriteCommunes(dir string, to io.Writer) error { return amendableCommunes.show(dir, to) }

func (a amendable) show(dir string, to io.Writer) error {
	t, err := a.in(dir)
	if err != nil {
		return err
	}
	header := make([]string, len(t.columns))
	for column, i := range t.columns {
		header[i] = column
	}
	w := csv.NewWriter(to)
	return w.WriteAll(append([][]string{header}, t.records...))
}
