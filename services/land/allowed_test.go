package land_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

// keepCalls keeps the methods of a service: a test may call any of them by its name.
func (b *bench) keepCalls(desc *grpc.ServiceDesc, impl any) {
	if b.calls == nil {
		b.calls = map[string]func(context.Context, proto.Message) (proto.Message, error){}
	}
	for _, m := range desc.Methods {
		b.calls["/"+desc.ServiceName+"/"+m.MethodName] = func(ctx context.Context, in proto.Message) (proto.Message, error) {
			out, err := m.Handler(impl, ctx, func(to any) error {
				bytes, err := proto.Marshal(in)
				if err != nil {
					return err
				}
				return proto.Unmarshal(bytes, to.(proto.Message))
			}, nil)
			if err != nil {
				return nil, err
			}
			return out.(proto.Message), nil
		}
	}
}

// method is one RPC of a collection, found by its HTTP path as a client of REST finds it.
type method struct {
	name string
	of   protoreflect.MethodDescriptor
}

// methodOf is the RPC that an action of a resource is: ":verb" behind its path, PATCH for an update, GET when there is no action.
func methodOf(t testing.TB, collection, action string) (found method) {
	t.Helper()
	protoregistry.GlobalFiles.RangeFilesByPackage("hup.land.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				m := service.Methods().Get(j)
				if answers(m, collection, action) {
					found = method{fmt.Sprintf("/%s/%s", service.FullName(), m.Name()), m}
				}
			}
		}
		return true
	})
	if found.of == nil {
		t.Fatalf("no RPC is %q of %s", action, collection)
	}
	return found
}

func answers(m protoreflect.MethodDescriptor, collection, action string) bool {
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	path, verb, _ := strings.Cut(rule.GetGet()+rule.GetPost()+rule.GetPatch(), "}")
	if before, _, one := strings.Cut(path, "/{"); !one || before != collection {
		return false
	}
	switch action {
	case "":
		return rule.GetGet() != "" && verb == ""
	case "update":
		return rule.GetPatch() != ""
	}
	return rule.GetPost() != "" && verb == ":"+action
}

// as calls the RPC as the chain does: who may call is asked before anything else.
func (m method) as(b *bench, a actor.Actor, body string) (proto.Message, error) {
	if err := authz.Load().Allow(m.name, a); err != nil {
		return nil, err
	}
	in := dynamicpb.NewMessage(m.of.Input())
	if err := protojson.Unmarshal([]byte(body), in); err != nil {
		b.t.Fatalf("%s %s: %v", m.name, body, err)
	}
	return b.calls[m.name](actor.With(b.t.Context(), a), in)
}

// everybody is each role of the demo, in the body that keeps the assets, in the one that asks and in one that is neither.
func everybody(companyID string) map[string]actor.Actor {
	all := map[string]actor.Actor{
		"company":       {Kind: actor.Person, CompanyID: companyID, Roles: []actor.Role{actor.CompanyUser}},
		"other company": {Kind: actor.Person, CompanyID: id.New("com"), Roles: []actor.Role{actor.CompanyUser}},
	}
	for _, body := range []string{"agglo", "cci", "cma"} {
		for _, role := range []actor.Role{
			actor.HupAdvisor, actor.BodyManager, actor.PartnerExpert, actor.HupCoordinator, actor.Jobseeker, actor.Juror, actor.Auditor, actor.PlatformAdmin,
		} {
			all[fmt.Sprint(role, "@", body)] = actor.Actor{Kind: actor.Person, BodyID: body, Roles: []actor.Role{role}}
		}
		for name, scopes := range map[string][]string{"reader": {"land.read", "support.write"}, "writer": {"land.read", "land.write"}} {
			all[fmt.Sprint("client ", name, "@", body)] = actor.Actor{Kind: actor.Client, BodyID: body, Roles: []actor.Role{actor.PartnerAPI}, Scopes: scopes}
		}
	}
	for name, a := range all {
		a.ID, a.Territory = "who_"+name, "ales"
		all[name] = a
	}
	return all
}

// TestAllowedActions_areNeverRefusedToWhoReadsThem reads every kind of row in every status as everybody, and does what its
// allowedActions list: nobody is refused for who he is, and each action is somebody's.
func TestAllowedActions_areNeverRefusedToWhoReadsThem(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	company := id.New("com")
	done := map[string]bool{}
	for _, k := range b.kinds(company) {
		t.Run(k.name, func(t *testing.T) {
			b.t = t
			get := methodOf(t, k.collection, "")
			rowID := k.make()
			for name, a := range everybody(company) {
				for _, action := range listed(get.as(b, a, k.named(rowID, ""))) {
					_, err := methodOf(t, k.collection, action).as(b, a, k.named(rowID, action))
					if e, ok := errs.As(err); ok && (e.Code == codes.PermissionDenied || e.Code == codes.NotFound || e.Reason == "OPTION_NOT_FIRST" || e.Reason == "OPTION_HELD" || e.Reason == "ASSET_HELD") {
						t.Errorf("%s reads %q and is refused: %v", name, action, err)
					}
					if err == nil {
						done[k.collection+":"+action] = true
						rowID = k.make()
					}
				}
			}
		})
	}
	for _, want := range actionsOfLand {
		if !done[want] {
			t.Errorf("nobody could do %s", want)
		}
	}
}

// listed are the allowedActions of an answer; none when it was refused.
func listed(m proto.Message, err error) (actions []string) {
	if err != nil {
		return nil
	}
	r := m.ProtoReflect()
	list := r.Get(r.Descriptor().Fields().ByName("allowed_actions")).List()
	for i := range list.Len() {
		actions = append(actions, list.Get(i).String())
	}
	slices.Sort(actions)
	return actions
}
