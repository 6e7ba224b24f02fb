package validate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/validate"
)

// strict takes one value of each code, so that a test sees which fields were checked.
func strict(_ commonv1.Code, value string) error {
	if value != "good" {
		return errors.New("Ce code est faux.")
	}
	return nil
}

// check lists what is wrong with a message: "path reason".
func check(t *testing.T, m proto.Message) []string {
	t.Helper()
	err := validate.New(strict).Check(m)
	if err == nil {
		return nil
	}
	e, ok := errs.As(err)
	if !ok || e.Reason != "INVALID_FIELDS" {
		t.Fatalf("%v", err)
	}
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Path+" "+f.Reason)
	}
	slices.Sort(out)
	return out
}

func TestCheck_listsAllBadFieldsOfBothKinds(t *testing.T) {
	got := check(t, &landv1.CreateLandRequestRequest{
		LandRequest: &landv1.LandRequest{
			ClientRequestId: strings.Repeat("x", 65),
			Need: &commonv1.LandNeed{
				AssetKinds: []commonv1.AssetKind{1, 99}, RadiusKm: 501, CommuneCodes: []string{"good", "bad"},
				NeededByDate: "31/12", MinAreaM2: 9, MaxAreaM2: 3,
			},
		},
	})
	want := []string{
		"landRequest.clientRequestId string.max_len",
		"landRequest.need.assetKinds[1] enum.defined_only",
		"landRequest.need.communeCodes[1] INVALID_CODE",
		"landRequest.need.maxAreaM2 land_need.area_order",
		"landRequest.need.neededByDate INVALID_CODE",
		"landRequest.need.radiusKm int32.gte_lte",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCheck_givesTheLimitsThatStandInTheContract(t *testing.T) {
	err := validate.New(strict).Check(&commonv1.LandNeed{RadiusKm: 501, AssetKinds: make([]commonv1.AssetKind, 11)})
	e, _ := errs.As(err)
	for _, f := range e.Fields {
		text, ok := messages.New().Text("hup.land", messages.French, f.Reason, f.Params)
		if !ok || strings.Contains(text, "{") {
			t.Errorf("%s %s %v: %q", f.Path, f.Reason, f.Params, text)
		}
		if f.Path == "radiusKm" && text != "Donnez un nombre entre 0 et 500." {
			t.Errorf("radius: %q", text)
		}
	}
}

func TestCheck_refusesTextThatCannotBeKept(t *testing.T) {
	for _, bad := range []string{"a\x00b", "a\xffb"} {
		got := check(t, &commonv1.LandNeed{CommuneCodes: []string{"good", bad}})
		if !slices.Equal(got, []string{"communeCodes[1] UNREADABLE_TEXT"}) {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func TestCheck_anUpdateAnswersForWhatItChanges(t *testing.T) {
	plot := &landv1.Plot{PlotId: "plt_" + strings.Repeat("0", 26), AreaM2: -1, Use: strings.Repeat("x", 101)}
	for _, x := range []struct {
		paths []string
		want  []string
	}{
		{[]string{"area_m2"}, []string{"plot.areaM2 int32.gte_lte"}},
		{[]string{"name"}, nil},
		{[]string{"*"}, []string{"plot.areaM2 int32.gte_lte", "plot.use string.max_len"}},
		{nil, []string{"plot.areaM2 int32.gte_lte", "plot.use string.max_len"}},
	} {
		got := check(t, &landv1.UpdatePlotRequest{Plot: plot, UpdateMask: &fieldmaskpb.FieldMask{Paths: x.paths}})
		if !slices.Equal(got, x.want) {
			t.Errorf("mask %v: %v, want %v", x.paths, got, x.want)
		}
	}
	name := &fieldmaskpb.FieldMask{Paths: []string{"name"}}
	if got := check(t, &landv1.UpdatePlotRequest{UpdateMask: name}); !slices.Equal(got, []string{"plot required"}) {
		t.Errorf("without the resource: %v", got)
	}
	if got := check(t, &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: "x"}, UpdateMask: name}); !slices.Equal(got, []string{"plot update.plot.id"}) {
		t.Errorf("a rule of the request on the resource: %v", got)
	}
}

func TestCheckTexts_theSharedContractsHaveAll(t *testing.T) {
	for _, domain := range []string{"hup.common", "hup.auth", "hup.event"} {
		validate.CheckTexts(t, messages.New(), domain)
	}
	if rules := validate.Rules("hup.event"); !slices.Equal(rules, []string{"int32.gte_lte", "int64.gte", "string.pattern"}) {
		t.Errorf("rules of hup.event: %v", rules)
	}
}

func TestCheckTexts_theKitHasTheStandardRules(t *testing.T) {
	for _, rule := range validate.Rules("hup.land") {
		kind, _, _ := strings.Cut(rule, ".")
		if slices.Contains([]string{"required", "string", "bytes", "repeated", "map", "enum", "bool", "message", "int32", "int64", "double"}, kind) {
			messages.CheckKey(t, messages.New(), "hup", rule)
		}
	}
}

func ExampleValidator_Check() {
	err := validate.New(strict).Check(&eventv1.ListEventsRequest{Source: "LAND", After: -1})
	e, _ := errs.As(err)
	for _, f := range e.Fields {
		fmt.Println(f.Path, f.Reason, f.Params["limit"])
	}
	// Output:
	// source string.pattern ^[a-z]{2,20}$
	// after int64.gte 0
}
