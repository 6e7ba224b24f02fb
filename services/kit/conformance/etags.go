package conformance

import (
	"testing"

	"google.golang.org/grpc/codes"

	"hup.example/services/kit/rpc"
)

// checkEtags: a writer who had read an older version is refused, and told what changed since.
func checkEtags(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		if r.Change == nil {
			continue
		}
		i := w.make(t, r)
		read := etagOf(i.message)
		if read == "" {
			t.Errorf("%s has no etag", i.message.ProtoReflect().Descriptor().FullName())
			continue
		}
		if request := w.getter(i); request != nil {
			if got := etagOf(resourceIn(w.Must(t, i.by, request))); got != read {
				t.Errorf("%s is made with the etag %s and read with %s", i.id, read, got)
			}
		}
		w.staleIsRefused(t, i, read)
	}
}

func (w *World) staleIsRefused(t *testing.T, i instance, read string) {
	t.Helper()
	change := i.resource.Change(w, i.id)
	name := w.contract.of(change).name
	now := etagOf(resourceIn(w.Must(t, i.by, change, rpc.IfMatch, read)))
	if now == "" || now == read {
		t.Fatalf("%s leaves the etag at %s", name, read)
	}
	_, err := w.Call(t.Context(), i.by, i.resource.Change(w, i.id), rpc.IfMatch, read)
	told := refused(err)
	switch {
	case told.code != codes.Aborted || told.conflict == nil:
		t.Errorf("%s with a stale If-Match: %s, want Aborted with what changed", name, explain(err))
	case told.conflict.GetCurrentEtag() != now:
		t.Errorf("%s says that the etag is %s, it is %s", name, told.conflict.GetCurrentEtag(), now)
	case len(told.conflict.GetChanges()) == 0:
		t.Errorf("%s does not say what changed since %s", name, read)
	}
	for _, c := range told.conflict.GetChanges() {
		if c.GetField() == "" || c.GetTime() == nil {
			t.Errorf("%s names a change without its field or its time: %v", name, c)
		}
	}
}
