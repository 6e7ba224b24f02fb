package conformance

import (
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// checkPages: pages go on where the last one ended while others write, and their tokens can't be made up or mixed.
func checkPages(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		i := w.make(t, r)
		m, ok := w.lister(i)
		if !ok {
			continue
		}
		w.stablePages(t, m, i)
		w.tokensOfOthers(t, m, i)
	}
}

// stablePages reads a list two by two; between pages rows come in.
func (w *World) stablePages(t *testing.T, m method, i instance) {
	t.Helper()
	r := i.resource
	there := map[string]bool{}
	for range 5 {
		there[w.make(t, r).id] = true
	}
	met := map[string]bool{}
	size, token := int32(2), ""
	for n := 0; ; n++ {
		request := w.page(t, m, i.message, size, token)
		answer := w.Must(t, r.by(), request)
		if len(rows(answer)) > int(size) {
			t.Fatalf("%s answers %d rows, was asked for %d", m.name, len(rows(answer)), size)
		}
		for _, row := range rows(answer) {
			if met[idOf(row)] {
				t.Fatalf("%s shows %s on two pages", m.name, idOf(row))
			}
			met[idOf(row)] = true
		}
		if token = next(answer); token == "" {
			break
		}
		if n < 3 {
			w.make(t, r)
			continue
		}
		size = 200
	}
	for id := range there {
		if !met[id] {
			t.Errorf("%s shows %s on no page, though it was there before the first", m.name, id)
		}
	}
}

func (w *World) tokensOfOthers(t *testing.T, m method, i instance) {
	t.Helper()
	r := i.resource
	answer := w.Must(t, r.by(), w.page(t, m, i.message, 1, ""))
	token := next(answer)
	if token == "" {
		t.Fatalf("%s has several rows and answers no next page", m.name)
	}
	made := token[:len(token)-2] + "AA"
	for what, request := range map[string]proto.Message{
		"that was made up":       w.page(t, m, i.message, 1, "AAAA"),
		"that was changed":       w.page(t, m, i.message, 1, made),
		"of another filter":      filtered(w.page(t, m, i.message, 1, token), `createdTime > "2020-01-01T00:00:00Z"`),
		"and a negative size":    w.page(t, m, i.message, -1, ""),
		"and a size beyond most": w.page(t, m, i.message, 201, ""),
	} {
		if _, err := w.Call(t.Context(), r.by(), request); refused(err).code != codes.InvalidArgument {
			t.Errorf("%s with a token %s: %s, want InvalidArgument", m.name, what, explain(err))
		}
	}
}
