package facade

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/timestamppb"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/rpc"
)

// mostAttached is the biggest attachment, in bytes.
const mostAttached = 20 << 20

// mostListed is the biggest page of a list.
const mostListed = 200

// GetMe says who the caller is: what the token says, and the names that identity knows. Without identity the token is enough.
func (f *Facade) GetMe(ctx context.Context, _ *hupv1.GetMeRequest) (*hupv1.Me, error) {
	a := actor.From(ctx)
	me := &hupv1.Me{
		MembershipId: a.MembershipID, Territory: a.Territory, BodyId: a.BodyID, CompanyId: a.CompanyID, Scopes: a.Scopes,
		Limits: &hupv1.CallLimits{
			WritesPerMinute: int32(f.Writes), MaxBodyBytes: rpc.MaxMessage, MaxAttachmentBytes: mostAttached, MaxPageSize: mostListed,
		},
	}
	for _, role := range a.Roles {
		me.Roles = append(me.Roles, authv1.Role(authv1.Role_value["ROLE_"+strings.ToUpper(string(role))]))
	}
	if a.Kind == actor.Client {
		me.ClientId = a.ID
	} else {
		me.PersonId = a.ID
	}
	if known, ok := f.Verifier.Known(token(ctx)); ok {
		me.TokenExpireTime = timestamppb.New(known.Expires)
	}
	_, err := f.gather(ctx, part{name: "name", load: func(ctx context.Context) error { return f.introduce(ctx, me) }})
	return me, err
}

// introduce adds what identity knows of the caller.
func (f *Facade) introduce(ctx context.Context, me *hupv1.Me) error {
	r := &identityv1.GetMembershipSummaryRequest{}
	if me.GetClientId() != "" {
		r.Subject = &identityv1.GetMembershipSummaryRequest_ClientId{ClientId: me.GetClientId()}
	} else {
		r.Subject = &identityv1.GetMembershipSummaryRequest_MembershipId{MembershipId: me.GetMembershipId()}
	}
	s, err := identityv1.NewIdentityServiceClient(f.Peer("identity")).GetMembershipSummary(ctx, r)
	if err != nil {
		return err
	}
	me.Name = strings.TrimSpace(s.GetPerson().GetGivenName() + " " + s.GetPerson().GetFamilyName())
	if s.GetClient() != nil {
		me.Name = s.GetClient().GetDisplayName()
	}
	for _, m := range s.GetMemberships() {
		me.Memberships = append(me.Memberships, &hupv1.MyMembership{
			MembershipId: m.GetMembershipId(), Territory: s.GetTerritory(), BodyId: m.GetBodyId(), CompanyId: m.GetCompanyId(), Roles: m.GetRoles(),
		})
	}
	return nil
}

// token is the caller's, as it came.
func token(ctx context.Context) string {
	values := metadata.ValueFromIncomingContext(ctx, rpc.Authorization)
	if len(values) == 0 {
		return ""
	}
	_, token, _ := strings.Cut(values[0], " ")
	return strings.TrimSpace(token)
}
