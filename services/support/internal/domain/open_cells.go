package domain

import (
	"cmp"
	"maps"
	"slices"
)

// PublishedLeast is how many companies a published cell is of at least.
const PublishedLeast = 5

// OpenCell is what became of the referrals of a cell: a body, a subject or a commune in a time.
type OpenCell struct {
	Code string
	// Askers are the companies, or the cases of projects, that the referrals were sent for.
	Askers map[string]bool
	// Sent are all; the others are among them.
	Sent, InTime, Unanswered, Paused int64
	// PausedDays are the business days that pauses added.
	PausedDays int64
	// Cells is how many cells the row is the sum of; 0 when it is one cell.
	Cells int
}

// Add counts what another cell counts.
func (c *OpenCell) Add(o OpenCell) {
	if c.Askers == nil {
		c.Askers = map[string]bool{}
	}
	maps.Copy(c.Askers, o.Askers)
	c.Sent, c.InTime, c.Unanswered = c.Sent+o.Sent, c.InTime+o.InTime, c.Unanswered+o.Unanswered
	c.Paused, c.PausedDays = c.Paused+o.Paused, c.PausedDays+o.PausedDays
}

// Publishable are the rows of a table that may be told beside their sum. A cell of too few companies is told only as part
// of one group; the group takes in the next smallest cells until it is of two cells and enough companies, for the sum less
// the cells that are told is exactly the group. A table that is of too few companies as a whole has no row.
func Publishable(cells []OpenCell) []OpenCell {
	sorted := slices.SortedFunc(slices.Values(cells), func(a, b OpenCell) int {
		return cmp.Or(cmp.Compare(len(a.Askers), len(b.Askers)), cmp.Compare(a.Code, b.Code))
	})
	var group OpenCell
	for group.Cells < len(sorted) {
		next := sorted[group.Cells]
		whole := group.Cells == 0 || group.Cells > 1 && len(group.Askers) >= PublishedLeast
		if whole && len(next.Askers) >= PublishedLeast {
			break
		}
		group.Add(next)
		group.Cells++
	}
	told := sorted[group.Cells:]
	slices.SortFunc(told, func(a, b OpenCell) int { return cmp.Compare(a.Code, b.Code) })
	if group.Cells > 0 && len(group.Askers) >= PublishedLeast {
		told = append(told, group)
	}
	return told
}
