package contracts_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "hup.example/proto/all"
	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

// personal matches the names of fields that would carry a person or free text into the journal.
var personal = regexp.MustCompile(`(^|_)(name|email|mail|phone|address|street|description|text|note|comment|title|label)$`)

func files() []protoreflect.FileDescriptor {
	var found []protoreflect.FileDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(file.Path(), "hup/") {
			found = append(found, file)
		}
		return true
	})
	return found
}

func eachMethod(do func(protoreflect.MethodDescriptor)) {
	for _, file := range files() {
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				do(methods.Get(j))
			}
		}
	}
}

func eachEvent(do func(protoreflect.MessageDescriptor)) {
	for _, file := range files() {
		if isEvents(file) {
			for i := range file.Messages().Len() {
				do(file.Messages().Get(i))
			}
		}
	}
}

// isEvents tells whether the file states facts: hup.<service>.event.v1.
func isEvents(file protoreflect.FileDescriptor) bool {
	return strings.HasSuffix(string(file.Package()), ".event.v1") && file.Package() != "hup.event.v1"
}

func ruleOf(method protoreflect.MethodDescriptor) *authv1.Rule {
	rule, _ := proto.GetExtension(method.Options(), authv1.E_Rule).(*authv1.Rule)
	return rule
}

func TestContracts_areAllLinked(t *testing.T) {
	err := fs.WalkDir(os.DirFS("."), "hup", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if _, err := protoregistry.GlobalFiles.FindFileByPath(path); err != nil {
			t.Errorf("%s is not linked: add its package to proto/all", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMethods_sayWhoMayCall(t *testing.T) {
	eachMethod(func(method protoreflect.MethodDescriptor) {
		rule := ruleOf(method)
		if rule.GetKind() == nil {
			t.Errorf("%s has no rule", method.FullName())
		}
		if grant := rule.GetGrant(); grant != nil && len(grant.GetAnyRole()) == 0 && grant.GetScope() == "" {
			t.Errorf("%s grants nobody", method.FullName())
		}
	})
}

// throughFacade are called by the gateway with the user's own token: by the facade, and for the pieces of an upload, whose
// protocol has paths of its own.
var throughFacade = []protoreflect.FullName{
	"hup.support.v1.CaseService.OpenCase", "hup.support.v1.CaseService.OpenAtCounter", "hup.support.v1.UploadService.WriteUpload",
	"hup.support.v1.CompanyService.ListCompanyTimeline", "hup.land.v1.LandRequestService.ListCompanyTimeline",
	"hup.training.v1.TrainingNeedService.ListCompanyTimeline", "hup.recruitment.v1.RecruitmentNeedService.ListCompanyTimeline",
}

// Streams are served as SSE by the gateway, some calls are made through the facade.
func TestMethods_haveAPathWhenClientsMayCall(t *testing.T) {
	eachMethod(func(method protoreflect.MethodDescriptor) {
		inside := ruleOf(method).GetServiceOnly()
		if method.IsStreamingServer() || slices.Contains(throughFacade, method.FullName()) {
			inside = true
		}
		if has := proto.HasExtension(method.Options(), annotations.E_Http); has == inside {
			t.Errorf("%s: has a path is %v, for services only is %v", method.FullName(), has, inside)
		}
	})
}

// partsOfEvents are the messages that the events hold, and that state nothing by themselves.
func partsOfEvents() map[protoreflect.FullName]bool {
	parts := map[protoreflect.FullName]bool{}
	eachEvent(func(message protoreflect.MessageDescriptor) {
		for i := range message.Fields().Len() {
			if held := message.Fields().Get(i).Message(); held != nil {
				parts[held.FullName()] = true
			}
		}
	})
	return parts
}

func TestEvents_haveASubjectOfTheirOwn(t *testing.T) {
	seen, parts := map[string]protoreflect.FullName{}, partsOfEvents()
	eachEvent(func(message protoreflect.MessageDescriptor) {
		if parts[message.FullName()] {
			return
		}
		subject, _ := proto.GetExtension(message.Options(), eventv1.E_Subject).(string)
		if !regexp.MustCompile(`^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+$`).MatchString(subject) {
			t.Errorf("%s: the subject is %q", message.FullName(), subject)
		}
		key := string(message.ParentFile().Package()) + " " + subject
		if other, taken := seen[key]; taken {
			t.Errorf("%s and %s have the subject %s", message.FullName(), other, subject)
		}
		seen[key] = message.FullName()
	})
	if len(seen) == 0 {
		t.Error("no event was found")
	}
}

func TestEvents_importNoAPI(t *testing.T) {
	for _, file := range files() {
		for i := range file.Imports().Len() {
			path := file.Imports().Get(i).Path()
			allowed := path == "hup/event/v1/event.proto" || strings.HasPrefix(path, "google/protobuf/")
			if isEvents(file) && !allowed {
				t.Errorf("%s imports %s", file.Path(), path)
			}
		}
	}
}

func TestEvents_carryNoPersonalData(t *testing.T) {
	eachEvent(func(message protoreflect.MessageDescriptor) {
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			if field.Kind() == protoreflect.StringKind && personal.MatchString(string(field.Name())) {
				t.Errorf("%s may hold a person's data or free text", field.FullName())
			}
		}
	})
}
