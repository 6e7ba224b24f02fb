package app

import (
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepSubjects adds and changes the subjects of the territory.
type KeepSubjects struct{}

// Add adds a subject; sent again with its own request id, it answers the one that was added.
func (k KeepSubjects) Add(tx *kit.Tx, said *supportv1.Subject) (*domain.Subject, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Subjects.Get(tx, known)
	}
	s, err := domain.NewSubject(tx.Actor.Territory, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := k.put(tx, s); err != nil {
		return nil, err
	}
	return s, tx.Made(said.GetClientRequestId(), s.ID)
}

// Change changes a subject.
func (k KeepSubjects) Change(tx *kit.Tx, said *supportv1.Subject, mask *fieldmaskpb.FieldMask) (*domain.Subject, error) {
	s, err := store.Subjects.Target(tx, said.GetSubjectCode())
	if err != nil {
		return nil, err
	}
	fields, err := patch.Apply(s.State, said, mask, "subject_code", domain.SubjectFields...)
	if err != nil || len(fields) == 0 {
		return s, err
	}
	if err := s.Updated(tx.Now); err != nil {
		return nil, err
	}
	return s, k.put(tx, s)
}

// put refuses a subject under a theme that is not there, or under itself.
func (KeepSubjects) put(tx *kit.Tx, s *domain.Subject) error {
	if parent := s.State.GetParentCode(); parent != "" {
		if _, err := (Records{}).Subject(tx, parent); err != nil || parent == s.ID {
			return errs.State("UNKNOWN_SUBJECT").With("subject", parent)
		}
	}
	if err := store.Subjects.Put(tx, s); err != nil {
		return err
	}
	return coverageChanged(tx)
}
