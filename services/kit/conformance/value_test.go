package conformance

import (
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

func TestCodeValues_standInTheirLists(t *testing.T) {
	for number, name := range commonv1.Code_name {
		code := commonv1.Code(number)
		if code == commonv1.Code_CODE_UNSPECIFIED {
			continue
		}
		if codeValues[code] == "" {
			t.Errorf("%s has no value", name)
		}
		if err := reference.Check(code, codeValues[code]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
