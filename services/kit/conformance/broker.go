package conformance

import (
	"os"
	"path/filepath"
	"testing"

	"hup.example/services/kit/kittest"
)

// checkBroker: the broker loses all its files while the service works, and no fact is lost by it.
func checkBroker(t *testing.T, w *World) {
	w.settle(t)
	kittest.Eventually(t, func() bool { // the broker, at work, may make a file while they are removed
		return os.RemoveAll(filepath.Join(w.brokerDir, "jetstream")) == nil
	}, "the broker's files are gone")
	for _, r := range w.config.Resources {
		w.make(t, r)
	}
	if w.config.Trigger != nil {
		w.config.Trigger(t, w, w.counter.next())
	}
	w.settle(t)
}
