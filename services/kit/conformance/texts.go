package conformance

import (
	"fmt"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// hostile are texts that break what is put together carelessly.
var hostile = []string{
	"Robert'); DROP TABLE journal; --", `" OR ""="`, "100 % _ \\ $1 ?", "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}} ${7*7} %s %n",
	"é è ü œ — l’Œuvre d'Alès", "e\u0301 décomposé", "مرحبا ‏‮abc", "日本語 한국어 🏭👩🏽‍🔧", "a\tb\nc\r\nd", "zero\u200bwidth\ufeff", "\u0001\u001f\u007f", "null", "undefined", "NaN", "0",
	"-1", "true", "  spaces  ", "ﬁﬂ ǅ ß İ ı", "\U0001F1EB\U0001F1F7 \uFFFD",
}

// checkTexts: U+0000 is refused in every text; every other text is given back to the letter, or refused by a rule that says so.
func checkTexts(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		w.refusesNul(t, r)
		for _, text := range append(hostile, w.config.Strings...) {
			if !strings.Contains(text, "\u0000") {
				w.keeps(t, r, text)
			}
		}
	}
}

func (w *World) refusesNul(t *testing.T, r Resource) {
	t.Helper()
	request := r.Create(w, w.counter.next())
	var put []string
	for _, f := range texts(request) {
		f.set("a\u0000b")
		put = append(put, f.path)
	}
	_, err := w.Call(t.Context(), r.by(), request)
	told := refused(err)
	for _, path := range put {
		if told.code != codes.InvalidArgument || told.fields[path] == "" {
			t.Errorf("%s takes U+0000 in %s: %s", w.contract.of(request).name, path, explain(err))
		}
	}
}

// keeps writes the text into every field that takes it, and reads it back.
func (w *World) keeps(t *testing.T, r Resource, text string) {
	t.Helper()
	n := w.counter.next()
	text = fmt.Sprint(text, n) // some texts are unique
	request := r.Create(w, n)
	fields := w.taking(request, text)
	for range len(fields) + 1 {
		answer, err := w.Call(t.Context(), r.by(), request)
		told := refused(err)
		if err == nil {
			w.givenBack(t, request, resourceIn(answer), fields, text)
			return
		}
		if told.code != codes.InvalidArgument || len(told.fields) == 0 {
			t.Errorf("%s with the text %q: %s", w.contract.of(request).name, text, explain(err))
			return
		}
		fields = restored(fields, told.fields)
	}
	t.Errorf("%s refuses the text %q without saying where", w.contract.of(request).name, text)
}

// taking puts the text into the fields whose rules let it in.
func (w *World) taking(request proto.Message, text string) (taking []textField) {
	for _, f := range texts(request) {
		f.set(text)
		if len(w.violations(request)) > 0 {
			f.set(f.before)
			continue
		}
		taking = append(taking, f)
	}
	return taking
}

// restored gives the refused fields their old text back.
func restored(fields []textField, refused map[string]string) (left []textField) {
	for _, f := range fields {
		if refused[f.path] != "" {
			f.set(f.before)
			continue
		}
		left = append(left, f)
	}
	return left
}

// givenBack compares what the resource says with what was sent, where it has the same field.
func (w *World) givenBack(t *testing.T, request, resource proto.Message, fields []textField, text string) {
	t.Helper()
	stored := map[string]string{}
	for _, f := range texts(resource) {
		stored[f.path] = f.before
	}
	for _, f := range fields {
		path := f.path
		if _, ok := stored[path]; !ok {
			_, path, _ = strings.Cut(path, ".") // the resource is a field of the request
		}
		if got, ok := stored[path]; ok && got != text {
			t.Errorf("%s gives %s back as %q, was sent %q", w.contract.of(request).name, f.path, got, text)
		}
	}
}

// textField is one text in a message.
type textField struct {
	path, before string
	set          func(string)
}

// texts are the texts of a message that are there or could be, not those in lists.
func texts(m proto.Message) []textField { return textsIn(m.ProtoReflect(), "") }

func textsIn(m protoreflect.Message, prefix string) (all []textField) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsList() || f.IsMap() || f.ContainingOneof() != nil && !m.Has(f) || isOutput(f) || isOwnID(f) || isCode(f):
		case f.Kind() == protoreflect.StringKind:
			all = append(all, textField{prefix + f.JSONName(), m.Get(f).String(), func(s string) { m.Set(f, protoreflect.ValueOfString(s)) }})
		case f.Message() != nil && m.Has(f) && f.Message().ParentFile().Package() != "google.protobuf":
			all = append(all, textsIn(m.Mutable(f).Message(), prefix+f.JSONName()+".")...)
		}
	}
	return all
}

// isOwnID says whether the field is the id of the resource that it is in: the service gives it.
func isOwnID(f protoreflect.FieldDescriptor) bool {
	return f.Number() == 1 && f.ContainingMessage().Fields().ByName("etag") != nil
}

// isCode says whether the contract asks for a form: what is put into such a field names something.
func isCode(f protoreflect.FieldDescriptor) bool {
	rules, _ := proto.GetExtension(f.Options(), validate.E_Field).(*validate.FieldRules)
	code, _ := proto.GetExtension(f.Options(), commonv1.E_Code).(commonv1.Code)
	return rules.GetString().GetPattern() != "" || code != commonv1.Code_CODE_UNSPECIFIED
}
