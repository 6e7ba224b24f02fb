package app

import (
	"slices"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// MatchRequest holds the register against a request.
type MatchRequest struct {
	// Candidates shows the best the assets within reach, Joinable are plots too small alone, Assets those with the ids; all as the
	// actor may see them.
	Candidates func(v *store.View, reach domain.Reach, best *domain.Best) error
	Joinable   func(v *store.View, reach domain.Reach) ([]domain.Asset, error)
	Assets     func(v *store.View, ids []string) ([]domain.Asset, error)
	// Answered are the matches that somebody kept or refused.
	Answered func(v *store.View, requestID string) ([]*domain.Match, error)
}

// Matched is what was found for a request, the best first, and what was answered before.
type Matched struct {
	Found    []*domain.Found
	request  *domain.LandRequest
	answered []*domain.Match
}

// Do finds the assets that fit or nearly do: computed now, from all of the register. What was refused is not proposed again; what was
// kept stays while it can be had.
func (u MatchRequest) Do(v *store.View, r *domain.LandRequest) (*Matched, error) {
	answered, err := u.Answered(v, r.ID)
	if err != nil {
		return nil, err
	}
	refused := map[string]bool{}
	for _, m := range answered {
		refused[m.ID] = m.State.GetStatus() == landv1.MatchStatus_MATCH_STATUS_REFUSED
	}
	best, reach := domain.NewBest(r, refused), domain.ReachOf(r.State)
	if err := u.Candidates(v, reach, best); err != nil {
		return nil, err
	}
	if err := u.join(v, r, reach, best); err != nil {
		return nil, err
	}
	for _, m := range answered {
		if m.State.GetStatus() != landv1.MatchStatus_MATCH_STATUS_KEPT {
			continue
		}
		kept, err := u.Asset(v, domain.AssetIDs(m.State))
		if err != nil {
			return nil, err
		}
		if kept != nil && kept.OnMarket {
			best.Keep(*kept)
		}
	}
	return &Matched{best.Found(), r, answered}, nil
}

// join shows pairs of plots, too, unless as many as are shown fit alone: those are simpler to have.
func (u MatchRequest) join(v *store.View, r *domain.LandRequest, reach domain.Reach, best *domain.Best) error {
	if best.AllFit() {
		return nil
	}
	small, err := u.Joinable(v, reach)
	if err != nil {
		return err
	}
	for _, pair := range joined(r, small) {
		best.Add(pair)
	}
	return nil
}

// Asset is the asset of a match, both when it is two; nil when one of them is not there for the actor.
func (u MatchRequest) Asset(v *store.View, assetIDs []string) (*domain.Asset, error) {
	found, err := u.Assets(v, assetIDs)
	switch {
	case err != nil || len(found) < len(assetIDs):
		return nil, err
	case len(found) == 2:
		pair := domain.Join(found[0], found[1])
		pair.OnMarket = found[0].OnMarket && found[1].OnMarket
		return &pair, nil
	}
	return &found[0], nil
}

// Tell is some of what was found in words, read from the records.
func (u MatchRequest) Tell(w domain.Words, v *store.View, m *Matched, some []*domain.Found) (told []*landv1.Match, err error) {
	var assetIDs []string
	for _, f := range some {
		assetIDs = append(assetIDs, f.Asset.IDs()...)
	}
	read, err := u.Assets(v, assetIDs)
	if err != nil {
		return nil, err
	}
	of := map[string]domain.Asset{}
	for _, a := range read {
		of[a.ID] = a
	}
	for _, f := range some {
		asset, there := of[f.Asset.IDs()[0]]
		if len(f.Asset.Joined) > 0 {
			asset = f.Asset
		}
		if !there {
			continue // it went this moment
		}
		match := domain.TellMatch(w, m.request, asset)
		for _, answered := range m.answered {
			if answered.ID == match.GetMatchId() {
				answered.Recall(match)
			}
		}
		told = append(told, match)
	}
	return told, nil
}

// mostJoined bounds how many pairs of neighbours are proposed.
const mostJoined = 50

// joined are pairs of neighbouring plots that fit together, each too small alone.
func joined(r *domain.LandRequest, small []domain.Asset) (pairs []domain.Asset) {
	asked := domain.NewAsked(r.State)
	slices.SortFunc(small, func(a, b domain.Asset) int { return strings.Compare(a.ID, b.ID) })
	for i, a := range small {
		for _, b := range small[i+1:] {
			if !domain.Neighbours(a, b) {
				continue
			}
			if pair := domain.Join(a, b); pair.Completes(r.State) && asked.Judge(&pair).Outcome == domain.Fits {
				pairs = append(pairs, pair)
			}
			if len(pairs) == mostJoined {
				return pairs
			}
		}
	}
	return pairs
}
