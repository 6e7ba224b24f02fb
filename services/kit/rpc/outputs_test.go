package rpc_test

import (
	"context"
	"regexp"
	"slices"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

func TestCall_ignoresWhatOnlyTheServiceSays(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		var got *landv1.Plot
		w.land.create = func(_ context.Context, r *landv1.CreatePlotRequest) (*landv1.Plot, error) {
			got = r.GetPlot()
			return got, nil
		}
		sent := &landv1.Plot{Name: "Lot 4", CommuneCode: "30007", AreaM2: 1200, Etag: `"7"`, CreatedTime: timestamppb.Now(), AllowedActions: []string{"sell"}}
		kept := proto.Clone(sent)
		if _, err := landv1.NewPlotServiceClient(w.conn).CreatePlot(w.as(t, advisor), &landv1.CreatePlotRequest{Plot: sent}); err != nil {
			t.Fatal(err)
		}
		if got.GetEtag() != "" || got.GetCreatedTime() != nil || len(got.GetAllowedActions()) > 0 || got.GetName() != "Lot 4" {
			t.Errorf("the service gets %v", got)
		}
		if !proto.Equal(sent, kept) {
			t.Errorf("the caller's own message was changed: %v", sent)
		}
	})
}

func TestContracts_noPathNamesWhatIsIgnored(t *testing.T) {
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				m := file.Services().Get(i).Methods().Get(j)
				rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
				for _, words := range variables.FindAllStringSubmatch(rule.GetPatch()+rule.GetPut()+rule.GetPost(), -1) {
					resource := m.Input().Fields().ByName(protoreflect.Name(words[1]))
					id := resource.Message().Fields().ByName(protoreflect.Name(words[2]))
					behaviors, _ := proto.GetExtension(id.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
					if slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY) {
						t.Errorf("%s names %s in its path, which is output only", m.FullName(), id.FullName())
					}
				}
			}
		}
		return true
	})
}

// variables are those of paths that are in the resource.
var variables = regexp.MustCompile(`\{([a-z0-9_]+)\.([a-z0-9_]+)`)
