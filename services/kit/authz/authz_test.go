package authz

import (
	"testing"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

func TestRole_contractAndTokensNameTheSameRoles(t *testing.T) {
	spelled := map[actor.Role]bool{actor.HupAdvisor: true, actor.BodyManager: true, actor.PartnerExpert: true, actor.PartnerAPI: true,
		actor.HupCoordinator: true, actor.CompanyUser: true, actor.Jobseeker: true, actor.Juror: true, actor.Auditor: true, actor.PlatformAdmin: true}
	values := authv1.Role(0).Descriptor().Values()
	for i := range values.Len() {
		if r := authv1.Role(values.Get(i).Number()); r != 0 && !spelled[Role(r)] {
			t.Errorf("%s is spelled %q, which kit/actor does not know", r, Role(r))
		}
	}
	if values.Len()-1 != len(spelled) {
		t.Errorf("the contract has %d roles, kit/actor %d", values.Len()-1, len(spelled))
	}
}

func TestLoad_everyMethodHasARule(t *testing.T) {
	if missing := Load().Missing(); len(missing) > 0 {
		t.Errorf("no rule on %v", missing)
	}
}

func TestAllow(t *testing.T) {
	const open, self, signedIn, granted = "/x/Open", "/x/Self", "/x/SignedIn", "/x/Granted"
	rules := &Rules{byMethod: map[string]rule{open: {public: true}, self: {serviceOnly: true}, signedIn: {authenticated: true},
		granted: {roles: []actor.Role{actor.HupAdvisor}, scope: "land.read"}}}
	nobody, service := actor.Actor{}, actor.Actor{Kind: actor.Service, ID: "land"}
	advisor := actor.Actor{Kind: actor.Person, Roles: []actor.Role{actor.HupAdvisor}}
	juror := actor.Actor{Kind: actor.Person, Roles: []actor.Role{actor.Juror}, Scopes: []string{"land.read"}}
	reader := actor.Actor{Kind: actor.Client, Scopes: []string{"land.read"}, Roles: []actor.Role{actor.HupAdvisor}}
	writer := actor.Actor{Kind: actor.Client, Scopes: []string{"land.write"}, Roles: []actor.Role{actor.HupAdvisor}}
	for _, x := range []struct {
		name, method string
		who          actor.Actor
		reason       string
	}{
		{"open to anybody", open, nobody, ""},
		{"health is open", "/grpc.health.v1.Health/Check", nobody, ""},
		{"nobody", granted, nobody, "UNAUTHENTICATED"},
		{"a person with the role", granted, advisor, ""},
		{"a person with another role, whatever its scopes", granted, juror, "ROLE_REQUIRED"},
		{"a client with the scope", granted, reader, ""},
		{"a client with another scope, whatever its roles", granted, writer, "SCOPE_REQUIRED"},
		{"a service where people are meant", granted, service, "NOT_ALLOWED"},
		{"a service where services are meant", self, service, ""},
		{"a person where services are meant", self, advisor, "SERVICE_ONLY"},
		{"any person", signedIn, juror, ""},
		{"any client", signedIn, writer, ""},
		{"a method without a rule", "/x/Forgotten", advisor, "NOT_ALLOWED"},
	} {
		err := rules.Allow(x.method, x.who)
		if (x.reason == "") != (err == nil) || x.reason != "" && !errs.Is(err, x.reason) {
			t.Errorf("%s: %v, want %q", x.name, err, x.reason)
		}
	}
}

func TestLoad_readsTheContract(t *testing.T) {
	rules := Load()
	feed := eventv1.EventFeedService_ListEvents_FullMethodName
	if err := rules.Allow(feed, actor.Actor{Kind: actor.Person, Roles: []actor.Role{actor.PlatformAdmin}}); !errs.Is(err, "SERVICE_ONLY") {
		t.Errorf("a person reads the feed: %v", err)
	}
	if err := rules.Allow(feed, actor.Actor{Kind: actor.Service}); err != nil {
		t.Errorf("a service may not read the feed: %v", err)
	}
}
