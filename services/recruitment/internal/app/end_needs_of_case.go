package app

import (
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/store"
)

// EndNeedsOfCase cancels what a case had opened when the case is withdrawn, inadmissible or a duplicate.
type EndNeedsOfCase struct {
	Needs RecruitmentNeeds
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
		if err := n.Cancel(tx.Actor, recruitmentv1.CancellationReason_CANCELLATION_REASON_CASE_WITHDRAWN, "", tx.Now); err != nil {
			return err
		}
		if err := u.Needs.Put(tx, n); err != nil {
			return err
		}
	}
	return nil
}
