package app

import (
	"crypto/hmac"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepFeeds makes and closes the addresses that calendar programs read.
type KeepFeeds struct {
	File
	// Links make the addresses; Page is their folder.
	Links Links
}

// calendarSuffix ends an address, so that calendar programs take it for what it is.
const calendarSuffix = ".ics"

// Address is the address of a feed: its id, and what only this installation can say of it.
func (u KeepFeeds) Address(territory, feedID string) string {
	_, mac, _ := strings.Cut(u.Links.Token(territory, feedID), ".")
	return u.Links.Page + "/" + territory + "." + feedID + "." + mac + calendarSuffix
}

// Open says which feed of which territory the last part of an address opens.
func (u KeepFeeds) Open(name string) (territory, feedID string, ok bool) {
	name, suffix := strings.CutSuffix(name, calendarSuffix)
	words := strings.Split(name, ".")
	if !suffix || len(words) != 3 || TerritoryOf(words[0]+"."+words[2]) == "" {
		return "", "", false
	}
	return words[0], words[1], hmac.Equal([]byte(u.Links.Token(words[0], words[1])), []byte(words[0]+"."+words[2]))
}

// Add makes one; sent again with its own request id, it answers the one that was made.
func (u KeepFeeds) Add(tx *kit.Tx, said *supportv1.CalendarFeed) (*domain.CalendarFeed, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.CalendarFeeds.Get(tx, known)
	}
	if said.GetBodyId() == "mine" {
		said.BodyId = tx.Actor.BodyID
	}
	f, err := domain.NewCalendarFeed(tx.Actor.Territory, tx.Actor, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.may(tx, said); err != nil {
		return nil, err
	}
	if err := store.CalendarFeeds.Put(tx, f); err != nil {
		return nil, err
	}
	return f, tx.Made(said.GetClientRequestId(), f.ID)
}

// may refuses an address of what the actor may not see whole.
func (u KeepFeeds) may(tx *kit.Tx, said *supportv1.CalendarFeed) error {
	if said.GetAppointmentId() != "" {
		a, err := store.Appointments.Get(tx, said.GetAppointmentId())
		if err != nil {
			return err
		}
		c, err := u.caseOf(tx, a.State.GetCaseId())
		if err == nil && !a.Visible(tx.Actor, c) {
			err = errs.NotFound("appointment")
		}
		return err
	}
	bodyID, host := said.GetBodyId(), ""
	if said.GetPermanenceId() != "" {
		p, err := store.Permanences.Get(tx, said.GetPermanenceId())
		if err != nil {
			return err
		}
		bodyID, host = p.State.GetBodyId(), p.State.GetHostBodyId()
	} else if body, err := store.PartnerBodies.Get(tx, bodyID); err != nil {
		return err
	} else {
		host = body.State.GetHostedByBodyId()
	}
	if tx.Actor.Has(actor.CompanyUser) || !domain.KeptBy(tx.Actor, bodyID, host) {
		return errs.Denied("NOT_YOUR_PERMANENCE").With("body", bodyID)
	}
	return nil
}

// Revoke closes an address.
func (u KeepFeeds) Revoke(tx *kit.Tx, id string) (*domain.CalendarFeed, error) {
	f, err := store.CalendarFeeds.Get(tx, id)
	if err != nil {
		return nil, err
	}
	if !f.Visible(tx.Actor) {
		return nil, errs.NotFound("calendar_feed")
	}
	if f, err = store.CalendarFeeds.Target(tx, id); err != nil {
		return nil, err
	}
	if err := f.Revoke(tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	return f, store.CalendarFeeds.Put(tx, f)
}
