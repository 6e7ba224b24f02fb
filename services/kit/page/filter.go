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

// ofRecord says whether the condition looks at the aggregate's table.
func (c Cond) ofRecord() bool { return strings.Contains(c.SQL, "t.") }

// compared are the operators of a filter and their SQL.
var compared = map[string]string{
	filtering.FunctionEquals: "=", filtering.FunctionNotEquals: "<>", filtering.FunctionLessThan: "<",
	filtering.FunctionLessEquals: "<=", filtering.FunctionGreaterThan: ">", filtering.FunctionGreaterEquals: ">=",
	filtering.FunctionHas: "=",
}

// parse reads an AIP-160 conjunction over the declared fields, for a list in an order.
func parse(filter string, fields []Field, order string, a actor.Actor) (reader, error) {
	r := reader{fields: fields, order: order, actor: a}
	if strings.TrimSpace(filter) == "" {
		return r, nil
	}
	var parser filtering.Parser
	parser.Init(filter)
	parsed, err := parser.Parse()
	if err != nil {
		return r, refused("filter", "FILTER_UNREADABLE", nil)
	}
	return r, r.walk(parsed.GetExpr())
}

// reader is a filter as far as it was read.
type reader struct {
	fields []Field
	order  string
	actor  actor.Actor
	conds  []Cond
	spans  []span
	// search is the text of a Search field, if one was given; found whether a field's index finds the rows; narrow whether
	// List.Narrow answers; sorts whether few rows are found first, and sorted.
	search               string
	found, narrow, sorts bool
}

func (r *reader) walk(e *expr.Expr) error {
	call := e.GetCallExpr()
	if call == nil {
		return refused("filter", "FILTER_UNREADABLE", nil)
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
		return refused("filter", "FILTER_NOT_SUPPORTED", params{"function": call.GetFunction()})
	}
	return r.compare(operator, call.GetArgs()[0], call.GetArgs()[1])
}

func (r *reader) compare(operator string, left, right *expr.Expr) error {
	name := camel(left.GetIdentExpr().GetName())
	i := slices.IndexFunc(r.fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return refused("filter", "FILTER_FIELD_UNKNOWN", params{"field": name, "fields": names(r.fields)})
	}
	f := r.fields[i]
	text := literal(right)
	if f.Word != nil {
		text = f.Word(r.actor, text)
	}
	if f.Kind == Search {
		r.search = text
		r.finds(f, true)
		return nil
	}
	value, err := f.value(text)
	if err != nil {
		return err
	}
	cond, err := f.cond(operator, value, r.actor.Territory)
	if err != nil {
		return err
	}
	r.conds = append(r.conds, cond)
	r.spanned(f, operator)
	few := f.Few && operator == "=" && text != "" && value != false
	if f.Partial != nil && operator == "=" && f.Partial(text) != "" {
		r.conds, few = append(r.conds, Cond{SQL: f.Partial(text)}), true
	}
	if few || operator == "=" && text != "" && value != false && slices.Contains(f.First, r.order) {
		r.finds(f, few)
	}
	return nil
}

// finds keeps that the rows are found by the field's index first, and whether they are few enough to be sorted.
func (r *reader) finds(f Field, few bool) {
	r.found = true
	r.narrow = r.narrow || !f.Here
	r.sorts = r.sorts || few && !slices.Contains(f.First, r.order)
}

// cond is the comparison in SQL. A truth is written out, so that the planner knows the partial indexes that hold it.
func (f Field) cond(operator string, value any, territory string) (Cond, error) {
	truth, isTruth := value.(bool)
	switch {
	case f.Where != "" && operator != "=":
		return Cond{}, refused("filter", "FILTER_NOT_SUPPORTED", params{"kind": "set", "field": f.Name})
	case strings.Count(f.Where, "?") == 2:
		return Cond{f.Where, []any{territory, value}}, nil
	case f.Where != "":
		return Cond{f.Where, []any{value}}, nil
	case !isTruth:
		return Cond{f.Column + " " + operator + " ?", []any{value}}, nil
	case operator != "=" && operator != "<>":
		return Cond{}, refused("filter", "FILTER_NOT_SUPPORTED", params{"kind": "bool", "field": f.Name})
	case truth == (operator == "="):
		return Cond{SQL: f.Column}, nil
	}
	return Cond{SQL: "NOT " + f.Column}, nil
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
			return nil, refused("filter", "FILTER_VALUE", params{"kind": "number", "field": f.Name})
		}
		return n, nil
	case Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, refused("filter", "FILTER_VALUE", params{"kind": "bool", "field": f.Name})
		}
		return b, nil
	case Time:
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, refused("filter", "FILTER_VALUE", params{"kind": "time", "field": f.Name})
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
