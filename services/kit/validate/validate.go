// Package validate checks a message against what its contract says: the protovalidate rules, the codes and formats of
// (hup.common.v1.code), and text that every part can keep. It lists every bad field at once.
package validate

import (
	"errors"
	"sync"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
)

// Checker says what is wrong with a value of a coded field, in French: reference.Check.
type Checker func(code commonv1.Code, value string) error

// Validator checks messages. It is safe for concurrent use, and remembers how each type is walked.
type Validator struct {
	rules protovalidate.Validator
	check Checker
	plans sync.Map // protoreflect.FullName to *plan
}

// New makes a validator. Rules are compiled when a type is first seen.
func New(check Checker) *Validator {
	return &Validator{rules: protovalidate.GlobalValidator, check: check}
}

// Check gives nil, or an Invalid error with all bad fields. A request with an update mask is checked where the mask points:
// what is not changed needs not be there.
func (v *Validator) Check(msg proto.Message) error {
	m := msg.ProtoReflect()
	fields := v.texts(m)
	violations, err := v.violations(msg)
	if err != nil {
		return err
	}
	mask := maskOf(m)
	for _, violation := range violations {
		path := placeOf(violation)
		if mask.covers(violation) && !listed(fields, path) {
			fields = append(fields, fieldOf(path, violation))
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return errs.Invalid("INVALID_FIELDS", fields...)
}

func (v *Validator) violations(msg proto.Message) ([]*protovalidate.Violation, error) {
	err := v.rules.Validate(msg)
	var invalid *protovalidate.ValidationError
	switch {
	case err == nil:
		return nil, nil
	case errors.As(err, &invalid):
		return invalid.Violations, nil
	}
	return nil, errs.Internal(err) // a rule of ours that does not compile
}

func listed(fields []errs.Field, path string) bool {
	for _, f := range fields {
		if f.Path == path {
			return true
		}
	}
	return false
}

// texts walks the strings of a message: no U+0000 (PostgreSQL keeps none), valid UTF-8, and the rule of their code.
func (v *Validator) texts(m protoreflect.Message) []errs.Field {
	name := m.Descriptor().FullName()
	cached, ok := v.plans.Load(name)
	if !ok {
		cached, _ = v.plans.LoadOrStore(name, planOf(m.Descriptor(), map[protoreflect.FullName]*plan{}))
	}
	w := walker{check: v.check}
	w.message(m, cached.(*plan))
	return w.bad
}
