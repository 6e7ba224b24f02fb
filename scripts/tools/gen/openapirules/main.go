// Command openapirules finishes the OpenAPI document that openapiv3-merge prints: it reads it from standard input, adds
// what the generator leaves out (the rules of protovalidate, who may call, errors, the headers of reads and writes, path
// parameters spelt like the JSON), and prints it again.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"

	_ "hup.example/proto/all" // the descriptors
)

// object is a JSON object.
type object = map[string]any

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(in io.Reader, out io.Writer) error {
	var doc object
	if err := json.NewDecoder(in).Decode(&doc); err != nil {
		return fmt.Errorf("the merged document: %w", err)
	}
	schemas := child(child(doc, "components"), "schemas")
	for name, schema := range schemas {
		if message := messageNamed(name); message != nil {
			describeMessage(schema.(object), message)
		}
	}
	if err := finishPaths(doc, schemas); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(doc)
}

// child is the object under the key, made when it is absent.
func child(parent object, key string) object {
	if found, ok := parent[key].(object); ok {
		return found
	}
	made := object{}
	parent[key] = made
	return made
}
