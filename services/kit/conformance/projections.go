package conformance

import (
	"testing"

	"hup.example/services/kit/store"
)

// checkProjections: what is derived from the records is the same when it is computed again.
func checkProjections(t *testing.T, w *World) {
	if w.service().Rebuild == nil {
		if len(w.config.Projections) > 0 {
			t.Error("the service has projections and no Rebuild")
		}
		t.Skip("the service has nothing to rebuild")
	}
	w.settle(t)
	w.stop(t)
	before, words := w.dump(t, w.config.Projections...), w.indexed(t)
	for _, table := range w.config.Projections {
		w.execute(t, "DELETE FROM "+table)
	}
	w.execute(t, `DELETE FROM search_entry`)
	if err := w.service().Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if how := differ(before, w.dump(t, w.config.Projections...)); how != "" {
		t.Errorf("rebuilt, the projections differ: %s", how)
	}
	if how := differ(words, w.indexed(t)); how != "" {
		t.Errorf("rebuilt, the search differs: %s", how)
	}
	w.start(t)
}

// indexed are the documents of the search; their row ids differ after a rebuild.
func (w *World) indexed(t *testing.T) (documents []string) {
	t.Helper()
	for _, row := range w.query(t, `SELECT territory, kind, id FROM search_entry ORDER BY territory, kind, id`) {
		documents = append(documents, row[0].(string)+" "+row[1].(string)+" "+row[2].(string))
	}
	return documents
}

func (w *World) execute(t *testing.T, statement string) {
	t.Helper()
	err := w.store().Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, statement)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
