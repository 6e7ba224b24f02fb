package app

import (
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
)

// LinkNeed keeps what another service says of the request that it opened for a need of a case.
type LinkNeed struct{ File }

// News is what another service says of its request.
type News struct {
	CaseID, NeedID, LinkedID string
	// Status is the full name of its enum value.
	Status   string
	Terminal bool
	// Version of the request: older news than the known changes nothing.
	Version int64
}

// Do keeps the news, once. A case that is gone needs none.
func (u LinkNeed) Do(tx *store.Tx, n News) error {
	c, err := u.Cases.Get(tx, n.CaseID)
	if errs.Is(err, "NOT_FOUND") {
		return nil
	}
	if err != nil || !c.Link(n.NeedID, n.LinkedID, n.Status, n.Terminal, n.Version, tx.Now) {
		return err
	}
	return u.put(tx, c)
}
