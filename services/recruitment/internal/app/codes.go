package app

import (
	"errors"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// canonical gives the codes of a need their one form: what is typed differently is stored, filtered and compared alike.
func canonical(n *commonv1.HiringNeed) error {
	if n == nil {
		return nil
	}
	for _, field := range []struct {
		path  string
		code  commonv1.Code
		value *string
	}{
		{"need.romeCode", commonv1.Code_CODE_ROME, &n.RomeCode},
		{"need.communeCode", commonv1.Code_CODE_COMMUNE, &n.CommuneCode},
		{"need.startDate", commonv1.Code_CODE_DATE, &n.StartDate},
	} {
		value, err := reference.Normalize(field.code, *field.value)
		if err != nil {
			return refusedCode(field.path, err)
		}
		*field.value = value
	}
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
