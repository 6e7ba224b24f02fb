package rpc

import (
	"context"
	"strconv"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// ZanEntries answers ZanEntryService.
type ZanEntries struct {
	landv1.UnimplementedZanEntryServiceServer
	Deps
	Append app.AppendEntry
}

// GetZanEntry answers one entry: the ledger is for all who work in the territory.
func (s *ZanEntries) GetZanEntry(ctx context.Context, r *landv1.GetZanEntryRequest) (*landv1.ZanEntry, error) {
	view := s.Store.View(ctx)
	e, err := store.ZanEntries.Get(view, r.GetZanEntryId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, e), nil
}

// ListZanEntries lists the ledger.
func (s *ZanEntries) ListZanEntries(ctx context.Context, r *landv1.ListZanEntriesRequest) (*landv1.ListZanEntriesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.ZanEntries, store.ZanEntryList, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListZanEntriesResponse{NextPageToken: next}
	for _, e := range found {
		answer.ZanEntries = append(answer.ZanEntries, s.answer(ctx, view.Actor, e))
	}
	return answer, page.Trim(answer.GetZanEntries(), r.GetFields())
}

// CreateZanEntry appends an entry.
func (s *ZanEntries) CreateZanEntry(ctx context.Context, r *landv1.CreateZanEntryRequest) (*landv1.ZanEntry, error) {
	said := clearOutput(r.GetZanEntry())
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*landv1.ZanEntry, error) {
		if err := s.refer(&tx.View, said); err != nil {
			return nil, err
		}
		e, err := s.Append.Do(tx, proto.Clone(said).(*landv1.ZanEntry))
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, e), nil
	})
}

// refer checks that what the entry names is there, and may be seen.
func (s *ZanEntries) refer(v *kit.View, said *landv1.ZanEntry) error {
	if said.GetAssetId() != "" {
		found, err := store.Assets(v, []string{said.GetAssetId()})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "assetId", Reason: "ASSET_UNKNOWN"})
		}
	}
	if said.GetLandSaleId() == "" {
		return nil
	}
	_, err := store.LandSales.Get(v, said.GetLandSaleId())
	if errs.Is(err, "NOT_FOUND") {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "landSaleId", Reason: "SALE_UNKNOWN"})
	}
	return err
}

// ReverseZanEntry appends the entry that undoes another.
func (s *ZanEntries) ReverseZanEntry(ctx context.Context, r *landv1.ReverseZanEntryRequest) (*landv1.ZanEntry, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*landv1.ZanEntry, error) {
		e, err := s.Append.Reverse(tx, r.GetZanEntryId(), r.GetDescription())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, e), nil
	})
}

// SimulateZanEntries answers the balance as it would be. It only reads.
func (s *ZanEntries) SimulateZanEntries(ctx context.Context, r *landv1.SimulateZanEntriesRequest) (*landv1.SimulateZanEntriesResponse, error) {
	view := s.Store.View(ctx)
	day := r.GetAsOfDate()
	if day == "" {
		day = domain.EnvelopeEnd
	}
	var bad []errs.Field
	for i, said := range r.GetZanEntries() {
		bad = append(bad, domain.PlannedFaults("zanEntries["+strconv.Itoa(i)+"].", said)...)
	}
	if len(bad) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", bad...)
	}
	posted, err := store.Posted(view, day)
	if err != nil {
		return nil, err
	}
	w := s.words(ctx)
	before, after := domain.BalanceOf(w, day, posted), domain.BalanceOf(w, day, domain.Add(posted, r.GetZanEntries(), day))
	return &landv1.SimulateZanEntriesResponse{Before: before, After: after, Sentence: domain.Difference(w, before, after)}, nil
}

// GetZanBalance answers where the ledger stands on a day.
func (s *ZanEntries) GetZanBalance(ctx context.Context, r *landv1.GetZanBalanceRequest) (*landv1.ZanBalance, error) {
	view := s.Store.View(ctx)
	day := r.GetAsOfDate()
	if day == "" {
		day = calendar.DayOf(view.Now).String()
	}
	posted, err := store.Posted(view, day)
	if err != nil {
		return nil, err
	}
	return domain.BalanceOf(s.words(ctx), day, posted), nil
}

// answer is the entry as this caller sees it.
func (s *ZanEntries) answer(ctx context.Context, a actor.Actor, e *domain.ZanEntry) *landv1.ZanEntry {
	seen := present.Resource(ctx, s.Present, e.State, e.Version)
	seen.AllowedActions = e.Allowed(a)
	return seen
}
