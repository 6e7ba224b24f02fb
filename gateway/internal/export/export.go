// Package export writes any list of the contracts as a file for spreadsheets: it asks for page after page with the caller's own
// rights, and keeps one page in memory. The service that answers a page has written down before who takes it along.
package export

import (
	"context"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/rpc"
)

// pageSize is how many rows are asked for at once, where the list gives as many.
const pageSize = 200

// sizeOf is how many rows a page of a list may have.
func sizeOf(field protoreflect.FieldDescriptor) int32 {
	rules, _ := proto.GetExtension(field.Options(), validate.E_Field).(*validate.FieldRules)
	if most := rules.GetInt32().GetLte(); most > 0 {
		return min(most, pageSize)
	}
	return pageSize
}

// Exporter writes lists as files.
type Exporter struct {
	// Problems answers errors.
	Problems *problem.Answerer
	// Clock dates the files.
	Clock clock.Clock
	// Log keeps who exported what, and how many rows.
	Log *slog.Logger
	// Timeout bounds the call for one page.
	Timeout time.Duration
}

// List is a call that answers a list.
type List struct {
	// Method is the call, and Conn leads to who answers it.
	Method string
	Conn   grpc.ClientConnInterface
	// Request is what was asked: filter, order and fields are kept, pages are ours.
	Request proto.Message
	// Answer is the type of a page, and Items its field with the rows.
	Answer protoreflect.MessageType
	Items  protoreflect.FieldDescriptor
	// Who is the caller, by its id: for the log.
	Who string
}

// ItemsOf is the field of the rows, where a call answers a list in pages; nil where it does not.
func ItemsOf(in, out protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if in.Fields().ByName("page_token") == nil || in.Fields().ByName("page_size") == nil || out.Fields().ByName("next_page_token") == nil {
		return nil
	}
	for i := range out.Fields().Len() {
		if f := out.Fields().Get(i); f.IsList() && f.Message() != nil {
			return f
		}
	}
	return nil
}

// file is a table that is being written.
type file interface {
	// row writes one row.
	row(cells []any) error
	// flush lets go of what was written, where the format can.
	flush() error
	// end writes what comes last.
	end() error
}

// Write answers the whole list as a file; ctx is that of the call.
func (x *Exporter) Write(ctx context.Context, w http.ResponseWriter, r *http.Request, format string, l List) {
	kind, ok := formats[format]
	if !ok {
		x.Problems.Answer(w, r, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "format", Reason: "export.format"}))
		return
	}
	ctx = metadata.AppendToOutgoingContext(ctx, rpc.Export, format+" "+id.New("exp"))
	only := mask(l)
	first, err := x.page(ctx, l, "")
	if err != nil {
		x.Problems.Answer(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind.mime)
	name := path.Base(strings.ReplaceAll(r.URL.Path, ":", "-")) + "-" + calendar.DayOf(x.Clock.Now()).String() + "." + format
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	rows, err := x.all(ctx, w, kind.open(w), l, columnsOf(l.Items.Message(), only), first)
	x.Log.LogAttrs(r.Context(), slog.LevelInfo, "a list was exported", slog.String("list", l.Method), slog.String("format", format),
		slog.String("by", l.Who), slog.Int("rows", rows), slog.Bool("whole", err == nil))
	if err != nil {
		panic(http.ErrAbortHandler) // the caller must not take what was written for the whole list
	}
}

// all writes the header and the rows of all pages, and answers how many rows.
func (x *Exporter) all(ctx context.Context, w http.ResponseWriter, f file, l List, columns []column, page protoreflect.Message) (rows int, err error) {
	if err := f.row(headings(columns)); err != nil {
		return 0, err
	}
	for {
		items := page.Get(l.Items).List()
		for i := range items.Len() {
			if err := f.row(cells(columns, items.Get(i).Message())); err != nil {
				return rows, err
			}
			rows++
		}
		token := page.Get(page.Descriptor().Fields().ByName("next_page_token")).String()
		if token == "" {
			return rows, f.end()
		}
		if err := f.flush(); err != nil {
			return rows, err
		}
		_ = http.NewResponseController(w).Flush() // a caller that is gone ends the next call
		if page, err = x.page(ctx, l, token); err != nil {
			return rows, err
		}
	}
}

// page asks for one page.
func (x *Exporter) page(ctx context.Context, l List, token string) (protoreflect.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, x.Timeout)
	defer cancel()
	in := l.Request.ProtoReflect()
	size := in.Descriptor().Fields().ByName("page_size")
	in.Set(size, protoreflect.ValueOfInt32(sizeOf(size)))
	if token != "" {
		in.Set(in.Descriptor().Fields().ByName("page_token"), protoreflect.ValueOfString(token))
	}
	out := l.Answer.New()
	return out, l.Conn.Invoke(ctx, l.Method, l.Request, out.Interface())
}

// mask are the fields that the caller asked for; none for all. The words of those that have some are asked for, too.
func mask(l List) []string {
	m := l.Request.ProtoReflect()
	f := m.Descriptor().Fields().ByName("fields")
	if f == nil || f.Message() == nil || !m.Has(f) {
		return nil
	}
	fields, _ := m.Get(f).Message().Interface().(*fieldmaskpb.FieldMask)
	asked := slices.Clone(fields.GetPaths())
	for _, path := range asked {
		for _, label := range []string{path + "_label", path + "Label"} {
			if row := l.Items.Message().Fields(); row.ByName(protoreflect.Name(label)) != nil || row.ByJSONName(label) != nil {
				fields.Paths = append(fields.Paths, label)
			}
		}
	}
	return asked
}
