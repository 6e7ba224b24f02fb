package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// The first day of the ledger, and the last that the envelope covers. Source: loi 2021-1104, article 191 (2021 to 2031).
const (
	zanStart    = "2021-01-01"
	EnvelopeEnd = "2030-12-31"
)

// The kinds of entries, as short names.
const (
	zanBudget   = landv1.ZanEntryKind_ZAN_ENTRY_KIND_BUDGET
	zanConsumed = landv1.ZanEntryKind_ZAN_ENTRY_KIND_CONSUMPTION
	zanRestored = landv1.ZanEntryKind_ZAN_ENTRY_KIND_RESTORATION
	zanReversal = landv1.ZanEntryKind_ZAN_ENTRY_KIND_REVERSAL
)

// The accounts, as short names.
const (
	allotment = landv1.ZanAccount_ZAN_ACCOUNT_ALLOTMENT
	envelope  = landv1.ZanAccount_ZAN_ACCOUNT_ENVELOPE
	consumed  = landv1.ZanAccount_ZAN_ACCOUNT_CONSUMED
	restored  = landv1.ZanAccount_ZAN_ACCOUNT_RESTORED
)

// ZanEntry is one line of the ledger of land used up and given back. What it says never changes.
type ZanEntry struct {
	aggregate.Root
	// State is the entry.
	State *landv1.ZanEntry
}

// The facts an entry states.
type (
	// EntryAppended: the ledger has one more entry.
	EntryAppended struct{ Entry *landv1.ZanEntry }
	// EntryReversed: another entry undoes this one.
	EntryReversed struct{ Entry *landv1.ZanEntry }
)

// AppendEntry makes an entry out of what was said.
func AppendEntry(a actor.Actor, said *landv1.ZanEntry, now time.Time) (*ZanEntry, error) {
	if err := refused(EntryFaults("", said, now)); err != nil {
		return nil, err
	}
	return newEntry(a, said, Postings(said), now), nil
}

// EntryFaults are the bad fields of an entry; path comes before their names.
func EntryFaults(path string, said *landv1.ZanEntry, now time.Time) []errs.Field {
	return append(inOrder(nil, path+"entryDate", said.GetEntryDate(), "", now), PlannedFaults(path, said)...)
}

// PlannedFaults are the bad fields of an entry that may be of a day to come.
func PlannedFaults(path string, said *landv1.ZanEntry) (bad []errs.Field) {
	if said.GetEntryDate() != "" && said.GetEntryDate() < zanStart {
		bad = append(bad, errs.Field{Path: path + "entryDate", Reason: "ZAN_BEFORE_2021"})
	}
	if said.GetKind() == zanReversal {
		bad = append(bad, errs.Field{Path: path + "kind", Reason: "ZAN_REVERSAL_BY_CALL"})
	}
	return bad
}

func newEntry(a actor.Actor, said *landv1.ZanEntry, postings []*landv1.ZanPosting, now time.Time) *ZanEntry {
	e := &ZanEntry{Root: aggregate.Root{Territory: a.Territory, ID: id.New("zen")}, State: said}
	said.ZanEntryId, said.Postings, said.CreatedTime = e.ID, postings, timestamppb.New(now)
	if said.GetBodyId() == "" {
		said.BodyId = a.BodyID
	}
	e.Record(EntryAppended{said})
	return e
}

// Postings are the two sides of an entry: what one account gets, another gives.
func Postings(e *landv1.ZanEntry) []*landv1.ZanPosting {
	area := int64(e.GetAreaM2())
	switch e.GetKind() {
	case zanBudget:
		return transfer(allotment, envelope, area)
	case zanConsumed:
		return transfer(envelope, consumed, area)
	case zanRestored:
		return transfer(restored, envelope, area)
	}
	return nil
}

func transfer(from, to landv1.ZanAccount, areaM2 int64) []*landv1.ZanPosting {
	return []*landv1.ZanPosting{{Account: from, AreaM2: -areaM2}, {Account: to, AreaM2: areaM2}}
}

// Reverse makes the entry that undoes this one: the same accounts, the other way round, on the same day.
func (e *ZanEntry) Reverse(a actor.Actor, description string, now time.Time) (*ZanEntry, error) {
	if e.State.GetReversedByEntryId() != "" || e.State.GetKind() == zanReversal {
		return nil, errs.State("ENTRY_REVERSED").With("zanEntryId", e.ID)
	}
	var back []*landv1.ZanPosting
	for _, p := range e.State.GetPostings() {
		back = append(back, &landv1.ZanPosting{Account: p.GetAccount(), AreaM2: -p.GetAreaM2()})
	}
	undone := newEntry(a, &landv1.ZanEntry{
		Kind: zanReversal, EntryDate: e.State.GetEntryDate(), AreaM2: e.State.GetAreaM2(), AssetId: e.State.GetAssetId(), LandSaleId: e.State.GetLandSaleId(),
		LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_CORRECTION, ReversesEntryId: e.ID, Description: description,
	}, back, now)
	e.State.ReversedByEntryId = undone.ID
	e.Record(EntryReversed{e.State})
	return undone, nil
}

// Allowed are the actions that the actor may take.
func (e *ZanEntry) Allowed(a actor.Actor) []string {
	if e.State.GetReversedByEntryId() != "" || e.State.GetKind() == zanReversal || len(actions(a)) == 0 {
		return nil
	}
	return []string{"reverse"}
}
