package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// CaseFields are the fields of a case that may be changed, named as in the contract.
var CaseFields = []string{"description", "urgency", "contact", "needs", "external_references"}

// changeable are the fields that the actor may change now, named as in the JSON. A draft is its author's; a body that is
// not in charge has its own references only, and they may come after the end.
func (c *Case) changeable(a actor.Actor) []string {
	level, closed := c.Level(a), c.Closed()
	author := c.State.GetStatus() == draft && a.BodyID != "" && a.BodyID == c.State.GetCreatedByBodyId()
	switch {
	case level == AsCompany && closed:
		return nil
	case level == AsCompany:
		return []string{"description", "contact", "needs"}
	case closed, level == AsPartner && !author:
		return []string{"externalReferences"}
	}
	return []string{"description", "urgency", "contact", "needs", "externalReferences"}
}

// Update changes the fields that are named as in the JSON. Subjects are those of the needs: by need, and by code for new ones.
func (c *Case) Update(a actor.Actor, said *supportv1.Case, fields []string, subjects map[string]*supportv1.Subject, now time.Time) error {
	if err := c.check(a, "update"); err != nil {
		return err
	}
	may := c.changeable(a)
	if locked := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(may, f) }); len(locked) > 0 {
		return errs.State("FIELD_LOCKED").With("fields", strings.Join(locked, ", ")).With("allowed", strings.Join(may, ", "))
	}
	changed := proto.CloneOf(c.State)
	for _, f := range fields {
		switch f {
		case "description":
			changed.Description = said.GetDescription()
		case "urgency":
			changed.Urgency = urgencyOf(said.GetUrgency())
		case "contact":
			if said.GetContact() == nil {
				return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "case.contact", Reason: "required"})
			}
			changed.Contact = said.GetContact()
		case "needs":
			needs, err := c.changedNeeds(said.GetNeeds(), subjects)
			if err != nil {
				return err
			}
			changed.Needs = needs
		case "externalReferences":
			changed.ExternalReferences = own(a.BodyID, c.State.GetExternalReferences(), said.GetExternalReferences(),
				func(r *commonv1.ExternalReference, body string) { r.BodyId = body })
		}
	}
	if proto.Equal(changed, c.State) {
		return nil
	}
	c.State = changed
	c.touch(now)
	c.Record(CaseUpdated{c.ID, fields})
	return nil
}

// changedNeeds are the needs after the change. Of a draft they are those that are said; in an open case those that are
// not said stay as they are, and what other services have read of them can't be changed.
func (c *Case) changedNeeds(said []*supportv1.Need, subjects map[string]*supportv1.Subject) ([]*supportv1.Need, error) {
	var bad []errs.Field
	needs := map[string]*supportv1.Need{}
	var order []string
	for i, s := range said {
		need, fields := c.changedNeed(i, s, subjects)
		bad = append(bad, fields...)
		if need != nil {
			needs[need.GetNeedId()] = need
			order = append(order, need.GetNeedId())
		}
	}
	if len(bad) > 0 {
		return nil, errs.Invalid("BAD_ANSWER", bad...)
	}
	var all []*supportv1.Need
	if c.State.GetStatus() == draft {
		for _, needID := range order {
			all = append(all, needs[needID])
		}
		if len(all) == 0 {
			return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "case.needs", Reason: "required", Params: map[string]string{"kind": "need"}})
		}
		return all, nil
	}
	for _, kept := range c.State.GetNeeds() {
		if changed := needs[kept.GetNeedId()]; changed != nil {
			kept = changed
		}
		all = append(all, kept)
	}
	return all, nil
}

// changedNeed is one need after the change, or what is wrong with it.
func (c *Case) changedNeed(i int, said *supportv1.Need, subjects map[string]*supportv1.Subject) (*supportv1.Need, []errs.Field) {
	path := fmt.Sprintf("case.needs[%d]", i)
	refuse := func(field, kind string) (*supportv1.Need, []errs.Field) {
		return nil, []errs.Field{{Path: path + field, Reason: "FIELD_LOCKED", Params: map[string]string{"kind": kind}}}
	}
	kept := c.Need(said.GetNeedId())
	unsent := c.State.GetStatus() == draft
	switch {
	case kept == nil && said.GetNeedId() != "":
		return refuse(".needId", "need_unknown")
	case kept == nil && !unsent:
		return refuse("", "need_added")
	case kept == nil:
		return newNeed(i, said, subjects[said.GetSubjectCode()])
	case said.GetSubjectCode() != "" && said.GetSubjectCode() != kept.GetSubjectCode():
		return refuse(".subjectCode", "need_subject")
	case !unsent && !sameDetails(kept, said):
		return refuse("", "need_details")
	}
	if bad := wrong(i, said.GetAnswers(), subjects[kept.GetNeedId()]); len(bad) > 0 {
		return nil, inCase(bad)
	}
	changed := proto.CloneOf(kept)
	changed.Description, changed.Answers = said.GetDescription(), said.GetAnswers()
	if unsent {
		changed.Land, changed.Recruitment, changed.Training = said.GetLand(), said.GetRecruitment(), said.GetTraining()
		changed.LinkedKind = linkedKindOf(changed)
	}
	return changed, nil
}

// newNeed is a need that is added to a draft.
func newNeed(i int, said *supportv1.Need, subject *supportv1.Subject) (*supportv1.Need, []errs.Field) {
	if bad := wrong(i, said.GetAnswers(), subject); len(bad) > 0 {
		return nil, inCase(bad)
	}
	return &supportv1.Need{
		NeedId: id.New("nee"), SubjectCode: said.GetSubjectCode(), SubjectVersion: subject.GetVersion(), Description: said.GetDescription(),
		Answers: said.GetAnswers(), Land: said.GetLand(), Recruitment: said.GetRecruitment(), Training: said.GetTraining(), LinkedKind: linkedKindOf(said),
	}, nil
}

// sameDetails says whether the details are those that are kept, or are not said at all.
func sameDetails(kept, said *supportv1.Need) bool {
	none := said.GetLand() == nil && said.GetRecruitment() == nil && said.GetTraining() == nil
	return none || proto.Equal(kept.GetLand(), said.GetLand()) && proto.Equal(kept.GetRecruitment(), said.GetRecruitment()) &&
		proto.Equal(kept.GetTraining(), said.GetTraining())
}

// inCase are the paths of fields as an update has them: in its case.
func inCase(bad []errs.Field) []errs.Field {
	for i := range bad {
		bad[i].Path = "case." + bad[i].Path
	}
	return bad
}
