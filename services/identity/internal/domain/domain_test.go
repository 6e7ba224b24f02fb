package domain_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

var now = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// roles are those that people can be given.
var roles = []authv1.Role{
	authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_PARTNER_EXPERT, authv1.Role_ROLE_HUP_COORDINATOR,
	authv1.Role_ROLE_JOBSEEKER, authv1.Role_ROLE_JUROR, authv1.Role_ROLE_AUDITOR, authv1.Role_ROLE_PLATFORM_ADMIN,
}

func member(t interface{ Fatal(...any) }, body string, given ...authv1.Role) *domain.Membership {
	m, err := domain.NewMembership("ales", "", &identityv1.Membership{PersonId: "per_x", BodyId: body, Roles: given}, now)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMayGrant_neverMoreThanOneHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom([]string{"cci", "cma"})
		giver := member(t, body.Draw(t, "giver's body"), rapid.SampledFrom(roles).Draw(t, "giver's role")).ActorOf()
		given := rapid.SampledFrom(roles).Draw(t, "role")
		at := body.Draw(t, "body")
		may := domain.MayGrant(giver, member(t, at, given).State)
		above := []authv1.Role{authv1.Role_ROLE_AUDITOR, authv1.Role_ROLE_PLATFORM_ADMIN}
		if may && slices.Contains(above, given) && !giver.Has(actor.PlatformAdmin) {
			t.Fatalf("%v gives %v", giver.Roles, given)
		}
		if may && at != giver.BodyID && !giver.Has(actor.PlatformAdmin, actor.HupCoordinator) {
			t.Fatalf("%v of %s gives %v in %s", giver.Roles, giver.BodyID, given, at)
		}
		if may && giver.Has(actor.Jobseeker, actor.Juror, actor.Auditor, actor.PartnerExpert) {
			t.Fatalf("%v gives %v", giver.Roles, given)
		}
	})
}

func TestMembership_walksForwardOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.SampledFrom([]string{"", "2026-11-23", "2026-11-30"}).Draw(t, "start")
		m, err := domain.NewMembership("ales", "", &identityv1.Membership{PersonId: "per_x", BodyId: "cci", Roles: roles[:1], StartDate: start}, now)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 6).Draw(t, "moves") {
			before, facts := m.State.GetStatus(), len(m.Facts())
			switch rapid.SampledFrom([]string{"begin", "end"}).Draw(t, "move") {
			case "begin":
				m.Begin(now)
			case "end":
				err := m.End(identityv1.MembershipEndReason_MEMBERSHIP_END_REASON_LEFT, now)
				if was := before == identityv1.MembershipStatus_MEMBERSHIP_STATUS_ENDED; was != errs.Is(err, "MEMBERSHIP_ENDED") {
					t.Fatalf("ended from %v: %v", before, err)
				}
			}
			if m.State.GetStatus() < before {
				t.Fatalf("from %v to %v", before, m.State.GetStatus())
			}
			if moved := m.State.GetStatus() != before; moved != (len(m.Facts()) > facts) {
				t.Fatalf("moved %v, with %d facts", moved, len(m.Facts())-facts)
			}
		}
	})
}

func TestNewMembership_refusesDaysOutOfOrder(t *testing.T) {
	for _, days := range [][2]string{{"2026-11-25", "2026-11-24"}, {"2026-11-01", "2026-11-22"}, {"25/11/2026", ""}, {"", "demain"}} {
		_, err := domain.NewMembership("ales", "", &identityv1.Membership{PersonId: "per_x", BodyId: "cci", StartDate: days[0], EndDate: days[1]}, now)
		if !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("%v: %v", days, err)
		}
	}
}

func TestClient_hasTwoSecretsAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := domain.NewClient("ales", "", &identityv1.Client{BodyId: "cci"}, "0000", now)
		if err != nil {
			t.Fatal(err)
		}
		at := now
		for range rapid.IntRange(1, 10).Draw(t, "rotations") {
			at = at.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes later")) * time.Minute)
			overlap := time.Duration(rapid.SampledFrom([]int{0, 30, 60}).Draw(t, "overlap")) * time.Minute
			valid := len(domain.ValidSecrets(c.State, at))
			err := c.Rotate("next", overlap, at)
			if refused := valid == 2 && overlap > 0; refused != errs.Is(err, "CLIENT_SECRETS_OVERLAP") {
				t.Fatalf("%d valid, overlap %v: %v", valid, overlap, err)
			}
			if n := len(domain.ValidSecrets(c.State, at)); n < 1 || n > 2 || overlap == 0 && n != 1 {
				t.Fatalf("%d secrets are valid", n)
			}
		}
	})
}

func TestNewClient_lastsEighteenMonthsAndTwoYearsAtMost(t *testing.T) {
	for day, want := range map[string]string{"": "2028-05-23", "2026-11-24": "2026-11-24", "2028-11-23": "2028-11-23", "2028-11-24": "", "2026-11-23": "", "soon": ""} {
		c, err := domain.NewClient("ales", "", &identityv1.Client{BodyId: "cci", ExpiryDate: day}, "0000", now)
		if want == "" {
			if !errs.Is(err, "EXPIRY_DATE_OUT_OF_RANGE") {
				t.Errorf("%q: %v", day, err)
			}
		} else if err != nil || c.State.GetExpiryDate() != want {
			t.Errorf("%q: %v, %v", day, c, err)
		}
	}
}

func TestErase_leavesTheIdOnly(t *testing.T) {
	p, err := domain.NewPerson("ales", "", &identityv1.Person{GivenName: "A", FamilyName: "B", Email: " A@Example.org ", Phone: "04 66 12 34 56"}, now)
	if err != nil || p.State.GetEmail() != "a@example.org" || p.State.GetPhone() != "+33466123456" {
		t.Fatalf("%v, %v", p, err)
	}
	if err := p.Erase(now); err != nil {
		t.Fatal(err)
	}
	s := p.State
	if s.GetGivenName()+s.GetFamilyName()+s.GetEmail()+s.GetPhone()+s.GetUpstreamSubject() != "" || s.GetPersonId() != p.ID || s.GetErasedTime() == nil {
		t.Errorf("%v", s)
	}
	if err := p.Erase(now); !errs.Is(err, "PERSON_ERASED") {
		t.Errorf("erased twice: %v", err)
	}
}
