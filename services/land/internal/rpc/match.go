package rpc

import (
	"context"
	"slices"

	"google.golang.org/grpc/codes"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// ListMatches answers the assets that fit the request or nearly do, computed now.
func (s *LandRequests) ListMatches(ctx context.Context, r *landv1.ListMatchesRequest) (*landv1.ListMatchesResponse, error) {
	view := s.Store.View(ctx)
	request, err := s.visible(view, r.GetLandRequestId())
	if err != nil {
		return nil, err
	}
	matched, err := s.Matching.Do(view, request)
	if err != nil {
		return nil, err
	}
	list := page.Computed[*domain.Found]{Name: "matches", Of: request.ID, Place: func(f *domain.Found) (int64, string) { return f.Rank(), f.Key() }}
	shown, next, err := list.Slice(view, s.Signer, matched.Found, r)
	if err != nil {
		return nil, err
	}
	told, err := s.Matching.Tell(s.words(ctx), view, matched, shown)
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListMatchesResponse{NextPageToken: next}
	answer.NothingNow, answer.Sentence = summary(s.words(ctx), matched.Found)
	for _, m := range told {
		answer.Matches = append(answer.Matches, s.match(ctx, view, request, m))
	}
	return answer, page.Trim(answer.GetMatches(), r.GetFields())
}

// summary says over all matches how many fit.
func summary(w domain.Words, found []*domain.Found) (nothing bool, sentence string) {
	near := 0
	for _, f := range found {
		if f.Fit.Outcome == domain.Near {
			near++
		}
	}
	fits := len(found) - near
	switch {
	case len(found) == 0:
		return true, w.Say("matches.none", nil)
	case fits == 0:
		return true, counted(w, "matches.near_only", near)
	case fits >= domain.MostMatches:
		return false, counted(w, "matches.most", fits)
	case near == 0:
		return false, counted(w, "matches.fit", fits) + "."
	}
	return false, counted(w, "matches.fit", fits) + ", " + counted(w, "matches.near", near) + "."
}

// counted is a sentence on so many.
func counted(w domain.Words, key string, n int) string {
	return w.Say(key, map[string]string{"count": w.Number(int64(n))})
}

// KeepMatch keeps a match for the selection.
func (s *LandRequests) KeepMatch(ctx context.Context, r *landv1.KeepMatchRequest) (*landv1.Match, error) {
	return s.answerMatch(ctx, r.GetLandRequestId(), r.GetMatchId(), func(tx *kit.Tx, request *domain.LandRequest, m *domain.Match) error {
		return m.Keep(tx.Actor, request, r.GetReasonNote(), tx.Now)
	})
}

// RefuseMatch sets a match aside, with a reason.
func (s *LandRequests) RefuseMatch(ctx context.Context, r *landv1.RefuseMatchRequest) (*landv1.Match, error) {
	return s.answerMatch(ctx, r.GetLandRequestId(), r.GetMatchId(), func(tx *kit.Tx, request *domain.LandRequest, m *domain.Match) error {
		return m.Refuse(tx.Actor, request, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

func (s *LandRequests) answerMatch(ctx context.Context, requestID, matchID string, command func(*kit.Tx, *domain.LandRequest, *domain.Match) error) (*landv1.Match, error) {
	if _, err := s.visible(s.Store.View(ctx), requestID); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*landv1.Match, error) {
		request, err := store.LandRequests.Get(tx, requestID)
		if err != nil {
			return nil, err
		}
		if !request.Open() {
			return nil, errs.State("REQUEST_CLOSED")
		}
		m, asset, err := s.matchOf(tx, request, matchID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, request, m); err != nil {
			return nil, err
		}
		if err := s.putMatch(tx, request, m); err != nil {
			return nil, err
		}
		told := domain.TellMatch(s.words(ctx), request, *asset)
		m.Recall(told)
		return s.match(ctx, &tx.View, request, told), nil
	})
}

// putMatch keeps the answer; a request that was only qualified is being searched for from now on.
func (s *LandRequests) putMatch(tx *kit.Tx, request *domain.LandRequest, m *domain.Match) error {
	if len(m.Facts()) == 0 {
		return nil // the same answer again
	}
	if err := store.Matches.Put(tx, m); err != nil {
		return err
	}
	if err := request.Search(tx.Now); err != nil || len(request.Facts()) == 0 {
		return err
	}
	return store.LandRequests.Put(tx, request)
}

// matchOf is the match as it was answered before, or as it is computed now, and its asset. An answered one is held against the request
// again: another may have seen more of the asset.
func (s *LandRequests) matchOf(tx *kit.Tx, request *domain.LandRequest, matchID string) (*domain.Match, *domain.Asset, error) {
	kept, err := store.Matches.Get(tx, matchID)
	if err != nil && !errs.Is(err, "NOT_FOUND") {
		return nil, nil, err
	}
	var assetIDs []string
	if answered := err == nil && kept.State.GetLandRequestId() == request.ID; answered {
		assetIDs = domain.AssetIDs(kept.State)
	} else {
		kept = nil
		matched, err := s.Matching.Do(&tx.View, request)
		if err != nil {
			return nil, nil, err
		}
		of := slices.IndexFunc(matched.Found, func(f *domain.Found) bool { return domain.MatchID(request.ID, f.Asset.IDs()...) == matchID })
		if of < 0 {
			return nil, nil, matchUnknown(matchID)
		}
		assetIDs = matched.Found[of].Asset.IDs()
	}
	asset, err := s.Matching.Asset(&tx.View, assetIDs)
	switch {
	case err != nil:
		return nil, nil, err
	case asset == nil:
		return nil, nil, matchUnknown(matchID)
	case kept == nil:
		return domain.FoundMatch(request, *asset, tx.Now), asset, nil
	}
	kept.Judge(request, *asset)
	return kept, asset, nil
}

func matchUnknown(matchID string) error {
	return (&errs.Error{Code: codes.NotFound, Reason: "MATCH_UNKNOWN"}).With("matchId", matchID)
}

// match is a match as this caller sees it.
func (s *LandRequests) match(ctx context.Context, v *kit.View, request *domain.LandRequest, m *landv1.Match) *landv1.Match {
	seen := present.Resource(ctx, s.Present, m, 0)
	for _, asset := range append(seen.GetJoinedAssets(), seen.GetAsset()) {
		s.label(ctx, asset)
	}
	if request.Open() {
		seen.AllowedActions = domain.MatchActions(m.GetStatus(), v.Actor)
	}
	return seen
}
