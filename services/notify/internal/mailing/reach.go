package mailing

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// letterhead is whom a mail goes to and where it leads, for the one try that it was asked for.
type letterhead struct {
	name, email, link string
	lang              messages.Lang
}

// reach finds out where a notification goes, or why it does not.
func (s *Sender) reach(ctx context.Context, v *kit.View, r store.Request, n store.Notification) (to letterhead, reason notifyv1.NotificationReason, err error) {
	ref, _ := domain.RefOf(n.Recipient)
	switch {
	case n.PersonID != "":
		to, reason, err = s.reachPerson(ctx, v, r, n)
	case ref.Kind == domain.ToContact:
		to, reason, err = s.reachContact(ctx, r, ref.ID)
	case ref.Kind == domain.ToCompany:
		to, reason, err = s.reachCompany(ctx, r, ref.ID)
	case ref.Kind == domain.ToExpert:
		to, reason, err = s.reachExpert(ctx, r.Territory, ref.ID)
	default:
		to, reason, err = s.reachBody(ctx, r, n)
	}
	if err == nil && reason == noReason && to.email == "" {
		reason = noMail
	}
	return to, reason, err
}

func (s *Sender) reachPerson(ctx context.Context, v *kit.View, r store.Request, n store.Notification) (to letterhead, reason notifyv1.NotificationReason, err error) {
	wanted, err := PreferencesOf(v, n.PersonID)
	if err != nil {
		return to, noReason, err
	}
	if !wanted.Wants(n.Template) {
		return to, unwanted, nil
	}
	if may, err := s.may(ctx, r, n); err != nil || !may {
		return to, reasonIf(!may, noAccess, err), err
	}
	got, err := s.Identity.ResolveRecipients(ctx, &identityv1.ResolveRecipientsRequest{PersonIds: []string{n.PersonID}})
	if err != nil || len(got.GetRecipients()) == 0 {
		return to, reasonIf(true, noMail, err), err
	}
	p := got.GetRecipients()[0]
	return letterhead{name: p.GetDisplayName(), email: p.GetEmail(), lang: langOf(p.GetLanguage()), link: s.caseLink(r.Context)}, noReason, nil
}

func reasonIf(met bool, reason notifyv1.NotificationReason, err error) notifyv1.NotificationReason {
	if err != nil || !met {
		return noReason
	}
	return reason
}

func langOf(l identityv1.Language) messages.Lang {
	if l == identityv1.Language_LANGUAGE_EN {
		return messages.English
	}
	return messages.French
}

// may is whether the person still may see the case: as somebody of the body that it is told as, else as any of what it is.
// What other services tell of their own rows they decided themselves.
func (s *Sender) may(ctx context.Context, r store.Request, n store.Notification) (bool, error) {
	if r.Context == "" || r.Source != "support" || !domain.NeedsAccess(n.Template) {
		return true, nil
	}
	members, err := s.Identity.ResolveMembers(ctx, &identityv1.ResolveMembersRequest{Territory: r.Territory, PersonIds: []string{n.PersonID}})
	if err != nil {
		return false, err
	}
	for _, m := range members.GetMembers() {
		if n.BodyID != "" && n.BodyID != m.GetBodyId() {
			continue
		}
		who := actor.Actor{Kind: actor.Person, ID: m.GetPersonId(), Territory: r.Territory, BodyID: m.GetBodyId(), CompanyID: m.GetCompanyId()}
		for _, role := range m.GetRoles() {
			who.Roles = append(who.Roles, authz.Role(role))
		}
		if level, err := s.Access.Level(ctx, who, r.Context); err != nil || level != authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED {
			return err == nil, err
		}
	}
	return false, nil
}

// reachContact reaches the company of a case, or the person with a project, who may have no account.
func (s *Sender) reachContact(ctx context.Context, r store.Request, caseID string) (to letterhead, reason notifyv1.NotificationReason, err error) {
	contact, err := s.Support.GetCaseContact(ctx, &supportv1.GetCaseContactRequest{Territory: r.Territory, CaseId: caseID})
	if err != nil {
		return to, reasonIf(gone(err), over, nil), alive(err)
	}
	if otherwise(contact.GetPreferredChannel()) && !domain.ForContact(r.Asked.GetTemplate()) {
		return to, unwanted, nil
	}
	to = letterhead{name: contact.GetName(), email: contact.GetEmail(), lang: messages.French, link: s.caseLink(caseID)}
	if r.Asked.GetTemplate() != domain.SatisfactionTemplate {
		return to, noReason, nil
	}
	survey, err := s.Surveys.IssueSatisfactionCode(ctx, &supportv1.IssueSatisfactionCodeRequest{Territory: r.Territory, CaseId: caseID})
	if err != nil {
		return to, reasonIf(gone(err), over, nil), alive(err)
	}
	to.link = survey.GetUrl()
	return to, noReason, nil
}

