package conformance

import (
	"testing"

	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

// all is more lines than the suite writes.
const all = 1 << 20

// settle waits until every line of the journals is published and every consumer has applied what was.
func (w *World) settle(t *testing.T) {
	t.Helper()
	names := []string{w.name()}
	for _, m := range w.config.Beside {
		names = append(names, m.Name)
	}
	kittest.Eventually(t, func() bool {
		for _, name := range names {
			if w.count(t, name, `SELECT count(*) FROM journal WHERE published_us IS NULL`) > 0 {
				return false
			}
		}
		for _, name := range names {
			for source := range w.host.Service(name).Consumes {
				if w.host.Store(source) != nil && w.cursor(t, name, source) < w.head(t, source) {
					return false
				}
			}
		}
		return true
	}, "every event is published and applied")
}

func (w *World) cursor(t *testing.T, name, source string) int64 {
	t.Helper()
	cursor, err := w.host.Consumer(name, source).Cursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return cursor
}

func (w *World) head(t *testing.T, name string) int64 {
	t.Helper()
	head, err := journal.Head(t.Context(), w.host.Store(name).DB().Read())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func (w *World) count(t *testing.T, name, query string, args ...any) (n int64) {
	t.Helper()
	if err := w.host.Store(name).DB().Read().QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// linesOf are the published lines of a row of the module under test.
func (w *World) linesOf(t *testing.T, aggregateID string) (found []*journal.Line) {
	t.Helper()
	w.settle(t)
	lines, err := journal.After(t.Context(), w.store().DB().Read(), 0, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if l.AggregateID == aggregateID {
			found = append(found, l)
		}
	}
	return found
}
