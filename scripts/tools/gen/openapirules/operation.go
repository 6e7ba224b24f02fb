package main

import (
	"maps"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
)

const componentSchemas = "#/components/schemas/"

func finishOperation(verb, path string, op object, method protoreflect.MethodDescriptor, schemas object) {
	finishWords(op, method)
	finishParameters(op, method.Input())
	finishBody(verb, op, method.Input(), schemas)
	finishAnswers(verb, path, op, method.Output())
	if verb == "get" && method.Input().Fields().ByName("page_token") != nil && method.Output().Fields().ByName("next_page_token") != nil {
		offerFiles(op)
	}
}

// offerFiles says that a list is also written as a file, which the gateway does.
func offerFiles(op object) {
	parameters, _ := op["parameters"].([]any)
	op["parameters"] = append(parameters, object{
		"name": "format", "in": "query", "schema": object{"type": "string", "enum": []any{"csv", "xlsx"}},
		"description": "The whole list as a file for spreadsheets instead of a page of JSON: all pages, with the same filter, order and fields.",
	})
	if answer, ok := child(op, "responses")["200"].(object); ok {
		content, file := child(answer, "content"), object{"schema": object{"type": "string", "format": "binary"}}
		content["text/csv"] = file
		content["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = file
	}
}

// finishWords makes a short summary and a description of the RPC's comment, and says who may call.
func finishWords(op object, method protoreflect.MethodDescriptor) {
	comment, _ := op["summary"].(string)
	first, rest, _ := strings.Cut(comment, "\n")
	first = strings.TrimPrefix(first, string(method.Name())+" ")
	summary, more, _ := strings.Cut(first, ". ")
	op["summary"] = strings.ToUpper(summary[:1]) + strings.TrimSuffix(summary[1:], ".")
	lines := []string{}
	for _, line := range []string{more, rest, callers(op, method)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	op["description"] = strings.Join(lines, "\n")
}

// callers writes the security of the operation and answers its sentence.
func callers(op object, method protoreflect.MethodDescriptor) string {
	rule, _ := proto.GetExtension(method.Options(), authv1.E_Rule).(*authv1.Rule)
	if rule.GetPublic() {
		op["security"] = []any{}
		return "Callers: anybody, without a token."
	}
	if rule.GetAuthenticated() {
		return "Callers: anybody signed in."
	}
	roles := []string{}
	for _, role := range rule.GetGrant().GetAnyRole() {
		roles = append(roles, strings.ToLower(strings.TrimPrefix(role.String(), "ROLE_")))
	}
	sentence := "Callers: people who are " + strings.Join(roles, ", ")
	if scope := rule.GetGrant().GetScope(); scope != "" {
		op["security"] = []any{object{"bearer": []any{scope}}}
		sentence += "; partner clients with the scope " + scope
	}
	return sentence + "."
}

func finishParameters(op object, input protoreflect.MessageDescriptor) {
	parameters, _ := op["parameters"].([]any)
	for _, each := range parameters {
		parameter := each.(object)
		name, _ := parameter["name"].(string)
		if field := fieldAt(input, name); field != nil && field.Message() == nil {
			describeField(child(parameter, "schema"), field)
			if needed(rulesOf(field)) {
				parameter["required"] = true
			}
		}
		if parameter["in"] == "path" {
			parameter["name"] = speltName(name)
		}
	}
}

// finishBody gives an inline body its rules. The body of a PATCH needs nothing: it holds what changes.
func finishBody(verb string, op object, input protoreflect.MessageDescriptor, schemas object) {
	body, ok := op["requestBody"].(object)
	if !ok {
		return
	}
	media := child(child(body, "content"), "application/json")
	schema := child(media, "schema")
	ref, _ := schema["$ref"].(string)
	if ref == "" {
		describeMessage(schema, input)
		_, needs := schema["required"]
		body["required"] = needs
		return
	}
	if verb != "patch" {
		return
	}
	name := strings.TrimPrefix(ref, componentSchemas)
	partial := maps.Clone(schemas[name].(object))
	delete(partial, "required")
	schemas[name+".Patch"] = partial
	media["schema"] = object{"$ref": ref + ".Patch"}
}

// finishAnswers adds the errors, and the headers that reads and writes take and answer.
func finishAnswers(verb, path string, op object, output protoreflect.MessageDescriptor) {
	responses := child(op, "responses")
	responses["default"] = component("responses", "Problem")
	versioned := output.Fields().ByName("etag") != nil
	if answer, ok := responses["200"].(object); ok && versioned {
		child(answer, "headers")["ETag"] = component("headers", "ETag")
	}
	if verb == "get" {
		if versioned {
			take(op, "IfNoneMatch")
			responses["304"] = component("responses", "NotModified")
		}
		return
	}
	take(op, "IdempotencyKey")
	if strings.Contains(path, "{") && (versioned || verb == "delete") && !collection(path) {
		take(op, "IfMatch")
		responses["412"] = component("responses", "PreconditionFailed")
	}
}

// collection tells whether the path ends in the name of a collection, so that the write makes something new.
func collection(path string) bool {
	last := path[strings.LastIndex(path, "/")+1:]
	return !strings.ContainsAny(last, "{:")
}

func take(op object, parameter string) {
	parameters, _ := op["parameters"].([]any)
	op["parameters"] = append(parameters, component("parameters", parameter))
}

func component(kind, name string) object {
	return object{"$ref": "#/components/" + kind + "/" + name}
}
