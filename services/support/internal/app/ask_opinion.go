package app

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/schedule"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	records "hup.example/services/support/internal/store"
)

// OpinionExpire is the timer that ends the waiting for an opinion; its key is the opinion.
const OpinionExpire = "opinion.expire"

// AskOpinion asks for opinions and takes the answers.
type AskOpinion struct {
	File
	Links    Links
	Messages Messages
}

// Do asks; sent again with its own request id, it answers what was asked.
func (u AskOpinion) Do(tx *store.Tx, r *supportv1.CreateOpinionRequest, people domain.Roster) (*domain.Opinion, error) {
	known, err := tx.Once(r.GetOpinion().GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return records.Opinions.Get(tx, known)
	}
	c, err := u.visible(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	o, err := domain.Ask(tx.Actor, c, r.GetOpinion(), people, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := records.Opinions.Put(tx, o); err != nil {
		return nil, err
	}
	if expert := r.GetOpinion().GetExpert(); expert != nil {
		if err := records.PutExpert(tx, o.ID, Hash(u.Links.Token(o.Territory, o.ID)), expert); err != nil {
			return nil, err
		}
	}
	if err := schedule.Set(tx, OpinionExpire, o.ID, o.State.GetExpireTime().AsTime()); err != nil {
		return nil, err
	}
	return o, tx.Made(r.GetOpinion().GetClientRequestId(), o.ID)
}

// Answer takes the opinion of the person who was asked.
func (u AskOpinion) Answer(tx *store.Tx, r *supportv1.AnswerOpinionRequest) (*domain.Opinion, error) {
	o, c, err := u.seen(tx, r.GetOpinionId())
	if err != nil {
		return nil, err
	}
	return o, u.take(tx, o, c, r.GetText())
}

// AnswerByLink takes the opinion of the outside expert who has the link.
func (u AskOpinion) AnswerByLink(tx *store.Tx, token, text string) (*domain.Opinion, error) {
	o, err := records.OpinionOfToken(&tx.View, Hash(token))
	if err != nil {
		return nil, err
	}
	if err := o.Opens(tx.Now); err != nil {
		return nil, err
	}
	c, err := u.Cases.Get(tx, o.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	return o, u.take(tx, o, c, text)
}

func (u AskOpinion) take(tx *store.Tx, o *domain.Opinion, c *domain.Case, text string) error {
	m, err := o.Answer(tx.Actor, c, text, tx.Now)
	if err != nil {
		return err
	}
	if err := u.Messages.Put(tx, m); err != nil {
		return err
	}
	return u.end(tx, o)
}

// Revoke takes a question back.
func (u AskOpinion) Revoke(tx *store.Tx, id string) (*domain.Opinion, error) {
	o, _, err := u.seen(tx, id)
	if err != nil {
		return nil, err
	}
	if err := o.Revoke(tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	return o, u.end(tx, o)
}

// RevokeOf takes back what people of bodies were asked in a case that they may no longer know of.
func (u AskOpinion) RevokeOf(tx *store.Tx, caseID string, bodies []string) error {
	waiting, err := records.WaitingOpinions(tx, caseID)
	if err != nil {
		return err
	}
	for _, o := range waiting {
		if !o.Asks(bodies) {
			continue
		}
		if err := o.Revoke(platform(tx), tx.Now); err != nil {
			return err
		}
		if err := u.end(tx, o); err != nil {
			return err
		}
	}
	return nil
}

// Expire ends the waiting when its time has come.
func (u AskOpinion) Expire(tx *store.Tx, id string) error {
	o, err := records.Opinions.Get(tx, id)
	if err != nil || o.State.GetStatus() != supportv1.OpinionStatus_OPINION_STATUS_ASKED {
		return err
	}
	o.Expire(tx.Now)
	return u.end(tx, o)
}

// end puts an opinion that has ended: nobody is waited for, and the address is forgotten.
func (u AskOpinion) end(tx *store.Tx, o *domain.Opinion) error {
	if err := records.Opinions.Put(tx, o); err != nil {
		return err
	}
	if err := schedule.Clear(tx, OpinionExpire, o.ID); err != nil {
		return err
	}
	return records.EraseAddress(tx, o.ID)
}

// seen is an opinion that the actor may see, with its case.
func (u AskOpinion) seen(tx *store.Tx, id string) (*domain.Opinion, *domain.Case, error) {
	o, err := records.Opinions.Get(tx, id)
	if err != nil {
		return nil, nil, err
	}
	c, err := u.Cases.Get(tx, o.State.GetCaseId())
	if err != nil {
		return nil, nil, err
	}
	if !o.Visible(tx.Actor, c) {
		return nil, nil, errs.NotFound("opinion")
	}
	o, err = records.Opinions.Target(tx, id)
	return o, c, err
}
