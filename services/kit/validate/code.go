package validate

import (
	"errors"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// codeField is what the caller is told of a coded value; the checker's words are used as they are.
func codeField(err error) errs.Field {
	var refused *reference.Error
	if errors.As(err, &refused) {
		return errs.Field{Reason: string(refused.Reason), Message: refused.Message}
	}
	return errs.Field{Reason: "INVALID_CODE", Message: err.Error()}
}
