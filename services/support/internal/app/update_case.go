package app

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// UpdateCase changes what was asked in a case.
type UpdateCase struct {
	File
	Directory Directory
	Questions Questions
}

// Do changes the fields that the mask names, or those that the body holds.
func (u UpdateCase) Do(tx *store.Tx, said *supportv1.Case, mask *fieldmaskpb.FieldMask) (*domain.Case, error) {
	c, err := u.target(tx, said.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := c.May(tx.Actor, "update"); err != nil {
		return nil, err
	}
	if len(mask.GetPaths()) == 0 {
		said = leaveUnchanged(c.State, said)
	}
	fields, err := patch.Apply(proto.CloneOf(c.State), said, mask, "case_id", domain.CaseFields...)
	if err != nil || len(fields) == 0 {
		return c, err
	}
	subjects, err := u.subjects(tx, c, said, fields)
	if err != nil {
		return nil, err
	}
	if err := c.Update(tx.Actor, said, fields, subjects, tx.Now); err != nil || len(c.Facts()) == 0 {
		return c, err
	}
	return c, u.Cases.Put(tx, c)
}

// subjects are those of the needs: by need, and by code for needs that are new.
func (u UpdateCase) subjects(tx *store.Tx, c *domain.Case, said *supportv1.Case, fields []string) (map[string]*supportv1.Subject, error) {
	if !slices.Contains(fields, "needs") {
		return nil, nil
	}
	subjects, err := asked(tx, u.Questions, c)
	if err != nil {
		return nil, err
	}
	for _, n := range said.GetNeeds() {
		if n.GetNeedId() != "" {
			continue
		}
		subject, err := u.Directory.Subject(tx, n.GetSubjectCode())
		if errs.Is(err, "UNKNOWN_SUBJECT") && c.State.GetStatus() != supportv1.CaseStatus_CASE_STATUS_DRAFT {
			continue // it is refused anyway, and told why
		}
		if err != nil {
			return nil, err
		}
		subjects[n.GetSubjectCode()] = subject
	}
	return subjects, nil
}

// leaveUnchanged takes out of the body what it holds as it is kept: a client may send back what it has read.
func leaveUnchanged(kept, said *supportv1.Case) *supportv1.Case {
	body := proto.CloneOf(said)
	body.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Name() != "case_id" && kept.ProtoReflect().Get(f).Equal(v) {
			body.ProtoReflect().Clear(f)
		}
		return true
	})
	return body
}
