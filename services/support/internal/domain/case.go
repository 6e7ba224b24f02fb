// Package domain holds the aggregates of support, their state machines, their policies and their rules. The state of an
// aggregate is its resource message: what the API answers is what the domain decides on and what the store keeps.
package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
)

// Case is what a company, or a person with a project, asks of the one-stop shop.
type Case struct {
	aggregate.Root
	// State is what is known of the case.
	State *supportv1.Case
	// BodyName says how people call a body, for the sentences that name one; nobody need say.
	BodyName func(bodyID string) string
}

// Opening is what a case is made of, with what its codes stand for.
type Opening struct {
	Form *supportv1.RequestForm
	// Company is who asks; for a project leader it has a name and no id.
	Company         *commonv1.CompanySnapshot
	ProjectLeaderID string
	QpvCode         string
	// Subjects are those of the form's needs, by code.
	Subjects map[string]*supportv1.Subject
	// LeadBodyID is the body in charge.
	LeadBodyID string
	// Unfinished lets required questions wait: a draft, or somebody at the counter.
	Unfinished bool
}

// NewCase makes a case out of a form. It states nothing yet: Draft keeps it as a draft, Receive sends it.
func NewCase(territory string, a actor.Actor, o Opening, now time.Time) (*Case, error) {
	if err := checkReceived(a, o.Form.GetReceivedTime(), now); err != nil {
		return nil, err
	}
	if err := o.checkAnswers(); err != nil {
		return nil, err
	}
	c := &Case{Root: aggregate.Root{Territory: territory, ID: id.New("cas")}}
	c.State = &supportv1.Case{
		CaseId: c.ID, Status: draft, Origin: o.Form.GetOrigin(), Urgency: urgencyOf(o.Form.GetUrgency()),
		Description: o.Form.GetDescription(), Contact: o.Form.GetContact(), ClientRequestId: o.Form.GetClientRequestId(),
		Company: o.Company, ProjectLeaderId: o.ProjectLeaderID, QpvCode: o.QpvCode, LeadBodyId: o.LeadBodyID,
		ReceivedTime: o.Form.GetReceivedTime(), Needs: needsOf(o),
		CreatedByPersonId: personOf(a), CreatedByBodyId: a.BodyID,
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now), StatusTime: timestamppb.New(now),
	}
	if ref := o.Form.GetExternalReference(); ref != "" && a.BodyID != "" {
		c.State.ExternalReferences = []*commonv1.ExternalReference{{BodyId: a.BodyID, Value: ref}}
	}
	for _, said := range o.Form.GetConsents() {
		c.setConsent(a, said, now)
	}
	return c, nil
}

// Draft keeps the new case for later.
func (c *Case) Draft() { c.Record(CaseMoved{Case: c.State, To: draft}) }

// needsOf makes the needs of the case out of those of the form.
func needsOf(o Opening) []*supportv1.Need {
	var needs []*supportv1.Need
	for _, f := range o.Form.GetNeeds() {
		needs = append(needs, &supportv1.Need{
			NeedId: id.New("nee"), SubjectCode: f.GetSubjectCode(), SubjectVersion: o.Subjects[f.GetSubjectCode()].GetVersion(),
			Description: f.GetDescription(), Answers: f.GetAnswers(), LinkedKind: linkedKindOf(f),
			Land: f.GetLand(), Recruitment: f.GetRecruitment(), Training: f.GetTraining(),
		})
	}
	return needs
}

// detailed is a need as the form has it, or as the case keeps it.
type detailed interface {
	GetLand() *commonv1.LandNeed
	GetRecruitment() *commonv1.HiringNeed
	GetTraining() *commonv1.SkillsNeed
}

// linkedKindOf says which service opens a request of its own: the one whose details the company gave.
func linkedKindOf(f detailed) supportv1.LinkedKind {
	switch {
	case f.GetLand() != nil:
		return supportv1.LinkedKind_LINKED_KIND_LAND_REQUEST
	case f.GetRecruitment() != nil:
		return supportv1.LinkedKind_LINKED_KIND_RECRUITMENT_NEED
	case f.GetTraining() != nil:
		return supportv1.LinkedKind_LINKED_KIND_TRAINING_NEED
	}
	return supportv1.LinkedKind_LINKED_KIND_UNSPECIFIED
}

// Receive sends the case: it gets its number, and the clock starts. Those of the others that look the same are told, never
// merged.
func (c *Case) Receive(a actor.Actor, number string, others []*Case, now time.Time) error {
	if err := c.check(a, "submit"); err != nil {
		return err
	}
	if at := c.State.GetReceivedTime(); at == nil || tooOld(at.AsTime(), now) {
		c.State.ReceivedTime = timestamppb.New(now) // a draft that lay longer counts from today
	}
	before := c.Readers()
	c.State.Number = number
	c.compare(others)
	c.reckon(now)
	c.move(received, supportv1.CaseReason_CASE_REASON_UNSPECIFIED, "", now)
	c.Record(CaseReceived{c.State})
	c.tellAccess(before)
	c.tell(noticeReceived, c.toContact(), "received", "dueDate", c.State.GetDueDate(), "bodyId", c.State.GetLeadBodyId())
	return nil
}

// Need finds a need of the case.
func (c *Case) Need(needID string) *supportv1.Need {
	i := slices.IndexFunc(c.State.GetNeeds(), func(n *supportv1.Need) bool { return n.GetNeedId() == needID })
	if i < 0 {
		return nil
	}
	return c.State.GetNeeds()[i]
}

// SubjectCodes are the subjects of the needs, each once.
func (c *Case) SubjectCodes() []string {
	var codes []string
	for _, n := range c.State.GetNeeds() {
		if !slices.Contains(codes, n.GetSubjectCode()) {
			codes = append(codes, n.GetSubjectCode())
		}
	}
	return codes
}

// Erase empties a draft that nobody sent.
func (c *Case) Erase() error {
	if c.State.GetStatus() != draft {
		return CaseMachine.Refuse(c.State.GetStatus(), "erase")
	}
	c.State = &supportv1.Case{CaseId: c.ID, Status: draft, CreatedTime: c.State.GetCreatedTime()}
	c.Record(CaseDeleted{c.ID})
	return nil
}

// move changes the status and states it.
func (c *Case) move(to supportv1.CaseStatus, reason supportv1.CaseReason, note string, now time.Time) {
	from := c.State.GetStatus()
	if c.Version == 0 {
		from = supportv1.CaseStatus_CASE_STATUS_UNSPECIFIED // it was no draft before
	}
	c.State.Status, c.State.Reason, c.State.ReasonNote = to, reason, note
	c.State.StatusTime = timestamppb.New(now)
	c.touch(now)
	c.Record(CaseMoved{Case: c.State, From: from, To: to, Reason: reason, Note: note})
}

// touch says that the case changed, which may leave another body with the next move.
func (c *Case) touch(now time.Time) {
	c.State.UpdatedTime = timestamppb.New(now)
	c.charge(now)
}

// personOf is the person who acts; a client has none.
func personOf(a actor.Actor) string {
	if a.Kind == actor.Person {
		return a.ID
	}
	return ""
}

func urgencyOf(u supportv1.Urgency) supportv1.Urgency {
	if u == supportv1.Urgency_URGENCY_UNSPECIFIED {
		return supportv1.Urgency_URGENCY_NORMAL
	}
	return u
}
