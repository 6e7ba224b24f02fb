package store

import (
	"fmt"
	"slices"
	"strings"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const (
	deleteReaders = `DELETE FROM case_reader WHERE territory = $1 AND case_id = $2`
	deleteReader  = `DELETE FROM case_reader WHERE territory = $1 AND case_id = $2 AND reader = $3`
	selectReaders = `SELECT reader || ' ' || status || ' ' || CAST(due_us AS text) || ' ' || CAST(received_us AS text) FROM case_reader WHERE territory = $1 AND case_id = $2`
	touchReaders  = `UPDATE case_reader SET updated_us = $3 WHERE territory = $1 AND case_id = $2`
	upsertReader  = `INSERT INTO case_reader (territory, case_id, reader, status, is_open, due_us, received_us, created_us, updated_us)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
 ON CONFLICT (territory, case_id, reader) DO UPDATE SET status = excluded.status, is_open = excluded.is_open, due_us = excluded.due_us,
 received_us = excluded.received_us, updated_us = excluded.updated_us`
)

// setReaders keeps who sees a case, with what its lists sort by. A change of the case that touches none of this but its time
// costs one statement.
func setReaders(tx *kit.Tx, c *domain.Case) error {
	known, err := texts(&tx.View, selectReaders, c.Territory, c.ID)
	if err != nil {
		return err
	}
	s, readers := c.State, c.Readers()
	status, due, received := s.GetStatus().String(), dueOf(c), clock.Micros(timeOf(s.GetReceivedTime()))
	created, updated := clock.Micros(timeOf(s.GetCreatedTime())), clock.Micros(timeOf(s.GetUpdatedTime()))
	same, others := 0, !slices.Equal(readersOf(known), slices.Sorted(slices.Values(readers)))
	for _, reader := range readers {
		if row := fmt.Sprintf("%s %s %d %d", reader, status, due, received); slices.Contains(known, row) {
			same++
			continue
		}
		if _, err := tx.Exec(tx.Ctx, upsertReader, c.Territory, c.ID, reader, status, c.Open(), due, received, created, updated); err != nil {
			return err
		}
	}
	if same > 0 {
		if _, err := tx.Exec(tx.Ctx, touchReaders, c.Territory, c.ID, updated); err != nil {
			return err
		}
	}
	if err := dropReaders(tx, c, known, readers); err != nil || !others {
		return err
	}
	return indexReferrals(tx, c.ID) // who sees the case finds them, too
}

// readersOf are the readers of rows, sorted.
func readersOf(rows []string) []string {
	readers := make([]string, len(rows))
	for i, row := range rows {
		readers[i], _, _ = strings.Cut(row, " ")
	}
	slices.Sort(readers)
	return readers
}

// dropReaders takes out who no longer sees the case.
func dropReaders(tx *kit.Tx, c *domain.Case, known, readers []string) error {
	for _, reader := range readersOf(known) {
		if slices.Contains(readers, reader) {
			continue
		}
		if _, err := tx.Exec(tx.Ctx, deleteReader, c.Territory, c.ID, reader); err != nil {
			return err
		}
	}
	return nil
}
