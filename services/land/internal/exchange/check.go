package exchange

import (
	"strings"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
)

// Rules say what the contract finds wrong with a record, by column: what an import takes, the API would take.
type Rules struct {
	// Validate is the validation of the API's edge.
	Validate func(proto.Message) error
	Words    *messages.Catalogue
	// Required are the fields that a record must have.
	Required []string
}

// Check answers every bad field; columns names the column of a field: "communeCode".
func (r Rules) Check(record proto.Message, columns map[string]string) (wrong []Refused) {
	m := record.ProtoReflect()
	for _, path := range r.Required {
		if f := m.Descriptor().Fields().ByJSONName(path); f != nil && !m.Has(f) {
			wrong = append(wrong, refuse(columns[path], "Cette valeur est obligatoire."))
		}
	}
	if e, ok := errs.As(r.Validate(record)); ok {
		wrong = append(wrong, r.fields(e, columns)...)
	}
	return wrong
}

func (r Rules) fields(e *errs.Error, columns map[string]string) (wrong []Refused) {
	for _, f := range e.Fields {
		reason := f.Message
		if reason == "" {
			reason, _ = r.Words.Text("hup.land", messages.French, f.Reason, f.Params)
		}
		if reason == "" {
			reason = "Cette valeur ne convient pas."
		}
		wrong = append(wrong, refuse(columnOf(columns, f.Path), reason))
	}
	return wrong
}

// columnOf is the column of a path, or of the field that it is in.
func columnOf(columns map[string]string, path string) string {
	path, _, _ = strings.Cut(path, "[")
	for path != "" {
		if name, ok := columns[path]; ok {
			return name
		}
		cut := strings.LastIndexByte(path, '.')
		path = path[:max(cut, 0)]
	}
	return ""
}

// judged tells a refusal of the domain from a failure of ours.
func (r Rules) judged(became outcome, err error, columns map[string]string) (outcome, []Refused, error) {
	e, ok := errs.As(err)
	switch {
	case err == nil:
		return became, nil, nil
	case !ok:
		return 0, nil, err
	case e.Reason == "ILLEGAL_TRANSITION":
		return refusedRow, []Refused{refuse(columns["availability"], "Ce changement de disponibilité n'est pas possible : depuis l'état actuel, "+movesOf(e))}, nil
	case len(e.Fields) > 0:
		return refusedRow, r.fields(e, columns), nil
	}
	return 0, nil, err
}

func movesOf(e *errs.Error) string {
	to := make([]string, len(e.Moves))
	for i, m := range e.Moves {
		to[i] = strings.ToLower(strings.TrimPrefix(m.To, "ASSET_AVAILABILITY_"))
	}
	return "choisissez " + strings.Join(to, ", ") + "."
}
