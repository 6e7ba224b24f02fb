package conformance

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

// checkTraces: the trace of a caller goes on in the call, in the journal, on the bus, and in who applies the event.
func checkTraces(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		trace := newTrace()
		i := w.make(t, r, "traceparent", "00-"+trace+"-0123456789abcdef-01")
		name := strings.TrimPrefix(w.contract.of(i.request).name, "/")
		kittest.Eventually(t, func() bool { return slices.Contains(w.spans.of(trace), name) }, "a span ", name, " of the caller's trace")
		if len(w.linesOf(t, i.id)) == 0 {
			continue // a resource of a service beside
		}
		if line := w.linesOf(t, i.id)[0]; !strings.Contains(line.Trace, trace) {
			t.Errorf("the journal has %s under %q, not under the trace %s of its caller", i.id, line.Trace, trace)
		}
		w.onBus(t, i.id, trace)
	}
}

func newTrace() string {
	var hex strings.Builder
	for _, c := range []byte(id.New("trc")[4:]) {
		hex.WriteByte("0123456789abcdef"[c%16])
	}
	return (hex.String() + strings.Repeat("7", 32))[:32]
}

// onBus: the event of the row travels with the trace.
func (w *World) onBus(t *testing.T, aggregateID, trace string) {
	t.Helper()
	consumer := w.bus.Consumer("conformance", w.name())
	found := false
	kittest.Eventually(t, func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), streamPatience)
		defer cancel()
		got, err := consumer.Fetch(ctx, 64)
		if err != nil {
			return found
		}
		for _, m := range got {
			if err := m.Ack(); err != nil {
				t.Error(err)
			}
			if m.Event.GetAggregateId() == aggregateID {
				found = true
				if !strings.Contains(m.Event.GetTraceparent(), trace) {
					t.Errorf("the event %s travels under %q, not under the trace of its caller", m.Event.GetType(), m.Event.GetTraceparent())
				}
			}
		}
		return found
	}, "an event of ", aggregateID, " on the bus")
}
