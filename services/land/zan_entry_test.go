package land_test

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

const (
	zanBudget   = landv1.ZanEntryKind_ZAN_ENTRY_KIND_BUDGET
	zanConsumed = landv1.ZanEntryKind_ZAN_ENTRY_KIND_CONSUMPTION
	zanRestored = landv1.ZanEntryKind_ZAN_ENTRY_KIND_RESTORATION
)

func entry(kind landv1.ZanEntryKind, day string, areaM2 int32) *landv1.ZanEntry {
	return &landv1.ZanEntry{Kind: kind, EntryDate: day, AreaM2: areaM2, LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_DEED}
}

func (b *bench) enter(e *landv1.ZanEntry) (*landv1.ZanEntry, error) {
	return b.Zan.CreateZanEntry(b.as("agglo"), &landv1.CreateZanEntryRequest{ZanEntry: e})
}

func (b *bench) zanBalance(day string) *landv1.ZanBalance {
	b.t.Helper()
	return must[*landv1.ZanBalance](b.t)(b.Zan.GetZanBalance(b.as("agglo"), &landv1.GetZanBalanceRequest{AsOfDate: day}))
}

func (b *bench) count(query string) (n int) {
	b.t.Helper()
	if err := b.store.DB().Read().QueryRow(b.t.Context(), query).Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}

