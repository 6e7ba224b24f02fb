package domain

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// MostMatches bounds how many assets are shown for a request: the best ones.
const MostMatches = 200

// Found is an asset that fits a request, or nearly does.
type Found struct {
	Asset Asset
	Fit   Fit
}

// Rank sorts what was found: what fits before what nearly does, the higher scores first, and the smaller asset first of two that
// score the same, since it leaves the larger one to who needs it.
func (f Found) Rank() int64 { return rank(f.Fit.Outcome == Fits, f.Fit.Score, int64(f.Asset.AreaM2)) }

func rank(fits bool, score int32, areaM2 int64) int64 {
	first := int64(score)
	if fits {
		first += 1000
	}
	return first<<31 | (1<<31 - 1 - areaM2)
}

// Key tells apart two of the same rank.
func (f Found) Key() string { return strings.Join(f.Asset.IDs(), " ") }

// Best keeps the best of the assets that it is shown, whatever their order.
type Best struct {
	request *LandRequest
	asked   *Asked
	refused map[string]bool
	found   []*Found
}

// NewBest looks for the best assets of a request; those of the matches refused before are not among them.
func NewBest(r *LandRequest, refused map[string]bool) *Best {
	return &Best{request: r, asked: NewAsked(r.State), refused: refused}
}

// Add shows an asset.
func (b *Best) Add(a Asset) { b.add(a, MostMatches) }

// Keep shows an asset that stays however many are better, unless it no longer fits at all.
func (b *Best) Keep(a Asset) { b.add(a, len(b.found)+1) }

func (b *Best) add(a Asset, most int) {
	fit := b.asked.Judge(&a)
	if fit.Outcome == Excluded || len(b.refused) > 0 && b.refused[MatchID(b.request.ID, a.IDs()...)] {
		return
	}
	one := &Found{a, fit}
	at, there := slices.BinarySearchFunc(b.found, one, func(x, y *Found) int {
		return cmp.Or(cmp.Compare(y.Rank(), x.Rank()), strings.Compare(x.Key(), y.Key()))
	})
	if !there && at < most {
		b.found = slices.Insert(b.found[:min(len(b.found), most-1)], at, one)
	}
}

// Found are the best, in their order.
func (b *Best) Found() []*Found { return b.found }

// Bound is what is known of assets that were not shown yet: none can rank higher.
type Bound struct {
	// Outside says that they lie beyond the radius asked, Miss that they miss the area.
	Outside, Miss bool
	// Lost is how many points they lose at least by where they lie and by what they lack; AreaM2 is the least area of those that lose no more.
	Lost, AreaM2 int64
}

// Rank is the highest rank that such an asset can have.
func (b *Best) Rank(at Bound) int64 {
	score := 100 - int32(at.Lost)
	if at.Miss {
		score -= areaPoints - areaPoints*closeAreaShare/100
	}
	return rank(!at.Outside && !at.Miss, score, at.AreaM2)
}

// PlaceLost is how many points are lost so far from a commune wanted, and whether that is beyond the radius.
func (r Reach) PlaceLost(km float64) (points int64, outside bool) {
	share, inside := placeShare(km, r.RadiusKM)
	return int64(placePoints - placePoints*share/100), !inside
}

// Full says that not everything that fits is among the best any more.
func (b *Best) Full() bool { return len(b.found) >= MostMatches }

// AllFit says that as many fit as are shown.
func (b *Best) AllFit() bool { return b.Full() && b.found[len(b.found)-1].Fit.Outcome == Fits }

// MostLost is how many points those of a bound may lose for one of them to be among the best.
func (b *Best) MostLost(of Bound) int64 {
	of.Lost, of.AreaM2 = 100, 0
	for of.Lost > 0 && !b.Open(b.Rank(of)) {
		of.Lost--
	}
	return of.Lost
}

// MostKM is how far from the communes wanted one may be, outside them, to be among the best.
func (b *Best) MostKM(reach Reach) float64 {
	km := reach.KM
	for km > 0 {
		lost, outside := reach.PlaceLost(km)
		if b.Open(b.Rank(Bound{Lost: lost, Outside: outside})) {
			break
		}
		km = math.Max(0, km-1)
	}
	return min(km+1, reach.KM)
}

// Open says whether one that can have the rank may be among the best.
func (b *Best) Open(rank int64) bool {
	return !b.Full() || rank >= b.found[len(b.found)-1].Rank()
}
