package domain_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"hup.example/services/support/internal/domain"
)

// TestPublishable_tellsNoFewCompaniesNotEvenByDifference: whatever the table, each row told, and what is left of the sum when
// all rows that name a cell are taken from it, is of enough companies; nothing is told that is not there.
func TestPublishable_tellsNoFewCompaniesNotEvenByDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := make([]domain.OpenCell, rapid.IntRange(0, 8).Draw(t, "cells"))
		var sum domain.OpenCell
		for i := range cells {
			cells[i] = domain.OpenCell{Code: fmt.Sprintf("c%d", i), Askers: map[string]bool{}}
			for range rapid.IntRange(1, 9).Draw(t, "referrals") {
				asker := fmt.Sprintf("com_%d", rapid.IntRange(0, 12).Draw(t, "company"))
				cells[i].Add(domain.OpenCell{Askers: map[string]bool{asker: true}, Sent: 1, InTime: int64(rapid.IntRange(0, 1).Draw(t, "in time"))})
			}
			sum.Add(cells[i])
		}
		told := domain.Publishable(cells)
		named, rest := 0, sum
		for _, row := range told {
			if len(row.Askers) < domain.PublishedLeast {
				t.Fatalf("%s is of %d companies", row.Code, len(row.Askers))
			}
			if row.Cells == 0 {
				named++
				rest.Sent, rest.InTime = rest.Sent-row.Sent, rest.InTime-row.InTime
			}
		}
		hidden := domain.OpenCell{}
		for _, c := range cells {
			if !tells(told, c.Code) {
				hidden.Add(c)
			}
		}
		if rest.Sent != hidden.Sent || rest.InTime != hidden.InTime {
			t.Fatalf("the sum less what is told is %d of %d, and what is hidden %d of %d", rest.InTime, rest.Sent, hidden.InTime, hidden.Sent)
		}
		if len(sum.Askers) < domain.PublishedLeast {
			return // the sum itself is not told
		}
		if left := len(cells) - named; left == 1 || left > 0 && len(hidden.Askers) < domain.PublishedLeast {
			t.Fatalf("the difference is of %d cells and %d companies", left, len(hidden.Askers))
		}
	})
}

// tells is whether a cell has a row of its own.
func tells(told []domain.OpenCell, code string) bool {
	for _, row := range told {
		if row.Code == code && row.Cells == 0 {
			return true
		}
	}
	return false
}

// TestPublishable_hidesNoMoreThanItMust: a table without a small cell is told whole, and one small cell takes in one more.
func TestPublishable_hidesNoMoreThanItMust(t *testing.T) {
	of := func(code string, companies int) domain.OpenCell {
		c := domain.OpenCell{Code: code}
		for i := range companies {
			c.Add(domain.OpenCell{Askers: map[string]bool{fmt.Sprintf("%s%d", code, i): true}, Sent: 1})
		}
		return c
	}
	if told := domain.Publishable([]domain.OpenCell{of("cci", 5), of("cma", 9)}); len(told) != 2 || told[1].Code != "cma" {
		t.Errorf("%v", told)
	}
	told := domain.Publishable([]domain.OpenCell{of("cci", 5), of("cma", 9), of("adie", 4)})
	if len(told) != 2 || told[0].Code != "cma" || told[1].Cells != 2 || told[1].Sent != 9 {
		t.Errorf("%v", told)
	}
	if told := domain.Publishable([]domain.OpenCell{of("cci", 2), of("cma", 2)}); len(told) > 0 {
		t.Errorf("four companies in all, and told: %v", told)
	}
}
