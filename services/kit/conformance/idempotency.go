package conformance

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/rpc"
)

// together is how many clients send the same at once.
const together = 6

// checkIdempotency: a call that is sent twice with one key is done once, one after the other and at the same time.
func checkIdempotency(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		w.oneAfterTheOther(t, r)
		w.atOnce(t, r)
		w.changedOnce(t, r)
		w.madeOnceForEver(t, r)
	}
}

func (w *World) key() string { return fmt.Sprint("conformance-", w.counter.next()) }

func (w *World) oneAfterTheOther(t *testing.T, r Resource) {
	t.Helper()
	key, request := w.key(), r.Create(w, w.counter.next())
	first := w.Must(t, r.by(), proto.Clone(request), rpc.IdempotencyKey, key)
	again := w.Must(t, r.by(), proto.Clone(request), rpc.IdempotencyKey, key)
	if !proto.Equal(first, again) {
		t.Errorf("%s sent twice with one key answers %v, then %v", w.contract.of(request).name, first, again)
	}
	_, err := w.Call(t.Context(), r.by(), r.Create(w, w.counter.next()), rpc.IdempotencyKey, key)
	if told := refused(err); told.code != codes.Aborted || told.reason != "IDEMPOTENCY_KEY_REUSED" {
		t.Errorf("%s with the key of another body: %s, want Aborted IDEMPOTENCY_KEY_REUSED", w.contract.of(request).name, explain(err))
	}
	_, err = w.Call(t.Context(), r.by(), proto.Clone(request), rpc.IdempotencyKey, strings.Repeat("k", 256))
	if refused(err).code != codes.InvalidArgument {
		t.Errorf("%s with a key of 256 characters: %s, want InvalidArgument", w.contract.of(request).name, explain(err))
	}
}

func (w *World) atOnce(t *testing.T, r Resource) {
	t.Helper()
	key, request := w.key(), r.Create(w, w.counter.next())
	ids := make([]string, together)
	var wg sync.WaitGroup
	for n := range together {
		wg.Go(func() {
			answer, err := w.Call(t.Context(), r.by(), proto.Clone(request), rpc.IdempotencyKey, key)
			if err != nil {
				t.Errorf("%s sent %d times at once: %s", w.contract.of(request).name, together, explain(err))
				return
			}
			ids[n] = idOf(resourceIn(answer))
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] || id == "" {
			t.Fatalf("%s sent %d times at once with one key makes %v", w.contract.of(request).name, together, ids)
		}
	}
}

// changedOnce: the second sending neither changes again nor is refused for the state that the first one led to.
func (w *World) changedOnce(t *testing.T, r Resource) {
	t.Helper()
	if r.Change == nil {
		return
	}
	i, key := w.make(t, r), w.key()
	first := w.Must(t, i.by, r.Change(w, i.id), rpc.IdempotencyKey, key)
	again := w.Must(t, i.by, r.Change(w, i.id), rpc.IdempotencyKey, key)
	if !proto.Equal(first, again) {
		t.Errorf("%s sent twice with one key answers %v, then %v", w.contract.of(r.Change(w, i.id)).name, first, again)
	}
}

// madeOnceForEver: a phone's own request id makes one row, also without a key and also later.
func (w *World) madeOnceForEver(t *testing.T, r Resource) {
	t.Helper()
	request := r.Create(w, w.counter.next())
	at, f := clientRequestID(request.ProtoReflect())
	if f == nil {
		return
	}
	at.Set(f, protoreflect.ValueOfString(w.key()))
	first := idOf(resourceIn(w.Must(t, r.by(), proto.Clone(request))))
	if again := idOf(resourceIn(w.Must(t, r.by(), proto.Clone(request)))); again != first {
		t.Errorf("%s with one client_request_id makes %s, then %s", w.contract.of(request).name, first, again)
	}
}

// clientRequestID finds the field in the request, or in the resource that it carries.
func clientRequestID(m protoreflect.Message) (protoreflect.Message, protoreflect.FieldDescriptor) {
	if f := m.Descriptor().Fields().ByName("client_request_id"); f != nil {
		return m, f
	}
	for i := range m.Descriptor().Fields().Len() {
		f := m.Descriptor().Fields().Get(i)
		if f.Message() == nil || f.IsList() || f.IsMap() || !m.Has(f) {
			continue
		}
		if inner := f.Message().Fields().ByName("client_request_id"); inner != nil {
			return m.Mutable(f).Message(), inner
		}
	}
	return nil, nil
}
