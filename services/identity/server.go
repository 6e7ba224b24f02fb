package identity

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/app"
	"hup.example/services/identity/internal/app/directory"
	"hup.example/services/identity/internal/keys"
	"hup.example/services/identity/internal/oauth"
	"hup.example/services/identity/internal/seal"
	"hup.example/services/identity/internal/signin"
	"hup.example/services/identity/internal/store"
	"hup.example/services/identity/internal/token"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/module"
	"hup.example/services/kit/run"
	kit "hup.example/services/kit/store"
)

// authorizationServer builds the OAuth endpoints and the pages behind them.
func authorizationServer(h module.Host, bodies *directory.Directory) (*oauth.Server, error) {
	ring := keys.New(h.Store, seal.New(h.Secret("identity keys")))
	pages := &signin.Pages{
		Store: h.Store, Box: seal.New(h.Secret("sign-in pages")), Log: h.Log, Directory: bodies, Words: h.Messages,
		Issuer: h.Issuer, PublicURL: h.PublicURL,
	}
	mailer, err := mail.Of(h.Setting, h.Demo, h.Console)
	if err != nil {
		return nil, err
	}
	if mailer != nil {
		pages.Codes = &signin.Codes{Store: h.Store, Key: h.Secret("sign-in codes"), Post: &signin.Post{Mailer: mailer, Log: h.Log}}
	}
	if issuer := h.Setting("oidc-issuer"); issuer != "" {
		pages.Provider = &signin.Provider{
			Issuer: issuer, ClientID: h.Setting("oidc-client-id"), ClientSecret: h.Setting("oidc-client-secret"),
			RedirectURL: h.PublicURL + "/oauth2/sign-in/provider/callback", Client: h.Client,
		}
	}
	return &oauth.Server{
		Store: h.Store, Log: h.Log, Issuer: &token.Issuer{URL: h.Issuer, Ring: ring, Clock: h.Store.Clock()}, Ring: ring, Pages: pages,
		PublicURL: h.PublicURL, Programs: programs(h.PublicURL), ServiceSecret: serviceSecret(h),
	}, nil
}

// programs are the first-party programs and where their answers go.
func programs(public string) []oauth.Program {
	return []oauth.Program{
		{ID: "console", RedirectURIs: []string{public + "/sign-in/callback"}},
		{ID: "mobile", RedirectURIs: []string{public + "/mobile/sign-in/callback", "fr.hup.mobile:/sign-in/callback"}},
	}
}

// mailing waits for the mails on their way when the process stops.
func mailing(server *oauth.Server) (run.Part, bool) {
	if server.Pages.Codes == nil {
		return run.Part{}, false
	}
	return run.Part{Name: "identity mails", Stop: server.Pages.Codes.Post.Wait}, true
}

// serviceSecret derives the secret of a service: every process of the installation derives the same.
func serviceSecret(h module.Host) func(string) []byte {
	return func(service string) []byte {
		m := hmac.New(sha256.New, h.Secret("service tokens"))
		m.Write([]byte(service))
		return m.Sum(nil)
	}
}

// firstAdministrator gives a new installation somebody who can sign in and give roles to the others.
func firstAdministrator(ctx context.Context, h module.Host) error {
	mail := h.Setting("first-admin-email")
	if mail == "" {
		return nil
	}
	ctx = actor.With(ctx, actor.Of(cmp.Or(h.Setting("territory"), "ales"), "identity"))
	return h.Store.Update(ctx, func(tx *kit.Tx) error {
		if any, err := store.AnyPerson(&tx.View); err != nil || any {
			return err
		}
		p, err := app.CreatePerson{}.Do(tx, &identityv1.CreatePersonRequest{GivenName: "Administration", FamilyName: "Hup", Email: mail})
		if err != nil {
			return err
		}
		_, err = app.CreateMembership{}.Do(tx, &identityv1.CreateMembershipRequest{
			PersonId: p.ID, BodyId: "hup", Roles: []authv1.Role{authv1.Role_ROLE_PLATFORM_ADMIN},
		})
		return err
	})
}
