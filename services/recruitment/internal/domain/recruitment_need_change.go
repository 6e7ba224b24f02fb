package domain

import (
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/text"
)

// Changeable are the fields that the actor may change. Whom a body puts in charge is not the company's business.
func Changeable(a actor.Actor) []string {
	fields := []string{"need", "details", "visibility", "expiry_date", "difficulty_reasons", "external_references"}
	if a.Works() {
		fields = append(fields, "assigned_person_id")
	}
	return fields
}

// CheckOpen refuses to change a need that has ended.
func (n *RecruitmentNeed) CheckOpen() error {
	if !n.Open() {
		return errs.State("RECRUITMENT_NEED_CLOSED", NeedMachine.Moves(n.State.GetStatus())...)
	}
	return nil
}

// Changed holds the rules on fields that were changed, and states it. Fewer positions than before may fill the need.
func (n *RecruitmentNeed) Changed(a actor.Actor, fields []string, now time.Time) error {
	if len(fields) == 0 {
		return nil
	}
	s := n.State
	if s.GetNeed() == nil {
		s.Need = &commonv1.HiringNeed{}
	}
	s.Need.PositionCount = max(1, s.GetNeed().GetPositionCount())
	if n.Left() < 0 {
		return errs.State("TOO_MANY_HIRES")
	}
	if slices.Contains(fields, "expiryDate") && s.GetExpiryDate() != "" {
		if err := checkExpiry(s.GetExpiryDate(), now); err != nil {
			return err
		}
	}
	s.UpdatedTime = timestamppb.New(now)
	n.Record(NeedUpdated{Need: s, Fields: fields})
	if n.Left() == 0 {
		return n.settle(a, now)
	}
	return nil
}

// References are the references after a body wrote its own: those of the other bodies stay as they were.
func References(a actor.Actor, before, given []*commonv1.ExternalReference) []*commonv1.ExternalReference {
	kept := slices.DeleteFunc(slices.Clone(before), func(r *commonv1.ExternalReference) bool { return r.GetBodyId() == a.BodyID })
	for _, r := range given {
		if r.GetBodyId() == "" || r.GetBodyId() == a.BodyID {
			kept = append(kept, &commonv1.ExternalReference{BodyId: a.BodyID, Value: r.GetValue()})
		}
	}
	return kept
}

// Likeness is equal for needs that are likely the same: company, occupation, place, contract and title.
func Likeness(s *recruitmentv1.RecruitmentNeed) string {
	company := s.GetCompany().GetSiret()
	if company == "" {
		company = s.GetCompany().GetCompanyId()
	}
	need := s.GetNeed()
	if company == "" || need.GetRomeCode() == "" && need.GetTitle() == "" {
		return ""
	}
	return strings.Join([]string{company, need.GetRomeCode(), need.GetCommuneCode(), need.GetContractKind().String(), text.Title(need.GetTitle())}, "|")
}

// LinkDuplicate says that another need is likely the same. Both stay.
func (n *RecruitmentNeed) LinkDuplicate(otherID string, now time.Time) {
	if otherID == n.ID || slices.Contains(n.State.GetPossibleDuplicateIds(), otherID) {
		return
	}
	n.State.PossibleDuplicateIds = append(n.State.PossibleDuplicateIds, otherID)
	n.State.UpdatedTime = timestamppb.New(now)
	n.Record(NeedUpdated{Need: n.State, Fields: []string{"possibleDuplicateIds"}})
}

// RefreshCompany takes over what the directory says of the company now. The establishment stays the one that hires. When it has
// closed, the body in charge is told of what is open; of a case, support tells it.
func (n *RecruitmentNeed) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) {
	fresh := reference.FollowCompany(n.State.GetCompany(), company)
	if proto.Equal(n.State.GetCompany(), fresh) {
		return
	}
	closed := fresh.GetCeased() && !n.State.GetCompany().GetCeased()
	n.State.Company, n.State.UpdatedTime = fresh, timestamppb.New(now)
	n.Record(NeedUpdated{Need: n.State, Fields: []string{"company"}})
	if closed && n.Open() && n.State.GetCaseLink().GetCaseId() == "" {
		n.tell("recruitment_need_company_closed", n.followers()...)
	}
}

func (n *RecruitmentNeed) tell(template string, recipients ...string) {
	for _, who := range recipients {
		n.Record(Told{Need: n.State, Template: template, Recipient: who})
	}
}
