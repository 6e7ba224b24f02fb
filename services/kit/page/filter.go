package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.einride.tech/aip/filtering"
	expr "google.golang.org/genproto/googleapis/api/expr/v1alpha1"

	"hup.example/services/kit/actor"
)

// Cond is one SQL condition with ? for its arguments.
type Cond struct {
	SQL  string
	Args []any
}

// compared are the operators of a filter and their SQL.
var compared = map[string]string{
	filtering.FunctionEquals: "=", filtering.FunctionNotEquals: "<>", filtering.FunctionLessThan: "<",
	filtering.FunctionLessEquals: "<=", filtering.FunctionGreaterThan: ">", filtering.FunctionGreaterEquals: ">=",
	filtering.FunctionHas: "=",
}

const allowed = "Un filtre est une suite de comparaisons liées par AND : champ = \"valeur\", avec = != < <= > >= ou :."

// parse reads an AIP-160 conjunction over the declared fields. Search is the text of a Search field, if one was given.
func parse(filter string, fields []Field, a actor.Actor) (conds []Cond, search string, err error) {
	if strings.TrimSpace(filter) == "" {
		return nil, "", nil
	}
	var parser filtering.Parser
	parser.Init(filter)
	parsed, err := parser.Parse()
	if err != nil {
		return nil, "", refused("filter", "FILTER_UNREADABLE", "Le filtre ne se lit pas. "+allowed)
	}
	r := reader{fields: fields, actor: a}
	if err := r.walk(parsed.GetExpr()); err != nil {
		return nil, "", err
	}
	return r.conds, r.search, nil
}

type reader struct {
	fields []Field
	actor  actor.Actor
	conds  []Cond
	search string
}

func (r *reader) walk(e *expr.Expr) error {
	call := e.GetCallExpr()
	if call == nil {
		return refused("filter", "FILTER_UNREADABLE", "Le filtre ne se lit pas. "+allowed)
	}
	if call.GetFunction() == filtering.FunctionAnd || call.GetFunction() == filtering.FunctionFuzzyAnd {
		for _, arg := range call.GetArgs() {
			if err := r.walk(arg); err != nil {
				return err
			}
		}
		return nil
	}
	operator, ok := compared[call.GetFunction()]
	if !ok || len(call.GetArgs()) != 2 {
		return refused("filter", "FILTER_NOT_SUPPORTED", "Ce filtre emploie "+call.GetFunction()+", que cette liste ne connaît pas. "+allowed)
	}
	return r.compare(operator, call.GetArgs()[0], call.GetArgs()[1])
}

func (r *reader) compare(operator string, left, right *expr.Expr) error {
	name := camel(left.GetIdentExpr().GetName())
	i := slices.IndexFunc(r.fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return refused("filter", "FILTER_FIELD_UNKNOWN", "« "+name+" » n'est pas un champ de filtre de cette liste. Champs connus : "+names(r.fields)+".")
	}
	f := r.fields[i]
	text := literal(right)
	if f.Word != nil {
		text = f.Word(r.actor, text)
	}
	if f.Kind == Search {
		r.search = text
		return nil
	}
	value, err := f.value(text)
	if err != nil {
		return err
	}
	if f.Where == "" {
		r.conds = append(r.conds, Cond{f.Column + " " + operator + " ?", []any{value}})
		return nil
	}
	if operator != "=" {
		return refused("filter", "FILTER_NOT_SUPPORTED", "« "+name+" » a plusieurs valeurs : il se compare par = ou : seulement.")
	}
	r.conds = append(r.conds, Cond{f.Where, []any{value}})
	return nil
}

// literal is the text of a constant or of a bare word.
func literal(e *expr.Expr) string {
	if id := e.GetIdentExpr(); id != nil {
		return id.GetName()
	}
	switch k := e.GetConstExpr().GetConstantKind().(type) {
	case *expr.Constant_StringValue:
		return k.StringValue
	case *expr.Constant_Int64Value:
		return strconv.FormatInt(k.Int64Value, 10)
	case *expr.Constant_DoubleValue:
		return strconv.FormatFloat(k.DoubleValue, 'f', -1, 64)
	case *expr.Constant_BoolValue:
		return strconv.FormatBool(k.BoolValue)
	}
	return ""
}

func (f Field) value(text string) (any, error) {
	switch f.Kind {
	case Number:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, refused("filter", "FILTER_VALUE", "« "+f.Name+" » se compare à un nombre entier.")
		}
		return n, nil
	case Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, refused("filter", "FILTER_VALUE", "« "+f.Name+" » se compare à true ou false.")
		}
		return b, nil
	case Time:
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, refused("filter", "FILTER_VALUE", "« "+f.Name+" » se compare à un instant, par exemple \"2026-11-27T08:00:00Z\".")
		}
		return t.UnixMicro(), nil
	}
	return text, nil
}

func names(fields []Field) string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Name
	}
	return strings.Join(all, ", ")
}
