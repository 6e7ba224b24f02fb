package rpc

import (
	"context"
	"fmt"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
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
	found := s.fitting(view, assets[0], waiting)
	list := page.Computed[*landv1.RequestMatch]{Name: "asset_matches", Of: r.GetAssetId(), Place: func(m *landv1.RequestMatch) (int64, string) {
		return domain.Rank(m.GetMatch()), m.GetMatch().GetMatchId()
	}}
	shown, next, err := list.Slice(view, s.Signer, found, r)
	if err != nil {
		return nil, err
	}
	for _, m := range shown {
		s.Present.Complete(ctx, m.GetLandRequest(), 0)
		s.Present.Complete(ctx, m.GetMatch(), 0)
		s.label(ctx, m.GetMatch().GetAsset())
	}
	answer := &landv1.ListAssetMatchesResponse{Matches: shown, NextPageToken: next, Sentence: "Aucune demande en cours ne correspond à ce bien."}
	if len(found) > 0 {
		answer.Sentence = fmt.Sprintf("%s à ce bien, ou s'en approchent.", counted(len(found), "demande en cours correspond", "demandes en cours correspondent"))
	}
	return answer, page.Trim(shown, r.GetFields())
}

// fitting are the requests that the asset fits or nearly does, the best first.
func (s *LandRequests) fitting(v *kit.View, asset domain.Asset, waiting []*domain.LandRequest) (found []*landv1.RequestMatch) {
	of := map[string]*domain.LandRequest{}
	var matches []*landv1.Match
	for _, r := range waiting {
		if domain.Judge(r.State, asset).Outcome != domain.Excluded {
			m := domain.NewMatch(r, asset)
			of[m.GetMatchId()], matches = r, append(matches, m)
		}
	}
	domain.SortMatches(matches)
	for _, m := range matches {
		r := of[m.GetMatchId()]
		listed := summaryOf(r.State)
		listed.AllowedActions = domain.RequestActions(listed.GetStatus(), v.Actor)
		found = append(found, &landv1.RequestMatch{LandRequest: listed, Match: m})
	}
	return found
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
