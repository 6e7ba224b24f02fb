package domain

import recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"

// The facts a recruitment need states.
type (
	// NeedCreated: the need is there, as a draft or straight from a case.
	NeedCreated struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// NeedUpdated: fields changed, without a move.
	NeedUpdated struct {
		Need   *recruitmentv1.RecruitmentNeed
		Fields []string
	}
	// NeedMoved: the need went from one status to another; From is unspecified for a new one.
	NeedMoved struct {
		Need   *recruitmentv1.RecruitmentNeed
		From   recruitmentv1.RecruitmentNeedStatus
		Reason string
		Note   string
	}
	// NeedSubmitted: the need waits for an advisor.
	NeedSubmitted struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// NeedPublished: the need is shown, for the first time or again.
	NeedPublished struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// NeedSuspended: the need was taken back for a while.
	NeedSuspended struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// HireDeclared: people were hired.
	HireDeclared struct {
		Need *recruitmentv1.RecruitmentNeed
		Hire *recruitmentv1.Hire
	}
	// NeedFilled: no position is left.
	NeedFilled struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// NeedExpired: the time of the need ran out.
	NeedExpired struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// UnfilledDetected: the need is still unfilled long after its publication.
	UnfilledDetected struct {
		Need *recruitmentv1.RecruitmentNeed
	}
	// Told: somebody is to be told something of the need, once for each company that it was of.
	Told struct {
		Need                *recruitmentv1.RecruitmentNeed
		Template, Recipient string
	}
	// ExpiryNear: somebody is to be reminded that the need expires in so many days.
	ExpiryNear struct {
		Need      *recruitmentv1.RecruitmentNeed
		Recipient string
		Days      int
	}
)
