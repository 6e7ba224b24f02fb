package rpc

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// Export says that what is answered leaves as a file: "csv exp_…", the format and the file.
const Export = "hup-export"

// exported has a page of a list written down that leaves as a file. What can't be written down is not given.
func (c *chain) exported(ctx context.Context, method string, in, out any) error {
	md, _ := metadata.FromIncomingContext(ctx)
	said := first(md, Export)
	request, asked := in.(proto.Message)
	answer, told := out.(proto.Message)
	if said == "" || !asked || !told {
		return nil
	}
	page := &commonv1.ListExport{List: method}
	page.Format, page.ExportId, _ = strings.Cut(said, " ")
	next := answer.ProtoReflect().Descriptor().Fields().ByName("next_page_token")
	if next == nil {
		return nil
	}
	page.Complete = !answer.ProtoReflect().Has(next)
	for i := range answer.ProtoReflect().Descriptor().Fields().Len() {
		if f := answer.ProtoReflect().Descriptor().Fields().Get(i); f.IsList() && f.Message() != nil {
			page.RowCount = int32(answer.ProtoReflect().Get(f).List().Len()) //nolint:gosec // a page
			break
		}
	}
	question := proto.Clone(request)
	for _, name := range []protoreflect.Name{"page_token", "page_size"} {
		if f := question.ProtoReflect().Descriptor().Fields().ByName(name); f != nil {
			question.ProtoReflect().Clear(f)
		}
	}
	text, err := protojson.Marshal(question)
	if err != nil {
		return err
	}
	page.Request = string(text)
	return c.Exported(ctx, page)
}
