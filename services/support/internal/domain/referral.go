package domain

import (
	"cmp"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Referral is a body asked to help in a case.
type Referral struct {
	aggregate.Root
	// State is what is known of the referral.
	State *supportv1.Referral
}

// Sending is what a referral is made of.
type Sending struct {
	BodyID string
	// NeedIDs are the needs it is about; all when empty.
	NeedIDs        []string
	Note, PersonID string
	// Proposal is why this body; nil when nobody proposed it.
	Proposal *supportv1.ReferralProposal
	// RulesNumber is the version of the routing rules in force.
	RulesNumber int32
	// ExternalReference is the sender's own id of the referral.
	ExternalReference, ClientRequestID string
	// RedirectedFrom is the referral that this one takes over from.
	RedirectedFrom string
	// Follows is the referral that ended without help and that this one follows; the case knows it when it is not said.
	Follows string
	// Quiet: the company is told something else, of the same occasion.
	Quiet bool
}

// chosen is the person that the team's rule chose, empty when the body shares its work out itself.
func (s Sending) chosen() string {
	if !slices.Contains(s.Proposal.GetRulesFired(), teamRule) {
		return ""
	}
	return s.Proposal.GetPersonId()
}

// Send asks a body to help in the case. The caller puts the case too, which follows the referral.
func Send(a actor.Actor, c *Case, s Sending, now time.Time) (*Referral, error) {
	if !c.Allows(s.BodyID) {
		return nil, errs.State("CONSENT_MISSING").With("body", s.BodyID)
	}
	if c.OpenReferralOf(s.BodyID) != "" {
		return nil, errs.State("REFERRAL_ALREADY_SENT").With("body", s.BodyID).With("referral", c.OpenReferralOf(s.BodyID))
	}
	needs, subjects, err := c.asked(s.NeedIDs)
	if err != nil {
		return nil, err
	}
	r := &Referral{Root: aggregate.Root{Territory: c.Territory, ID: id.New("ref")}}
	at := timestamppb.New(now)
	r.State = &supportv1.Referral{
		ReferralId: r.ID, Status: sent, CaseId: c.ID, CaseNumber: c.State.GetNumber(), BodyId: s.BodyID, NeedIds: needs, SubjectCodes: subjects,
		Note: s.Note, AssignedPersonId: cmp.Or(me(a, s.PersonID), s.chosen()), SenderBodyId: a.BodyID, SenderPersonId: personOf(a), Company: c.State.GetCompany(),
		Sentence: s.Proposal.GetSentence(), RulesFired: s.Proposal.GetRulesFired(), ServiceOfferId: s.Proposal.GetServiceOfferId(),
		RoutingRulesNumber: s.RulesNumber, ExpectedDate: s.Proposal.GetExpectedDate(),
		SentTime: at, CreatedTime: at, UpdatedTime: at, ClientRequestId: s.ClientRequestID, RedirectedFromReferralId: s.RedirectedFrom,
	}
	r.refersTo(a, s.ExternalReference)
	r.reckon(c.Pauses(now))
	left := c.leaving(s)
	r.State.FollowsReferralId = left.GetReferralId()
	r.Record(ReferralSent{r.State})
	r.Record(ReferralMoved{Referral: r.State, To: sent})
	r.tellBody(a, noticeReferral, s.BodyID, "sent", "dueDate", r.State.GetDueDate(), "senderBodyId", a.BodyID)
	if !s.Quiet {
		r.tellCompanySent(left)
	}
	c.Follow(r, now)
	c.handedTo(left, r)
	return r, nil
}

// asked are the needs that a referral is about, and their subjects.
func (c *Case) asked(needIDs []string) (needs, subjects []string, err error) {
	for _, n := range c.State.GetNeeds() {
		if len(needIDs) > 0 && !slices.Contains(needIDs, n.GetNeedId()) {
			continue
		}
		needs = append(needs, n.GetNeedId())
		if !slices.Contains(subjects, n.GetSubjectCode()) {
			subjects = append(subjects, n.GetSubjectCode())
		}
	}
	for _, asked := range needIDs {
		if !slices.Contains(needs, asked) {
			return nil, nil, errs.State("UNKNOWN_NEED").With("need", asked)
		}
	}
	return needs, subjects, nil
}

// OpenReferralOf is the referral that the body has to answer or to end; empty when none.
func (c *Case) OpenReferralOf(bodyID string) string {
	for _, r := range c.openReferrals() {
		if r.GetBodyId() == bodyID {
			return r.GetReferralId()
		}
	}
	return ""
}

// DueIn is the deadline of so many business days of the referral's clock.
func (r *Referral) DueIn(businessDays int, pauses []calendar.Pause) calendar.Deadline {
	return calendar.Due(r.State.GetSentTime().AsTime(), businessDays, r.later(pauses)...)
}

// later are the pauses that ended after the referral was sent: the others are none of its.
func (r *Referral) later(pauses []calendar.Pause) []calendar.Pause {
	since := r.State.GetSentTime().AsTime()
	return slices.DeleteFunc(slices.Clone(pauses), func(p calendar.Pause) bool { return !p.To.After(since) })
}

func (r *Referral) reckon(pauses []calendar.Pause) {
	due := r.DueIn(PromiseDays, pauses)
	r.State.DueTime, r.State.DueDate = timestamppb.New(due.DueTime), due.DueDate.String()
	r.promise().PausedBusinessDays = pausedDays(r.State.GetSentTime(), due)
}

// promise is what became of the referral's clock.
func (r *Referral) promise() *supportv1.PromiseState {
	if r.State.GetPromise() == nil {
		r.State.Promise = &supportv1.PromiseState{}
	}
	return r.State.GetPromise()
}

// Postpone adds the pauses of the case to the clock of a referral that waits for its answer.
func (r *Referral) Postpone(pauses []calendar.Pause, now time.Time) {
	r.reckon(pauses)
	r.touch(now)
	r.Record(ReferralPostponed{r.State})
}

// Waiting says whether the body has not answered yet.
func (r *Referral) Waiting() bool { return r.State.GetStatus() == sent }

// InTime says whether the body answered, and within its delay.
func (r *Referral) InTime() bool {
	answered := r.State.GetAnsweredTime()
	return answered != nil && !r.late(answered.AsTime())
}

func (r *Referral) late(at time.Time) bool { return late(at, r.State.GetDueTime()) }

func (r *Referral) touch(now time.Time) { r.State.UpdatedTime = timestamppb.New(now) }

// refersTo keeps the id that the caller's body gives to the referral.
func (r *Referral) refersTo(a actor.Actor, value string) {
	if value == "" || a.BodyID == "" {
		return
	}
	for _, known := range r.State.GetExternalReferences() {
		if known.GetBodyId() == a.BodyID {
			known.Value = value
			return
		}
	}
	r.State.ExternalReferences = append(r.State.ExternalReferences, &commonv1.ExternalReference{BodyId: a.BodyID, Value: value})
}

// move changes the status and states it.
func (r *Referral) move(to supportv1.ReferralStatus, reason, note string, now time.Time) {
	from := r.State.GetStatus()
	r.State.Status = to
	if note != "" {
		r.State.ReasonNote = note
	}
	r.touch(now)
	r.Record(ReferralMoved{Referral: r.State, From: from, To: to, Reason: reason, Note: note})
}
