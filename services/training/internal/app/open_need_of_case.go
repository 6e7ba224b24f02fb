package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/store"
)

// OpenNeedOfCase opens the training need that a need of a case asks for.
type OpenNeedOfCase struct {
	Express ExpressNeed
	// Opened says whether the need of the case has its training need already.
	Opened func(tx *store.Tx, needID string) (bool, error)
}

// Do opens it once: a second event for the same need changes nothing. What support has taken is not refused here: a code
// that our lists don't know is kept as it came.
func (u OpenNeedOfCase) Do(tx *store.Tx, of *supportv1.GetNeedResponse) error {
	opened, err := u.Opened(tx, of.GetCaseLink().GetNeedId())
	if err != nil || opened {
		return err
	}
	said := &trainingv1.TrainingNeed{
		Company:     of.GetCompany(),
		CaseLink:    of.GetCaseLink(),
		Need:        of.GetNeed().GetTraining(),
		SubjectCode: of.GetNeed().GetSubjectCode(),
		Description: of.GetNeed().GetDescription(),
		BodyId:      of.GetLeadBodyId(),
	}
	_ = Canonical(said) // best effort, see above
	_, err = u.Express.Do(tx, said)
	return err
}
