// Package tableschema reads published table schemas (Frictionless Table Schema, JSON) and checks the cells of a file against
// them. It knows what the schemas of the CNIG use: types, formats, required, lists and patterns.
package tableschema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Schema is one published schema.
type Schema struct {
	Title         string   `json:"title"`
	Version       string   `json:"version"`
	PrimaryKey    string   `json:"primaryKey"`
	MissingValues []string `json:"missingValues"`
	Fields        []*Field `json:"fields"`

	byName map[string]*Field
}

// Field is one column.
type Field struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Format      string `json:"format"`
	Constraints struct {
		Required bool     `json:"required"`
		Pattern  string   `json:"pattern"`
		Enum     []string `json:"enum"`
	} `json:"constraints"`
	// Listed is a list that stands beside the constraints, as in sites économiques v1.0.1: it is meant, and not binding.
	Listed []string `json:"enum"`

	pattern *regexp.Regexp
}

// twice is how the schemas write "one or more, parted by |": (X|)\1+X. The reference back to the group has no counterpart in Go's
// expressions. Without it the pattern takes the same texts, but for an item written twice without a bar.
var twice = regexp.MustCompile(`\([^()]*\|\)\\1\+`)

// Read reads a schema as it was published.
func Read(published []byte) (*Schema, error) {
	s := &Schema{byName: map[string]*Field{}}
	if err := json.Unmarshal(published, s); err != nil {
		return nil, err
	}
	for _, f := range s.Fields {
		s.byName[f.Name] = f
		if f.Constraints.Pattern == "" {
			continue
		}
		var err error
		if f.pattern, err = regexp.Compile("^(?:" + twice.ReplaceAllString(f.Constraints.Pattern, "") + ")$"); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return s, nil
}

// Names are the columns in their order.
func (s *Schema) Names() []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// Missing are the columns that a header has not: those whose values are required, and the others.
func (s *Schema) Missing(header []string) (required, others []string) {
	for _, f := range s.Fields {
		switch {
		case slices.Contains(header, f.Name):
		case f.Constraints.Required:
			required = append(required, f.Name)
		default:
			others = append(others, f.Name)
		}
	}
	return required, others
}

// Fault is what is wrong with a cell. One that is not Binding breaks a list that the schema gives as advice.
type Fault struct {
	Column, Reason string
	Binding        bool
}

// Check answers every fault of a row, in the order of the columns. Columns that the file has not are not its matter.
func (s *Schema) Check(cells map[string]string) (faults []Fault) {
	for _, f := range s.Fields {
		text, there := cells[f.Name]
		if !there {
			continue
		}
		if slices.Contains(s.MissingValues, strings.TrimSpace(text)) {
			if f.Constraints.Required {
				faults = append(faults, Fault{f.Name, "Cette valeur est obligatoire dans le standard.", true})
			}
			continue
		}
		if reason := f.fault(text); reason != "" {
			faults = append(faults, Fault{f.Name, reason, true})
			continue
		}
		if len(f.Listed) > 0 && !listed(f.Listed, text) {
			faults = append(faults, Fault{f.Name, outside(text, f.Listed), false})
		}
	}
	return faults
}
