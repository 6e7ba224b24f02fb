package reference

import (
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

const communesFile = "communes.csv"

// Amendment is what AmendCommunes did.
type Amendment struct{ Added, Changed, Same, Refused int }

// AmendCommunes lays the rows of a file of communes over the list in an overlay folder, which LoadOverlay reads at the next
// start: communes that the list does not have are added, those that differ are changed, the others stay. The file needs
// the columns code_insee and nom; of the others it may have any, in any order. Rows that can't be read are told.
func AmendCommunes(dir, name, date string, file io.Reader, refused func(line int, column, reason string)) (Amendment, error) {
	var done Amendment
	now, err := listIn(dir)
	if err != nil {
		return done, err
	}
	at := map[string]int{}
	for i, record := range now.records {
		at[record[now.columns["code_insee"]]] = i
	}
	rows := csv.NewReader(file)
	header, err := rows.Read()
	if err != nil {
		return done, fmt.Errorf("le fichier n'a pas d'en-tête lisible : %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	if !slices.Contains(header, "code_insee") || !slices.Contains(header, "nom") {
		return done, errors.New("l'en-tête n'est pas celui d'un fichier de communes : il faut les colonnes code_insee et nom")
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
		if column, reason := checkCommune(header, cells); reason != "" {
			refuse(line, column, reason)
			continue
		}
		now.amend(at, header, cells, &done)
	}
	if done.Added+done.Changed == 0 {
		return done, nil
	}
	return done, now.write(dir, name, date)
}

// checkCommune says which column can't be read, and why.
func checkCommune(header, cells []string) (column, reason string) {
	for i, column := range header {
		value := strings.TrimSpace(cells[i])
		var err error
		switch column {
		case "code_insee":
			_, err = CommuneCode(value)
		case "nom":
			if value == "" || !utf8.ValidString(value) {
				err = errors.New("Le nom de la commune est vide ou illisible.")
			}
		case "epci_siren":
			if value != "" {
				_, err = EPCICode(value)
			}
		case "lat", "lon", "population", "surface_ha":
			if value != "" && !isNumber(value) {
				err = errors.New("Cette colonne contient un nombre, avec un point pour les décimales.")
			}
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

// listIn is the list that the folder's overlay gives today, ours when it gives none.
func listIn(dir string) (*table, error) {
	ours, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return readTable(layers{os.DirFS(dir), ours}, communesFile, "code_insee", "nom")
}

// amend puts one row into the list, column by column; what the row has no column for stays. At knows the records by code.
func (t *table) amend(at map[string]int, header, cells []string, done *Amendment) {
	code := strings.TrimSpace(cells[slices.Index(header, "code_insee")])
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
func (t *table) write(dir, name, date string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	header := make([]string, len(t.columns))
	for column, i := range t.columns {
		header[i] = column
	}
	if err := replace(filepath.Join(dir, communesFile), append([][]string{header}, t.records...)); err != nil {
		return err
	}
	sources := [][]string{{"file", "dataset", "producer", "licence", "date", "version", "scope"}}
	if known, err := readSources(os.DirFS(dir)); err == nil {
		for _, s := range known {
			if s.File != communesFile {
				sources = append(sources, []string{s.File, s.Dataset, s.Producer, s.Licence, s.Date, s.Version, s.Scope})
			}
		}
	}
	ours, err := sourceOf(Sources(), communesFile)
	if err != nil {
		return err
	}
	return replace(filepath.Join(dir, sourcesFile), append(sources, []string{
		communesFile, ours.Dataset, ours.Producer, ours.Licence, date, "importé de " + filepath.Base(name), fmt.Sprintf("%d communes", len(t.records)),
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
func WriteCommunes(dir string, to io.Writer) error {
	t, err := listIn(dir)
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
