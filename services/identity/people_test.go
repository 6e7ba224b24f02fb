package identity_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
)

// person makes a person, as somebody.
func (w *world) person(as, family, mail string) *identityv1.Person {
	w.Helper()
	p, err := w.people().CreatePerson(w.as(as), &identityv1.CreatePersonRequest{GivenName: "Fictif", FamilyName: family, Email: mail, Phone: "04 66 12 34 56"})
	w.must(err)
	return p
}

// member gives a person a role in a body, as somebody.
func (w *world) member(as, personID, body string, role authv1.Role) (*identityv1.Membership, error) {
	return w.memberships().CreateMembership(w.as(as), &identityv1.CreateMembershipRequest{PersonId: personID, BodyId: body, Roles: []authv1.Role{role}})
}

func TestPeople_changeThemselvesAndManagersTheirPeople(t *testing.T) {
	both(t, func(w *world) {
		p := w.find("coordinator@hup", "advisor.myriapolis@example.org")
		change := func(as, phone string) error {
			_, err := w.people().UpdatePerson(w.as(as), &identityv1.UpdatePersonRequest{
				Person: &identityv1.Person{PersonId: p.GetPersonId(), Phone: phone}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"phone"}}})
			return err
		}
		w.must(change("advisor@myriapolis", "04 66 00 00 01"))
		w.must(change("manager@myriapolis", "04 66 00 00 02"))
		w.wants(change("advisor@cci", "04 66 00 00 03"), codes.PermissionDenied, "a colleague of another body")
		w.wants(change("jobseeker@plie", "04 66 00 00 04"), codes.NotFound, "a jobseeker")
		w.wants(change("advisor@voisin", "04 66 00 00 05"), codes.NotFound, "another territory")
		got, err := w.people().GetPerson(w.as("advisor@cci"), &identityv1.GetPersonRequest{PersonId: p.GetPersonId()})
		w.must(err)
		if got.GetPhone() != "+33466000002" || got.GetStatusLabel() != "Active" || slices.Contains(got.GetAllowedActions(), "update") {
			w.Errorf("%v", got)
		}
		_, err = w.people().UpdatePerson(w.as("coordinator@hup"), &identityv1.UpdatePersonRequest{Person: &identityv1.Person{PersonId: p.GetPersonId(), Email: cci}})
		w.wants(err, codes.AlreadyExists, "another's address")
	})
}

func TestPeople_jobseekersAreKnownToTheirBodyOnly(t *testing.T) {
	both(t, func(w *world) {
		const mail = "jobseeker.plie@example.org"
		seeker := w.find("advisor@plie", mail)
		for _, as := range []string{"advisor@cci", "manager@myriapolis"} {
			_, err := w.people().GetPerson(w.as(as), &identityv1.GetPersonRequest{PersonId: seeker.GetPersonId()})
			w.wants(err, codes.NotFound, as)
			listed, err := w.people().ListPersons(w.as(as), &identityv1.ListPersonsRequest{Filter: `email = "` + mail + `"`})
			w.must(err)
			roles, err := w.memberships().ListMemberships(w.as(as), &identityv1.ListMembershipsRequest{Filter: `personId = "` + seeker.GetPersonId() + `"`})
			w.must(err)
			if len(listed.GetPeople())+len(roles.GetMemberships()) > 0 {
				w.Errorf("%s sees %v %v", as, listed, roles)
			}
		}
		own, err := w.memberships().ListMemberships(w.as("jobseeker@plie"), &identityv1.ListMembershipsRequest{})
		w.must(err)
		if len(own.GetMemberships()) != 1 || own.GetMemberships()[0].GetPersonId() != seeker.GetPersonId() || !slices.Contains(own.GetMemberships()[0].GetAllowedActions(), "end") {
			w.Errorf("a jobseeker sees %v", own)
		}
	})
}

