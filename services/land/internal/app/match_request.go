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
	// Candidates are the assets within reach, Assets those with the ids; both as the actor may see them.
	Candidates func(v *store.View, reach domain.Reach) ([]domain.Asset, error)
	Assets     func(v *store.View, ids []string) ([]domain.Asset, error)
	// Answered are the matches that somebody kept or refused.
	Answered func(v *store.View, requestID string) ([]*domain.Match, error)
}

// Do answers the assets that fit or nearly do, best first: computed now, with what was answered before. What was refused
// is not proposed again.
func (u MatchRequest) Do(v *store.View, r *domain.LandRequest) ([]*landv1.Match, error) {
	answered, err := u.Answered(v, r.ID)
	if err != nil {
		return nil, err
	}
	candidates, err := u.candidates(v, r, answered)
	if err != nil {
		return nil, err
	}
	var found []*landv1.Match
	for _, asset := range append(candidates, joined(r, candidates)...) {
		fit := domain.Judge(r.State, asset)
		if fit.Outcome == domain.Excluded {
			continue
		}
		m := domain.NewMatch(r, asset, fit)
		if recall(m, answered) {
			found = append(found, m)
		}
	}
	domain.SortMatches(found)
	return found, nil
}

// mostJoined bounds how many pairs of neighbours are proposed.
const mostJoined = 50

// joined are pairs of neighbouring plots that fit together, each too small alone.
func joined(r *domain.LandRequest, candidates []domain.Asset) (pairs []domain.Asset) {
	least := r.State.GetNeed().GetMinAreaM2()
	small := slices.DeleteFunc(slices.Clone(candidates), func(a domain.Asset) bool { return a.AreaM2 >= least })
	slices.SortFunc(small, func(a, b domain.Asset) int { return strings.Compare(a.ID, b.ID) })
	for i, a := range small {
		for _, b := range small[i+1:] {
			if !domain.Neighbours(a, b) {
				continue
			}
			if pair := domain.Join(a, b); domain.Judge(r.State, pair).Outcome == domain.Fits {
				pairs = append(pairs, pair)
			}
			if len(pairs) == mostJoined {
				return pairs
			}
		}
	}
	return pairs
}

// candidates are the assets within reach, and those kept before that are still on the market.
func (u MatchRequest) candidates(v *store.View, r *domain.LandRequest, answered []*domain.Match) ([]domain.Asset, error) {
	found, err := u.Candidates(v, domain.ReachOf(r.State))
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, m := range answered {
		kept := m.State.GetStatus() == landv1.MatchStatus_MATCH_STATUS_KEPT
		for _, assetID := range domain.AssetIDs(m.State) {
			if kept && !slices.ContainsFunc(found, func(a domain.Asset) bool { return a.ID == assetID }) {
				missing = append(missing, assetID)
			}
		}
	}
	more, err := u.Assets(v, missing)
	for _, a := range more {
		if a.OnMarket {
			found = append(found, a)
		}
	}
	return found, err
}

// recall puts on a computed match what was answered, and says whether it is shown.
func recall(m *landv1.Match, answered []*domain.Match) bool {
	i := slices.IndexFunc(answered, func(a *domain.Match) bool { return a.ID == m.GetMatchId() })
	if i < 0 {
		return true
	}
	before := answered[i].State
	m.Status, m.RefuseReason, m.ReasonNote = before.GetStatus(), before.GetRefuseReason(), before.GetReasonNote()
	m.FoundTime, m.AnsweredTime = before.GetFoundTime(), before.GetAnsweredTime()
	return m.GetStatus() != landv1.MatchStatus_MATCH_STATUS_REFUSED
}