func TestZanLedger_balancesSimulatesAndReverses(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		must[*landv1.ZanEntry](t)(b.enter(entry(zanBudget, "2021-08-22", 800_000)))
		used := must[*landv1.ZanEntry](t)(b.enter(entry(zanConsumed, "2023-05-02", 120_000)))
		must[*landv1.ZanEntry](t)(b.enter(entry(zanRestored, "2025-02-01", 20_000)))
		got := b.zanBalance("")
		if got.GetBudgetM2() != 800_000 || got.GetConsumedM2() != 120_000 || got.GetRestoredM2() != 20_000 || got.GetRemainingM2() != 700_000 || got.GetUsedPermille() != 125 || got.GetSumM2() != 0 {
			t.Errorf("%v", got)
		}
		if got.GetSentence() != "Il reste 70 ha sur 80 ha ; 12 ha consommés, 2 ha renaturés." {
			t.Error(got.GetSentence())
		}
		years := map[int32]*landv1.ZanPathYear{}
		for _, y := range got.GetPath() {
			years[y.GetYear()] = y
		}
		if len(years) != 30 || years[2023].GetCumulatedNetM2() != 120_000 || years[2030].GetCumulatedCeilingM2() != 800_000 || years[2031].GetCumulatedCeilingM2() != 876_000 ||
			years[2050].GetCumulatedCeilingM2() != years[2049].GetCumulatedCeilingM2() {
			t.Errorf("%v", got.GetPath())
		}
		if before := b.zanBalance("2023-05-01"); before.GetConsumedM2() != 0 {
			t.Errorf("on the day before %v", before)
		}
		rows := b.count(`SELECT (SELECT count(*) FROM zan_entry) + (SELECT count(*) FROM zan_posting) + (SELECT count(*) FROM journal)`)
		what := must[*landv1.SimulateZanEntriesResponse](t)(b.Zan.SimulateZanEntries(b.as("agglo"), &landv1.SimulateZanEntriesRequest{ZanEntries: []*landv1.ZanEntry{
			entry(zanConsumed, "2028-01-01", 750_000), entry(zanConsumed, "2031-01-01", 1),
		}}))
		if what.GetBefore().GetRemainingM2() != 700_000 || what.GetAfter().GetRemainingM2() != -50_000 || !what.GetAfter().GetExceeded() || !strings.Contains(what.GetSentence(), "dépassée") {
			t.Errorf("%v", what)
		}
		if after := b.count(`SELECT (SELECT count(*) FROM zan_entry) + (SELECT count(*) FROM zan_posting) + (SELECT count(*) FROM journal)`); after != rows {
			t.Errorf("a simulation writes %d rows", after-rows)
		}
		undo := &landv1.ReverseZanEntryRequest{ZanEntryId: used.GetZanEntryId(), Description: "Saisie deux fois."}
		undone := must[*landv1.ZanEntry](t)(b.Zan.ReverseZanEntry(b.as("agglo"), undo))
		if undone.GetReversesEntryId() != used.GetZanEntryId() || undone.GetKindLabel() != "Contre-passation" || b.zanBalance("").GetConsumedM2() != 0 {
			t.Errorf("%v, %v", undone, b.zanBalance(""))
		}
		for _, again := range []string{used.GetZanEntryId(), undone.GetZanEntryId()} {
			if _, err := b.Zan.ReverseZanEntry(b.as("agglo"), &landv1.ReverseZanEntryRequest{ZanEntryId: again}); !errs.Is(err, "ENTRY_REVERSED") {
				t.Errorf("undone again: %v", err)
			}
		}
		for what, bad := range map[string]*landv1.ZanEntry{
			"before the ledger": entry(zanConsumed, "2020-12-31", 1), "to come": entry(zanConsumed, "2027-01-01", 1), "no day": entry(zanConsumed, "2026-02-30", 1),
			"a reversal by hand": entry(landv1.ZanEntryKind_ZAN_ENTRY_KIND_REVERSAL, "2026-01-01", 1),
			"of no asset":        {Kind: zanConsumed, EntryDate: "2026-01-01", AreaM2: 1, AssetId: "plt_00000000000000000000000000"},
		} {
			if _, err := b.enter(bad); !errs.Is(err, "INVALID_FIELDS") {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// Whatever is entered and undone, the accounts add up to zero, and the balance is what a naive count says.
func TestZanLedger_alwaysAddsUpToZero(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	var entries []*landv1.ZanEntry
	remaining := int64(0)
	rapid.Check(t, func(t *rapid.T) {
		undo := len(entries) > 0 && rapid.IntRange(0, 3).Draw(t, "undo") == 0
		if undo {
			of := rapid.SampledFrom(entries).Draw(t, "of")
			_, err := b.Zan.ReverseZanEntry(b.as("agglo"), &landv1.ReverseZanEntryRequest{ZanEntryId: of.GetZanEntryId()})
			switch {
			case err == nil:
				remaining -= sign(of.GetKind()) * int64(of.GetAreaM2())
			case !errs.Is(err, "ENTRY_REVERSED"):
				t.Fatal(err)
			}
		} else {
			kind := rapid.SampledFrom([]landv1.ZanEntryKind{zanBudget, zanConsumed, zanRestored}).Draw(t, "kind")
			made, err := b.enter(entry(kind, rapid.SampledFrom([]string{"2021-01-01", "2024-06-30", "2026-11-23"}).Draw(t, "day"), rapid.Int32Range(1, 100_000_000).Draw(t, "area")))
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, made)
			remaining += sign(kind) * int64(made.GetAreaM2())
		}
		if got := b.zanBalance(""); got.GetSumM2() != 0 || got.GetRemainingM2() != remaining {
			t.Fatalf("%d m² remain of %d, the accounts add up to %d", got.GetRemainingM2(), remaining, got.GetSumM2())
		}
		if sum := b.count(`SELECT sum(area_m2) FROM zan_posting`); sum != 0 {
			t.Fatalf("the postings add up to %d", sum)
		}
	})
}

// sign is what an entry does to what remains.
func sign(kind landv1.ZanEntryKind) int64 {
	if kind == zanConsumed {
		return -1
	}
	return 1
}

// Entries that are appended and undone at once are all there, and each is undone once.
func TestZanLedger_keepsWhatManyAppendAtOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		undone := must[*landv1.ZanEntry](t)(b.enter(entry(zanBudget, "2021-08-22", 1000))).GetZanEntryId()
		var mu sync.Mutex
		times := 0
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				if _, err := b.enter(entry(zanConsumed, "2026-01-01", 7)); err != nil {
					t.Error(err)
				}
				_, err := b.Zan.ReverseZanEntry(b.as("agglo"), &landv1.ReverseZanEntryRequest{ZanEntryId: undone})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					times++
				} else if !errs.Is(err, "ENTRY_REVERSED") {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := b.zanBalance(""); times != 1 || got.GetConsumedM2() != 280 || got.GetBudgetM2() != 0 || got.GetSumM2() != 0 {
			t.Errorf("undone %d times; %v", times, got)
		}
	})
}
