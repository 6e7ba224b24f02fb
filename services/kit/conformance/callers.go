package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/kit/actor"
)

// caller is who calls, and whether the rule of a method lets them.
type caller struct {
	actor.Actor
	may bool
}

// callers are everybody who may or may not call the method: every role from three places, clients, a service, nobody.
func callers(m method) []caller {
	grant := m.rule.GetGrant()
	open := m.rule.GetPublic() || m.rule.GetAuthenticated()
	var all []caller
	for number, name := range authv1.Role_name {
		if number == 0 {
			continue
		}
		role := actor.Role(strings.ToLower(strings.TrimPrefix(name, "ROLE_")))
		may := open || slices.Contains(grant.GetAnyRole(), authv1.Role(number))
		for _, at := range [][2]string{{Territory, Own}, {Territory, Other}, {Elsewhere, Own}} {
			a := Person(at[1], role)
			a.Territory = at[0]
			if role == actor.CompanyUser {
				a.CompanyID = nobody("com")
			}
			all = append(all, caller{a, may})
		}
	}
	client := actor.Actor{Kind: actor.Client, ID: nobody("cli"), Territory: Territory, BodyID: Own}
	with := client
	with.Scopes = []string{grant.GetScope()}
	without := client
	without.Scopes = []string{"another.scope"}
	if grant.GetScope() != "" {
		all = append(all, caller{with, true})
	}
	return append(all, caller{without, open}, caller{Service("elsewhere"), m.rule.GetPublic() || m.rule.GetServiceOnly()},
		caller{actor.Actor{}, m.rule.GetPublic()})
}

// checkCallers: every method answers every caller as its rule says, before anything else is said of the request.
func checkCallers(t *testing.T, w *World) {
	for _, m := range w.contract.methods {
		t.Run(string(m.desc.Parent().Name())+"."+string(m.desc.Name()), func(t *testing.T) {
			if m.rule.GetKind() == nil {
				t.Fatalf("%s has no rule", m.name)
			}
			wrong, valid := map[string][]string{}, w.sample(t, m)
			for _, c := range callers(m) {
				outcome := ""
				if c.may {
					outcome = w.allowed(t, m, c.Actor)
				} else {
					outcome = w.denied(t, m, c.Actor, valid)
				}
				if outcome != "" {
					wrong[outcome] = append(wrong[outcome], describeActor(c.Actor))
				}
			}
			for outcome, who := range wrong {
				t.Errorf("%s %s; by %s", m.name, outcome, strings.Join(who, ", by "))
			}
		})
	}
}

// makeAll makes one of each resource, so that requests can name them.
func (w *World) makeAll(t *testing.T) {
	t.Helper()
	for _, r := range w.config.Resources {
		w.make(t, r)
	}
}

// denied: a caller whom the rule does not let in hears that, whatever the request holds.
func (w *World) denied(t *testing.T, m method, a actor.Actor, valid proto.Message) (wrong string) {
	t.Helper()
	want := codes.PermissionDenied
	if a.Kind == "" {
		want = codes.Unauthenticated
	}
	for what, request := range map[string]proto.Message{"an empty request": newMessage(m.desc.Input()), "a valid request": valid} {
		if request == nil {
			continue
		}
		if _, err := w.call(t.Context(), m, a, request); refused(err).code != want {
			wrong = fmt.Sprintf("with %s: %s, want %s", what, explain(err), want)
		}
	}
	return wrong
}

// byRule are the reasons of refusals by the rule of the contract; the domain has others.
var byRule = []string{"UNAUTHENTICATED", "ROLE_REQUIRED", "SCOPE_REQUIRED", "SERVICE_ONLY"}

// ours are the codes of failures that no caller can cause.
var ours = []codes.Code{codes.Unimplemented, codes.Internal, codes.Unknown, codes.DataLoss, codes.Unavailable, codes.DeadlineExceeded, codes.Unauthenticated}

// allowed: a caller whom the rule lets in gets an answer, or a refusal that is theirs; rows of another territory do not exist.
func (w *World) allowed(t *testing.T, m method, a actor.Actor) string {
	t.Helper()
	request := w.sample(t, m)
	if request == nil {
		return ""
	}
	_, err := w.call(t.Context(), m, a, request)
	told := refused(err)
	switch {
	case slices.Contains(ours, told.code):
		return explain(err)
	case told.code == codes.PermissionDenied && (slices.Contains(byRule, told.reason) || a.Kind == actor.Service):
		return explain(err) + ", though the rule of the contract lets them"
	case a.Territory == Elsewhere && w.names(m, request) && told.code != codes.NotFound:
		return "names a row of another territory: " + explain(err) + ", want NotFound"
	}
	return ""
}

// names says whether the path of the request names a row that the suite made.
func (w *World) names(m method, request proto.Message) bool {
	fields := m.target()
	if fields == nil {
		return false
	}
	at := request.ProtoReflect()
	for _, f := range fields[:len(fields)-1] {
		at = at.Get(f).Message()
	}
	leaf := fields[len(fields)-1]
	_, made := w.known.byField[string(leaf.Name())]
	return made && at.Get(leaf).String() != ""
}
