package domain

import (
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// CaseFollowed: somebody of a body is told from now on when the case moves, or no longer.
type CaseFollowed struct {
	CaseID   string
	Follower *supportv1.Follower
	Ended    bool
}

// BeFollowed lets the actor be told when the case moves. It answers whether that is new.
func (c *Case) BeFollowed(a actor.Actor, now time.Time) (bool, error) {
	switch {
	case c.Level(a) == Nothing:
		return false, errs.NotFound("case")
	case c.Followed(a):
		return false, nil
	case !mayFollow(c.Level(a), c.State.GetStatus(), a):
		return false, errs.Denied("ROLE_MAY_NOT").With("action", "follow")
	}
	f := &supportv1.Follower{PersonId: a.ID, BodyId: a.BodyID, SinceTime: timestamppb.New(now)}
	c.State.Followers = append(c.State.Followers, f)
	c.touch(now)
	c.Record(CaseFollowed{CaseID: c.ID, Follower: f})
	return true, nil
}

func mayFollow(l Level, status supportv1.CaseStatus, a actor.Actor) bool {
	return l > AsCompany && personOf(a) != "" && status != draft
}

// following is what the actor may do about being told when the case moves.
func following(l Level, status supportv1.CaseStatus, a actor.Actor, followers []*supportv1.Follower) []string {
	switch {
	case slices.ContainsFunc(followers, func(f *supportv1.Follower) bool { return follows(f, a) }):
		return []string{"unfollow"}
	case mayFollow(l, status, a):
		return []string{"follow"}
	}
	return nil
}

// BeLeft ends that. It answers whether the actor was told before.
func (c *Case) BeLeft(a actor.Actor, now time.Time) (bool, error) {
	if c.Level(a) == Nothing {
		return false, errs.NotFound("case")
	}
	left := c.dropFollowers(func(f *supportv1.Follower) bool { return follows(f, a) })
	if left {
		c.touch(now)
	}
	return left, nil
}

// Followed says whether the actor is told when the case moves.
func (c *Case) Followed(a actor.Actor) bool {
	return slices.ContainsFunc(c.State.GetFollowers(), func(f *supportv1.Follower) bool { return follows(f, a) })
}

func follows(f *supportv1.Follower, a actor.Actor) bool {
	return f.GetPersonId() == personOf(a) && f.GetBodyId() == a.BodyID
}

// dropFollowers ends the following of those meant, and states it.
func (c *Case) dropFollowers(meant func(*supportv1.Follower) bool) bool {
	var kept []*supportv1.Follower
	for _, f := range c.State.GetFollowers() {
		if !meant(f) {
			kept = append(kept, f)
			continue
		}
		c.Record(CaseFollowed{CaseID: c.ID, Follower: f, Ended: true})
	}
	dropped := len(kept) < len(c.State.GetFollowers())
	c.State.Followers = kept
	return dropped
}

// loseFollowers drops the followers of bodies that saw the case before and see it no longer.
func (c *Case) loseFollowers(before []string) {
	now := c.Readers()
	c.dropFollowers(func(f *supportv1.Follower) bool {
		return slices.Contains(before, f.GetBodyId()) && !slices.Contains(now, f.GetBodyId())
	})
}

// TellFollowers has the followers told that the case moved, once a change, but for the one who moved it.
func (c *Case) TellFollowers(a actor.Actor) {
	if !slices.ContainsFunc(c.Facts(), func(fact any) bool { _, moved := fact.(CaseMoved); return moved }) {
		return
	}
	for _, f := range c.State.GetFollowers() {
		if !follows(f, a) {
			c.tell(noticeFollowed, "person:"+f.GetPersonId(), fmt.Sprintf("moved:%d:%s", c.Version+1, f.GetPersonId()))
		}
	}
}
