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
	label  string
	hard   bool
	points int32
	// facts fill the places of its sentences, nil when they have none.
	facts func(q *Asked, a *Asset) facts
}

// The points of what bounds a search, and of what an asset loses whatever is asked.
const placePoints, areaPoints, floodPoints, pollutionPoints = 15, 25, 3, 2

// criteria are the lines of a match, the hard ones first.
var criteria = [...]criterion{
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_KIND, "Type de bien", true, 10, kindFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_TENURE, "Location ou achat", true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_AREA, "Surface", true, areaPoints, areaFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PLACE, "Lieu", true, placePoints, placeFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_DEADLINE, "Disponibilité", true, 5, deadlineFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_USE, "Usage autorisé", true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ICPE, "Installation classée", true, 5, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_FLOOD_RISK, "Risque d'inondation", true, floodPoints, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PRICE, "Prix ou loyer", false, 10, priceFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ACCESS, "Accès et fibre", false, 3, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POWER, "Puissance électrique", false, 3, powerFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_HEIGHT, "Hauteur", false, 3, heightFacts},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_RAIL, "Embranchement ferré", false, 2, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_VISIBILITY, "Visibilité", false, 1, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ZONE, "Zone d'activité", false, 3, nil},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POLLUTION, "Pollution du sol", false, pollutionPoints, nil},
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

// Lost is how many points an asset loses whatever is asked: what a layer of risks says besides only adds to them.
func (s Asset) Lost() (points int64) {
	flood, pollution := judgeFlood(&s).share, judgePollution(&s).share
	return int64(floodPoints - floodPoints*flood/100 + pollutionPoints - pollutionPoints*pollution/100)
}

// NewMatch is the match of a request and an asset before anybody answered it. Its id is the same each time.
func NewMatch(r *LandRequest, a Asset) *landv1.Match {
	q := NewAsked(r.State)
	fit, lines := q.Judge(&a), q.Criteria(&a)
	m := &landv1.Match{
		MatchId: MatchID(r.ID, a.IDs()...), LandRequestId: r.ID, Asset: a.Summary(), Score: fit.Score, Criteria: lines,
		NearMiss: fit.Outcome == Near, Status: landv1.MatchStatus_MATCH_STATUS_NEW, Sentence: sentence(fit, lines, &a),
	}
	if len(a.Joined) > 0 {
		m.Asset, m.JoinedAssets = a.Joined[0].Summary(), []*landv1.AssetSummary{a.Joined[1].Summary()}
	}
	return m
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

// Rank sorts matches of several requests: those that fit before the near misses, the better ones first.
func Rank(m *landv1.Match) int64 {
	return rank(!m.GetNearMiss(), m.GetScore(), 0)
}

// SortMatches puts the best first.
func SortMatches(matches []*landv1.Match) {
	slices.SortFunc(matches, func(a, b *landv1.Match) int {
		return cmp.Or(cmp.Compare(Rank(b), Rank(a)), strings.Compare(a.GetMatchId(), b.GetMatchId()))
	})
}
