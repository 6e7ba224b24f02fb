package export

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "hup.example/proto/all"
)

// Most columns and values of all lists have French words. A new field shows under its own name until it gets one in words.toml.
func TestWords_areKnownForTheListsOfTheContract(t *testing.T) {
	columns, values, missing := 0, 0, []string{}
	look := func(f protoreflect.FieldDescriptor) {
		columns++
		if heading(f) == f.JSONName() && f.JSONName() != words.Column[string(f.Name())] {
			missing = append(missing, string(f.FullName()))
		}
		for i := 1; f.Enum() != nil && i < f.Enum().Values().Len(); i++ {
			v := f.Enum().Values().Get(i)
			if f.ContainingMessage().Fields().ByName(f.Name()+"_label") != nil {
				continue
			}
			values++
			if words.Value[string(v.Name())] == "" {
				missing = append(missing, string(v.FullName()))
			}
		}
	}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				m := file.Services().Get(i).Methods().Get(j)
				if items := ItemsOf(m.Input(), m.Output()); strings.HasPrefix(string(file.Package()), "hup.") && items != nil {
					for _, c := range columnsOf(items.Message(), nil) {
						look(c.path[len(c.path)-1])
					}
				}
			}
		}
		return true
	})
	if columns < 300 || values < 300 || len(missing)*5 > columns+values {
		t.Errorf("%d columns and %d values, %d without a word: %v", columns, values, len(missing), missing)
	}
}

func TestWords_areOfSomethingThatIsThere(t *testing.T) {
	names := map[string]bool{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		collect(file.Messages(), file.Enums(), names)
		return true
	})
	for _, known := range []map[string]string{words.Column, words.Value} {
		for name, word := range known {
			if !names[name] || word == "" {
				t.Errorf("%s is nothing of the contract", name)
			}
		}
	}
}

func collect(messages protoreflect.MessageDescriptors, enums protoreflect.EnumDescriptors, names map[string]bool) {
	for i := range messages.Len() {
		m := messages.Get(i)
		for j := range m.Fields().Len() {
			names[string(m.Fields().Get(j).Name())] = true
		}
		collect(m.Messages(), m.Enums(), names)
	}
	for i := range enums.Len() {
		for j := range enums.Get(i).Values().Len() {
			names[string(enums.Get(i).Values().Get(j).Name())] = true
		}
	}
}
