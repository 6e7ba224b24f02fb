package domain

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
)

// Subject is a theme, or a subject of a theme. Its id is its code, a readable slug.
type Subject struct {
	aggregate.Root
	// State is what is known of the subject.
	State *supportv1.Subject
}

// SubjectChanged is the fact that a subject was added or changed.
type SubjectChanged struct{ Subject *supportv1.Subject }

// NewSubject adds a subject.
func NewSubject(territory string, said *supportv1.Subject, now time.Time) (*Subject, error) {
	s := &Subject{Root: aggregate.Root{Territory: territory, ID: said.GetSubjectCode()}, State: said}
	said.Version, said.AllowedActions = 0, nil
	said.CreatedTime = timestamppb.New(now)
	return s, s.Updated(now)
}

// Updated raises the version: cases keep the one they were asked with.
func (s *Subject) Updated(now time.Time) error {
	if bad := s.check(); len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	if s.State.GetStatus() == supportv1.SubjectStatus_SUBJECT_STATUS_UNSPECIFIED {
		s.State.Status = supportv1.SubjectStatus_SUBJECT_STATUS_ACTIVE
	}
	s.State.Version++
	s.State.UpdatedTime = timestamppb.New(now)
	s.Record(SubjectChanged{s.State})
	return nil
}

// check says what the rules of the contract can't: what hangs together.
func (s *Subject) check() (bad []errs.Field) {
	refuse := func(path, reason string) {
		bad = append(bad, errs.Field{Path: "subject." + path, Reason: reason})
	}
	if s.State.GetSubjectCode() == "" {
		refuse("subjectCode", "required")
	}
	if s.State.GetLabel() == "" {
		refuse("label", "required")
	}
	seen := map[string]bool{}
	for i, q := range s.State.GetQuestions() {
		path := fmt.Sprintf("questions[%d].", i)
		if seen[q.GetQuestionCode()] {
			refuse(path+"questionCode", "QUESTION_TWICE")
		}
		seen[q.GetQuestionCode()] = true
		if hasChoices(q) != (len(q.GetChoices()) > 0) {
			refuse(path+"choices", "QUESTION_CHOICES")
		}
	}
	return bad
}

func hasChoices(q *supportv1.Question) bool {
	return q.GetKind() == supportv1.QuestionKind_QUESTION_KIND_SINGLE || q.GetKind() == supportv1.QuestionKind_QUESTION_KIND_MULTIPLE
}

// SubjectFields are the fields of a subject that may be changed.
var SubjectFields = []string{"status", "parent_code", "label", "description", "questions", "linked_kind", "position"}

// KeepsSubjects says whether the actor may add and change subjects.
func KeepsSubjects(a actor.Actor) bool {
	return a.Kind == actor.System || a.Kind == actor.Client || a.Has(actor.HupCoordinator, actor.PlatformAdmin)
}

// Asked says whether the subject may still be asked.
func (s *Subject) Asked() bool {
	return s.State.GetStatus() == supportv1.SubjectStatus_SUBJECT_STATUS_ACTIVE
}
