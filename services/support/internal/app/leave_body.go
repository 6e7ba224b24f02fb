package app

import (
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// BodyLeft is the timer that gives back what a body had to do when it left: soon after, some referrals at a time.
const BodyLeft = "body.left"

// leftAtOnce is how many referrals one unit of work gives back.
const leftAtOnce = 50

// LeaveBody gives the referrals of a body that left back to the bodies in charge of their cases.
type LeaveBody struct{ File }

// Handlers are the handlers by kind of timer.
func (u LeaveBody) Handlers() map[string]schedule.Handler {
	return map[string]schedule.Handler{BodyLeft: u.giveBack}
}

// left sets the timer when the body has just left.
func left(tx *kit.Tx, b *domain.PartnerBody) error {
	if b.State.GetStatus() != supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT {
		return nil
	}
	return schedule.Set(tx, BodyLeft, b.ID, tx.Now)
}

// giveBack goes on from the referral in the key: "cci", then "cci/ref_…". A body that came back keeps what it has.
func (u LeaveBody) giveBack(tx *kit.Tx, key string) error {
	bodyID, after, _ := strings.Cut(key, "/")
	b, err := store.PartnerBodies.Get(tx, bodyID)
	if err != nil || b.State.GetStatus() != supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT {
		return err
	}
	ids, err := store.PendingOf(tx, bodyID, after, leftAtOnce)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := u.one(tx, id); err != nil {
			return err
		}
	}
	if len(ids) < leftAtOnce {
		return nil
	}
	return schedule.Set(tx, BodyLeft, bodyID+"/"+ids[len(ids)-1], tx.Now)
}

func (u LeaveBody) one(tx *kit.Tx, referralID string) error {
	r, err := u.Referrals.Get(tx, referralID)
	if err != nil {
		return err
	}
	c, err := u.Cases.Get(tx, r.State.GetCaseId())
	if err != nil {
		return err
	}
	if err := r.BodyLeft(platform(tx), c, tx.Now); err != nil {
		return err
	}
	if len(c.Facts()) == 0 { // accepted: only told
		return u.Referrals.Put(tx, r)
	}
	return u.put(tx, c, r)
}
