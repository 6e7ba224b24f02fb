package domain

import (
	"fmt"
	"slices"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// The years of the path. Source: loi 2021-1104, article 191, sets two points: in the ten years after the law half of what was used up
// in the ten years before, counted from 2021 to 2030, and no net artificialisation in 2050. That the first ten years are alike, and that
// the ceiling of a year then falls in a straight line, is ours: the law leaves what lies between to the planning documents.
const (
	pathStart    = 2021
	envelopeEnd  = 2030
	pathEnd      = 2050
	envelopeSpan = envelopeEnd - pathStart + 1
)

// Posted is the sum of the postings of a year on an account.
type Posted struct {
	Account landv1.ZanAccount
	Year    int32
	AreaM2  int64
}

// BalanceOf is the balance that the postings up to a day make.
func BalanceOf(w Words, day string, posted []Posted) *landv1.ZanBalance {
	sums := map[landv1.ZanAccount]int64{}
	net := map[int32]int64{}
	b := &landv1.ZanBalance{AsOfDate: day, Formula: w.Say("zan.formula", nil)}
	for _, p := range posted {
		sums[p.Account] += p.AreaM2
		b.SumM2 += p.AreaM2
		if p.Account == consumed || p.Account == restored {
			net[p.Year] += p.AreaM2 // what is given back stands on its account with a minus
		}
	}
	for _, account := range []landv1.ZanAccount{allotment, envelope, consumed, restored} {
		b.Accounts = append(b.Accounts, &landv1.ZanPosting{Account: account, AreaM2: sums[account]})
	}
	b.BudgetM2, b.ConsumedM2, b.RestoredM2, b.RemainingM2 = -sums[allotment], sums[consumed], -sums[restored], sums[envelope]
	b.Exceeded = b.RemainingM2 < 0
	if b.BudgetM2 > 0 {
		b.UsedPermille = int32(1000 * (b.ConsumedM2 - b.RestoredM2) / b.BudgetM2)
	}
	b.Path, b.Sentence = path(b.BudgetM2, net), sentenceOf(w, b)
	return b
}

// path is year by year what was used up and the most that was allowed.
func path(budget int64, net map[int32]int64) (years []*landv1.ZanPathYear) {
	cumulated := int64(0)
	for year := int32(pathStart); year <= pathEnd; year++ {
		cumulated += net[year]
		years = append(years, &landv1.ZanPathYear{Year: year, NetM2: net[year], CumulatedNetM2: cumulated, CumulatedCeilingM2: ceiling(budget, year)})
	}
	return years
}

// ceiling is the most that may be used up from 2021 to the end of a year.
func ceiling(budget int64, year int32) int64 {
	if year <= envelopeEnd {
		return budget * int64(year-pathStart+1) / envelopeSpan
	}
	after, span := int64(year-envelopeEnd), int64(pathEnd-envelopeEnd)
	// The ceilings of the years 1 to n after the envelope are a/span of its yearly part for a = span-1 down to 0.
	parts := after*span - after*(after+1)/2
	return budget + budget*parts/(envelopeSpan*span)
}

func sentenceOf(w Words, b *landv1.ZanBalance) string {
	key := "zan.remaining"
	switch {
	case b.GetBudgetM2() == 0:
		key = "zan.no_budget"
	case b.GetExceeded():
		key = "zan.exceeded"
	}
	return w.Say(key, facts{
		"budget": hectares(w, b.GetBudgetM2()), "remaining": hectares(w, b.GetRemainingM2()), "over": hectares(w, -b.GetRemainingM2()),
		"consumed": hectares(w, b.GetConsumedM2()), "restored": hectares(w, b.GetRestoredM2()),
	})
}

// Add is the postings with those of more entries up to the day.
func Add(posted []Posted, entries []*landv1.ZanEntry, day string) []Posted {
	all := slices.Clone(posted)
	for _, e := range entries {
		if e.GetEntryDate() > day {
			continue
		}
		for _, p := range Postings(e) {
			all = append(all, Posted{Account: p.GetAccount(), Year: yearOf(e.GetEntryDate()), AreaM2: p.GetAreaM2()})
		}
	}
	return all
}

func yearOf(day string) (year int32) {
	_, _ = fmt.Sscanf(day, "%d-", &year) // the day was checked before
	return year
}

// Difference says what more entries change.
func Difference(w Words, before, after *landv1.ZanBalance) string {
	sentence := w.Say("zan.difference", facts{"before": hectares(w, before.GetRemainingM2()), "after": hectares(w, after.GetRemainingM2())})
	if after.GetExceeded() && !before.GetExceeded() {
		return sentence + " " + w.Say("zan.would_exceed", nil)
	}
	return sentence
}
