package app

import "hup.example/services/kit/store"

// ResumeRequest takes a paused request back up on its day.
type ResumeRequest struct{ Requests LandRequests }

// Do is a timer's: it leaves alone a request that is no longer paused, or paused for longer.
func (u ResumeRequest) Do(tx *store.Tx, requestID string) error {
	r, err := u.Requests.Get(tx, requestID)
	if err != nil {
		return err
	}
	if until, held := r.HeldUntil(); !held || until.After(tx.Now) {
		return nil
	}
	if err := r.Resume(tx.Actor, "", tx.Now); err != nil {
		return err
	}
	return u.Requests.Put(tx, r)
}
