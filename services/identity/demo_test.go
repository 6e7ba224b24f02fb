package identity_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

func TestDemoToken_isOfEachIdentity(t *testing.T) {
	w := open(t, sqlite(t), nil)
	for as, want := range map[string]actor.Actor{
		"advisor@myriapolis": {Kind: actor.Person, Territory: "ales", BodyID: "myriapolis", Roles: []actor.Role{actor.HupAdvisor}},
		"coordinator@hup":    {Kind: actor.Person, Territory: "ales", BodyID: "hup", Roles: []actor.Role{actor.HupCoordinator}},
		"juror@audace":       {Kind: actor.Person, Territory: "ales", BodyID: "myriapolis", Roles: []actor.Role{actor.Juror}},
		"jobseeker@plie":     {Kind: actor.Person, Territory: "ales", BodyID: "plie", Roles: []actor.Role{actor.Jobseeker}},
		"advisor@voisin":     {Kind: actor.Person, Territory: "nimes", BodyID: "voisin", Roles: []actor.Role{actor.HupAdvisor}},
		"company@" + siret:   {Kind: actor.Person, Territory: "ales", CompanyID: companyID, Roles: []actor.Role{actor.CompanyUser}},
		"client:cci":         {Kind: actor.Client, Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.PartnerAPI}},
	} {
		token, err := w.host.Service("identity").DemoToken(t.Context(), as)
		if err != nil {
			t.Errorf("%s: %v", as, err)
			continue
		}
		who, err := w.host.Verifier().Verify(t.Context(), token)
		got := who.Actor
		if err != nil || got.Kind != want.Kind || got.Territory != want.Territory || got.BodyID != want.BodyID || got.CompanyID != want.CompanyID || !slices.Equal(got.Roles, want.Roles) {
			t.Errorf("%s is %+v, %v", as, got, err)
		}
		prefix := map[actor.Kind]string{actor.Person: "per", actor.Client: "cli"}[got.Kind]
		if !id.Valid(prefix, got.ID) || got.Kind == actor.Person && !id.Valid("mem", got.MembershipID) {
			t.Errorf("%s has the ids %s %s", as, got.ID, got.MembershipID)
		}
	}
	for _, as := range []string{"nobody@cci", "company@12345678901234", "client:nobody", ""} {
		if token, err := w.host.Service("identity").DemoToken(t.Context(), as); err == nil {
			t.Errorf("%q has the token %s", as, token)
		}
	}
}

func TestDemoToken_isMadeBesideARunningServer(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, db string) {
		server := open(t, db, nil)
		beside := &world{T: t, clock: server.clock, console: &lines{}, url: "http://another.test"}
		beside.open(db, nil)
		token, err := beside.host.Service("identity").DemoToken(t.Context(), "company@"+siret)
		if err != nil {
			t.Fatal(err)
		}
		who, err := server.host.Verifier().Verify(t.Context(), token)
		if err != nil {
			t.Fatalf("the running server does not believe it: %v", err)
		}
		me, err := server.identity().GetMembershipSummary(server.service("gateway"), &identityv1.GetMembershipSummaryRequest{
			Subject: &identityv1.GetMembershipSummaryRequest_MembershipId{MembershipId: who.Actor.MembershipID}})
		if err != nil || me.GetPerson().GetPersonId() != who.Actor.ID || me.GetMembership().GetCompanyId() != companyID || me.GetTerritory() != "ales" {
			t.Errorf("%v, %v", me, err)
		}
	})
}

func TestSeed_changesNothingTheSecondTime(t *testing.T) {
	both(t, func(w *world) {
		lines := func() (n int) {
			w.must(w.store().DB().Read().QueryRow(w.Context(), "SELECT count(*) FROM journal").Scan(&n))
			return n
		}
		before := lines()
		w.must(w.host.Seed(w.Context()))
		if after := lines(); before == 0 || after != before {
			w.Errorf("%d lines, then %d", before, after)
		}
	})
}

