package domain

import (
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/text"
)

// groupingKey is equal for needs that one session could answer: the family of the Formacode (its first three digits), or
// the occupation when it is not coded yet, and the half-year of the first day wanted. Empty when there is nothing to group by.
func groupingKey(s *trainingv1.TrainingNeed) string {
	about := s.GetNeed().GetRomeCode()
	if codes := s.GetDomain().GetFormacodes(); len(codes) > 0 {
		about = codes[0][:3]
	}
	if about == "" {
		return ""
	}
	return about + "/" + halfYear(s.GetNeed().GetFromDate())
}

// halfYear of 2027-03-01 is 2027-1; empty for no day.
func halfYear(day string) string {
	if len(day) < len("2027-03") {
		return ""
	}
	half := "1"
	if day[5:7] > "06" {
		half = "2"
	}
	return day[:4] + "-" + half
}

// Likeness is equal for needs that are likely the same: company, occupation, place and topic.
func Likeness(s *trainingv1.TrainingNeed) string {
	c, need := s.GetCompany(), s.GetNeed()
	company := c.GetSiret()
	if company == "" {
		company = c.GetCompanyId()
	}
	if company == "" {
		company = text.Fold(c.GetName())
	}
	if company == "" || need.GetRomeCode() == "" && need.GetTopic() == "" {
		return ""
	}
	return strings.Join([]string{company, need.GetRomeCode(), need.GetCommuneCode(), text.Title(need.GetTopic())}, "|")
}

// LinkDuplicate says that another need is likely the same. Both stay.
func (n *TrainingNeed) LinkDuplicate(otherID string, now time.Time) {
	if otherID == n.ID || slices.Contains(n.State.GetPossibleDuplicateIds(), otherID) {
		return
	}
	n.State.PossibleDuplicateIds = append(n.State.PossibleDuplicateIds, otherID)
	n.updated(now, "possibleDuplicateIds")
}

// RefreshCompany takes over what the directory says of the company now. The establishment stays the one that asked. When it has
// closed, who is in charge is told of what is open; of a case, support tells them.
func (n *TrainingNeed) RefreshCompany(company *commonv1.CompanySnapshot, now time.Time) {
	fresh := reference.FollowCompany(n.State.GetCompany(), company)
	if proto.Equal(n.State.GetCompany(), fresh) {
		return
	}
	closed := fresh.GetCeased() && !n.State.GetCompany().GetCeased()
	n.State.Company = fresh
	n.updated(now, "company")
	if closed && n.Open() && n.State.GetCaseLink().GetCaseId() == "" && n.State.GetBodyId() != "" {
		n.Record(Told{Need: n.State, Template: "training_need_company_closed", Recipient: "body:" + n.State.GetBodyId()})
	}
}

func (n *TrainingNeed) updated(now time.Time, fields ...string) {
	n.State.UpdatedTime = stamp(now)
	n.Record(NeedUpdated{Need: n.State, Fields: fields})
}

// References are what a body may say of its own ids: each is its own.
func References(a actor.Actor, before, given []*commonv1.ExternalReference) []*commonv1.ExternalReference {
	kept := slices.DeleteFunc(slices.Clone(before), func(r *commonv1.ExternalReference) bool { return r.GetBodyId() == a.BodyID })
	for _, r := range given {
		if r.GetBodyId() == "" || r.GetBodyId() == a.BodyID {
			kept = append(kept, &commonv1.ExternalReference{BodyId: a.BodyID, Value: r.GetValue()})
		}
	}
	return kept
}
