package exchange

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"hup.example/services/kit/module"
)

// said is what is told of a row: a refusal, or a warning.
type said struct {
	Refused
	line int
}

// repeated is a warning: where it was first said, and how often.
type repeated struct{ line, times int }

// mostWarnings bounds how many different warnings are kept of one file.
const mostWarnings = 1000

// sayings are what is told of a row. Of one that is refused only why it is: what else might be said of it does not matter yet.
func sayings(told []Refused, line int, became outcome) (all []said) {
	for _, t := range told {
		if became != refusedRow || !t.Warning {
			all = append(all, said{t, line})
		}
	}
	return all
}

// tell tells refusals at once and keeps warnings.
func (r *run[A, M]) tell(all []said) {
	for _, s := range all {
		if !s.Warning {
			r.told(module.Refusal{Line: s.line, Column: s.Column, Reason: s.Reason})
			continue
		}
		if known := r.warned[s.Refused]; known != nil {
			known.times++
		} else if len(r.warned) < mostWarnings {
			r.warned[s.Refused] = &repeated{s.line, 1}
		}
	}
}

// warnings tells what was made of cells that went in, each saying once, in the order of the file.
func (r *run[A, M]) warnings() {
	first := func(a, b Refused) int {
		return cmp.Or(r.warned[a].line-r.warned[b].line, cmp.Compare(a.Column, b.Column), cmp.Compare(a.Reason, b.Reason))
	}
	for _, w := range slices.SortedFunc(maps.Keys(r.warned), first) {
		reason := w.Reason
		if n := r.warned[w].times; n > 1 {
			reason = fmt.Sprintf("%s (%d lignes)", reason, n)
		}
		r.told(module.Refusal{Line: r.warned[w].line, Column: w.Column, Reason: reason, Warning: true})
	}
}
