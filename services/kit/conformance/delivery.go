package conformance

import (
	"slices"
	"strings"
	"testing"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/journal"
)

// triggered makes the services beside state facts, waits until they are applied, and answers whether the module applies any.
func (w *World) triggered(t *testing.T) bool {
	t.Helper()
	if len(w.service().Consumes) == 0 {
		t.Skip("the service applies no events")
	}
	if w.config.Trigger == nil {
		t.Fatal("the service applies events: Config.Trigger has to make some")
	}
	before := w.heads(t)
	w.config.Trigger(t, w, w.counter.next())
	w.settle(t)
	if slices.Equal(before, w.heads(t)) {
		t.Fatal("Config.Trigger made no service beside state a fact")
	}
	return true
}

func (w *World) heads(t *testing.T) (heads []int64) {
	t.Helper()
	for _, m := range w.config.Beside {
		heads = append(heads, w.head(t, m.Name))
	}
	return heads
}

// checkDelivery: events that come twice and in the wrong order change nothing.
func checkDelivery(t *testing.T, w *World) {
	w.triggered(t)
	kept := slices.DeleteFunc(w.tables(t), func(table string) bool { return slices.Contains(w.config.Counters, table) })
	before := w.dump(t, kept...)
	lines := w.count(t, w.name(), `SELECT count(*) FROM journal`)
	for source := range w.service().Consumes {
		if w.host.Store(source) != nil {
			w.again(t, source)
		}
	}
	w.config.Trigger(t, w, w.counter.next())
	w.settle(t) // what came behind the doubles is applied, so they were met
	after := w.dump(t, kept...)
	for _, row := range before {
		if _, same := slices.BinarySearch(after, row); !same {
			table, _, _ := strings.Cut(row, " ")
			t.Errorf("a row of %s is other than before the events came again", table)
		}
	}
	if n := w.count(t, w.name(), `SELECT count(*) FROM journal`); n < lines {
		t.Errorf("the journal lost lines: %d, were %d", n, lines)
	}
	if n := w.count(t, w.name(), `SELECT count(*) FROM dead_letter`); n > 0 {
		t.Errorf("%d events are parked", n)
	}
}

// again publishes the events of a source once more, last first, under new numbers of the message.
func (w *World) again(t *testing.T, source string) {
	t.Helper()
	lines, err := journal.After(t.Context(), w.host.Store(source).DB().Read(), 0, all)
	if err != nil {
		t.Fatal(err)
	}
	var events []*eventv1.Event
	for _, l := range slices.Backward(lines) {
		e := l.Event(source)
		e.Id += "-again"
		events = append(events, e)
	}
	for _, err := range w.bus.Publish(t.Context(), events...) {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkReplay: a consumer that lost its place applies everything from the beginning, and nothing is done twice.
func checkReplay(t *testing.T, w *World) {
	w.triggered(t)
	w.stop(t)
	tables := w.tables(t)
	before := w.dump(t, tables...)
	lines := w.count(t, w.name(), `SELECT count(*) FROM journal`)
	w.execute(t, `DELETE FROM event_cursor`)
	w.execute(t, `DELETE FROM context_reader`)
	w.start(t)
	w.settle(t)
	if how := differ(before, w.dump(t, tables...)); how != "" {
		t.Errorf("after all events were applied again: %s", how)
	}
	if n := w.count(t, w.name(), `SELECT count(*) FROM journal`); n != lines {
		t.Errorf("the journal has %d lines, had %d before all events were applied again", n, lines)
	}
}
