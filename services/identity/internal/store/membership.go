package store

import (
	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// Memberships is the table of memberships.
var Memberships = kit.Table[*domain.Membership, *identityv1.Membership]{
	Name: "membership", Kind: "membership", Taken: "MEMBERSHIP_EXISTS",
	Columns: []kit.Column[*domain.Membership]{
		{Name: "status", Value: func(m *domain.Membership) any { return m.State.GetStatus().String() }},
		{Name: "person_id", Value: func(m *domain.Membership) any { return m.State.GetPersonId() }},
		{Name: "body_id", Value: func(m *domain.Membership) any { return m.State.GetBodyId() }},
		{Name: "company_id", Value: func(m *domain.Membership) any { return m.State.GetCompanyId() }},
		{Name: "place", Value: func(m *domain.Membership) any { return m.Place() }},
		{Name: "running", Value: func(m *domain.Membership) any { return m.Running() }},
		{Name: "jobseeker", Value: func(m *domain.Membership) any { return m.Jobseeker() }},
		{Name: "created_us", Value: func(m *domain.Membership) any { return clock.Micros(m.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(m *domain.Membership) any { return clock.Micros(m.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(m *domain.Membership) *identityv1.Membership { return m.State },
	Decode:  func(m *identityv1.Membership) *domain.Membership { return &domain.Membership{State: m} },
	Project: keepRoles,
}.Open()

// MembershipList is how memberships are listed.
var MembershipList = &page.List{
	Name: "memberships", From: "membership t",
	Fields: []page.Field{
		{Name: "personId", Column: "t.person_id", Word: page.Me},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "role", Where: "EXISTS (SELECT 1 FROM membership_role r WHERE r.territory = t.territory AND r.membership_id = t.id AND r.role = ?)", Kind: page.Enum},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// MembershipsSeen is the condition of domain.SeesMembership for lists of memberships.
func MembershipsSeen(a actor.Actor) []page.Cond {
	switch {
	case domain.SeesAll(a):
		return nil
	case a.Works():
		return []page.Cond{{SQL: "(t.person_id = ? OR NOT t.jobseeker OR t.body_id = ?)", Args: []any{a.ID, a.BodyID}}}
	case a.Has(actor.CompanyUser) && a.CompanyID != "":
		return []page.Cond{{SQL: "(t.person_id = ? OR t.company_id = ?)", Args: []any{a.ID, a.CompanyID}}}
	}
	return []page.Cond{{SQL: "t.person_id = ?", Args: []any{a.ID}}}
}

var roles = kit.Children{Table: "membership_role", Owner: "membership_id", Columns: []string{"role"}}.Open()

func keepRoles(tx *kit.Tx, m *domain.Membership) error {
	var rows [][]any
	for _, r := range m.State.GetRoles() {
		rows = append(rows, []any{r.String()})
	}
	return roles.Set(tx, m.ID, rows)
}

const (
	selectOfPerson = `SELECT id, version, head, record FROM membership WHERE territory = $1 AND person_id = $2 ORDER BY created_us, id`
	countHolders   = `SELECT count(*) FROM membership m JOIN membership_role r ON r.territory = m.territory AND r.membership_id = m.id
 WHERE m.territory = $1 AND m.status = $2 AND r.role = $3 AND m.person_id <> $4 AND (m.body_id = $5 OR $6)`
	countInBody = `SELECT count(*) FROM membership WHERE territory = $1 AND body_id = $2`
)

// MembershipsOf are all memberships of a person, oldest first, in the territory of the view's actor.
func MembershipsOf(v *kit.View, personID string) ([]*domain.Membership, error) {
	return all(v, Memberships, selectOfPerson, v.Actor.Territory, personID)
}

// Replaceable says whether somebody else holds the role that a person gives up: in the body for its managers, in the
// territory for those of all bodies.
func Replaceable(tx *kit.Tx, m *domain.Membership, role authv1.Role) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, countHolders, m.Territory, identityv1.MembershipStatus_MEMBERSHIP_STATUS_ACTIVE.String(), role.String(),
		m.State.GetPersonId(), m.State.GetBodyId(), role != authv1.Role_ROLE_BODY_MANAGER).Scan(&n)
	return n > 0, err
}

// BodyKnown says whether the body has or had members: then it exists.
func BodyKnown(v *kit.View, bodyID string) (bool, error) {
	var n int
	err := v.QueryRow(v.Ctx, countInBody, v.Actor.Territory, bodyID).Scan(&n)
	return n > 0, err
}
