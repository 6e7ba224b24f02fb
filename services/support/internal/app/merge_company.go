package app

import (
	"fmt"
	"strconv"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// MergeCompany makes one company of two records, and two again.
type MergeCompany struct{}

// mostHanging bounds what one unit of work moves.
const mostHanging = 2000

// moves are the kinds of what hangs on a company, and how one goes to another company. It answers false for what is no longer
// the company's that it came from.
var moves = []struct {
	kind string
	move func(tx *kit.Tx, id string, from string, to *domain.Company) (bool, error)
}{
	{"case", moveCase},
	{"exchange", moveExchange},
	{"task", moveTask},
	{"appointment", moveAppointment},
	{"calendarFeed", moveFeed},
	{"projectLeader", moveLeader},
	{"company", moveSubsidiary},
}

// Do answers the company that goes on, what went to it, and what it did not take over.
func (u MergeCompany) Do(tx *kit.Tx, fromID, intoID string) (into *domain.Company, from *domain.Company, notes []string, err error) {
	if err = store.HoldCompany(tx, fromID); err != nil {
		return nil, nil, nil, err
	}
	if from, err = store.Companies.Get(tx, fromID); err != nil {
		return nil, nil, nil, err
	}
	if into, err = store.Companies.Get(tx, intoID); err != nil {
		return nil, nil, nil, err
	}
	if err := from.MayMerge(into); err != nil {
		return nil, nil, nil, err
	}
	var moved []*supportv1.MovedPart
	total := 0
	for _, of := range moves {
		ids, err := store.Hanging(tx, of.kind, from.ID)
		if err != nil {
			return nil, nil, nil, err
		}
		if total += len(ids); total > mostHanging {
			return nil, nil, nil, errs.State("MERGE_TOO_LARGE").With("most", strconv.Itoa(mostHanging))
		}
		part, err := move(tx, of.kind, of.move, ids, from.ID, into)
		if err != nil {
			return nil, nil, nil, err
		}
		if part != nil {
			moved = append(moved, part)
		}
	}
	if into, err = store.Companies.Get(tx, intoID); err != nil { // it may have been a subsidiary of the other
		return nil, nil, nil, err
	}
	notes = from.MergeInto(tx.Actor, into, moved, tx.Now)
	if err := store.Companies.Put(tx, from); err != nil {
		return nil, nil, nil, err
	}
	return into, from, notes, store.Companies.Put(tx, into)
}

// Undo answers the company that is one of its own again, what went back to it, and what did not.
func (u MergeCompany) Undo(tx *kit.Tx, companyID string) (c *domain.Company, back []*supportv1.MovedPart, notes []string, err error) {
	if c, err = store.Companies.Target(tx, companyID); err != nil {
		return nil, nil, nil, err
	}
	into := c
	if id := c.State.GetMergedIntoCompanyId(); id != "" {
		if into, err = store.Companies.Get(tx, id); err != nil {
			return nil, nil, nil, err
		}
	}
	merged := c.State.GetMerge()
	if notes, err = c.UndoMerge(into, tx.Now); err != nil {
		return nil, nil, nil, err
	}
	if err := store.Companies.Put(tx, into); err != nil {
		return nil, nil, nil, err
	}
	if err := store.Companies.Put(tx, c); err != nil {
		return nil, nil, nil, err
	}
	for _, of := range moves {
		for _, part := range merged.GetMoved() {
			if part.GetKind() != of.kind {
				continue
			}
			returned, err := move(tx, of.kind, of.move, part.GetIds(), into.ID, c)
			if err != nil {
				return nil, nil, nil, err
			}
			if returned != nil {
				back = append(back, returned)
			}
			if left := len(part.GetIds()) - len(returned.GetIds()); left > 0 {
				notes = append(notes, fmt.Sprintf(leftBehind[of.kind], left))
			}
		}
	}
	since, err := store.CasesSince(tx, into.ID, merged)
	if since > 0 {
		notes = append(notes, fmt.Sprintf(cameSince, since))
	}
	return c, back, notes, err
}

// leftBehind says in French what did not go back.
var leftBehind = map[string]string{
	"case":          "Dossiers rattachés depuis à une autre entreprise, et qui y restent : %d.",
	"exchange":      "Échanges rattachés depuis à une autre entreprise, et qui y restent : %d.",
	"task":          "Tâches confiées depuis à quelqu'un d'autre, et qui le restent : %d.",
	"appointment":   "Rendez-vous qui restent à l'autre entreprise, déjà inscrite au même créneau ou changée depuis : %d.",
	"calendarFeed":  "Adresses de calendrier qui restent à l'autre entreprise : %d.",
	"projectLeader": "Porteurs de projet rattachés depuis à une autre entreprise, et qui le restent : %d.",
	"company":       "Filiales qui ont changé de groupe depuis, et qui y restent : %d.",
}

// cameSince: nobody knows which of the two companies they are about.
const cameSince = "Dossiers ouverts depuis la fusion, qui restent à l'autre entreprise (vérifiez de laquelle ils parlent) : %d."

func move(tx *kit.Tx, kind string, to func(*kit.Tx, string, string, *domain.Company) (bool, error), ids []string, from string, c *domain.Company) (*supportv1.MovedPart, error) {
	var moved *supportv1.MovedPart
	for _, id := range ids {
		done, err := to(tx, id, from, c)
		if errs.Is(err, "NOT_FOUND") { // deleted since
			continue
		}
		if err != nil {
			return nil, err
		}
		if done {
			if moved == nil {
				moved = &supportv1.MovedPart{Kind: kind}
			}
			moved.Ids = append(moved.Ids, id)
		}
	}
	return moved, nil
}

func moveCase(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	c, err := store.Cases.Get(tx, id)
	if err != nil || c.State.GetCompany().GetCompanyId() != from {
		return false, err
	}
	c.BelongTo(to.Snapshot(), tx.Now)
	return true, putNamed(tx, c)
}

func moveExchange(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	e, err := store.Exchanges.Get(tx, id)
	if err != nil || e.State.GetCompanyId() != from {
		return false, err
	}
	e.BelongTo(to.ID, tx.Now)
	return true, store.Exchanges.Put(tx, e)
}

func moveTask(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	t, err := store.Tasks.Get(tx, id)
	if err != nil || t.State.GetOwnerCompanyId() != from {
		return false, err
	}
	t.BelongTo(to.ID, tx.Now)
	return true, store.Tasks.Put(tx, t)
}

// moveFeed lets an address of a calendar, which goes on answering, be seen and closed by the people of the company.
func moveFeed(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	f, err := store.CalendarFeeds.Get(tx, id)
	if err != nil || f.State.GetAuthorCompanyId() != from {
		return false, err
	}
	f.BelongTo(to.ID, tx.Now)
	return true, store.CalendarFeeds.Put(tx, f)
}

func moveLeader(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	l, err := store.ProjectLeaders.Get(tx, id)
	if err != nil || l.State.GetCompanyId() != from {
		return false, err
	}
	l.BelongTo(to.ID, tx.Now)
	return true, store.ProjectLeaders.Put(tx, l)
}

func moveSubsidiary(tx *kit.Tx, id, from string, to *domain.Company) (bool, error) {
	c, err := store.Companies.Get(tx, id)
	if err != nil || c.State.GetParentCompanyId() != from {
		return false, err
	}
	c.State.ParentCompanyId = to.ID
	if c.ID == to.ID {
		c.State.ParentCompanyId = "" // nobody owns itself
	}
	c.Updated([]string{"parentCompanyId"}, tx.Now)
	return true, store.Companies.Put(tx, c)
}