// reachCompany reaches a company without accounts by a contact of its own.
func (s *Sender) reachCompany(ctx context.Context, r store.Request, companyID string) (to letterhead, reason notifyv1.NotificationReason, err error) {
	contact, err := s.Support.GetCompanyContact(ctx, &supportv1.GetCompanyContactRequest{Territory: r.Territory, CompanyId: companyID})
	if err != nil {
		return to, reasonIf(gone(err), noMail, nil), alive(err)
	}
	return letterhead{name: contact.GetName(), email: contact.GetEmail(), lang: messages.French, link: s.caseLink(r.Context)}, noReason, nil
}

// otherwise is whether a contact would rather not be written to.
func otherwise(preferred supportv1.Channel) bool {
	switch preferred {
	case supportv1.Channel_CHANNEL_PHONE, supportv1.Channel_CHANNEL_SMS, supportv1.Channel_CHANNEL_POST, supportv1.Channel_CHANNEL_COUNTER:
		return true
	}
	return false
}

// reachExpert reaches an outside expert by the mail that it was asked at, while the answer is waited for.
func (s *Sender) reachExpert(ctx context.Context, territory, opinionID string) (to letterhead, reason notifyv1.NotificationReason, err error) {
	asked, err := s.Support.GetOpinionInvitation(ctx, &supportv1.GetOpinionInvitationRequest{Territory: territory, OpinionId: opinionID})
	if err != nil {
		return to, reasonIf(gone(err), over, nil), alive(err)
	}
	return letterhead{name: asked.GetExpertName(), email: asked.GetExpertEmail(), lang: messages.French, link: asked.GetLink()}, noReason, nil
}

// reachBody reaches a body without people at the address that it publishes.
func (s *Sender) reachBody(ctx context.Context, r store.Request, n store.Notification) (to letterhead, reason notifyv1.NotificationReason, err error) {
	body, err := s.Support.GetBodySnapshot(ctx, &supportv1.GetBodySnapshotRequest{Territory: r.Territory, PartnerBodyId: n.BodyID})
	if err != nil {
		return to, reasonIf(gone(err), noMail, nil), alive(err)
	}
	if r.Context != "" && r.Source == "support" && domain.NeedsAccess(n.Template) {
		who := actor.Actor{Kind: actor.Person, ID: "body:" + n.BodyID, Territory: r.Territory, BodyID: n.BodyID, Roles: []actor.Role{actor.HupAdvisor}}
		level, err := s.Access.Level(ctx, who, r.Context)
		if err != nil || level == authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED {
			return to, reasonIf(true, noAccess, err), err
		}
	}
	return letterhead{name: body.GetName(), email: body.GetEmail(), lang: messages.French, link: s.caseLink(r.Context)}, noReason, nil
}

// caseLink is where the console shows a case; the console itself for what is about none.
func (s *Sender) caseLink(caseID string) string {
	if caseID == "" {
		return s.PublicURL + "/"
	}
	return s.PublicURL + "/#/dossier/" + caseID
}

// gone is that what was asked for is not there any more, or has ended: that is an answer. alive is any other error.
func gone(err error) bool {
	code := status.Code(err)
	if e, ok := errs.As(err); ok {
		code = e.Code
	}
	return code == codes.NotFound || code == codes.FailedPrecondition
}

func alive(err error) error {
	if gone(err) {
		return nil
	}
	return err
}

// PreferencesOf are what a person chose; everything when it never did.
func PreferencesOf(from kit.Source, personID string) (*domain.Preferences, error) {
	p, err := store.Preferences.Get(from, personID)
	if errs.Is(err, "NOT_FOUND") {
		return domain.NewPreferences("", personID), nil
	}
	return p, err
}
