package reference_test

import (
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

func TestFollowCompany_goesThroughMergesAndBack(t *testing.T) {
	now := func(id string) *commonv1.CompanySnapshot {
		return &commonv1.CompanySnapshot{CompanyId: id, Siret: "2", Name: id}
	}
	kept := &commonv1.CompanySnapshot{CompanyId: "a", Siret: "1", Name: "a"}
	for _, step := range []struct {
		id     string
		former []string
	}{{"a", nil}, {"b", []string{"a"}}, {"b", []string{"a"}}, {"c", []string{"a", "b"}}, {"b", []string{"a"}}, {"a", nil}} {
		kept = reference.FollowCompany(kept, now(step.id))
		if kept.GetCompanyId() != step.id || kept.GetName() != step.id || kept.GetSiret() != "1" || !slices.Equal(kept.GetFormerCompanyIds(), step.former) {
			t.Errorf("at %s: %v", step.id, kept)
		}
		if reference.WasCompany(kept, "a") != slices.Contains(step.former, "a") {
			t.Errorf("at %s: was it a? %v", step.id, kept)
		}
	}
}
