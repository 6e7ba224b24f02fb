package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/services/kit/etag"
	"hup.example/services/kit/journal"
)

// checkJournal: each write leaves its lines, by whom and at which version; the chains hold; the places have no gaps; and
// what people wrote is neither in the lines nor in logs or traces.
func checkJournal(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		i := w.make(t, r)
		w.linesTell(t, i, i.message)
		if r.Change != nil {
			w.linesTell(t, i, resourceIn(w.Must(t, i.by, r.Change(w, i.id))))
		}
		w.keepsSecrets(t, r)
	}
	w.settle(t)
	n, err := journal.Verify(t.Context(), w.store().DB(), func(f journal.Fault) { t.Errorf("line %s: %s", f.LineID, f.What) })
	if err != nil || n == 0 {
		t.Errorf("%d lines verified, %v", n, err)
	}
	if lines, head := w.count(t, w.name(), `SELECT count(*) FROM journal`), w.head(t, w.name()); lines != head {
		t.Errorf("the journal has %d lines, and the last place is %d: the places have gaps", lines, head)
	}
}

// linesTell: the last line of the row is of the version that was answered, and of who did it.
func (w *World) linesTell(t *testing.T, i instance, answered proto.Message) {
	t.Helper()
	if w.packageOf(i) != w.name() {
		return // made by a service beside
	}
	lines := w.linesOf(t, i.id)
	if len(lines) == 0 {
		t.Errorf("%s %s left no line in the journal", w.contract.of(i.request).name, i.id)
		return
	}
	last := lines[len(lines)-1]
	if tag := etagOf(answered); tag != "" { // somebody beside may have changed it since
		at := slices.IndexFunc(lines, func(l *journal.Line) bool { return l.Version == etag.Version(tag) })
		if at < 0 {
			t.Errorf("%s answers version %s, which left no line", i.id, tag)
			return
		}
		last = lines[at]
	}
	if last.Actor != i.by.Ref() || last.Body != i.by.BodyID || last.Territory != i.by.Territory {
		t.Errorf("the line of %s is by %s of %s in %s; it was %s", i.id, last.Actor, last.Body, last.Territory, describeActor(i.by))
	}
	if _, err := journal.Decode(last.Type, last.Payload); err != nil {
		t.Errorf("the line of %s: %v", i.id, err)
	}
}

func (w *World) packageOf(i instance) string { return packageOf(w.contract.of(i.request)) }

// keepsSecrets writes a word into every free text; then looks for it where it must not be.
func (w *World) keepsSecrets(t *testing.T, r Resource) {
	t.Helper()
	n := w.counter.next()
	word := fmt.Sprint("Confidentiel", n)
	request := r.Create(w, n)
	if len(w.taking(request, word)) == 0 {
		return
	}
	if _, err := w.Call(t.Context(), r.by(), request); err != nil {
		t.Errorf("%s with the word %s in its texts: %s", w.contract.of(request).name, word, explain(err))
		return
	}
	w.settle(t)
	lines, err := journal.After(t.Context(), w.store().DB().Read(), 0, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if bytes.Contains(l.Payload, []byte(word)) || strings.Contains(l.Reason+l.Context+l.Fields, word) {
			t.Errorf("the line %s holds what somebody wrote", l.Type)
		}
	}
	if strings.Contains(w.log.text(), word) || strings.Contains(w.spans.text(), word) {
		t.Errorf("what somebody wrote in %s is in the log or in the traces", w.contract.of(request).name)
	}
}

// personal are names of fields that hold what belongs to people.
var personal = []string{"name", "mail", "phone", "address", "note", "description", "text", "comment", "title", "birth", "contact", "message_body", "free"}

// checkEventContracts: events are thin, and import no contract of an API.
func checkEventContracts(t *testing.T, w *World) {
	files := 0
	protoregistry.GlobalFiles.RangeFilesByPackage(protoreflect.FullName("hup."+w.name()+".event.v1"), func(file protoreflect.FileDescriptor) bool {
		files++
		for i := range file.Imports().Len() {
			if path := file.Imports().Get(i).Path(); strings.HasPrefix(path, "hup/") && path != "hup/event/v1/event.proto" {
				t.Errorf("%s imports %s", file.Path(), path)
			}
		}
		for i := range file.Messages().Len() {
			thin(t, file.Messages().Get(i))
		}
		return true
	})
	if files == 0 {
		t.Errorf("the contract hup.%s.event.v1 is not there", w.name())
	}
}

func thin(t *testing.T, d protoreflect.MessageDescriptor) {
	t.Helper()
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		words := strings.Split(string(f.Name()), "_")
		if f.Kind() == protoreflect.StringKind && slices.Contains(personal, words[len(words)-1]) {
			t.Errorf("%s looks like a personal value", f.FullName())
		}
	}
}
