package store

import (
	"bytes"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// Told is what a source says of an establishment, as a company without id.
type Told struct {
	Company *supportv1.Company
	// Version is when the register changed it last, by its own clock; 0 when the source does not say.
	Version int64
	// WithoutUnit says that the source says nothing of the legal unit: what is known of it is added.
	WithoutUnit bool
}

// Loaded is what came of it.
type Loaded struct {
	Added, Changed, Same int
	// News are the establishments that are new or say something new, whole.
	News []*supportv1.Company
}

// registered is a row of the register.
type registered struct {
	record                  []byte
	number, version, source int64
}

var putEstablishments = db.NewInsert("establishment",
	[]string{"territory", "siret", "name_key", "commune_code", "record", "source_us", "number", "dated_us"},
	`ON CONFLICT (territory, siret) DO UPDATE SET name_key = excluded.name_key, commune_code = excluded.commune_code,
 record = excluded.record, source_us = excluded.source_us, number = excluded.number, dated_us = excluded.dated_us`)

// PutEstablishments writes what a source says of establishments into the register of the actor's territory, and what they
// are found by. What is older than what is known changes nothing; that only the source's day is another is no change. Of two
// that are told the same way, the later counts.
func PutEstablishments(tx *kit.Tx, told []Told, spelling *Spelling) (Loaded, error) {
	var done Loaded
	if err := lockNumbers(tx); err != nil {
		return done, err
	}
	known, err := registeredAs(tx, sirets(told))
	if err != nil {
		return done, err
	}
	units, err := unitsOf(tx, told)
	if err != nil {
		return done, err
	}
	for _, t := range told {
		if t.WithoutUnit {
			withUnit(t.Company, units[t.Company.GetSiren()], known[t.Company.GetSiret()].record)
		}
	}
	return put(tx, told, known, spelling)
}

// put writes what is new against the rows that there are.
func put(tx *kit.Tx, told []Told, known map[string]registered, spelling *Spelling) (done Loaded, err error) {
	w := writing{tx: tx, rows: map[string]*change{}}
	for _, t := range told {
		if err := w.add(t, known[t.Company.GetSiret()], &done); err != nil {
			return done, err
		}
	}
	if err := w.number(); err != nil {
		return done, err
	}
	for _, c := range w.changes {
		done.News = append(done.News, c.said)
	}
	return done, w.write(spelling)
}

func sirets(told []Told) []string {
	all := make([]string, len(told))
	for i, t := range told {
		all[i] = t.Company.GetSiret()
	}
	return all
}

// change is a row that is written.
type change struct {
	said *supportv1.Company
	registered
	// before is the record that there was, nil for a row that nothing finds yet.
	before []byte
}

// writing collects the rows to write, each SIRET once.
type writing struct {
	tx      *kit.Tx
	changes []*change
	rows    map[string]*change
}

func (w *writing) add(t Told, known registered, done *Loaded) error {
	siret := t.Company.GetSiret()
	before := w.rows[siret]
	if before != nil {
		known = before.registered
	}
	sourced := micros(t.Company.GetSourceTime())
	t.Company.SourceTime = nil
	record, err := proto.MarshalOptions{Deterministic: true}.Marshal(t.Company)
	if err != nil {
		return err
	}
	if known.record != nil && (t.Version < known.version || bytes.Equal(record, known.record)) {
		done.Same++
		return nil
	}
	t.Company.SourceTime = timestamppb.New(clock.FromMicros(sourced))
	row := registered{record: record, number: known.number, version: t.Version, source: sourced}
	switch {
	case before != nil: // twice in the same file
		before.said, before.registered = t.Company, row
		done.Same++
		return nil
	case known.record == nil:
		done.Added++
	default:
		done.Changed++
	}
	w.rows[siret] = &change{said: t.Company, registered: row}
	if known.number > 0 {
		w.rows[siret].before = known.record
	}
	w.changes = append(w.changes, w.rows[siret])
	return nil
}

// number gives the new rows their numbers.
func (w *writing) number() error {
	var fresh []*change
	for _, c := range w.changes {
		if c.before == nil {
			fresh = append(fresh, c)
		}
	}
	last, err := takeNumbers(w.tx, len(fresh))
	for i, c := range fresh {
		c.registered.number = last - int64(len(fresh)-1-i)
	}
	return err
}

func (w *writing) write(spelling *Spelling) error {
	territory := w.tx.Actor.Territory
	var rows [][]any
	var words []db.RowWords
	var said []*supportv1.Company
	for _, c := range w.changes {
		rows = append(rows, []any{
			territory, c.said.GetSiret(), text.Fold(domain.CompanyName(c.said)), c.said.GetCommuneCode(), c.record, c.source, c.registered.number, c.version,
		})
		terms := establishmentTerms(territory, c.said)
		if c.foundBy(territory, terms) {
			continue
		}
		words = append(words, db.RowWords{Number: c.registered.number, Terms: terms, Known: c.before != nil})
		said = append(said, c.said)
	}
	if err := w.tx.DB().Bulk(w.tx.Ctx, w.tx, putEstablishments, rows...); err != nil {
		return err
	}
	if err := w.tx.DB().IndexRows(w.tx.Ctx, w.tx, words); err != nil {
		return err
	}
	return spelling.learn(w.tx, territory, said...)
}

// foundBy says whether the row was found by the same terms: most of what changes is no word.
func (c *change) foundBy(territory string, terms []string) bool {
	var before supportv1.Company
	return c.before != nil && proto.Unmarshal(c.before, &before) == nil && before.GetLegalName() == c.said.GetLegalName() &&
		slices.Equal(establishmentTerms(territory, &before), terms)
}

// Numbers are given one writer after the other, so that what one has read of the register holds until it has written.
const (
	allTerritories = "*" // numbers are of the whole database
	raiseNumber    = `INSERT INTO establishment_counter (territory, last) VALUES ($1, $2)
 ON CONFLICT (territory) DO UPDATE SET last = establishment_counter.last + excluded.last RETURNING last`
)

func lockNumbers(tx *kit.Tx) error {
	_, err := takeNumbers(tx, 0)
	return err
}

func takeNumbers(tx *kit.Tx, n int) (last int64, err error) {
	err = tx.QueryRow(tx.Ctx, raiseNumber, allTerritories, n).Scan(&last)
	return last, err
}

// atOnce is how many keys one statement asks for.
const atOnce = 100

var selectRegistered = `SELECT siret, record, number, dated_us, source_us FROM establishment WHERE territory = $1 AND siret IN (` + placesFrom(2, atOnce) + `)`

// registeredAs are the rows of SIRETs.
func registeredAs(tx *kit.Tx, sirets []string) (map[string]registered, error) {
	known := make(map[string]registered, len(sirets))
	return known, eachPart(sirets, func(keys []any) error {
		rows, err := tx.Query(tx.Ctx, selectRegistered, append([]any{tx.Actor.Territory}, keys...)...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var siret string
			var r registered
			if err := rows.Scan(&siret, &r.record, &r.number, &r.version, &r.source); err != nil {
				return err
			}
			known[siret] = r
		}
		return rows.Err()
	})
}

// eachPart goes through keys in parts of the same length: the last one is repeated, so that there is one statement.
func eachPart(keys []string, do func([]any) error) error {
	for start := 0; start < len(keys); start += atOnce {
		part := make([]any, atOnce)
		for i := range part {
			part[i] = keys[min(start+i, len(keys)-1)]
		}
		if err := do(part); err != nil {
			return err
		}
	}
	return nil
}

// placesFrom are n numbered places: $2, $3.
func placesFrom(first, n int) string {
	places := make([]string, n)
	for i := range places {
		places[i] = place(first + i)
	}
	return strings.Join(places, ", ")
}