// TestPeople_hideTheirContact asks single reads, lists and filters: what an advisor hides from other bodies is told to the
// colleagues, the coordination and the administration only.
func TestPeople_hideTheirContact(t *testing.T) {
	both(t, func(w *world) {
		p := w.find("coordinator@hup", cci)
		hidden, err := w.people().UpdatePerson(w.as("advisor@cci"), &identityv1.UpdatePersonRequest{
			Person: &identityv1.Person{PersonId: p.GetPersonId(), Phone: "04 66 12 34 56", ContactHiddenFromBodies: true, ContactHiddenFromCompanies: true},
		})
		w.must(err)
		if !hidden.GetContactHiddenFromBodies() || hidden.GetEmail() != cci {
			w.Errorf("one's own: %v", hidden)
		}
		for as, told := range map[string]bool{
			"advisor@cci": true, "coordinator@hup": true, "admin@hup": true, "client:cci": true, "advisor@myriapolis": false, "manager@myriapolis": false, "client:region": false,
		} {
			got, err := w.people().GetPerson(w.as(as), &identityv1.GetPersonRequest{PersonId: p.GetPersonId()})
			w.must(err)
			if (got.GetEmail() != "") != told || (got.GetPhone() != "") != told || got.GetFamilyName() == "" {
				w.Errorf("%s reads %v", as, got)
			}
			listed, err := w.people().ListPersons(w.as(as), &identityv1.ListPersonsRequest{Filter: `bodyId = "cci"`, PageSize: 200})
			w.must(err)
			at := slices.IndexFunc(listed.GetPeople(), func(x *identityv1.Person) bool { return x.GetPersonId() == p.GetPersonId() })
			if at < 0 || (listed.GetPeople()[at].GetEmail() != "") != told {
				w.Errorf("%s lists %v", as, listed)
			}
			guessed, err := w.people().ListPersons(w.as(as), &identityv1.ListPersonsRequest{Filter: `email = "` + cci + `"`})
			w.must(err)
			if (len(guessed.GetPeople()) > 0) != told {
				w.Errorf("%s finds by the address: %v", as, guessed)
			}
		}
	})
}

