package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// The reasons of responsibility, as short names.
const (
	toQualify      = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_TO_QUALIFY
	toRefer        = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_TO_REFER
	toAnswer       = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_TO_ANSWER
	helps          = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_HELPS
	awaitsCompany  = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_AWAITS_COMPANY
	toPassOn       = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_TO_PASS_ON
	followsRequest = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_FOLLOWS_REQUEST
	toClose        = supportv1.ResponsibilityReason_RESPONSIBILITY_REASON_TO_CLOSE
)

// charge names the body that has the next move in an open case; since when is when that was last another body, or for
// another reason. A case that is not open needs nobody.
func (c *Case) charge(now time.Time) {
	if !c.Open() {
		c.State.ResponsibleBodyId, c.State.Responsibility = "", nil
		return
	}
	body, reason, referral := c.responsible()
	was := c.State.GetResponsibility()
	if body != c.State.GetResponsibleBodyId() || reason != was.GetReason() || referral != was.GetReferralId() {
		c.State.ResponsibleBodyId = body
		c.State.Responsibility = &supportv1.Responsibility{SinceTime: timestamppb.New(now), Reason: reason, ReferralId: referral}
	}
}

// responsible is the body that helps, else the one that was asked first, else the body in charge of the case. A body from
// which the company took its consent back can't be the one.
func (c *Case) responsible() (bodyID string, reason supportv1.ResponsibilityReason, referralID string) {
	lead, s := c.State.GetLeadBodyId(), c.State.GetStatus()
	if s == awaitingInfo {
		return lead, awaitsCompany, ""
	}
	var asked *supportv1.ReferralSummary
	for _, r := range c.openReferrals() {
		switch {
		case r.GetBodyId() != lead && !c.partner(r.GetBodyId()):
			continue
		case r.GetStatus() == accepted:
			return r.GetBodyId(), helps, r.GetReferralId()
		case asked == nil || r.GetSinceTime().AsTime().Before(asked.GetSinceTime().AsTime()):
			asked = r
		}
	}
	if asked != nil {
		return asked.GetBodyId(), toAnswer, asked.GetReferralId()
	}
	return lead, c.leadsWhy(), ""
}

// leadsWhy is why the body in charge has the next move.
func (c *Case) leadsWhy() supportv1.ResponsibilityReason {
	switch s := c.State.GetStatus(); {
	case s == received:
		return toQualify
	case len(c.openLinks()) > 0:
		return followsRequest
	case s == qualified:
		return toRefer
	case c.leftAlone():
		return toPassOn
	}
	return toClose
}

// leftAlone says whether the referral that ended last ended without help, and nobody was asked after it.
func (c *Case) leftAlone() bool {
	var last *supportv1.ReferralSummary
	for _, r := range c.State.GetReferrals() {
		if !pending(r.GetStatus()) && (last == nil || !r.GetSinceTime().AsTime().Before(last.GetSinceTime().AsTime())) {
			last = r
		}
	}
	return last != nil && withoutHelp(last.GetStatus())
}
