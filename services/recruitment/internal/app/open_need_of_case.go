package app

import (
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// OpenNeedOfCase opens the recruitment need that a need of a case asks for.
type OpenNeedOfCase struct {
	Link LinkDuplicates
	// Opened says whether the need of the case has its recruitment need already.
	Opened func(tx *store.Tx, needID string) (bool, error)
}

// Do opens it once: a second event for the same need changes nothing. What support has taken is not refused here: a code
// that our lists don't know is kept as it came.
func (u OpenNeedOfCase) Do(tx *store.Tx, of *supportv1.GetNeedResponse) error {
	opened, err := u.Opened(tx, of.GetCaseLink().GetNeedId())
	if err != nil || opened {
		return err
	}
	said := &recruitmentv1.RecruitmentNeed{
		Company:  of.GetCompany(),
		CaseLink: of.GetCaseLink(),
		Need:     of.GetNeed().GetRecruitment(),
		BodyId:   of.GetLeadBodyId(),
	}
	if words := of.GetNeed().GetDescription(); words != "" {
		said.Details = &recruitmentv1.HiringDetails{Description: words}
	}
	_ = canonical(said.GetNeed()) // best effort, see above
	return u.Link.Put(tx, domain.OpenOfCase(tx.Actor.Territory, said, tx.Now))
}
