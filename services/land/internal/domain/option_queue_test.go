package domain_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/land/internal/domain"
)

// Whatever is asked, granted, extended, refused and given up, with a clock that goes forth and back: one holds at most, ranks
// are those of the order of asking, and what the machine allows is what succeeds.
func TestQueue_keepsItsRuleThroughEveryWalk(t *testing.T) {
	keeper := advisor
	rapid.Check(t, func(t *rapid.T) {
		var q domain.Queue
		asset := domain.Asset{ID: "prm_1", BodyID: keeper.BodyID, AreaM2: 900}
		at := now
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(-24, 24*30).Draw(t, "hours")) * time.Hour)
			if err := q.ExpireDue(at); err != nil {
				t.Fatal(err)
			}
			switch rapid.SampledFrom([]string{"ask", "grant", "extend", "refuse", "lift", "convert"}).Draw(t, "action") {
			case "ask":
				said := &landv1.Option{Company: &commonv1.CompanySnapshot{Name: "A"}, PeriodDays: rapid.Int32Range(1, 60).Draw(t, "days")}
				o, err := domain.AskForOption(keeper, said, asset, at)
				if err != nil {
					t.Fatal(err)
				}
				q = append(q, o)
			case "grant":
				grantAny(t, q, keeper, at)
			case "extend":
				if holder := q.Holder(); holder != nil {
					_ = holder.Extend(keeper, "2027-0"+strconv.Itoa(rapid.IntRange(1, 9).Draw(t, "month"))+"-15", "", at)
				}
			case "refuse":
				if o := some(t, q); o != nil && o.Waits() != (o.Refuse(keeper, landv1.OptionEndReason_OPTION_END_REASON_OTHER, "", at) == nil) {
					t.Fatalf("a refusal of what waits, or of what does not")
				}
			case "lift":
				if o := some(t, q); o != nil && o.Open() != (o.Lift(keeper, landv1.OptionEndReason_OPTION_END_REASON_OTHER, "", at) == nil) {
					t.Fatal("what is open is given up, and nothing else")
				}
			case "convert":
				if o := some(t, q); o != nil && o.Holds() != (o.Convert(keeper, "lsa_1", "", at) == nil) {
					t.Fatal("what holds is converted, and nothing else")
				}
			}
			q = slices.DeleteFunc(q, func(o *domain.Option) bool { return !o.Open() })
			q.Rerank(at)
			check(t, q)
		}
	})
}

func some(t *rapid.T, q domain.Queue) *domain.Option {
	if len(q) == 0 {
		return nil
	}
	return q[rapid.IntRange(0, len(q)-1).Draw(t, "which")]
}

func grantAny(t *rapid.T, q domain.Queue, keeper actor.Actor, at time.Time) {
	o := some(t, q)
	if o == nil {
		return
	}
	free := q.Holder() == nil && q.First() == o
	err := q.Grantable(o)
	if err == nil {
		err = o.Grant(keeper, 0, 0, "", at)
	}
	if free != (err == nil) {
		t.Fatalf("granted though %v, %v", free, err)
	}
}

func check(t *rapid.T, q domain.Queue) {
	holders, rank := 0, int32(0)
	for _, o := range q {
		switch {
		case o.Holds():
			holders++
			if o.State.GetRank() != 0 || o.State.GetEndDate() == "" {
				t.Fatalf("what holds has rank %d and ends %q", o.State.GetRank(), o.State.GetEndDate())
			}
		case o.State.GetRank() != rank+1:
			t.Fatalf("rank %d after %d", o.State.GetRank(), rank)
		default:
			rank++
		}
	}
	if holders > 1 {
		t.Fatalf("%d options hold", holders)
	}
}

// Two neighbours are the same plot whichever is named first, as large as both, and never free before either.
func TestJoin_isTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAsset(t), drawAsset(t)
		a.Kind, b.Kind = commonv1.AssetKind_ASSET_KIND_PLOT, commonv1.AssetKind_ASSET_KIND_PLOT
		a.ID, b.ID = "plt_1", "plt_2"
		a.ZoneID, b.ZoneID = "zon_1", rapid.SampledFrom([]string{"zon_1", "zon_2"}).Draw(t, "zone")
		a.Point = &commonv1.Point{Latitude: 44.1, Longitude: 4.1}
		b.Point = &commonv1.Point{Latitude: 44.1, Longitude: 4.1 + rapid.Float64Range(0, 0.003).Draw(t, "east")}
		if domain.Neighbours(a, b) != domain.Neighbours(b, a) || domain.Neighbours(a, a) {
			t.Fatal("neighbours are so both ways, and not of themselves")
		}
		ab, ba := domain.Join(a, b), domain.Join(b, a)
		request := drawRequest(t)
		one, other := domain.Judge(request, ab), domain.Judge(request, ba)
		if one.Score != other.Score || one.Outcome != other.Outcome || ab.AreaM2 != a.AreaM2+b.AreaM2 || ab.AvailableFrom < max(a.AvailableFrom, b.AvailableFrom) {
			t.Fatalf("%v, %v", ab, ba)
		}
		for name, loosen := range loosenings {
			looser := cloned(request)
			loosen(looser)
			if after := domain.Judge(looser, ab); after.Score < one.Score || after.Outcome < one.Outcome {
				t.Fatalf("%s: %d, then %d", name, one.Score, after.Score)
			}
		}
	})
}
