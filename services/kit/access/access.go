// Package access answers who may see what belongs to a context (a case) of another service. Lists join a projection of
// the readers, kept from events; single reads ask the owner of the context, so that a withdrawn consent acts at once.
package access

import (
	"context"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

const selectVersion = `SELECT coalesce(max(version), 0) FROM context_reader WHERE territory = $1 AND context_id = $2`

var contextReaders = store.Children{Table: "context_reader", Owner: "context_id", Columns: []string{"reader", "version"}}.Open()

// nobody is the reader that keeps the version of a context that nobody may read any more; no body and no company is called so.
const nobody = "-"

// SetReaders replaces the readers of a context: bodies by id and companies by id. An older version changes nothing.
func SetReaders(tx *store.Tx, contextID string, version int64, readers []string) error {
	var known int64
	if err := tx.QueryRow(tx.Ctx, selectVersion, tx.Actor.Territory, contextID).Scan(&known); err != nil || version < known {
		return err
	}
	rows := [][]any{{nobody, version}}
	for _, reader := range readers {
		rows = append(rows, []any{reader, int64(0)}) // who stays a reader costs nothing
	}
	return contextReaders.Set(tx, contextID, rows)
}

// Reader is whom the actor reads for: its company, or its body.
func Reader(a actor.Actor) string {
	if a.Has(actor.CompanyUser) {
		return a.CompanyID
	}
	return a.BodyID
}

// Readable is the condition of a list whose rows have a context in the column and, for rows without one, an owning body
// in the other column. Coordinators see all of their territory.
func Readable(a actor.Actor, contextColumn, ownerColumn string) []page.Cond {
	if a.Has(actor.HupCoordinator) {
		return nil
	}
	return []page.Cond{{
		SQL: "(" + ownerColumn + " = ? OR " + contextColumn + " IN (SELECT context_id FROM context_reader WHERE territory = ? AND reader = ?))",
		Args: []any{
			Reader(a), a.Territory, Reader(a),
		},
	}}
}

// Checker asks the owner of the contexts.
type Checker struct {
	client authv1.AccessServiceClient
}

// NewChecker asks over the connection.
func NewChecker(owner grpc.ClientConnInterface) *Checker {
	return &Checker{client: authv1.NewAccessServiceClient(owner)}
}

// Level answers how much of the context the actor sees. It fails closed: an owner that does not answer means
// UNAVAILABLE, never access.
func (c *Checker) Level(ctx context.Context, a actor.Actor, contextID string) (authv1.AccessLevel, error) {
	level, _, err := c.Tells(ctx, a, contextID, nil)
	return level, err
}

// Tells is Level, and whether the actor may be told a fact of the context: a note of others is not for everybody.
func (c *Checker) Tells(ctx context.Context, a actor.Actor, contextID string, fact *authv1.ContextFact) (authv1.AccessLevel, bool, error) {
	got, err := c.client.CheckAccess(ctx, &authv1.CheckAccessRequest{
		Territory: a.Territory, ContextId: contextID, ActorId: a.ID, BodyId: a.BodyID, CompanyId: a.CompanyID, Roles: roles(a), Fact: fact,
	})
	if err != nil {
		return authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED, false, errs.Unavailable("ACCESS_UNKNOWN").Because(err)
	}
	if !got.GetAllowed() {
		return authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED, false, nil
	}
	return got.GetLevel(), !got.GetFactHidden(), nil
}

// Require answers NOT_FOUND, for the kind of resource, to an actor that may not see it: a row of a context is decided by
// the context's owner, one without by the body or the company it belongs to.
func (c *Checker) Require(ctx context.Context, a actor.Actor, kind, contextID string, owners ...string) error {
	if a.Has(actor.HupCoordinator) || a.Kind == actor.System || a.Kind == actor.Service {
		return nil
	}
	for _, owner := range owners {
		if owner != "" && owner == Reader(a) {
			return nil
		}
	}
	if contextID == "" {
		return errs.NotFound(kind)
	}
	level, err := c.Level(ctx, a, contextID)
	if err == nil && level == authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED {
		err = errs.NotFound(kind)
	}
	return err
}

func roles(a actor.Actor) []string {
	names := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		names[i] = string(r)
	}
	return names
}
