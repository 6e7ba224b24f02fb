package domain

import "hup.example/services/kit/actor"

// PersonActions are what the actor may do next with the person.
func PersonActions(a actor.Actor, p *Person, memberships []*Membership) []string {
	return actions(!p.Erased(), action{"update", MayChangePerson(a, p.ID, memberships)}, action{"erase", MayErasePerson(a, p.ID)})
}

// MembershipActions are what the actor may do next with the membership.
func MembershipActions(a actor.Actor, m *Membership) []string {
	return actions(m.Running(), action{"end", MayEnd(a, m.State)})
}

// ClientActions are what the actor may do next with the client.
func ClientActions(a actor.Actor, c *Client) []string {
	keeps := KeepsClient(a, c)
	return actions(c.Active(), action{"rotateSecret", keeps}, action{"revoke", keeps})
}

// SessionActions are what the actor may do next with a session that they see.
func SessionActions(s *AuthSession) []string { return actions(s.Active(), action{"revoke", true}) }

type action struct {
	name string
	may  bool
}

// actions are the names of those allowed, none once the state is an end.
func actions(open bool, all ...action) []string {
	var names []string
	for _, a := range all {
		if open && a.may {
			names = append(names, a.name)
		}
	}
	return names
}
