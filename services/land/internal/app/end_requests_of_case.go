package app

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// EndRequestsOfCase withdraws what a case had opened when the case is withdrawn, inadmissible or a duplicate.
type EndRequestsOfCase struct {
	Requests LandRequests
	// EndOptions gives up the open options of a request that has ended.
	EndOptions func(tx *store.Tx, requestID string) error
	// OfCase answers the requests of a case.
	OfCase func(tx *store.Tx, caseID string) ([]*domain.LandRequest, error)
}

// Do leaves alone what has ended already.
func (u EndRequestsOfCase) Do(tx *store.Tx, caseID string) error {
	requests, err := u.OfCase(tx, caseID)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if !r.Open() {
			continue
		}
		if err := r.Withdraw(tx.Actor, landv1.LandRequestWithdrawReason_LAND_REQUEST_WITHDRAW_REASON_CASE_ENDED, "", tx.Now); err != nil {
			return err
		}
		if err := u.Requests.Put(tx, r); err != nil {
			return err
		}
		if err := u.EndOptions(tx, r.ID); err != nil {
			return err
		}
	}
	return nil
}
