package reference

import (
	"fmt"
	"io/fs"
)

// Source says where a list comes from; the licence asks that the product shows it.
type Source struct {
	// File is the list's file, without .gz.
	File string
	// Dataset and Producer are named as the producer does.
	Dataset, Producer, Licence string
	// Date is when the data were published, or their period.
	Date string
	// Version is the list's own: V460, COG 2026.
	Version string
	// Scope says what the list covers.
	Scope string
}

// Mention is the sentence that the licence asks for.
func (s Source) Mention() string {
	return fmt.Sprintf("Source : %s, %s, %s, %s", s.Producer, s.Dataset, s.Date, s.Licence)
}

// Sources lists where every list comes from, an overlay's in place of ours.
func Sources() []Source { return current.Load().sources }

// SourcesIn are the sources that SOURCES.csv names in a folder of data that a service has embedded. It panics when that
// cannot be read: the file is part of the program.
func SourcesIn(embedded fs.FS, dir string) []Source {
	folder, err := fs.Sub(embedded, dir)
	if err != nil {
		panic(err)
	}
	return must(readSources(folder))
}

// sourcesFile names, in a data folder, the source of each file.
const sourcesFile = "SOURCES.csv"

func readSources(folder fs.FS) ([]Source, error) {
	t, err := readTable(folder, sourcesFile, "file", "dataset", "producer", "licence", "date", "version", "scope")
	if err != nil {
		return nil, err
	}
	var sources []Source
	for r := range t.rows() {
		sources = append(sources, Source{
			File: r.get("file"), Dataset: r.get("dataset"), Producer: r.get("producer"), Licence: r.get("licence"),
			Date: r.get("date"), Version: r.get("version"), Scope: r.get("scope"),
		})
	}
	return sources, nil
}
