package store

import (
	"fmt"
	"strings"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/identity/internal/domain"
	kit "hup.example/services/kit/store"
)

// selectHolders takes the roles in its place; all of a body, of a company, or of the territory when it names neither.
const selectHolders = `SELECT id, version, head, record FROM membership m WHERE territory = $1 AND running AND (body_id = $2 OR $2 = '') AND (company_id = $3 OR $3 = '')
 AND EXISTS (SELECT 1 FROM membership_role r WHERE r.territory = m.territory AND r.membership_id = m.id AND r.role IN (%s)) ORDER BY created_us, id LIMIT 200`

// Holders are the running memberships with one of the roles, oldest first.
func Holders(v *kit.View, bodyID, companyID string, roles []authv1.Role) ([]*domain.Membership, error) {
	args, places := []any{v.Actor.Territory, bodyID, companyID}, make([]string, len(roles))
	for i, r := range roles {
		args, places[i] = append(args, r.String()), fmt.Sprintf("$%d", i+4)
	}
	return all(v, Memberships, fmt.Sprintf(selectHolders, strings.Join(places, ", ")), args...)
}
