package exchange

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/store"
	"hup.example/services/land/internal/tableschema"
)

// Layout is one way to write a kind of records in a file. Its header tells it.
type Layout[M proto.Message] struct {
	// Name is what people call it: cnig.
	Name string
	// Key is the column of the source's id; Required are the columns that a record can't do without.
	Key      string
	Required []string
	// Marks are columns that only this layout has: a file with one of them is in it. Without marks the required ones tell it.
	Marks []string
	// Schema is the published schema of the layout, nil when there is none. What breaks it refuses the row when it is Binding,
	// and is told as a warning when it is not.
	Schema  *tableschema.Schema
	Binding bool
	// Apply reads a row into a record, made new or as it is kept.
	Apply func(tx *store.Tx, record M, cells map[string]string) []Refused
	// Paths names the column of each field of the contract.
	Paths map[string]string
}

// Refused is what is told of a cell: why it can't be taken, or, as a warning, what was made of it.
type Refused struct {
	Column, Reason string
	Warning        bool
}

func refuse(column, reason string) Refused { return Refused{Column: column, Reason: reason} }

func warn(column, reason string) Refused {
	return Refused{Column: column, Reason: reason, Warning: true}
}

// binding says whether the row is refused for any of it.
func binding(told []Refused) bool {
	return slices.ContainsFunc(told, func(r Refused) bool { return !r.Warning })
}

// note is an error of a cell that is taken all the same, and told.
type note string

func (n note) Error() string { return string(n) }

// tell is what is told of a cell for the error of its column.
func tell(column string, err error) Refused {
	_, taken := err.(note) //nolint:errorlint // a column answers it bare
	return Refused{Column: column, Reason: err.Error(), Warning: taken}
}

// check holds the row against the schema.
func (l Layout[M]) check(cells map[string]string) (told []Refused) {
	if l.Schema == nil {
		return nil
	}
	for _, f := range l.Schema.Check(cells) {
		told = append(told, Refused{Column: f.Column, Reason: f.Reason, Warning: !l.Binding || !f.Binding})
	}
	return told
}

// of finds the layout of a header.
func of[M proto.Message](layouts []Layout[M], header []string) (Layout[M], error) {
	has := func(column string) bool { return slices.Contains(header, column) }
	for _, l := range layouts {
		if slices.ContainsFunc(l.Marks, has) || len(l.Marks) == 0 && !slices.ContainsFunc(l.Required, func(c string) bool { return !has(c) }) {
			return l, missing(l.Required, has)
		}
	}
	if len(header) == 1 {
		return Layout[M]{}, fmt.Errorf("l'en-tête tient en une seule colonne : le séparateur doit être la virgule ou le point-virgule")
	}
	return Layout[M]{}, missing(layouts[len(layouts)-1].Required, has)
}

func missing(required []string, has func(string) bool) error {
	absent := slices.DeleteFunc(slices.Clone(required), has)
	if len(absent) == 0 {
		return nil
	}
	return fmt.Errorf("il manque des colonnes à ce fichier : %s", strings.Join(absent, ", "))
}

// absent tells the columns of the schema that a file in a binding layout has not. The rows go in without them.
func (l Layout[M]) absent(header []string) (told []Refused) {
	if l.Schema == nil || !l.Binding {
		return nil
	}
	needed, _ := l.Schema.Missing(header)
	for _, name := range needed {
		told = append(told, warn(name, "Cette colonne manque : "+l.Schema.Title+" "+l.Schema.Version+" la demande."))
	}
	return told
}
