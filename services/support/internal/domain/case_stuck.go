package domain

import (
	"fmt"
	"slices"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// stuckDays is after how many business days without an answer the comité looks at a case.
const stuckDays = RerouteDay

// Stuck is why a case does not get on; nothing for one that does, or that is not open or waits for the company.
func (c *Case) Stuck(now time.Time) (reasons []*supportv1.StuckReason) {
	if !c.Open() || c.Pausing() != nil || c.State.GetStatus() == draft {
		return nil
	}
	add := func(kind supportv1.StuckKind, bodies []string, label string, args ...any) {
		reasons = append(reasons, &supportv1.StuckReason{Kind: kind, Label: fmt.Sprintf(label, args...), BodyIds: bodies})
	}
	if due := c.DueIn(stuckDays, now); c.Ticking() && due.Late(now) {
		add(supportv1.StuckKind_STUCK_KIND_NO_ANSWER, nil, "Aucune réponse à l'entreprise depuis plus de %d jours ouvrés (reçue le %s)",
			stuckDays, calendar.DayOf(c.State.GetReceivedTime().AsTime()).InWords())
	}
	if silent := c.bodiesIn(func(r *supportv1.ReferralSummary) bool { return c.silent(r, now) }); len(silent) > 0 {
		add(supportv1.StuckKind_STUCK_KIND_BODY_SILENT, silent, "Mise en relation sans réponse depuis plus de %d jours ouvrés (%d)", stuckDays, len(silent))
	}
	if several := c.bodiesIn(func(r *supportv1.ReferralSummary) bool { return unended(r.GetStatus()) }); len(several) > 1 {
		add(supportv1.StuckKind_STUCK_KIND_SEVERAL_BODIES, several, "%d organismes y travaillent en même temps", len(several))
	}
	declined := 0
	refusing := c.bodiesIn(func(r *supportv1.ReferralSummary) bool {
		if r.GetStatus() == supportv1.ReferralStatus_REFERRAL_STATUS_DECLINED {
			declined++
			return true
		}
		return false
	})
	if declined > 1 {
		add(supportv1.StuckKind_STUCK_KIND_DECLINED_TWICE, refusing, "Refusée %d fois", declined)
	}
	return reasons
}

func unended(s supportv1.ReferralStatus) bool {
	return s == supportv1.ReferralStatus_REFERRAL_STATUS_SENT || s == supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED
}

// silent says whether a body that was asked has not answered in so many business days of its clock.
func (c *Case) silent(r *supportv1.ReferralSummary, now time.Time) bool {
	return r.GetStatus() == supportv1.ReferralStatus_REFERRAL_STATUS_SENT && calendar.Due(r.GetSinceTime().AsTime(), stuckDays, c.Pauses(now)...).Late(now)
}

// bodiesIn are the bodies of the referrals that are so, each once.
func (c *Case) bodiesIn(is func(*supportv1.ReferralSummary) bool) (bodies []string) {
	for _, r := range c.State.GetReferrals() {
		if is(r) && !slices.Contains(bodies, r.GetBodyId()) {
			bodies = append(bodies, r.GetBodyId())
		}
	}
	return bodies
}