func TestSummary_saysWhoATokenIsFor(t *testing.T) {
	w := open(t, sqlite(t), nil)
	p := w.find("coordinator@hup", cci)
	_, err := w.member("coordinator@hup", p.GetPersonId(), "adie", authv1.Role_ROLE_PARTNER_EXPERT)
	w.must(err)
	token, _ := w.host.Service("identity").DemoToken(t.Context(), "advisor@cci")
	who, err := w.host.Verifier().Verify(t.Context(), token)
	w.must(err)
	ask := &identityv1.GetMembershipSummaryRequest{Subject: &identityv1.GetMembershipSummaryRequest_MembershipId{MembershipId: who.Actor.MembershipID}}
	got, err := w.identity().GetMembershipSummary(w.service("gateway"), ask)
	w.must(err)
	if got.GetPerson().GetEmail() != cci || got.GetMembership().GetBodyId() != "cci" || len(got.GetMemberships()) != 2 || got.GetBodyName() != "Structure cci" || got.GetTerritory() != "ales" {
		t.Errorf("%v", got)
	}
	_, err = w.identity().GetMembershipSummary(w.as("advisor@cci"), ask)
	w.wants(err, codes.PermissionDenied, "asked by a person")
	client, err := w.host.Verifier().Verify(t.Context(), must(w.host.Service("identity").DemoToken(t.Context(), "client:cci")))
	w.must(err)
	got, err = w.identity().GetMembershipSummary(w.service("gateway"), &identityv1.GetMembershipSummaryRequest{
		Subject: &identityv1.GetMembershipSummaryRequest_ClientId{ClientId: client.Actor.ID}})
	if err != nil || got.GetClient().GetBodyId() != "cci" || got.GetPerson() != nil {
		t.Errorf("%v, %v", got, err)
	}
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

func TestResolveRecipients_leavesOutWhoIsErasedOrUnknown(t *testing.T) {
	both(t, func(w *world) {
		here, gone := w.find("coordinator@hup", cci), w.person("coordinator@hup", "Partie", "partie@example.org")
		far := w.find("advisor@voisin", "advisor.voisin@example.org")
		_, err := w.people().ErasePerson(w.as("admin@hup"), &identityv1.ErasePersonRequest{PersonId: gone.GetPersonId()})
		w.must(err)
		got, err := w.identity().ResolveRecipients(w.service("notify"), &identityv1.ResolveRecipientsRequest{
			PersonIds: []string{gone.GetPersonId(), far.GetPersonId(), "per_" + strings.Repeat("0", 26), here.GetPersonId()}})
		w.must(err)
		r := got.GetRecipients()
		if len(r) != 2 || r[0].GetPersonId() != far.GetPersonId() || r[1].GetEmail() != cci || !strings.HasPrefix(r[1].GetDisplayName(), "Claude Fontanès") || r[1].GetLanguage() != identityv1.Language_LANGUAGE_FR {
			w.Errorf("%v", r)
		}
	})
}

func TestResolveMembers_saysWhoIsWhatNow(t *testing.T) {
	both(t, func(w *world) {
		here, far := w.find("coordinator@hup", cci), w.find("advisor@voisin", "advisor.voisin@example.org")
		without := w.person("coordinator@hup", "Sans rôle", "sans@example.org")
		asked := &identityv1.ResolveMembersRequest{Territory: "ales", PersonIds: []string{without.GetPersonId(), far.GetPersonId(), "per_nobody", here.GetPersonId()}}
		got, err := w.identity().ResolveMembers(w.service("support"), asked)
		w.must(err)
		if len(got.GetMembers()) == 0 {
			w.Fatalf("nobody is known")
		}
		for _, m := range got.GetMembers() {
			if m.GetPersonId() != here.GetPersonId() || m.GetBodyId() == "" || len(m.GetRoles()) == 0 || !strings.HasPrefix(m.GetDisplayName(), "Claude Fontanès") {
				w.Errorf("%v", m)
			}
		}
		_, err = w.identity().ResolveMembers(w.as("advisor@cci"), asked)
		w.wants(err, codes.PermissionDenied, "asked by a person")
	})
}

func TestSignIn_companyOfTheDemoIsMadeOnDemand(t *testing.T) {
	w := open(t, sqlite(t), nil)
	got := w.grant(w.redeem(w.codeOf(w.signIn("entreprise." + siret + "@example.org"))))
	if who, err := w.host.Verifier().Verify(t.Context(), got.Access); err != nil || who.Actor.CompanyID != companyID || !who.Actor.Has(actor.CompanyUser) {
		t.Errorf("%+v, %v", who.Actor, err)
	}
}

func TestFirstAdministrator_signsInToANewInstallation(t *testing.T) {
	mails := kittest.NewMailServer(t)
	w := open(t, sqlite(t), map[string]string{"demo": "no", "smtp-url": mails.URL, "smtp-from": "hup@example.org", "first-admin-email": "Chef@example.org"})
	start := w.get("/oauth2/authorize?" + w.asked().Encode())
	sent := w.post("/oauth2/sign-in/mail", url.Values{"flow": {start.flow(w)}, "email": {"chef@example.org"}})
	mail := kittest.Receive(t, mails.Received)
	code := regexp.MustCompile(`\b\d{6}\b`).FindString(mail)
	if !strings.Contains(mail, "chef@example.org") || code == "" || sent.status != http.StatusOK {
		t.Fatalf("%d, mail %q", sent.status, mail)
	}
	answer := w.post("/oauth2/sign-in/code", url.Values{"flow": {sent.flow(w)}, "code": {code[:3] + " " + code[3:]}})
	who, err := w.host.Verifier().Verify(t.Context(), w.grant(w.redeem(w.codeOf(answer))).Access)
	if err != nil || !who.Actor.Has(actor.PlatformAdmin) || who.Actor.Territory != "ales" {
		t.Errorf("%+v, %v", who.Actor, err)
	}
	if w.console.text() != "" {
		t.Errorf("without demo data a code is printed: %s", w.console.text())
	}
}

func TestFindRecipients_areThoseWhoHoldARoleNow(t *testing.T) {
	both(t, func(w *world) {
		find := func(body string, roles ...authv1.Role) []*identityv1.Recipient {
			got, err := w.identity().FindRecipients(w.service("notify"), &identityv1.FindRecipientsRequest{Territory: "ales", BodyId: body, Roles: roles})
			w.must(err)
			return got.GetRecipients()
		}
		if got := find("cci", authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER); len(got) != 1 || got[0].GetEmail() != cci {
			w.Errorf("of cci: %v", got)
		}
		if got := find("", authv1.Role_ROLE_HUP_COORDINATOR); len(got) != 1 || got[0].GetEmail() != "coordinator.hup@example.org" {
			w.Errorf("of the territory: %v", got)
		}
		if got := find("cci", authv1.Role_ROLE_JUROR); len(got) != 0 {
			w.Errorf("a role that nobody holds: %v", got)
		}
	})
}
