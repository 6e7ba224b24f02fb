package store

import (
	"strconv"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// ZanEntries is the table of the entries of the ZAN ledger.
var ZanEntries = kit.Table[*domain.ZanEntry, *landv1.ZanEntry]{
	Name: "zan_entry", Kind: "zan_entry", Taken: "ENTRY_REVERSED",
	Columns: []kit.Column[*domain.ZanEntry]{
		{Name: "kind", Value: func(e *domain.ZanEntry) any { return e.State.GetKind().String() }},
		{Name: "legal_reason", Value: func(e *domain.ZanEntry) any { return e.State.GetLegalReason().String() }},
		{Name: "asset_id", Value: func(e *domain.ZanEntry) any { return e.State.GetAssetId() }},
		{Name: "land_sale_id", Value: func(e *domain.ZanEntry) any { return e.State.GetLandSaleId() }},
		{Name: "reverses_entry_id", Value: func(e *domain.ZanEntry) any { return orNull(e.State.GetReversesEntryId()) }},
		{Name: "entry_on", Value: func(e *domain.ZanEntry) any { return e.State.GetEntryDate() }},
		{Name: "created_us", Value: func(e *domain.ZanEntry) any { return clock.Micros(e.State.GetCreatedTime().AsTime()) }},
	},
	Encode: func(e *domain.ZanEntry) *landv1.ZanEntry { return e.State },
	Decode: func(m *landv1.ZanEntry) *domain.ZanEntry { return &domain.ZanEntry{State: m} },
	Project: func(tx *kit.Tx, e *domain.ZanEntry) error {
		var rows [][]any
		for _, p := range e.State.GetPostings() {
			rows = append(rows, []any{p.GetAccount().String(), e.State.GetEntryDate(), p.GetAreaM2()})
		}
		return postings.Set(tx, e.ID, rows)
	},
}.Open()

var postings = kit.Children{Table: "zan_posting", Owner: "zan_entry_id", Columns: []string{"account", "entry_on", "area_m2"}}.Open()

// ZanEntryList is how the entries are listed.
var ZanEntryList = &page.List{
	Name: "zan_entries", Kind: "zan_entry", From: "zan_entry t",
	Fields: []page.Field{
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "legalReason", Column: "t.legal_reason", Kind: page.Enum},
		{Name: "assetId", Column: "t.asset_id"},
		{Name: "landSaleId", Column: "t.land_sale_id"},
		{Name: "reversesEntryId", Column: "t.reverses_entry_id"},
		{Name: "entryDate", Column: "t.entry_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "entryDate", Column: "t.entry_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Descending: true,
}

const selectPosted = `SELECT account, substr(entry_on, 1, 4), CAST(sum(area_m2) AS bigint) FROM zan_posting
 WHERE territory = $1 AND entry_on <= $2 GROUP BY account, substr(entry_on, 1, 4) ORDER BY account, substr(entry_on, 1, 4)`

// Posted are the sums of the ledger up to a day, by account and year.
func Posted(v *kit.View, until string) (sums []domain.Posted, err error) {
	rows, err := v.Query(v.Ctx, selectPosted, v.Actor.Territory, until)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var account, year string
		var sum domain.Posted
		if err := rows.Scan(&account, &year, &sum.AreaM2); err != nil {
			return nil, err
		}
		n, err := strconv.Atoi(year)
		if err != nil {
			return nil, err
		}
		sum.Account, sum.Year = landv1.ZanAccount(landv1.ZanAccount_value[account]), int32(n)
		sums = append(sums, sum)
	}
	return sums, rows.Err()
}
