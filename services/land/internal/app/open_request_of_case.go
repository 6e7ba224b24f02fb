package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
)

// OpenRequestOfCase opens the land request that a need of a case asks for.
type OpenRequestOfCase struct {
	Receive ReceiveRequest
	// Opened says whether the need of the case has its land request already.
	Opened func(tx *store.Tx, needID string) (bool, error)
}

// Do opens it once: a second event for the same need changes nothing.
func (u OpenRequestOfCase) Do(tx *store.Tx, of *supportv1.GetNeedResponse) error {
	opened, err := u.Opened(tx, of.GetCaseLink().GetNeedId())
	if err != nil || opened {
		return err
	}
	need := of.GetNeed().GetLand()
	if need == nil {
		need = &commonv1.LandNeed{}
	}
	_, err = u.Receive.Do(tx, &landv1.LandRequest{
		Company:     of.GetCompany(),
		CaseLink:    of.GetCaseLink(),
		Need:        need,
		SubjectCode: of.GetNeed().GetSubjectCode(),
		Description: of.GetNeed().GetDescription(),
		BodyId:      of.GetLeadBodyId(),
	})
	return err
}
