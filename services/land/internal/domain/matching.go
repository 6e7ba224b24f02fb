package domain

import (
	"cmp"
	"slices"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/id"
)

// Fit is how an asset stands against a request.
type Fit struct {
	// Score is the sum of the points of all criteria, 0 to 100. What is not asked for gives all its points, so that a
	// request that asks for less never scores less.
	Score    int32
	Criteria []*landv1.MatchCriterion
	Outcome  Outcome
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

// verdict is what one criterion says: a share of its points in hundredths, whether it is met, whether it is missed closely.
type verdict struct {
	share      int32
	met, close bool
	sentence   string
}

func full(sentence string) verdict { return verdict{share: 100, met: true, sentence: sentence} }

func partly(share int32, sentence string) verdict {
	return verdict{share: share, met: true, sentence: sentence}
}

func missed(share int32, sentence string) verdict { return verdict{share: share, sentence: sentence} }

func nearly(share int32, sentence string) verdict {
	return verdict{share: share, close: true, sentence: sentence}
}

// criterion is one line of a match. The points of all lines add up to 100.
type criterion struct {
	code   landv1.MatchCriterionCode
	label  string
	hard   bool
	points int32
	judge  func(r *landv1.LandRequest, a Asset) verdict
}

// The points of what bounds a search.
const placePoints, areaPoints = 15, 25

// criteria are the lines of a match, the hard ones first. A judge never gives a smaller share to a request that asks for less.
var criteria = []criterion{
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_KIND, "Type de bien", true, 10, judgeKind},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_TENURE, "Location ou achat", true, 5, judgeTenure},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_AREA, "Surface", true, areaPoints, judgeArea},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PLACE, "Lieu", true, placePoints, judgePlace},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_DEADLINE, "Disponibilité", true, 5, judgeDeadline},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_USE, "Usage autorisé", true, 5, judgeUse},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ICPE, "Installation classée", true, 5, judgeIcpe},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_FLOOD_RISK, "Risque d'inondation", true, 3, judgeFlood},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_PRICE, "Prix ou loyer", false, 10, judgePrice},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ACCESS, "Accès et fibre", false, 3, judgeAccess},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POWER, "Puissance électrique", false, 3, judgePower},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_HEIGHT, "Hauteur", false, 3, judgeHeight},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_RAIL, "Embranchement ferré", false, 2, judgeRail},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_VISIBILITY, "Visibilité", false, 1, judgeVisibility},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_ZONE, "Zone d'activité", false, 3, judgeZone},
	{landv1.MatchCriterionCode_MATCH_CRITERION_CODE_POLLUTION, "Pollution du sol", false, 2, judgePollution},
}

// Judge holds an asset against a request.
func Judge(r *landv1.LandRequest, a Asset) Fit {
	if r.GetNeed() == nil {
		r = &landv1.LandRequest{Need: &commonv1.LandNeed{}, Requirements: r.GetRequirements(), Use: r.GetUse(), ZoneIds: r.GetZoneIds()}
	}
	fit := Fit{Outcome: Fits, Criteria: make([]*landv1.MatchCriterion, len(criteria))}
	for i, c := range criteria {
		v := c.judge(r, a)
		points := c.points * v.share / 100
		fit.Score += points
		fit.Criteria[i] = &landv1.MatchCriterion{
			Code: c.code, Label: c.label, Hard: c.hard, Met: v.met, Points: points, MaxPoints: c.points, Sentence: v.sentence,
		}
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

// Sentence says why the asset fits, or what it misses.
func (f Fit) Sentence(a Asset) string {
	if f.Outcome == Fits && len(a.Joined) > 0 {
		return "Convient en réunissant " + a.names() + " : " + squareMetres(a.AreaM2) + " " + at(communeName(a.Commune, a.CommuneCode)) + "."
	}
	if f.Outcome == Fits {
		return "Convient : " + kindWord(a.Kind) + " de " + squareMetres(a.AreaM2) + " " + at(communeName(a.Commune, a.CommuneCode)) + "."
	}
	var misses []string
	for _, c := range f.Criteria {
		if c.GetHard() && !c.GetMet() {
			misses = append(misses, c.GetSentence())
		}
	}
	return strings.Join(misses, " ")
}

// NewMatch is the match of a request and an asset before anybody answered it. Its id is the same each time.
func NewMatch(r *LandRequest, a Asset, fit Fit) *landv1.Match {
	m := &landv1.Match{
		MatchId: MatchID(r.ID, a.IDs()...), LandRequestId: r.ID, Asset: a.Summary(), Score: fit.Score, Criteria: fit.Criteria,
		NearMiss: fit.Outcome == Near, Status: landv1.MatchStatus_MATCH_STATUS_NEW, Sentence: fit.Sentence(a),
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
