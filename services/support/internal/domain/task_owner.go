package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Tidy finds whom the task is to do, sets who may read it when nobody said, and refuses what can't be, all at once. Reminds
// says that the reminder is new.
func (t *Task) Tidy(a actor.Actor, c *Case, reminds bool, now time.Time) error {
	t.fill(a)
	bad := t.wrong(a, c)
	if at := t.State.GetRemindTime(); reminds && at != nil && !at.AsTime().After(now) {
		bad = append(bad, errs.Field{Path: "task.remindTime", Reason: "task.remind_time"})
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	if err := mayWrite(a, t.State.GetVisibility()); err != nil {
		return err
	}
	t.State.UpdatedTime = timestamppb.New(now)
	return nil
}

// fill puts what "me", "mine" and nothing stand for.
func (t *Task) fill(a actor.Actor) {
	s := t.State
	s.OwnerPersonId = me(a, s.GetOwnerPersonId())
	if s.GetOwnerBodyId() == "mine" {
		s.OwnerBodyId = a.BodyID
	}
	if t.owner() == "" {
		switch {
		case a.Has(actor.CompanyUser):
			s.OwnerCompanyId = a.CompanyID
		case personOf(a) != "":
			s.OwnerPersonId = personOf(a)
		default:
			s.OwnerBodyId = a.BodyID
		}
	}
	if s.GetOwnerPersonId() == personOf(a) && s.GetOwnerPersonId() != "" {
		s.OwnerBodyId = a.BodyID
	}
	if s.GetVisibility() == supportv1.MessageVisibility_MESSAGE_VISIBILITY_UNSPECIFIED {
		s.Visibility = t.usual()
	}
}

// usual is the visibility when nobody said.
func (t *Task) usual() supportv1.MessageVisibility {
	s := t.State
	switch {
	case s.GetOwnerCompanyId() != "":
		return withCompany
	case s.GetCaseId() != "":
		return partners
	case s.GetOwnerPersonId() != "" && s.GetOwnerPersonId() == s.GetAuthorPersonId():
		return personalNote
	}
	return ownBody
}

func (t *Task) wrong(a actor.Actor, c *Case) (bad []errs.Field) {
	s := t.State
	add := func(path, reason string) { bad = append(bad, errs.Field{Path: "task." + path, Reason: reason}) }
	if s.GetTitle() == "" {
		add("title", "required")
	}
	if s.GetOwnerCompanyId() != "" && (s.GetOwnerPersonId() != "" || s.GetOwnerBodyId() != "") {
		add("ownerCompanyId", "task.one_owner")
	}
	if c == nil && (s.GetOwnerCompanyId() != "" || a.Has(actor.CompanyUser)) {
		add("caseId", "task.company_needs_case")
	}
	if c == nil && s.GetVisibility() >= partners {
		add("visibility", "task.visibility_beside")
	}
	if c != nil && s.GetVisibility() == withCompany && s.GetOwnerCompanyId() == "" && !s.GetRecommendation() {
		add("visibility", "task.visibility_company")
	}
	if s.GetOwnerCompanyId() != "" && s.GetVisibility() != withCompany {
		add("visibility", "task.visibility_of_company")
	}
	return bad
}

// Own refuses an owner who would not see the task; people say who a person is.
func (t *Task) Own(a actor.Actor, c *Case, people Roster) error {
	s := t.State
	refused := func(who string) error { return errs.State("OWNER_NOT_IN_CASE").With("who", who) }
	switch {
	case s.GetOwnerCompanyId() != "":
		if s.GetOwnerCompanyId() != c.State.GetCompany().GetCompanyId() {
			return refused(s.GetOwnerCompanyId())
		}
	case s.GetOwnerPersonId() == "":
		if c == nil && s.GetOwnerBodyId() != a.BodyID || c != nil && !slices.Contains(c.Bodies(), s.GetOwnerBodyId()) && s.GetOwnerBodyId() != a.BodyID {
			return refused(s.GetOwnerBodyId())
		}
	case s.GetOwnerPersonId() != personOf(a):
		if err := people.Check(a, s.GetOwnerPersonId()); err != nil {
			return err
		}
		member := people.Where(s.GetOwnerPersonId(), func(m actor.Actor) bool {
			return m.Works() && (s.GetOwnerBodyId() == "" || s.GetOwnerBodyId() == m.BodyID) && (c == nil && m.BodyID == a.BodyID || c != nil && c.Level(m) > AsCompany)
		})
		if member == nil {
			return refused(people.Name(s.GetOwnerPersonId()))
		}
		s.OwnerBodyId = member.BodyID
	}
	return nil
}

// BelongTo gives the task to another company: two records were one, or are two again.
func (t *Task) BelongTo(companyID string, now time.Time) {
	t.State.OwnerCompanyId, t.State.UpdatedTime = companyID, timestamppb.New(now)
	t.Record(TaskUpdated{t.State, []string{"ownerCompanyId"}})
}
