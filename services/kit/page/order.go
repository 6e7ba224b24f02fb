package page

import (
	"slices"
	"strings"
)

// sorted is the order of one list call.
type sorted struct {
	Order
	desc bool
}

// unindexed is the order as no index has it: a planner that hopes to meet the few rows of a filter soon would walk through an
// order's index to its end.
func (o sorted) unindexed() string {
	if o.Kind == Number || o.Kind == Time {
		return "(" + o.Column + " + 0)"
	}
	return "(" + o.Column + " || '')"
}

// orderOf reads "dueTime desc"; the first declared order is the default, as it stands.
func orderOf(asked string, orders []Order, descByDefault bool) (sorted, error) {
	asked = strings.TrimSpace(asked)
	if asked == "" {
		return sorted{orders[0], descByDefault}, nil
	}
	name, direction, _ := strings.Cut(asked, " ")
	direction = strings.ToLower(strings.TrimSpace(direction))
	i := slices.IndexFunc(orders, func(o Order) bool { return o.Name == camel(name) })
	if i < 0 || direction != "" && direction != "asc" && direction != "desc" {
		return sorted{}, refused("orderBy", "ORDER_UNKNOWN", params{"order": asked, "orders": orderNames(orders)})
	}
	return sorted{orders[i], direction == "desc"}, nil
}

func orderNames(orders []Order) string {
	all := make([]string, len(orders))
	for i, o := range orders {
		all[i] = o.Name
	}
	return strings.Join(all, ", ")
}
