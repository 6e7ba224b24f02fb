package rest

import (
	"io"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
)

// mostDrained is how much of a body that is too large we let pass by: a caller who still writes does not read our answer.
const mostDrained = 8 << 20

// deepest is how far JSON may be nested.
const deepest = 64

var reader = protojson.UnmarshalOptions{RecursionLimit: deepest}

// read fills the request: the body, then the parameters, and the path, which wins.
func (b *binding) read(r *http.Request, request proto.Message, params map[string]string) error {
	if b.whole || b.field != nil {
		if err := b.readBody(r, request); err != nil {
			return err
		}
	}
	bad := b.readQuery(r, request, params)
	for path, value := range params {
		clearField(request.ProtoReflect(), path)
		if err := runtime.PopulateFieldFromPath(request, path, value); err != nil {
			bad = append(bad, errs.Field{Path: jsonPath(path), Reason: "json.value"})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	return nil
}

func (b *binding) readBody(r *http.Request, request proto.Message) error {
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return &errs.Error{Code: codes.Unimplemented, Reason: "ENCODING_UNSUPPORTED"}
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, rpc.MaxMessage+1))
	switch {
	case err != nil:
		return errs.Invalid("MALFORMED_MESSAGE").Because(err) // the body broke off
	case len(text) > rpc.MaxMessage:
		_, _ = io.CopyN(io.Discard, r.Body, mostDrained)
		return problem.TooLarge()
	case len(text) == 0:
		return nil
	}
	into := request
	if b.field != nil {
		into = request.ProtoReflect().Mutable(b.field).Message().Interface()
	}
	if err := reader.Unmarshal(text, into); err != nil {
		return explain(text, into.ProtoReflect().Descriptor())
	}
	if b.mask != nil {
		b.setMask(request.ProtoReflect(), into.ProtoReflect().Descriptor(), text)
	}
	return nil
}

// setMask names the fields that the body holds: those that are to change, also when they are emptied. What is output only is
// left out: a client may send back what it has read.
func (b *binding) setMask(request protoreflect.Message, resource protoreflect.MessageDescriptor, text []byte) {
	members, err := object(text)
	if err != nil {
		return
	}
	mask := &fieldmaskpb.FieldMask{}
	for _, member := range members {
		if f := fieldNamed(resource, member.key); f != nil && !outputOnly(f) {
			mask.Paths = append(mask.Paths, string(f.Name()))
		}
	}
	request.Set(b.mask, protoreflect.ValueOfMessage(mask.ProtoReflect()))
}

// clearField empties the field of a path that the body may have set, too.
func clearField(m protoreflect.Message, path string) {
	for {
		name, rest, nested := cutPath(path)
		f := m.Descriptor().Fields().ByName(protoreflect.Name(name))
		if f == nil {
			return
		}
		if !nested {
			m.Clear(f)
			return
		}
		m, path = m.Mutable(f).Message(), rest
	}
}
