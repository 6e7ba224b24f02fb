package conformance

import (
	"os"
	"path/filepath"
	"testing"
)

// checkBroker: the broker loses all its files while the service works, and no fact is lost by it.
func checkBroker(t *testing.T, w *World) {
	w.settle(t)
	if err := os.RemoveAll(filepath.Join(w.brokerDir, "jetstream")); err != nil {
		t.Fatal(err)
	}
	for _, r := range w.config.Resources {
		w.make(t, r)
	}
	if w.config.Trigger != nil {
		w.config.Trigger(t, w, w.counter.next())
	}
	w.settle(t)
}
