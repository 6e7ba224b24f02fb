package conformance

import (
	"slices"
	"testing"

	"google.golang.org/grpc/codes"
)

// checkServed: the service answers every method of its contract. The other concerns leave out those that it does not, or
// that nobody can be asked to answer.
func checkServed(t *testing.T, w *World) {
	w.makeAll(t)
	w.contract.methods = slices.DeleteFunc(w.contract.methods, func(m method) bool {
		who, ok := welcome(m)
		if !ok {
			t.Errorf("%s lets nobody in", m.name)
			return false
		}
		request := w.sample(t, m)
		if request == nil {
			return true // told by sample
		}
		_, err := w.call(t.Context(), m, who, request)
		if refused(err).code == codes.Unimplemented {
			t.Errorf("%s is not served", m.name)
		}
		return refused(err).code == codes.Unimplemented
	})
}
