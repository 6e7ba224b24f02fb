package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// ListAssetMatches answers the open requests that an asset fits, or nearly does.
func (s *LandRequests) ListAssetMatches(ctx context.Context, r *landv1.ListAssetMatchesRequest) (*landv1.ListAssetMatchesResponse, error) {
	view := s.Store.View(ctx)
	assets, err := s.Matching.Assets(view, []string{r.GetAssetId()})
	if err != nil {
		return nil, err
	}
	if len(assets) == 0 {
		return nil, errs.NotFound("asset")
	}
	waiting, err := store.WaitingSeen(view, assets[0], requestScope(view.Actor))
	if err != nil {
		return nil, err
	}
	found := domain.SuitedBy(assets[0], waiting)
	list := page.Computed[*domain.Suited]{Name: "asset_matches", Of: r.GetAssetId(), Place: func(f *domain.Suited) (int64, string) { return f.Rank(), f.MatchID }}
	shown, next, err := list.Slice(view, s.Signer, found, r)
	if err != nil {
		return nil, err
	}
	w := s.words(ctx)
	answer := &landv1.ListAssetMatchesResponse{NextPageToken: next, Sentence: w.Say("asset_matches.none", nil)}
	if len(found) > 0 {
		answer.Sentence = counted(w, "asset_matches.some", len(found))
	}
	for _, f := range shown {
		m, listed := domain.TellMatch(w, f.Request, assets[0]), summaryOf(f.Request.State)
		listed.AllowedActions = domain.RequestActions(listed.GetStatus(), view.Actor)
		s.Present.Complete(ctx, listed, 0)
		s.Present.Complete(ctx, m, 0)
		s.label(ctx, m.GetAsset())
		answer.Matches = append(answer.Matches, &landv1.RequestMatch{LandRequest: listed, Match: m})
	}
	return answer, page.Trim(answer.GetMatches(), r.GetFields())
}

// summaryOf is the request as lists show it: its fields of the same numbers.
func summaryOf(r *landv1.LandRequest) *landv1.ListedLandRequest {
	listed := &landv1.ListedLandRequest{}
	record, err := proto.Marshal(r)
	if err == nil {
		err = proto.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(record, listed)
	}
	if err != nil {
		panic(err) // a message reads itself; a test of the lists holds the numbers
	}
	return listed
}
