package app

import (
	"errors"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// Canonical gives the codes of a message their one form, wherever they stand in it: what is typed differently is stored,
// filtered and compared alike.
func Canonical(m proto.Message) error { return canonical(m.ProtoReflect(), "") }

func canonical(m protoreflect.Message, at string) (err error) {
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		path := at + f.JSONName()
		code, _ := proto.GetExtension(f.Options(), commonv1.E_Code).(commonv1.Code)
		switch {
		case f.IsMap():
		case f.IsList():
			for i := 0; i < v.List().Len() && err == nil; i++ {
				err = one(f, code, v.List().Get(i), path, func(s string) { v.List().Set(i, protoreflect.ValueOfString(s)) })
			}
		default:
			err = one(f, code, v, path, func(s string) { m.Set(f, protoreflect.ValueOfString(s)) })
		}
		return err == nil
	})
	return err
}

// one gives one value its form, or goes down into a message.
func one(f protoreflect.FieldDescriptor, code commonv1.Code, v protoreflect.Value, path string, set func(string)) error {
	if f.Message() != nil {
		return canonical(v.Message(), path+".")
	}
	if code == commonv1.Code_CODE_UNSPECIFIED {
		return nil
	}
	value, err := reference.Normalize(code, v.String())
	if err != nil {
		return refusedCode(path, err)
	}
	set(value)
	return nil
}

// refusedCode is the refusal of a code, in the words of its list.
func refusedCode(path string, err error) error {
	var refused *reference.Error
	if errors.As(err, &refused) {
		return errs.InvalidField(path, string(refused.Reason), refused.Message)
	}
	return err
}
