// Package app holds the use cases of recruitment, one a file.
package app

import (
	"time"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// RecruitmentNeeds is where the use cases find and put recruitment needs.
type RecruitmentNeeds interface {
	Get(from store.Source, id string) (*domain.RecruitmentNeed, error)
	Put(tx *store.Tx, n *domain.RecruitmentNeed) error
}

// CreateNeed writes down a need that no event opened.
type CreateNeed struct {
	Needs RecruitmentNeeds
	Link  LinkDuplicates
}

// Do answers the need made before when the sender's own request id is known.
func (u CreateNeed) Do(tx *store.Tx, said *recruitmentv1.RecruitmentNeed, clientRequestID string) (*domain.RecruitmentNeed, error) {
	known, err := tx.Once(clientRequestID)
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Needs.Get(tx, known)
	}
	if err := canonical(said.GetNeed()); err != nil {
		return nil, err
	}
	said.ExternalReferences = domain.References(tx.Actor, nil, said.GetExternalReferences())
	n, err := domain.Draft(tx.Actor, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := u.Link.Put(tx, n); err != nil {
		return nil, err
	}
	return n, tx.Made(clientRequestID, n.ID)
}

// alike is how old a need may be to count as a likely duplicate.
const alike = 30 * 24 * time.Hour

// LinkDuplicates puts a new need and links it with those that are likely the same, both ways. None is merged.
type LinkDuplicates struct {
	Needs RecruitmentNeeds
	// Alike answers the needs that are likely the same, since an instant.
	Alike func(tx *store.Tx, s *recruitmentv1.RecruitmentNeed, since time.Time) ([]string, error)
}

// Put links before it puts: the need's first event tells its likely duplicates.
func (u LinkDuplicates) Put(tx *store.Tx, n *domain.RecruitmentNeed) error {
	others, err := u.Alike(tx, n.State, tx.Now.Add(-alike))
	if err != nil {
		return err
	}
	n.State.PossibleDuplicateIds = others
	if err := u.Needs.Put(tx, n); err != nil {
		return err
	}
	for _, id := range others {
		other, err := u.Needs.Get(tx, id)
		if err != nil {
			return err
		}
		other.LinkDuplicate(n.ID, tx.Now)
		if err := putChanged(tx, u.Needs, other); err != nil {
			return err
		}
	}
	return nil
}

// putChanged puts a need that has something to state.
func putChanged(tx *store.Tx, needs RecruitmentNeeds, n *domain.RecruitmentNeed) error {
	if len(n.Facts()) == 0 {
		return nil
	}
	return needs.Put(tx, n)
}
