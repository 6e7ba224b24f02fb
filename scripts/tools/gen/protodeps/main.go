// Command protodeps writes the third-party .proto files that ours import. It prints them from the descriptors linked
// into pinned Go modules, so that their versions live in go.mod like everything else and none is copied into the tree.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-openapiv3/options"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/api/httpbody"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	_ "google.golang.org/genproto/googleapis/rpc/status"
)

func main() {
	out := flag.String("o", "proto-deps", "folder to write to")
	flag.Parse()
	printer := protoprint.Printer{SortElements: true}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(file.Path(), "google/protobuf/") {
			return true // buf brings these itself
		}
		if err := write(&printer, *out, file); err != nil {
			log.Fatal(err)
		}
		return true
	})
}

func write(printer *protoprint.Printer, out string, file protoreflect.FileDescriptor) error {
	text, err := printer.PrintProtoToString(file)
	if err != nil {
		return err
	}
	name := filepath.Join(out, filepath.FromSlash(file.Path()))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}
