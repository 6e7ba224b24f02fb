package store

import (
	"time"

	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// The kinds of documents that lists search in: what the people of bodies read, and what everybody reads.
const (
	kindNeed   = "recruitment_need"
	kindAdvert = "recruitment_advert"
)

// The kinds of the timers that follow a publication.
const (
	ExpiryTimer   = "recruitment_need_expiry"
	ReminderTimer = "recruitment_need_reminder"
	UnfilledTimer = "recruitment_need_unfilled"
)

// projectNeed keeps what is derived from a need: its timers, its words, and the references that lists filter by.
func projectNeed(tx *kit.Tx, n *domain.RecruitmentNeed) error {
	for _, project := range []func(*kit.Tx, *domain.RecruitmentNeed) error{setTimers, indexNeed, keepReferences} {
		if err := project(tx, n); err != nil {
			return err
		}
	}
	return nil
}

func setTimers(tx *kit.Tx, n *domain.RecruitmentNeed) error {
	expires, runs := n.ExpiresAt()
	if err := setTimer(tx, ExpiryTimer, n.ID, expires, runs); err != nil {
		return err
	}
	reminded, soon := n.NextReminder(tx.Now)
	if err := setTimer(tx, ReminderTimer, n.ID, reminded, soon); err != nil {
		return err
	}
	unfilled, due := n.UnfilledAt()
	return setTimer(tx, UnfilledTimer, n.ID, unfilled, due)
}

func setTimer(tx *kit.Tx, kind, id string, at time.Time, wanted bool) error {
	if !wanted {
		return schedule.Clear(tx, kind, id)
	}
	return schedule.Set(tx, kind, id, at)
}

// indexNeed keeps a confidential name out of what everybody searches: finding a need by it would tell it.
func indexNeed(tx *kit.Tx, n *domain.RecruitmentNeed) error {
	s := n.State
	if err := tx.Index(kindNeed, n.ID, s.GetNeed().GetTitle(), s.GetCompany().GetName(), s.GetNeed().GetRomeCode(), s.GetCaseLink().GetCaseNumber()); err != nil {
		return err
	}
	if !n.OpenToAll() {
		return tx.Index(kindAdvert, n.ID)
	}
	return tx.Index(kindAdvert, n.ID, s.GetNeed().GetTitle(), n.AdvertisedName(), s.GetNeed().GetRomeCode())
}

var references = kit.Children{Table: "recruitment_need_reference", Owner: "recruitment_need_id", Columns: []string{"value", "body_id"}}.Open()

func keepReferences(tx *kit.Tx, n *domain.RecruitmentNeed) error {
	var rows [][]any
	for _, r := range n.State.GetExternalReferences() {
		rows = append(rows, []any{r.GetValue(), r.GetBodyId()})
	}
	return references.Set(tx, n.ID, rows)
}
