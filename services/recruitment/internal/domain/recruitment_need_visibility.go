package domain

import (
	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
)

// Unassigned says whether the need waits for any body to take charge of it.
func (n *RecruitmentNeed) Unassigned() bool {
	return n.State.GetBodyId() == "" && n.State.GetCaseLink().GetCaseId() == "" && n.State.GetStatus() != draft
}

// OpenToAll says whether people of no body see the need.
func (n *RecruitmentNeed) OpenToAll() bool {
	v := n.State.GetVisibility()
	return n.Shown() && (v == recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC || n.nameHidden())
}

func (n *RecruitmentNeed) nameHidden() bool {
	return n.State.GetVisibility() == recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_CONFIDENTIAL_NAME
}

// AdvertisedTo says whether the actor sees the need as an advertisement: whose business the need is sees more, and is
// asked elsewhere.
func (n *RecruitmentNeed) AdvertisedTo(a actor.Actor) bool {
	if a.Works() {
		return n.Shown()
	}
	return n.OpenToAll() && a.Has(actor.Jobseeker)
}

// AdvertisedName is the name of the company as everybody may read it; empty when it is confidential.
func (n *RecruitmentNeed) AdvertisedName() string {
	if n.nameHidden() {
		return ""
	}
	return n.State.GetCompany().GetName()
}

// Advert is what those see whose business the need is not. People of bodies know whose it is; from others a
// confidential name is hidden, with what would give it away.
func (n *RecruitmentNeed) Advert(a actor.Actor) *recruitmentv1.RecruitmentNeed {
	s := n.State
	seen := &recruitmentv1.RecruitmentNeed{
		RecruitmentNeedId: s.GetRecruitmentNeedId(), Status: s.GetStatus(), Company: s.GetCompany(), Need: s.GetNeed(), Details: s.GetDetails(),
		Visibility: s.GetVisibility(), ExpiryDate: s.GetExpiryDate(), BodyId: s.GetBodyId(), HiredCount: s.GetHiredCount(),
		PublishedTime: s.GetPublishedTime(), CreatedTime: s.GetCreatedTime(), UpdatedTime: s.GetUpdatedTime(),
	}
	if !n.nameHidden() || a.Works() {
		return seen
	}
	seen.Company = &commonv1.CompanySnapshot{CommuneCode: s.GetCompany().GetCommuneCode()}
	if s.GetDetails() != nil {
		seen.Details = proto.Clone(s.GetDetails()).(*recruitmentv1.HiringDetails)
		seen.Details.Point = nil
	}
	return seen
}
