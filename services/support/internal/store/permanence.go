package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/kit/text"
	"hup.example/services/support/internal/domain"
)

// Permanences is the table of permanences.
var Permanences = kit.Table[*domain.Permanence, *supportv1.Permanence]{
	Name: "permanence", Kind: "permanence", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Permanence]{
		{Name: "status", Value: func(p *domain.Permanence) any { return p.State.GetStatus().String() }},
		{Name: "body_id", Value: func(p *domain.Permanence) any { return p.State.GetBodyId() }},
		{Name: "host_body_id", Value: func(p *domain.Permanence) any { return p.State.GetHostBodyId() }},
		{Name: "room_key", Value: func(p *domain.Permanence) any { return p.RoomKey() }},
		{Name: "title_key", Value: func(p *domain.Permanence) any { return text.Fold(p.State.GetTitle()) }},
		{Name: "created_us", Value: func(p *domain.Permanence) any { return clock.Micros(timeOf(p.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(p *domain.Permanence) any { return clock.Micros(timeOf(p.State.GetUpdatedTime())) }},
	},
	Encode: func(p *domain.Permanence) *supportv1.Permanence { return p.State },
	Decode: func(m *supportv1.Permanence) *domain.Permanence { return &domain.Permanence{State: m} },
	Project: func(tx *kit.Tx, p *domain.Permanence) error {
		var words []string
		for _, s := range p.State.GetSubjectCodes() {
			words = append(words, subjectKeyword+s)
		}
		return setKeywords(tx, p.ID, words)
	},
}.Open()

// ofDesk is the condition that a body receives, or hosts who does.
const ofDesk = "? IN (t.body_id, t.host_body_id)"

var permanenceList = &page.List{
	Name: "permanences", Kind: "permanence", From: "permanence t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "hostBodyId", Column: "t.host_body_id", Word: page.Mine},
		{Name: "deskBodyId", Where: ofDesk, Word: page.Mine},
		{Name: "subjectCode", Where: hasKeyword, Word: keyword(subjectKeyword)},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "title", Column: "t.title_key"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// ListPermanences answers a page of the permanences; everybody of the territory sees them.
func ListPermanences(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Permanence, string, error) {
	return page.Of(v, Permanences, permanenceList, signer, r)
}

const (
	holdPermanence = `UPDATE permanence SET version = version WHERE territory = $1 AND id = $2 AND version = $3`
	takeRoom       = `INSERT INTO permanence_room (territory, room_key, taken) VALUES ($1, $2, 1)
 ON CONFLICT (territory, room_key) DO UPDATE SET taken = permanence_room.taken + 1`
	selectInRoom   = `SELECT id FROM permanence WHERE territory = $1 AND room_key = $2 AND id <> $3 ORDER BY id`
	selectOpenDesk = `SELECT id FROM permanence WHERE territory = $1 AND body_id = $2 AND status = $3 ORDER BY id`
)

// HoldPermanence keeps the permanence as it was read until the unit of work ends: who books a slot of it and who changes it take
// their turns. What is read after it is what the one before has left.
func HoldPermanence(tx *kit.Tx, p *domain.Permanence) error {
	result, err := tx.Exec(tx.Ctx, holdPermanence, p.Territory, p.ID, p.Version)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return db.ErrRace
	}
	return nil
}

// InRoom takes the room of a permanence until the unit of work ends, and answers the others that are held in it.
func InRoom(tx *kit.Tx, p *domain.Permanence) ([]*domain.Permanence, error) {
	if _, err := tx.Exec(tx.Ctx, takeRoom, p.Territory, p.RoomKey()); err != nil {
		return nil, err
	}
	return permanences(&tx.View, selectInRoom, p.Territory, p.RoomKey(), p.ID)
}

// PermanencesOf are the open permanences of a body.
func PermanencesOf(tx *kit.Tx, bodyID string) ([]*domain.Permanence, error) {
	open := supportv1.PermanenceStatus_PERMANENCE_STATUS_OPEN.String()
	return permanences(&tx.View, selectOpenDesk, tx.Actor.Territory, bodyID, open)
}

func permanences(v *kit.View, query string, args ...any) ([]*domain.Permanence, error) {
	ids, err := texts(v, query, args...)
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Permanence, len(ids))
	for i, id := range ids {
		if found[i], err = Permanences.Get(v, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}
