// Package app holds the use cases of training, one a file.
package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// TrainingNeeds is where the use cases find and put training needs.
type TrainingNeeds interface {
	Target(tx *store.Tx, id string) (*domain.TrainingNeed, error)
	Put(tx *store.Tx, n *domain.TrainingNeed) error
}

// OpenNeedOfCase opens the training need that a need of a case asks for.
type OpenNeedOfCase struct {
	Needs TrainingNeeds
	// Opened says whether the need of the case has its training need already.
	Opened func(tx *store.Tx, needID string) (bool, error)
}

// Do opens it once: a second event for the same need changes nothing.
func (u OpenNeedOfCase) Do(tx *store.Tx, of *supportv1.GetNeedResponse) error {
	opened, err := u.Opened(tx, of.GetCaseLink().GetNeedId())
	if err != nil || opened {
		return err
	}
	n, err := domain.ExpressNeed(tx.Actor.Territory, &trainingv1.TrainingNeed{
		Company:     of.GetCompany(),
		CaseLink:    of.GetCaseLink(),
		Need:        of.GetNeed().GetTraining(),
		SubjectCode: of.GetNeed().GetSubjectCode(),
		Description: of.GetNeed().GetDescription(),
		BodyId:      of.GetLeadBodyId(),
	}, tx.Now)
	if err != nil {
		return err
	}
	return u.Needs.Put(tx, n)
}