func TestPeople_auditorSeesNoNames(t *testing.T) {
	w := open(t, sqlite(t), nil)
	p := w.find("coordinator@hup", cci)
	seen, err := w.people().GetPerson(w.as("auditor@hup"), &identityv1.GetPersonRequest{PersonId: p.GetPersonId()})
	if err != nil || seen.GetGivenName()+seen.GetFamilyName()+seen.GetEmail()+seen.GetPhone() != "" || seen.GetPersonId() == "" {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestListPersons_filtersByBodyRoleAndName(t *testing.T) {
	both(t, func(w *world) {
		for filter, want := range map[string]int{
			`bodyId = "cci"`: 1, `bodyId = "mine" AND role = ROLE_BODY_MANAGER`: 1, `role : ROLE_JUROR`: 1, `text : "vezenob"`: 1, `bodyId = "none"`: 0,
		} {
			got, err := w.people().ListPersons(w.as("manager@myriapolis"), &identityv1.ListPersonsRequest{Filter: filter})
			if err != nil || len(got.GetPeople()) != want {
				w.Errorf("%s: %d people, want %d, %v", filter, len(got.GetPeople()), want, err)
			}
		}
		_, err := w.people().ListPersons(w.as("manager@myriapolis"), &identityv1.ListPersonsRequest{Filter: `role != ROLE_JUROR`})
		w.wants(err, codes.InvalidArgument, "an operator that several values do not have")
	})
}

func TestErasePerson_leavesNothingPersonal(t *testing.T) {
	both(t, func(w *world) {
		p := w.person("manager@myriapolis", "Desmarais-Oubliable", "oubliable@example.org")
		m, err := w.member("manager@myriapolis", p.GetPersonId(), "myriapolis", authv1.Role_ROLE_HUP_ADVISOR)
		w.must(err)
		tokens := w.grant(w.redeem(w.codeOf(w.signIn("oubliable@example.org"))))
		_, err = w.people().ErasePerson(w.as("manager@myriapolis"), &identityv1.ErasePersonRequest{PersonId: p.GetPersonId()})
		w.wants(err, codes.PermissionDenied, "erased by the manager")
		erased, err := w.people().ErasePerson(bearer(w.Context(), tokens.Access), &identityv1.ErasePersonRequest{PersonId: p.GetPersonId()})
		w.must(err)
		if erased.GetEmail()+erased.GetFamilyName()+erased.GetPhone() != "" || erased.GetStatus() != identityv1.PersonStatus_PERSON_STATUS_ERASED {
			w.Errorf("%v", erased)
		}
		if after := w.grant(refreshing(tokens.Refresh)); after.Error != "invalid_grant" {
			w.Errorf("an erased person refreshes: %+v", after)
		}
		_, err = w.member("manager@myriapolis", p.GetPersonId(), "adie", authv1.Role_ROLE_HUP_ADVISOR)
		w.wants(err, codes.FailedPrecondition, "a role for an erased person")
		ended, err := w.memberships().ListMemberships(w.as("coordinator@hup"), &identityv1.ListMembershipsRequest{Filter: `personId = "` + p.GetPersonId() + `"`})
		w.must(err)
		if got := ended.GetMemberships(); len(got) != 1 || got[0].GetMembershipId() != m.GetMembershipId() || got[0].GetEndReason() != identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_PERSON_ERASED {
			w.Errorf("%v", got)
		}
		w.nowhere("oubliable", "desmarais", "+33466123456")
	})
}

// nowhere fails the test when a table holds one of the words, as text or in a record.
func (w *world) nowhere(words ...string) {
	w.Helper()
	for _, table := range []string{"person", "membership", "auth_session", "journal", "journal_note", "search_entry", "mail_code", "grant_code", "attempt", "timer"} {
		rows, err := w.store().DB().Read().Query(w.Context(), "SELECT * FROM "+table)
		w.must(err)
		columns, err := rows.Columns()
		w.must(err)
		for rows.Next() {
			values := make([][]byte, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			w.must(rows.Scan(into...))
			row := bytes.ToLower(bytes.Join(values, []byte("|")))
			for _, word := range words {
				if bytes.Contains(row, []byte(word)) {
					w.Errorf("%s holds %s", table, word)
				}
			}
		}
		w.must(rows.Err())
	}
}

func TestMemberships_areGivenByThoseWhoMay(t *testing.T) {
	both(t, func(w *world) {
		p := w.person("advisor@myriapolis", "Neuve", "neuve@example.org").GetPersonId()
		for _, x := range []struct {
			as, body string
			role     authv1.Role
			code     codes.Code
		}{
			{"advisor@myriapolis", "myriapolis", authv1.Role_ROLE_HUP_ADVISOR, codes.PermissionDenied},
			{"manager@myriapolis", "cci", authv1.Role_ROLE_HUP_ADVISOR, codes.PermissionDenied},
			{"manager@myriapolis", "myriapolis", authv1.Role_ROLE_HUP_COORDINATOR, codes.PermissionDenied},
			{"coordinator@hup", "hup", authv1.Role_ROLE_PLATFORM_ADMIN, codes.PermissionDenied},
			{"coordinator@hup", "unknown", authv1.Role_ROLE_HUP_ADVISOR, codes.InvalidArgument},
			{"advisor@voisin", "voisin", authv1.Role_ROLE_JOBSEEKER, codes.NotFound},
			{"manager@myriapolis", "myriapolis", authv1.Role_ROLE_HUP_ADVISOR, codes.OK},
			{"manager@myriapolis", "myriapolis", authv1.Role_ROLE_PARTNER_EXPERT, codes.AlreadyExists},
			{"advisor@plie", "plie", authv1.Role_ROLE_JOBSEEKER, codes.OK},
			{"admin@hup", "hup", authv1.Role_ROLE_AUDITOR, codes.OK},
		} {
			_, err := w.member(x.as, p, x.body, x.role)
			w.wants(err, x.code, x.as+" gives "+x.role.String()+" in "+x.body)
		}
		firm := &identityv1.CreateMembershipRequest{PersonId: p, CompanyId: companyID, Roles: []authv1.Role{authv1.Role_ROLE_COMPANY_USER}}
		if _, err := w.memberships().CreateMembership(w.as("advisor@cci"), firm); err != nil {
			w.Error(err)
		}
		firm.CompanyId = "com_" + strings.Repeat("1", 26)
		_, err := w.memberships().CreateMembership(w.as("advisor@cci"), firm)
		w.wants(err, codes.InvalidArgument, "an unknown company")
	})
}

func TestMemberships_beginAndEndByTheirDays(t *testing.T) {
	both(t, func(w *world) {
		p := w.person("manager@myriapolis", "Neuve", "neuve@example.org").GetPersonId()
		m, err := w.memberships().CreateMembership(w.as("manager@myriapolis"), &identityv1.CreateMembershipRequest{
			PersonId: p, BodyId: "myriapolis", Roles: []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR}, StartDate: "2026-11-25", EndDate: "2026-11-26"})
		w.must(err)
		status := func() identityv1.MembershipStatus {
			got, err := w.memberships().ListMemberships(w.as("coordinator@hup"), &identityv1.ListMembershipsRequest{Filter: `personId = "` + p + `"`})
			w.must(err)
			return got.GetMemberships()[0].GetStatus()
		}
		if m.GetStatus() != identityv1.MembershipStatus_MEMBERSHIP_STATUS_UPCOMING || w.signIn("neuve@example.org").status != 403 {
			w.Errorf("before its first day: %v", m)
		}
		w.clock.Advance(48 * time.Hour)
		w.fire()
		if status() != identityv1.MembershipStatus_MEMBERSHIP_STATUS_ACTIVE || w.codeOf(w.signIn("neuve@example.org")) == "" {
			w.Errorf("on its first day: %v", status())
		}
		w.clock.Advance(48 * time.Hour)
		if w.signIn("neuve@example.org").status != 403 {
			w.Error("its last day has passed, its timer is late, and it still signs in")
		}
		w.fire()
		if status() != identityv1.MembershipStatus_MEMBERSHIP_STATUS_ENDED {
			w.Errorf("after its last day: %v", status())
		}
	})
}

func TestMemberships_theLastManagerStays(t *testing.T) {
	both(t, func(w *world) {
		manager := w.find("coordinator@hup", "manager.myriapolis@example.org")
		mine, err := w.memberships().ListMemberships(w.as("manager@myriapolis"), &identityv1.ListMembershipsRequest{Filter: `personId = "me"`})
		w.must(err)
		end := &identityv1.EndMembershipRequest{MembershipId: mine.GetMemberships()[0].GetMembershipId(), Reason: identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_LEFT}
		_, err = w.memberships().EndMembership(w.as("manager@myriapolis"), end)
		w.wants(err, codes.FailedPrecondition, "the last manager leaves")
		_, err = w.people().ErasePerson(w.as("manager@myriapolis"), &identityv1.ErasePersonRequest{PersonId: manager.GetPersonId()})
		w.wants(err, codes.FailedPrecondition, "the last manager is erased")
		p := w.person("manager@myriapolis", "Suivante", "suivante@example.org").GetPersonId()
		_, err = w.member("manager@myriapolis", p, "myriapolis", authv1.Role_ROLE_BODY_MANAGER)
		w.must(err)
		_, err = w.memberships().EndMembership(w.as("manager@myriapolis"), end)
		w.must(err)
	})
}

func TestCreate_sentTwiceIsDoneOnce(t *testing.T) {
	both(t, func(w *world) {
		r := &identityv1.CreateClientRequest{BodyId: "myriapolis", DisplayName: "Essai", Scopes: []string{"land.read"}, ClientRequestId: "the-phone-1"}
		first, err := w.clients().CreateClient(w.as("manager@myriapolis"), r)
		w.must(err)
		again, err := w.clients().CreateClient(w.as("manager@myriapolis"), r)
		w.must(err)
		if again.GetClient().GetClientId() != first.GetClient().GetClientId() || again.GetClientSecret() != "" || first.GetClientSecret() == "" {
			w.Errorf("%v, then %v", first, again)
		}
	})
}

func TestClients_areOfTheirBody(t *testing.T) {
	both(t, func(w *world) {
		_, err := w.clients().CreateClient(w.as("manager@myriapolis"), &identityv1.CreateClientRequest{BodyId: "cci", DisplayName: "X", Scopes: []string{"land.read"}})
		w.wants(err, codes.PermissionDenied, "a client of another body")
		_, err = w.clients().CreateClient(w.as("coordinator@hup"), &identityv1.CreateClientRequest{BodyId: "cci", DisplayName: "X", Scopes: []string{"land.read"}, ExpiryDate: "2028-11-24"})
		w.wants(err, codes.InvalidArgument, "a day too far")
		made, err := w.clients().CreateClient(w.as("coordinator@hup"), &identityv1.CreateClientRequest{BodyId: "cci", DisplayName: "X", Scopes: []string{"land.read"}, ExpiryDate: "2026-11-24"})
		w.must(err)
		id := made.GetClient().GetClientId()
		_, err = w.clients().GetClient(w.as("manager@myriapolis"), &identityv1.GetClientRequest{ClientId: id})
		w.wants(err, codes.NotFound, "seen by another body")
		_, err = w.clients().GetClient(w.as("client:region"), &identityv1.GetClientRequest{ClientId: id})
		w.wants(err, codes.NotFound, "seen by another client")
		w.clock.Advance(48 * time.Hour)
		if late := w.credentials(id, made.GetClientSecret()); late.Error != "invalid_client" {
			w.Errorf("after its last day: %+v", late)
		}
		w.fire()
		got, err := w.clients().GetClient(w.as("coordinator@hup"), &identityv1.GetClientRequest{ClientId: id})
		if err != nil || got.GetStatus() != identityv1.ClientStatus_CLIENT_STATUS_EXPIRED || len(got.GetSecrets()) > 0 {
			w.Errorf("%v, %v", got, err)
		}
	})
}

func TestSessions_areEndedByTheirPersonAndTheirManager(t *testing.T) {
	both(t, func(w *world) {
		for _, x := range []struct {
			as   string
			code codes.Code
		}{{"advisor@myriapolis", codes.OK}, {"manager@myriapolis", codes.OK}, {"advisor@cci", codes.NotFound}, {"advisor@voisin", codes.NotFound}} {
			tokens := w.grant(w.redeem(w.codeOf(w.signIn("advisor.myriapolis@example.org"))))
			listed, err := w.sessions().ListAuthSessions(bearer(w.Context(), tokens.Access), &identityv1.ListAuthSessionsRequest{Filter: "status = AUTH_SESSION_STATUS_ACTIVE", OrderBy: "createdTime desc"})
			w.must(err)
			id := listed.GetAuthSessions()[0].GetAuthSessionId()
			_, err = w.sessions().RevokeAuthSession(w.as(x.as), &identityv1.RevokeAuthSessionRequest{AuthSessionId: id})
			w.wants(err, x.code, x.as)
			if lives := w.grant(refreshing(tokens.Refresh)).Access != ""; lives == (x.code == codes.OK) {
				w.Errorf("%s: the session lives: %v", x.as, lives)
			}
			w.clock.Advance(time.Hour)
		}
	})
}

func TestListPersons_areThoseThatCanBeRead(t *testing.T) {
	both(t, func(w *world) {
		w.person("manager@myriapolis", "Sans rôle", "sans.role@example.org")
		_, err := w.host.Service("identity").DemoToken(w.Context(), "company@"+siret)
		w.must(err)
		w.codeOf(w.signIn("entreprise." + siret + "@example.org")) // makes the person of a company
		all, err := w.people().ListPersons(w.as("coordinator@hup"), &identityv1.ListPersonsRequest{PageSize: 200})
		w.must(err)
		for _, as := range []string{"advisor@plie", "advisor@cci", "manager@myriapolis", "admin@hup", "client:cci"} {
			listed, err := w.people().ListPersons(w.as(as), &identityv1.ListPersonsRequest{PageSize: 200})
			w.must(err)
			for _, p := range all.GetPeople() {
				_, err := w.people().GetPerson(w.as(as), &identityv1.GetPersonRequest{PersonId: p.GetPersonId()})
				inList := slices.ContainsFunc(listed.GetPeople(), func(l *identityv1.Person) bool { return l.GetPersonId() == p.GetPersonId() })
				if inList != (err == nil) {
					w.Errorf("%s: %s is listed: %v, read: %v", as, p.GetFamilyName(), inList, err)
				}
			}
		}
	})
}
