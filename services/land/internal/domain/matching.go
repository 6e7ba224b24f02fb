package domain

import (
	"cmp"
	"slices"
	"strings"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/id"
)

// Fit is how an asset stands against a request.
type Fit struct {
	// Score is the sum of the points of all criteria, 0 to 100. What is not asked for gives all its points, so that a
	// request that asks for less never scores less.
	Score   int32
	Outcome Outcome
}

// Outcome says whether an asset is shown for a request.
type Outcome int

// The outcomes.
const (
	// Excluded: a hard criterion is missed by far.
	Excluded Outcome = iota
	// Near: hard criteria are missed, each closely.
	Near
	// Fits: every hard criterion is met.
	Fits
)

// verdict is what one criterion says: a share of its points in hundredths, whether it is met, whether it is missed closely, and the key
// of the sentence that says so. The sentence itself is only made for what is shown.
type verdict struct {
	share      int32
	met, close bool
	says       string
}

func full(says string) verdict { return verdict{share: 100, met: true, says: says} }

func partly(share int32, says string) verdict { return verdict{share: share, met: true, says: says} }

func missed(share int32, says string) verdict { return verdict{share: share, says: says} }

func nearly(share int32, says string) verdict { return verdict{share: share, close: true, says: says} }

// within is nearly or missed.
func within(isClose bool, share int32, says string) verdict {
	return verdict{share: share, close: isClose, says: says}
}

// criterion is one line of a match. The points of all lines add up to 100.
type criterion struct {
	code   landv1.MatchCriterionCode
	hard   bool
	points int32
	// facts fill the places of its sentences, nil when they have none.
	facts func(w Words, q *Asked, a *Asset) facts
}

// The points of what bounds a search, and of what an asset loses whatever is asked.
const placePoints, areaPoints, floodPoints, pollutionPoints = 15, 25, 3, 2

// criteria are the lines of a match, the hard ones first.
var criteria = [...]criterion{
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_KIND, true, 10, kindFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_TENURE, true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_AREA, true, areaPoints, areaFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PLACE, true, placePoints, placeFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_DEADLINE, true, 5, deadlineFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_USE, true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ICPE, true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_FLOOD_RISK, true, floodPoints, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PRICE, false, 10, priceFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ACCESS, false, 3, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POWER, false, 3, powerFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_HEIGHT, false, 3, heightFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_RAIL, false, 2, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_VISIBILITY, false, 1, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ZONE, false, 3, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POLLUTION, false, pollutionPoints, nil},
}

// verdicts are those of all criteria, in their order. None gives a smaller share to a request that asks for less. They are called by
// name, not out of a table: so an asset that is only looked at costs no memory.
func (q *Asked) verdicts(a *Asset) [len(criteria)]verdict {
	return [...]verdict{
		judgeKind(q, a), judgeTenure(q, a), judgeArea(q, a), judgePlace(q, a), judgeDeadline(q, a), judgeUse(q, a), judgeIcpe(q, a), judgeFlood(a),
		judgePrice(q, a), judgeAccess(q, a), judgePower(q, a), judgeHeight(q, a), judgeRail(q, a), judgeVisibility(q, a), judgeZone(q, a), judgePollution(a),
	}
}

// Judge holds an asset against a request; who has many assets holds them against what is Asked.
func Judge(r *landv1.LandRequest, a Asset) Fit { return NewAsked(r).Judge(&a) }

// Judge holds an asset against what is asked.
func (q *Asked) Judge(a *Asset) Fit {
	fit := Fit{Outcome: Fits}
	verdicts := q.verdicts(a)
	for i := range criteria {
		c, v := &criteria[i], &verdicts[i]
		fit.Score += c.points * v.share / 100
		switch {
		case !c.hard || v.met || fit.Outcome == Excluded:
		case v.close:
			fit.Outcome = Near
		default:
			fit.Outcome = Excluded
		}
	}
	return fit
}

// MostLostByItself is the most that Lost gives.
const MostLostByItself = floodPoints + pollutionPoints

// Lost is how many points an asset loses whatever is asked: what a layer of risks says besides only adds to them.
func (s Asset) Lost() (points int64) {
	flood, pollution := judgeFlood(&s).share, judgePollution(&s).share
	return int64(floodPoints - floodPoints*flood/100 + pollutionPoints - pollutionPoints*pollution/100)
}

// NewMatch is the match of a request and an asset before anybody answered it, without its words. Its id is the same each time.
func NewMatch(r *LandRequest, a Asset) *landv1.Match {
	m, _ := newMatch(r, NewAsked(r.State), &a)
	return m
}

func newMatch(r *LandRequest, q *Asked, a *Asset) (*landv1.Match, Fit) {
	fit := q.Judge(a)
	m := &landv1.Match{
		MatchId: MatchID(r.ID, a.IDs()...), LandRequestId: r.ID, Asset: a.Summary(), Score: fit.Score, NearMiss: fit.Outcome == Near,
		Status: landv1.MatchStatus_MATCH_STATUS_NEW,
	}
	if len(a.Joined) > 0 {
		m.Asset, m.JoinedAssets = a.Joined[0].Summary(), []*landv1.AssetSummary{a.Joined[1].Summary()}
	}
	return m, fit
}

// AssetIDs are the assets of a match: more than one when neighbours are joined.
func AssetIDs(m *landv1.Match) []string {
	found := []string{m.GetAsset().GetAssetId()}
	for _, joined := range m.GetJoinedAssets() {
		found = append(found, joined.GetAssetId())
	}
	return found
}

// MatchID is the id of the match of a request and an asset, or of plots that are joined.
func MatchID(requestID string, assetIDs ...string) string {
	return id.Derived("mat", append([]string{requestID}, assetIDs...)...)
}

// Suited is a request that an asset fits, or nearly does.
type Suited struct {
	Request *LandRequest
	MatchID string
	Fit     Fit
}

// Rank sorts them: the requests that it fits before the near misses, the better ones first.
func (s *Suited) Rank() int64 { return rank(s.Fit.Outcome == Fits, s.Fit.Score, 0) }

// SuitedBy are the requests that the asset fits or nearly does, the best first.
func SuitedBy(a Asset, waiting []*LandRequest) (found []*Suited) {
	for _, r := range waiting {
		if fit := Judge(r.State, a); fit.Outcome != Excluded {
			found = append(found, &Suited{r, MatchID(r.ID, a.IDs()...), fit})
		}
	}
	slices.SortFunc(found, func(a, b *Suited) int {
		return cmp.Or(cmp.Compare(b.Rank(), a.Rank()), strings.Compare(a.MatchID, b.MatchID))
	})
	return found
}
