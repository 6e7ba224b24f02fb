package rpc

import (
	"fmt"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"hup.example/services/kit/messages"
)

// method is what the contract says of a method, beside who may call it.
type method struct {
	// domain is what its errors belong to: hup.land.
	domain string
	// reads is true for what REST clients GET: it changes nothing.
	reads bool
	// writes is true for what they POST, PATCH or DELETE. A method without a path is for services, and neither.
	writes bool
}

// methods reads the contracts of all hup.* services in the process.
func methods() map[string]method {
	all := map[string]method{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "hup.") {
			return true
		}
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				m := service.Methods().Get(j)
				all[fmt.Sprintf("/%s/%s", service.FullName(), m.Name())] = describe(m)
			}
		}
		return true
	})
	return all
}

func describe(m protoreflect.MethodDescriptor) method {
	found := method{domain: messages.Domain(string(m.ParentFile().Package()))}
	if rule, ok := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule); ok && rule != nil {
		found.reads = rule.GetGet() != ""
		found.writes = !found.reads
	}
	return found
}
