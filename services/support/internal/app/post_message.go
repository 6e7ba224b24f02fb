package app

import (
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Messages is where the use cases find and put messages.
type Messages interface {
	Get(from store.Source, id string) (*domain.Message, error)
	Target(tx *store.Tx, id string) (*domain.Message, error)
	Put(tx *store.Tx, m *domain.Message) error
}

// PostMessage writes into the thread of a case.
type PostMessage struct {
	File
	Messages Messages
	Files    KeepAttachments
}

// Do answers the message made before when the sender's own request id is known.
func (u PostMessage) Do(tx *store.Tx, r *supportv1.PostMessageRequest, people domain.Roster) (*domain.Message, error) {
	known, err := tx.Once(r.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Messages.Get(tx, known)
	}
	c, err := u.visible(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	m, err := u.in(tx, c, r, people)
	if err != nil {
		return nil, err
	}
	if err := u.Files.With(tx, c, m, r.GetUploadIds()); err != nil {
		return nil, err
	}
	return m, tx.Made(r.GetClientRequestId(), m.ID)
}

// in writes into the thread of a case that is at hand.
func (u PostMessage) in(tx *store.Tx, c *domain.Case, r *supportv1.PostMessageRequest, people domain.Roster) (*domain.Message, error) {
	m, err := domain.Post(tx.Actor, c, r, people, tx.Now)
	if err != nil {
		return nil, err
	}
	return m, u.Messages.Put(tx, m)
}

// Edit replaces the text of a message.
func (u PostMessage) Edit(tx *store.Tx, said *supportv1.Message, mask *fieldmaskpb.FieldMask) (*domain.Message, error) {
	m, err := u.target(tx, said.GetMessageId())
	if err != nil {
		return nil, err
	}
	wanted := &supportv1.Message{Text: m.State.GetText()}
	if changed, err := patch.Apply(wanted, said, mask, "message_id", "text"); err != nil || len(changed) == 0 {
		return m, err
	}
	if err := m.Edit(tx.Actor, wanted.GetText(), tx.Now); err != nil {
		return nil, err
	}
	return m, u.Messages.Put(tx, m)
}

// Delete takes the text of a message away, and its files.
func (u PostMessage) Delete(tx *store.Tx, id string) (*domain.Message, error) {
	m, err := u.target(tx, id)
	if err != nil {
		return nil, err
	}
	if err := m.Delete(tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	if err := u.Files.Of(tx, m); err != nil {
		return nil, err
	}
	return m, u.Messages.Put(tx, m)
}

// target is a message that the actor may read: nobody learns that there is another.
func (u PostMessage) target(tx *store.Tx, id string) (*domain.Message, error) {
	m, err := u.Messages.Get(tx, id)
	if err != nil {
		return nil, err
	}
	c, err := u.Cases.Get(tx, m.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !m.Visible(tx.Actor, c) {
		return nil, errs.NotFound("message")
	}
	return u.Messages.Target(tx, id)
}
