// Package present makes a stored resource ready for a caller: a copy with its etag and, beside each status, the word that
// people use for it. What depends on the service, such as allowed actions, the service adds itself.
package present

import (
	"context"
	"strings"
	"sync"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/kit/etag"
	"hup.example/services/kit/messages"
)

// Presenter knows the words of one service.
type Presenter struct {
	words  *messages.Catalogue
	domain string
	plans  sync.Map // message descriptor → plan
}

// New makes the presenter of a service: "land".
func New(words *messages.Catalogue, service string) *Presenter {
	return &Presenter{words: words, domain: "hup." + service}
}

// plan is where the computed fields of a message are.
type plan struct {
	etag   protoreflect.FieldDescriptor
	labels []label
}

// label pairs a field such as status_label with the enum field it puts in words.
type label struct{ enum, text protoreflect.FieldDescriptor }

// Resource is a copy of the record as a caller reads it.
func Resource[M proto.Message](ctx context.Context, p *Presenter, record M, version int64) M {
	seen := proto.Clone(record).(M)
	p.Complete(ctx, seen, version)
	return seen
}

// Complete makes a message that nobody else holds one that a caller reads.
func (p *Presenter) Complete(ctx context.Context, seen proto.Message, version int64) {
	m := seen.ProtoReflect()
	plan := p.planOf(m.Descriptor())
	if plan.etag != nil {
		m.Set(plan.etag, protoreflect.ValueOfString(etag.Of(version)))
	}
	for _, l := range plan.labels {
		value := l.enum.Enum().Values().ByNumber(m.Get(l.enum).Enum())
		if value != nil {
			m.Set(l.text, protoreflect.ValueOfString(p.Word(ctx, string(value.Name()))))
		}
	}
}

// Word is what people call a value of an enum, in the caller's language.
func (p *Presenter) Word(ctx context.Context, value string) string {
	if strings.HasSuffix(value, "_UNSPECIFIED") || value == "" {
		return ""
	}
	return p.In(p.Language(ctx))(value, nil)
}

// In is what the service says in a language: the text of a key with its places filled.
func (p *Presenter) In(lang messages.Lang) func(key string, filled map[string]string) string {
	return func(key string, filled map[string]string) string {
		text, _ := p.words.Text(p.domain, lang, key, filled)
		return text
	}
}

// Language is the caller's.
func (p *Presenter) Language(ctx context.Context) messages.Lang {
	if accepted := metadata.ValueFromIncomingContext(ctx, "accept-language"); len(accepted) > 0 {
		return messages.Language(accepted[0])
	}
	return messages.French
}

func (p *Presenter) planOf(d protoreflect.MessageDescriptor) *plan {
	if known, ok := p.plans.Load(d); ok {
		return known.(*plan)
	}
	made := &plan{etag: d.Fields().ByName("etag")}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		base, ok := strings.CutSuffix(string(f.Name()), "_label")
		if enum := d.Fields().ByName(protoreflect.Name(base)); ok && enum != nil && enum.Kind() == protoreflect.EnumKind {
			made.labels = append(made.labels, label{enum, f})
		}
	}
	p.plans.Store(d, made)
	return made
}
