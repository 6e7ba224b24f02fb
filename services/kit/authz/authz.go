// Package authz decides who may call a method, by the rule that the contract writes on it: (hup.auth.v1.rule).
// Who may see a row is another question, and the domain's.
package authz

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// infrastructure is open to anybody who reaches the port: it tells nothing of anybody.
var infrastructure = []string{"/grpc.health.v1.", "/grpc.reflection."}

// Rules are the rules of all methods that are linked into the process.
type Rules struct {
	byMethod map[string]rule
	missing  []string
}

type rule struct {
	public, serviceOnly, authenticated bool
	roles                              []actor.Role
	scope                              string
}

// Load reads the rules of every hup.* method, once.
func Load() *Rules {
	r := &Rules{byMethod: map[string]rule{}}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "hup.") {
			for i := range file.Services().Len() {
				r.add(file.Services().Get(i))
			}
		}
		return true
	})
	slices.Sort(r.missing)
	return r
}

func (r *Rules) add(service protoreflect.ServiceDescriptor) {
	for i := range service.Methods().Len() {
		m := service.Methods().Get(i)
		name := fmt.Sprintf("/%s/%s", service.FullName(), m.Name())
		if compiled, ok := compile(m.Options()); ok {
			r.byMethod[name] = compiled
		} else {
			r.missing = append(r.missing, name)
		}
	}
}

func compile(options proto.Message) (rule, bool) {
	written, _ := proto.GetExtension(options, authv1.E_Rule).(*authv1.Rule)
	switch kind := written.GetKind().(type) {
	case *authv1.Rule_Public:
		return rule{public: kind.Public}, kind.Public
	case *authv1.Rule_ServiceOnly:
		return rule{serviceOnly: kind.ServiceOnly}, kind.ServiceOnly
	case *authv1.Rule_Authenticated:
		return rule{authenticated: kind.Authenticated}, kind.Authenticated
	case *authv1.Rule_Grant:
		g := rule{scope: kind.Grant.GetScope()}
		for _, role := range kind.Grant.GetAnyRole() {
			g.roles = append(g.roles, Role(role))
		}
		return g, g.scope != "" || len(g.roles) > 0
	}
	return rule{}, false
}

// Role is the contract's role as the tokens spell it: ROLE_HUP_ADVISOR is hup_advisor.
func Role(r authv1.Role) actor.Role {
	return actor.Role(strings.ToLower(strings.TrimPrefix(r.String(), "ROLE_")))
}

// Missing lists the methods that have no rule, or one that says nothing. A test holds it empty.
func (r *Rules) Missing() []string { return r.missing }

// Public says whether anybody may call the method, without a token.
func (r *Rules) Public(method string) bool {
	return r.byMethod[method].public || slices.ContainsFunc(infrastructure, func(p string) bool { return strings.HasPrefix(method, p) })
}

// ServiceOnly says whether the method is for services only.
func (r *Rules) ServiceOnly(method string) bool { return r.byMethod[method].serviceOnly }

// Allow says nil when the actor may call the method ("/hup.land.v1.PlotService/GetPlot"), else why not.
// A method without a rule is nobody's.
func (r *Rules) Allow(method string, a actor.Actor) error {
	if r.Public(method) {
		return nil
	}
	if a.Kind == "" {
		return errs.Unauthenticated("UNAUTHENTICATED")
	}
	rule, ok := r.byMethod[method]
	if !ok {
		return errs.Denied("NOT_ALLOWED")
	}
	return rule.allow(a)
}

func (r rule) allow(a actor.Actor) error {
	switch {
	case r.serviceOnly:
		if a.Kind == actor.Service {
			return nil
		}
		return errs.Denied("SERVICE_ONLY")
	case a.Kind == actor.Person:
		if r.authenticated || a.Has(r.roles...) {
			return nil
		}
		return errs.Denied("ROLE_REQUIRED")
	case a.Kind == actor.Client:
		if r.authenticated || r.scope != "" && slices.Contains(a.Scopes, r.scope) {
			return nil
		}
		return errs.Denied("SCOPE_REQUIRED").With("scope", r.scope)
	}
	return errs.Denied("NOT_ALLOWED") // a service acts for itself only where the contract says so
}
