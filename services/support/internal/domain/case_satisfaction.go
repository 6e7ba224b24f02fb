package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// ratingEditable is how long a company may change what it said of the help.
const ratingEditable = 7 * 24 * time.Hour

// Rate keeps what the company says of the help that it got; within a week it may say it anew.
func (c *Case) Rate(a actor.Actor, marks []int32, comment string, now time.Time) error {
	if err := c.may(a, "rate"); err != nil {
		return err
	}
	said := c.State.GetSatisfaction()
	if !c.Closed() || said != nil && now.After(said.GetEditableUntilTime().AsTime()) {
		return errs.State("SATISFACTION_CLOSED")
	}
	first, until := timestamppb.New(now), timestamppb.New(now.Add(ratingEditable))
	if said != nil {
		first, until = said.GetAnsweredTime(), said.GetEditableUntilTime()
	}
	c.State.Satisfaction = &supportv1.Satisfaction{Marks: marks, Comment: comment, AnsweredTime: first, EditableUntilTime: until}
	c.touch(now)
	c.Record(SatisfactionRecorded{c.State})
	return nil
}

// askSatisfaction asks that the four questions be sent, once a case: the key is the same however often it ends.
func (c *Case) askSatisfaction() { c.tell(noticeSatisfaction, c.toContact(), "satisfaction") }

// ResultsOf is the body whose results the actor sees; empty for all.
func ResultsOf(a actor.Actor) string {
	if a.Has(actor.HupCoordinator) {
		return ""
	}
	return a.BodyID
}
