package export

import (
	_ "embed"
	"strings"

	"github.com/BurntSushi/toml"
	"google.golang.org/protobuf/reflect/protoreflect"
)

//go:embed words.toml
var wordsFile string

// words are the French words of files: of columns by the name of the field, of values by the name of the enum's value. Files are
// read in France, whatever language the caller's screen speaks.
var words = func() (w struct{ Column, Value map[string]string }) {
	if _, err := toml.Decode(wordsFile, &w); err != nil {
		panic(err) // the file is embedded, and a test reads it
	}
	return w
}()

// heading is the French name of a field; one that has none yet is named as in the JSON.
func heading(f protoreflect.FieldDescriptor) string {
	if name, ok := words.Column[string(f.Name())]; ok {
		return name
	}
	return f.JSONName()
}

// word is the French word of a value; one that has none yet is named as in the contract, without the name of its enum.
func word(d protoreflect.EnumDescriptor, n protoreflect.EnumNumber) string {
	v := d.Values().ByNumber(n)
	switch {
	case n == 0:
		return ""
	case v == nil:
		return text(int64(n))
	}
	if name, ok := words.Value[string(v.Name())]; ok {
		return name
	}
	prefix := strings.TrimSuffix(string(d.Values().Get(0).Name()), "UNSPECIFIED")
	return strings.TrimPrefix(string(v.Name()), prefix)
}
