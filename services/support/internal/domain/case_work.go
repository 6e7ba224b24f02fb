package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Open says whether somebody works on the case.
func (c *Case) Open() bool { return slices.Contains(open, c.State.GetStatus()) }

// Closed says whether the case has ended and is not archived.
func (c *Case) Closed() bool { return slices.Contains(closed, c.State.GetStatus()) }

// Ended says whether nobody works any more on a case with the status.
func Ended(s supportv1.CaseStatus) bool { return s == archived || slices.Contains(closed, s) }

// May says whether the actor may take an action now that other aggregates carry out: refer, takeCharge.
func (c *Case) May(a actor.Actor, action string) error { return c.check(a, action) }

// Assign gives the case to an advisor, to another lead body, or both; empty leaves it as it is.
func (c *Case) Assign(a actor.Actor, personID, bodyID string, now time.Time) error {
	if err := c.check(a, "assign"); err != nil {
		return err
	}
	before := c.Readers()
	if bodyID != "" && bodyID != c.State.GetLeadBodyId() {
		c.State.LeadBodyId, c.State.AssignedPersonId = bodyID, ""
	}
	if personID != "" {
		c.State.AssignedPersonId = me(a, personID)
	}
	c.touch(now)
	c.Record(CaseAssigned{c.State})
	c.tellAccess(before)
	if person := c.State.GetAssignedPersonId(); person == "" || person != a.ID {
		c.tell(noticeAssigned, toPerson(person, c.State.GetLeadBodyId()), occasion("assigned", c.Version+1), "dueDate", c.State.GetDueDate())
	}
	return nil
}

// Qualify says that the case is in scope; what is already under way puts it in progress at once.
func (c *Case) Qualify(a actor.Actor, urgency supportv1.Urgency, note string, now time.Time) error {
	if err := c.check(a, "qualify"); err != nil {
		return err
	}
	if urgency != supportv1.Urgency_URGENCY_UNSPECIFIED {
		c.State.Urgency = urgency
	}
	c.qualify(note, now)
	if len(c.openReferrals()) > 0 || len(c.openLinks()) > 0 {
		c.move(inProgress, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	}
	return nil
}

func (c *Case) qualify(note string, now time.Time) {
	c.State.QualifiedTime = timestamppb.New(now)
	c.move(qualified, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	c.Record(CaseQualified{c.State, note})
}

// progress puts the case in progress by itself. While information is awaited it is where the case goes back to.
func (c *Case) progress(now time.Time) {
	switch c.State.GetStatus() {
	case received:
		c.qualify("", now)
		fallthrough
	case qualified:
		c.move(inProgress, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	case awaitingInfo:
		if c.State.GetQualifiedTime() == nil {
			c.State.QualifiedTime = timestamppb.New(now)
		}
		c.State.StatusBeforePause = inProgress
	}
}

// RequestInfo asks the company for something, and stops the clock.
func (c *Case) RequestInfo(a actor.Actor, reason supportv1.CaseReason, note string, now time.Time) error {
	if err := c.check(a, "requestInfo"); err != nil {
		return err
	}
	if err := checkReason("requestInfo", reason, note); err != nil {
		return err
	}
	c.pause(reason, now)
	c.move(awaitingInfo, reason, note, now)
	c.Record(InfoRequested{c.State, reason})
	c.tell(noticeInfoRequested, c.toContact(), occasion("info", len(c.State.GetPauses())), "reason", reason.String())
	return nil
}

// ProvideInfo takes the answer: the case goes back to the status it came from, and the clock runs again. The subjects are
// those of the needs, by need, as they were when it was asked.
func (c *Case) ProvideInfo(a actor.Actor, said []*supportv1.NeedAnswers, subjects map[string]*supportv1.Subject, now time.Time) error {
	if err := c.check(a, "provideInfo"); err != nil {
		return err
	}
	if err := c.answer(said, subjects); err != nil {
		return err
	}
	back := c.State.GetStatusBeforePause()
	c.resume(now)
	c.move(back, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	c.Record(InfoReceived{c.State})
	if c.Level(a) == AsCompany {
		c.tell(noticeInfoReceived, c.inCharge(), occasion("answered", len(c.State.GetPauses())), "dueDate", c.State.GetDueDate())
	}
	return nil
}

// answer replaces the answers to the questions that are named.
func (c *Case) answer(said []*supportv1.NeedAnswers, subjects map[string]*supportv1.Subject) error {
	for i, s := range said {
		need := c.Need(s.GetNeedId())
		if need == nil {
			return errs.State("UNKNOWN_NEED").With("need", s.GetNeedId())
		}
		if err := checkAnswersOf(i, s.GetAnswers(), subjects[need.GetNeedId()]); err != nil {
			return err
		}
		for _, given := range s.GetAnswers() {
			need.Answers = append(slices.DeleteFunc(need.Answers, func(old *supportv1.Answer) bool {
				return old.GetQuestionCode() == given.GetQuestionCode()
			}), given)
		}
	}
	return nil
}

// SetConsents keeps what the company says of the bodies named, and answers those that lost theirs.
func (c *Case) SetConsents(a actor.Actor, said []*supportv1.Consent, now time.Time) (lost []string, err error) {
	if err := c.check(a, "setConsents"); err != nil {
		return nil, err
	}
	before := c.Readers()
	for _, s := range said {
		kept := c.setConsent(a, s, now)
		c.Record(ConsentChanged{c.ID, kept})
		if kept.GetWithdrawn() {
			lost = append(lost, kept.GetBodyId())
		}
	}
	c.touch(now)
	c.tellAccess(before)
	return lost, nil
}

func (c *Case) setConsent(a actor.Actor, said *supportv1.Consent, now time.Time) *supportv1.Consent {
	kept := c.Consent(said.GetBodyId())
	if kept == nil {
		kept = &supportv1.Consent{BodyId: said.GetBodyId()}
		c.State.Consents = append(c.State.Consents, kept)
	}
	kept.Channel, kept.TextVersion, kept.Withdrawn = said.GetChannel(), said.GetTextVersion(), said.GetWithdrawn()
	kept.RecordedByPersonId, kept.RecordedByBodyId = personOf(a), a.BodyID
	if said.GetWithdrawn() {
		kept.WithdrawnTime = timestamppb.New(now)
	} else {
		kept.GivenTime, kept.WithdrawnTime = timestamppb.New(now), nil
	}
	return kept
}

// me is the person that "me" stands for.
func me(a actor.Actor, personID string) string {
	if personID == "me" {
		return personOf(a)
	}
	return personID
}
