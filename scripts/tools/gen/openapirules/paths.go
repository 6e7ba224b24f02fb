package main

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// finishPaths spells the paths like the JSON, so that the verbs on one resource share one path, and finishes each operation.
func finishPaths(doc, schemas object) error {
	methods := methodsByOperation()
	finished := object{}
	for path, item := range child(doc, "paths") {
		spelt := speltPath(path)
		target := child(finished, spelt)
		for verb, operation := range item.(object) {
			if target[verb] != nil {
				return fmt.Errorf("two operations are %s %s", verb, spelt)
			}
			target[verb] = operation
			op := operation.(object)
			id, _ := op["operationId"].(string)
			if method := methods[operationName(id)]; method != nil {
				finishOperation(verb, path, op, method, schemas)
			}
		}
	}
	doc["paths"] = finished
	return nil
}

// operationName is the operation id without the number that further bindings of one RPC get.
func operationName(id string) string {
	parts := strings.SplitN(id, "_", 3)
	return strings.Join(parts[:min(2, len(parts))], "_")
}

func methodsByOperation() map[string]protoreflect.MethodDescriptor {
	methods := map[string]protoreflect.MethodDescriptor{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				method := service.Methods().Get(j)
				methods[string(service.Name())+"_"+string(method.Name())] = method
			}
		}
		return true
	})
	return methods
}

// speltPath turns {zone.zone_id} into {zoneId}.
func speltPath(path string) string {
	parts := strings.Split(path, "{")
	for i, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, "}")
		parts[i+1] = speltName(name) + "}" + rest
	}
	return strings.Join(parts, "{")
}

func speltName(name string) string {
	words := strings.Split(name[strings.LastIndex(name, ".")+1:], "_")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// fieldAt finds the field that a parameter fills, by its proto or its JSON path.
func fieldAt(message protoreflect.MessageDescriptor, path string) protoreflect.FieldDescriptor {
	var field protoreflect.FieldDescriptor
	for name := range strings.SplitSeq(path, ".") {
		if message == nil {
			return nil
		}
		if field = message.Fields().ByJSONName(name); field == nil {
			field = message.Fields().ByName(protoreflect.Name(name))
		}
		if field == nil {
			return nil
		}
		message = field.Message()
	}
	return field
}
