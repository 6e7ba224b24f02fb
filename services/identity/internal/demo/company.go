package demo

import (
	"context"
	"regexp"
	"strings"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/store"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

// companyMark is in the ids of the people of companies, before the SIRET: a token that was made beside the server says by
// its membership whom the server has to make.
const companyMark = "_0dem0c0mpany"

var (
	companyAs         = regexp.MustCompile(`^company@(\d{14})$`)
	companyMail       = regexp.MustCompile(`^entreprise\.(\d{14})@example\.org$`)
	companyMembership = regexp.MustCompile(`^mem` + companyMark + `(\d{14})$`)
)

// companyActor is who the person of a company acts as.
func (d *Demo) companyActor(ctx context.Context, siret string) (actor.Actor, error) {
	companyID, err := d.Directory.CompanyBySIRET(ctx, ales, siret)
	return actor.Actor{
		Kind: actor.Person, ID: "per" + companyMark + siret, MembershipID: "mem" + companyMark + siret,
		Territory: ales, CompanyID: companyID, Roles: []actor.Role{actor.CompanyUser},
	}, err
}

// Welcome makes the person of a company whose demo address somebody types.
func (d *Demo) Welcome(ctx context.Context, mail string) error {
	if m := companyMail.FindStringSubmatch(mail); m != nil {
		return d.makeCompany(ctx, m[1])
	}
	return nil
}

// Ensure makes the person of a company whose token was made beside the server.
func (d *Demo) Ensure(ctx context.Context, membershipID string) error {
	if m := companyMembership.FindStringSubmatch(membershipID); m != nil {
		return d.makeCompany(ctx, m[1])
	}
	return nil
}

// makeCompany makes the person and the membership of a company's user, once.
func (d *Demo) makeCompany(ctx context.Context, siret string) error {
	view := store.In(ctx, d.Store, ales)
	if _, err := store.Memberships.Get(view, "mem"+companyMark+siret); !errs.Is(err, "NOT_FOUND") {
		return err
	}
	who, err := d.companyActor(ctx, siret)
	if err != nil {
		return err
	}
	return d.Store.Update(view.Ctx, func(tx *kit.Tx) error {
		if _, err := store.Memberships.Get(tx, who.MembershipID); !errs.Is(err, "NOT_FOUND") {
			return err
		}
		_, err := app.CreatePerson{ID: who.ID}.Do(tx, &identityv1.CreatePersonRequest{
			GivenName: "Entreprise " + siret, FamilyName: shown, Email: "entreprise." + siret + "@example.org", Language: identityv1.Language_LANGUAGE_FR,
		})
		if err != nil {
			return err
		}
		_, err = app.CreateMembership{ID: who.MembershipID}.Do(tx, &identityv1.CreateMembershipRequest{
			PersonId: who.ID, CompanyId: who.CompanyID, Roles: []authv1.Role{authv1.Role_ROLE_COMPANY_USER},
		})
		return err
	})
}

// mailOf is the address of a demo identity: advisor@cci reads advisor.cci@example.org.
func mailOf(as string) string { return strings.ReplaceAll(as, "@", ".") + "@example.org" }
