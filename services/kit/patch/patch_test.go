package patch_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
)

func TestApply_takesTheFieldsOfTheMask(t *testing.T) {
	for name, x := range map[string]struct {
		mask    []string
		from    *landv1.Zone
		changed []string
		want    string
	}{
		"named":            {[]string{"name"}, &landv1.Zone{Name: "B"}, []string{"name"}, "B"},
		"named by JSON":    {[]string{"zoneId", "name"}, &landv1.Zone{ZoneId: "z", Name: "B"}, []string{"name"}, "B"},
		"cleared":          {[]string{"name"}, &landv1.Zone{}, []string{"name"}, ""},
		"the same":         {[]string{"name"}, &landv1.Zone{Name: "A"}, nil, "A"},
		"present, no mask": {nil, &landv1.Zone{ZoneId: "z", Name: "B"}, []string{"name"}, "B"},
		"absent, no mask":  {nil, &landv1.Zone{ZoneId: "z"}, nil, "A"},
		"star":             {[]string{"*"}, &landv1.Zone{Name: "B", Etag: "1"}, []string{"name"}, "B"},
		"sent back":        {nil, &landv1.Zone{ZoneId: "z", Name: "B", Etag: "1"}, []string{"name"}, "B"},
	} {
		t.Run(name, func(t *testing.T) {
			to := &landv1.Zone{ZoneId: "z", Name: "A"}
			changed, err := patch.Apply(to, x.from, &fieldmaskpb.FieldMask{Paths: x.mask}, "zone_id", "name")
			if err != nil || !slices.Equal(changed, x.changed) || to.GetName() != x.want {
				t.Errorf("changed %v to %q, %v", changed, to.GetName(), err)
			}
		})
	}
}

func TestApply_refusesWhatCannotBeChanged(t *testing.T) {
	to := &landv1.Zone{ZoneId: "z", Name: "A"}
	_, err := patch.Apply(to, &landv1.Zone{Name: "B", Etag: "1"}, &fieldmaskpb.FieldMask{Paths: []string{"name", "etag"}}, "zone_id", "name")
	refused, ok := errs.As(err)
	if !ok || len(refused.Fields) != 1 || refused.Fields[0].Path != "etag" || to.GetName() != "A" {
		t.Errorf("%v, name %s", err, to.GetName())
	}
	if _, err := patch.Apply(to, &landv1.Zone{}, &fieldmaskpb.FieldMask{Paths: []string{"colour"}}, "zone_id", "name"); !errs.Is(err, "INVALID_FIELDS") {
		t.Errorf("%v", err)
	}
}

func TestMeans_followsTheMaskElseTheBody(t *testing.T) {
	for field, want := range map[string]bool{"zone_id": true, "name": false} {
		if patch.Means(&landv1.Zone{ZoneId: "z"}, nil, field) != want || patch.Means(&landv1.Zone{Name: "A"}, &fieldmaskpb.FieldMask{Paths: []string{"zoneId"}}, field) != want {
			t.Errorf("%s is not meant as it should be", field)
		}
	}
	if !patch.Means(&landv1.Zone{}, &fieldmaskpb.FieldMask{Paths: []string{"*"}}, "name") {
		t.Error("* means all")
	}
}
