package reference_test

import (
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

func TestPassage_goesBothWays(t *testing.T) {
	p := reference.ActivityPassage()
	known := 0
	for a := range reference.Activities().All() {
		for _, c := range p.Of(a.Code) {
			known++
			other, ok := reference.NAF(c.Code)
			if !ok || other.Nomenclature == a.Nomenclature {
				t.Errorf("%s stands for %s, which is not of the other nomenclature", a.Code, c.Code)
			}
			back := p.Of(c.Code)
			if !slices.Contains(back, reference.Counterpart{Code: a.Code, Exact: c.Exact}) || c.Exact && (len(back) != 1 || len(p.Of(a.Code)) != 1) {
				t.Errorf("%s stands for %v, which stands for %v", a.Code, c, back)
			}
		}
	}
	if known < 1500 {
		t.Errorf("only %d correspondences", known)
	}
}

// TestPassage_knowsWhatTheAPISays: pairs seen in the public company search in June 2026.
func TestPassage_knowsWhatTheAPISays(t *testing.T) {
	for old, want := range map[string]string{"43.91A": "43.41G", "43.99C": "43.91Y", "5610A": "56.11G", "84.11Z": "84.11Y"} {
		if got := reference.ActivityPassage().Of(old); !slices.ContainsFunc(got, func(c reference.Counterpart) bool { return c.Code == want }) {
			t.Errorf("%s: %v, want %s among them", old, got, want)
		}
	}
	if _, ok := reference.NAFIn(commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, "43.41G"); !ok {
		t.Error("43.41G is of NAF 2025")
	}
}
