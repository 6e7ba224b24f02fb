package reference

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
)

//go:embed data/*.csv data/*.gz
var embedded embed.FS

// book holds every list, each read at its first use.
type book struct {
	folder  fs.FS // the overlay's files before ours
	sources []Source

	communes       func() (*CommuneList, error)
	epcis          func() (*List[EPCI], error)
	departments    func() (*List[Department], error)
	regions        func() (*List[Region], error)
	activities     func() (*List[Activity], error)
	passage        func() (*Passage, error)
	legalForms     func() (*List[LegalForm], error)
	headcounts     func() (*List[HeadcountBand], error)
	agreements     func() (*List[Agreement], error)
	occupations    func() (*OccupationList, error)
	specialities   func() (*List[Speciality], error)
	certifications func() (*List[Certification], error)
	quarters       func() (*List[Quarter], error)
}

// current is what lookups read. Only LoadOverlay replaces it, at start.
var current atomic.Pointer[book]

func init() {
	ours, err := newBook(nil)
	if err != nil {
		panic(err) // our own SOURCES.csv, held by a test
	}
	current.Store(ours)
}

// LoadOverlay puts the files of a folder in the place of the embedded lists: same names (or with .gz), same columns. The
// folder needs a SOURCES.csv that says where each comes from. Everything is read at once, so that a bad file stops the
// start and not a request. Call it before anything else of the package. An empty dir is no overlay.
func LoadOverlay(dir string) error {
	if dir == "" {
		return nil
	}
	overlay := os.DirFS(dir)
	if err := checkOverlay(overlay); err != nil {
		return err
	}
	next, err := newBook(overlay)
	if err != nil {
		return err
	}
	if err := next.readAll(); err != nil {
		return err
	}
	current.Store(next)
	return nil
}

// checkOverlay refuses a file that would replace nothing, or whose source is not given.
func checkOverlay(overlay fs.FS) error {
	sources, err := readSources(overlay)
	if err != nil {
		return fmt.Errorf("reference: the overlay folder: %w", err)
	}
	for _, source := range sources {
		file, err := open(overlay, source.File)
		if err != nil {
			return fmt.Errorf("reference: the overlay's %s names %s: %w", sourcesFile, source.File, err)
		}
		file.Close()
	}
	files, err := fs.ReadDir(overlay, ".")
	if err != nil {
		return err
	}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".gz")
		if name == sourcesFile || !strings.HasSuffix(name, ".csv") {
			continue
		}
		if _, err := sourceOf(sources, name); err != nil {
			return err
		}
		if _, err := sourceOf(Sources(), name); err != nil {
			return fmt.Errorf("reference: the overlay file %s replaces no list", name)
		}
	}
	return nil
}

func newBook(overlay fs.FS) (*book, error) {
	ours, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	b := &book{folder: ours}
	if b.sources, err = readSources(ours); err != nil {
		return nil, err
	}
	if overlay != nil {
		if err := b.lay(overlay, ours); err != nil {
			return nil, err
		}
	}
	b.communes = sync.OnceValues(b.readCommunes)
	b.epcis = sync.OnceValues(b.readEPCIs)
	b.departments = sync.OnceValues(b.readDepartments)
	b.regions = sync.OnceValues(b.readRegions)
	b.activities = sync.OnceValues(b.readActivities)
	b.passage = sync.OnceValues(b.readPassage)
	b.legalForms = sync.OnceValues(b.readLegalForms)
	b.headcounts = sync.OnceValues(b.readHeadcounts)
	b.agreements = sync.OnceValues(b.readAgreements)
	b.occupations = sync.OnceValues(b.readOccupations)
	b.specialities = sync.OnceValues(b.readSpecialities)
	b.certifications = sync.OnceValues(b.readCertifications)
	b.quarters = sync.OnceValues(b.readQuarters)
	return b, nil
}

// lay puts an overlay over our files, and its sources in the place of ours.
func (b *book) lay(overlay, ours fs.FS) error {
	theirs, err := readSources(overlay)
	if err != nil {
		return err
	}
	b.folder = layers{overlay, ours}
	for i, source := range b.sources {
		if replaced, err := sourceOf(theirs, source.File); err == nil {
			b.sources[i] = replaced
		}
	}
	return nil
}

// readAll reads every list now.
func (b *book) readAll() error {
	return errors.Join(failure(b.communes), failure(b.epcis), failure(b.departments), failure(b.regions), failure(b.activities),
		failure(b.passage), failure(b.legalForms), failure(b.headcounts), failure(b.agreements), failure(b.occupations), failure(b.specialities),
		failure(b.certifications), failure(b.quarters))
}

func failure[T any](read func() (T, error)) error {
	_, err := read()
	return err
}

// must is for lists that a test (ours) or LoadOverlay (an overlay's) has read before.
func must[T any](list T, err error) T {
	if err != nil {
		panic(err)
	}
	return list
}

func sourceOf(sources []Source, file string) (Source, error) {
	for _, source := range sources {
		if source.File == file {
			return source, nil
		}
	}
	return Source{}, fmt.Errorf("reference: %s does not say where %s comes from", sourcesFile, file)
}

// layers looks for a list in the overlay, plain or compressed, before ours.
type layers struct{ overlay, ours fs.FS }

// Open implements fs.FS.
func (l layers) Open(name string) (fs.File, error) {
	for _, over := range []string{name, name + ".gz", strings.TrimSuffix(name, ".gz")} {
		if _, err := fs.Stat(l.overlay, over); err == nil {
			return l.overlay.Open(name)
		}
	}
	return l.ours.Open(name)
}
