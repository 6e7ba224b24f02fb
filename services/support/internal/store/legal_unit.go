package store

import (
	"bytes"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

// A legal unit is kept as a company that has only what belongs to the unit: SIREN, names, legal form, status, diffusion.

// withUnit adds to what was said of an establishment what is known of its unit: by the register of units, else by the
// record that there is.
func withUnit(said, unit *supportv1.Company, record []byte) {
	if unit == nil && record != nil {
		unit = &supportv1.Company{}
		if proto.Unmarshal(record, unit) != nil {
			return
		}
		unit = &supportv1.Company{LegalName: unit.GetLegalName(), LegalForm: unit.GetLegalForm(), Rna: unit.GetRna(), Diffusion: unit.GetDiffusion()}
	}
	if unit == nil {
		return
	}
	said.LegalName, said.LegalForm, said.Rna = unit.GetLegalName(), unit.GetLegalForm(), unit.GetRna()
	if said.GetTradeName() == "" {
		said.TradeName = unit.GetTradeName()
	}
	if unit.GetDiffusion() == supportv1.Diffusion_DIFFUSION_PARTIAL {
		said.Diffusion = unit.GetDiffusion()
	}
	if unit.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_CEASED {
		said.Status = unit.GetStatus()
		if said.GetCessationDate() == "" {
			said.CessationDate = unit.GetCessationDate()
		}
	}
}

var selectUnits = `SELECT siren, record, dated_us FROM legal_unit WHERE territory = $1 AND siren IN (` + placesFrom(2, atOnce) + `)`

// unitsOf are the units of those establishments whose source says nothing of them.
func unitsOf(tx *kit.Tx, told []Told) (map[string]*supportv1.Company, error) {
	var sirens []string
	for _, t := range told {
		if t.WithoutUnit && (len(sirens) == 0 || sirens[len(sirens)-1] != t.Company.GetSiren()) {
			sirens = append(sirens, t.Company.GetSiren())
		}
	}
	units := map[string]*supportv1.Company{}
	rows, err := unitRows(tx, sirens)
	for siren, row := range rows {
		units[siren] = &supportv1.Company{}
		if err := proto.Unmarshal(row.record, units[siren]); err != nil {
			return nil, err
		}
	}
	return units, err
}

func unitRows(tx *kit.Tx, sirens []string) (map[string]registered, error) {
	units := map[string]registered{}
	return units, eachPart(sirens, func(keys []any) error {
		rows, err := tx.Query(tx.Ctx, selectUnits, append([]any{tx.Actor.Territory}, keys...)...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var siren string
			var r registered
			if err := rows.Scan(&siren, &r.record, &r.version); err != nil {
				return err
			}
			units[siren] = r
		}
		return rows.Err()
	})
}

var putUnits = db.NewInsert("legal_unit", []string{"territory", "siren", "record", "dated_us"},
	`ON CONFLICT (territory, siren) DO UPDATE SET record = excluded.record, dated_us = excluded.dated_us WHERE excluded.dated_us >= legal_unit.dated_us`)

// PutUnits keeps what the register of legal units says, and tells it to the establishments of each. A unit that has none here
// is kept when it was changed after an instant: its establishment may still come.
func PutUnits(tx *kit.Tx, told []Told, after int64, spelling *Spelling) (done Loaded, err error) {
	if err := lockNumbers(tx); err != nil {
		return done, err
	}
	sirens := make([]string, len(told))
	for i, t := range told {
		sirens[i] = t.Company.GetSiren()
	}
	known, err := unitRows(tx, sirens)
	if err != nil {
		return done, err
	}
	theirs, rows, err := establishmentsOf(tx, sirens)
	if err != nil {
		return done, err
	}
	w := unitWriting{territory: tx.Actor.Territory, known: known, theirs: theirs, after: after}
	for _, t := range told {
		if err := w.add(t); err != nil {
			return done, err
		}
	}
	if err := tx.DB().Bulk(tx.Ctx, tx, putUnits, lastOfEach(w.rows)...); err != nil {
		return done, err
	}
	renamed, err := put(tx, w.establishments, rows, spelling)
	w.done.News = renamed.News
	return w.done, err
}

// unitWriting collects the units to write, and the establishments that change with them.
type unitWriting struct {
	territory      string
	known          map[string]registered
	theirs         map[string][]Told
	after          int64
	done           Loaded
	rows           [][]any
	establishments []Told
}

func (w *unitWriting) add(t Told) error {
	siren := t.Company.GetSiren()
	if len(w.theirs[siren]) == 0 && t.Version < w.after {
		return nil
	}
	record, err := proto.MarshalOptions{Deterministic: true}.Marshal(t.Company)
	if err != nil {
		return err
	}
	switch before, ok := w.known[siren]; {
	case ok && (t.Version < before.version || bytes.Equal(record, before.record)):
		w.done.Same++
		return nil
	case ok:
		w.done.Changed++
	default:
		w.done.Added++
	}
	w.known[siren] = registered{record: record, version: t.Version}
	w.rows = append(w.rows, []any{w.territory, siren, record, t.Version})
	for _, e := range w.theirs[siren] {
		withUnit(e.Company, t.Company, nil)
		w.establishments = append(w.establishments, e)
	}
	return nil
}

// lastOfEach keeps the last row of each SIREN: one statement may not write a row twice.
func lastOfEach(rows [][]any) [][]any {
	at := map[any]int{}
	var last [][]any
	for _, row := range rows {
		if i, ok := at[row[1]]; ok {
			last[i] = row
			continue
		}
		at[row[1]] = len(last)
		last = append(last, row)
	}
	return last
}

// selectOfUnits goes from the units to the rows: SQLite would walk through a whole territory for alternatives, and keeps the order
// of a CROSS JOIN.
var selectOfUnits = `WITH unit (siren) AS (VALUES (` + strings.ReplaceAll(placesFrom(2, atOnce), ", ", "), (") + `))
 SELECT e.siret, e.record, e.number, e.source_us, e.dated_us FROM unit CROSS JOIN establishment e
 WHERE e.territory = $1 AND e.siret BETWEEN unit.siren || '00000' AND unit.siren || '99999'`

// establishmentsOf are the establishments of the register that units have, by SIREN, and their rows, by SIRET.
func establishmentsOf(tx *kit.Tx, sirens []string) (map[string][]Told, map[string]registered, error) {
	found, rows := map[string][]Told{}, map[string]registered{}
	return found, rows, eachPart(sirens, func(keys []any) error {
		return collectOfUnits(tx, append([]any{tx.Actor.Territory}, keys...), found, rows)
	})
}

func collectOfUnits(tx *kit.Tx, args []any, found map[string][]Told, known map[string]registered) error {
	rows, err := tx.Query(tx.Ctx, selectOfUnits, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var siret string
		var r registered
		if err := rows.Scan(&siret, &r.record, &r.number, &r.source, &r.version); err != nil {
			return err
		}
		if _, again := known[siret]; again {
			continue
		}
		known[siret] = r
		t := Told{Company: &supportv1.Company{}, Version: r.version}
		if err := proto.Unmarshal(r.record, t.Company); err != nil {
			return err
		}
		t.Company.SourceTime = timestamppb.New(clock.FromMicros(r.source))
		found[siret[:9]] = append(found[siret[:9]], t)
	}
	return rows.Err()
}

const (
	selectNewest = `SELECT coalesce(max(dated_us), 0) FROM establishment WHERE territory = $1`
	selectNext   = `SELECT coalesce(max(siren), '') FROM (SELECT siren FROM legal_unit WHERE territory = $1 AND siren > $2 ORDER BY siren LIMIT 5000) part`
	deleteAlone  = `DELETE FROM legal_unit WHERE territory = $1 AND siren > $2 AND siren <= $3 AND dated_us < $4 AND NOT EXISTS (
 SELECT 1 FROM establishment e WHERE e.territory = $1 AND e.siret BETWEEN legal_unit.siren || '00000' AND legal_unit.siren || '99999')`
)

// NewestVersion is when the register last changed an establishment of ours.
func NewestVersion(v *kit.View) (at int64, err error) {
	err = v.QueryRow(v.Ctx, selectNewest, v.Actor.Territory).Scan(&at)
	return at, err
}

// DropUnitsAlone forgets the units behind a SIREN that have no establishment here and were not changed since an instant, some
// at a time. It answers the last SIREN that it looked at, empty behind the last.
func DropUnitsAlone(tx *kit.Tx, behind string, since int64) (last string, err error) {
	if err = tx.QueryRow(tx.Ctx, selectNext, tx.Actor.Territory, behind).Scan(&last); err != nil || last == "" {
		return "", err
	}
	_, err = tx.Exec(tx.Ctx, deleteAlone, tx.Actor.Territory, behind, last, since)
	return last, err
}
