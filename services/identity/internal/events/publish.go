// Package events says what identity states to the others: ids and codes, never a name or an address.
package events

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityeventv1 "hup.example/proto/gen/go/hup/identity/event/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	for _, encode := range []func(any) (proto.Message, string){person, membership, client, session} {
		if message, reason := encode(fact); message != nil {
			return store.Entry{Message: message, Reason: reason}, nil
		}
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

func person(fact any) (proto.Message, string) {
	switch f := fact.(type) {
	case domain.PersonCreated:
		return &identityeventv1.PersonCreated{PersonId: f.PersonID}, ""
	case domain.PersonUpdated:
		return &identityeventv1.PersonUpdated{PersonId: f.PersonID, ChangedFields: f.Fields}, ""
	case domain.PersonErased:
		return &identityeventv1.PersonErased{PersonId: f.PersonID}, ""
	case domain.PersonMoved:
		return &identityeventv1.PersonStatusChanged{
			PersonId: f.PersonID, OldStatus: old(f.From), NewStatus: f.To.String(), Terminal: terminal(f.To),
		}, ""
	}
	return nil, ""
}

func membership(fact any) (proto.Message, string) {
	switch f := fact.(type) {
	case domain.MembershipCreated:
		m := f.Membership
		return &identityeventv1.MembershipCreated{
			MembershipId: m.GetMembershipId(), PersonId: m.GetPersonId(), BodyId: m.GetBodyId(), CompanyId: m.GetCompanyId(),
			Roles: names(m.GetRoles()), Status: m.GetStatus().String(), StartDate: m.GetStartDate(), EndDate: m.GetEndDate(),
		}, ""
	case domain.MembershipEnded:
		m := f.Membership
		return &identityeventv1.MembershipEnded{
			MembershipId: m.GetMembershipId(), PersonId: m.GetPersonId(), BodyId: m.GetBodyId(), CompanyId: m.GetCompanyId(),
			ReasonCode: m.GetEndReason().String(),
		}, m.GetEndReason().String()
	case domain.MembershipMoved:
		m := f.Membership
		return &identityeventv1.MembershipStatusChanged{
			MembershipId: m.GetMembershipId(), OldStatus: old(f.From), NewStatus: m.GetStatus().String(),
			Terminal: terminal(m.GetStatus()), ReasonCode: f.Reason,
		}, f.Reason
	}
	return nil, ""
}

func client(fact any) (proto.Message, string) {
	switch f := fact.(type) {
	case domain.ClientCreated:
		c := f.Client
		return &identityeventv1.ClientCreated{ClientId: c.GetClientId(), BodyId: c.GetBodyId(), Scopes: c.GetScopes(), ExpiryDate: c.GetExpiryDate()}, ""
	case domain.ClientSecretRotated:
		return &identityeventv1.ClientSecretRotated{
			ClientId: f.Client.GetClientId(), BodyId: f.Client.GetBodyId(), OverlapMinutes: f.OverlapMinutes,
		}, ""
	case domain.ClientRevoked:
		reason := f.Client.GetRevocationReason().String()
		return &identityeventv1.ClientRevoked{ClientId: f.Client.GetClientId(), BodyId: f.Client.GetBodyId(), ReasonCode: reason}, reason
	case domain.ClientMoved:
		c := f.Client
		return &identityeventv1.ClientStatusChanged{
			ClientId: c.GetClientId(), OldStatus: old(f.From), NewStatus: c.GetStatus().String(), Terminal: terminal(c.GetStatus()), ReasonCode: f.Reason,
		}, f.Reason
	}
	return nil, ""
}

func session(fact any) (proto.Message, string) {
	switch f := fact.(type) {
	case domain.SessionOpened:
		s := f.Session
		return &identityeventv1.AuthSessionOpened{
			AuthSessionId: s.GetAuthSessionId(), PersonId: s.GetPersonId(), MembershipId: s.GetMembershipId(), Method: s.GetMethod().String(),
		}, ""
	case domain.SessionRevoked:
		s := f.Session
		return &identityeventv1.AuthSessionRevoked{
			AuthSessionId: s.GetAuthSessionId(), PersonId: s.GetPersonId(), MembershipId: s.GetMembershipId(),
			ReasonCode: s.GetRevocationReason().String(),
		}, s.GetRevocationReason().String()
	case domain.SessionMoved:
		s := f.Session
		return &identityeventv1.AuthSessionStatusChanged{
			AuthSessionId: s.GetAuthSessionId(), OldStatus: old(f.From), NewStatus: s.GetStatus().String(),
			Terminal: terminal(s.GetStatus()), ReasonCode: f.Reason,
		}, f.Reason
	}
	return nil, ""
}

// status is an enum of the contract.
type status interface {
	~int32
	fmt.Stringer
}

// old is the status before: empty at creation.
func old[S status](s S) string {
	if s == 0 {
		return ""
	}
	return s.String()
}

// terminal says whether a status is an end: all ends of identity are named so.
func terminal[S status](s S) bool {
	name := s.String()
	for _, end := range []string{"_ENDED", "_ERASED", "_EXPIRED", "_REVOKED"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func names(roles []authv1.Role) []string {
	all := make([]string, len(roles))
	for i, r := range roles {
		all[i] = r.String()
	}
	return all
}
