package app

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/store"
)

// EndNeedsOfCase drops what a case had opened when the case is withdrawn, inadmissible or a duplicate.
type EndNeedsOfCase struct {
	Needs TrainingNeeds
	// OfCase answers the needs of a case.
	OfCase func(tx *store.Tx, caseID string) ([]string, error)
}

// Do leaves alone what has ended already.
func (u EndNeedsOfCase) Do(tx *store.Tx, caseID string) error {
	ids, err := u.OfCase(tx, caseID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		n, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		if !n.Open() {
			continue
		}
		if err := n.Drop(tx.Actor, trainingv1.TrainingNeedDropReason_TRAINING_NEED_DROP_REASON_CASE_ENDED, "", tx.Now); err != nil {
			return err
		}
		if err := u.Needs.Put(tx, n); err != nil {
			return err
		}
	}
	return nil
}
