package domain

import (
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// LongestQueue bounds how many wait for one asset.
const LongestQueue = 200

// Queue is the open options of one asset in the order they were asked for: the one that holds it, if any, and those that wait.
//
// The rule of the queue: ranks follow the order of asking. Whoever leaves moves those behind up, and each is told. When the asset
// becomes free, the first is granted at once if it asked for that (grantInTurn); else its body and the keeper are told that its
// turn has come, and the keeper grants it. Nobody else can be granted meanwhile.
type Queue []*Option

// Holder is the option that holds the asset; nil when none does.
func (q Queue) Holder() *Option {
	for _, o := range q {
		if o.Holds() {
			return o
		}
	}
	return nil
}

// First is the option that is next; nil when nobody waits.
func (q Queue) First() *Option {
	for _, o := range q {
		if o.Waits() {
			return o
		}
	}
	return nil
}

// Find is the option of the queue with the id.
func (q Queue) Find(optionID string) *Option {
	for _, o := range q {
		if o.ID == optionID {
			return o
		}
	}
	return nil
}

// AskedBy is the open option of the same request, or of the same company; nil when there is none.
func (q Queue) AskedBy(of *Option) *Option {
	for _, o := range q {
		sameRequest := of.State.GetLandRequestId() != "" && o.State.GetLandRequestId() == of.State.GetLandRequestId()
		sameCompany := of.State.GetCompany().GetCompanyId() != "" && o.State.GetCompany().GetCompanyId() == of.State.GetCompany().GetCompanyId()
		if o.Open() && (sameRequest || sameCompany) {
			return o
		}
	}
	return nil
}

// ExpireDue ends what has come to its end, though its timer did not fire yet.
func (q Queue) ExpireDue(now time.Time) error {
	if holder := q.Holder(); holder != nil && holder.Over(now) {
		return holder.Expire(now)
	}
	return nil
}

// Rerank gives each that waits its rank; who moved is told.
func (q Queue) Rerank(now time.Time) {
	rank := int32(0)
	for _, o := range q {
		if !o.Waits() {
			continue
		}
		if rank++; o.State.GetRank() == rank {
			continue
		}
		isNew := o.State.GetRank() == 0
		o.State.Rank, o.State.UpdatedTime = rank, timestamppb.New(now)
		if !isNew {
			o.Record(OptionRanked{o.State})
		}
		o.tell("option_ranked", append(o.Parties().who(o.State.GetBodyId()), o.Parties().contact()...))
	}
}

// Grantable says whether the option can be granted: nobody holds the asset, and nobody is before it.
func (q Queue) Grantable(o *Option) error {
	if holder := q.Holder(); holder != nil && holder.ID != o.ID {
		return errs.State("OPTION_HELD").With("endDate", holder.State.GetEndDate())
	}
	if first := q.First(); first != nil && first.ID != o.ID && o.Waits() {
		return errs.State("OPTION_NOT_FIRST").With("rank", strconv.Itoa(int(o.State.GetRank())))
	}
	return nil
}

// Next is what happens when the asset is free: the first is granted, or told that its turn has come. It answers whether the
// asset is held again.
func (q Queue) Next(free Asset, now time.Time) (held bool, err error) {
	first := q.First()
	if first == nil {
		return false, nil
	}
	if first.State.GetGrantInTurn() {
		return true, first.Grant(actor.Of(first.Territory, "land"), 0, free.Availability, "", now)
	}
	if first.Version == 0 {
		return false, nil // the keeper is told that it is asked for
	}
	first.State.UpdatedTime = timestamppb.New(now)
	first.tell("option_turn_come", append(first.Parties().who(first.State.GetBodyId(), first.State.GetKeeperBodyId()), first.Parties().contact()...))
	return false, nil
}

// words are what a message about the option needs.
func (o *Option) words() map[string]string {
	s := o.State
	words := map[string]string{"assetId": s.GetAssetId(), "status": s.GetStatus().String()}
	if s.GetRank() > 0 {
		words["rank"] = strconv.Itoa(int(s.GetRank()))
	}
	if s.GetEndDate() != "" {
		words["endDate"] = s.GetEndDate()
	}
	return words
}

func versionOf(n int64) string { return strconv.FormatInt(n, 10) }
