package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
)

// Catalogue is what the services of bodies, offers and sessions share.
type Catalogue struct {
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
}

// kept is an aggregate of the catalogue: the body that keeps its record may change it.
type kept interface {
	aggregate.Aggregate
	MayChange(a actor.Actor) error
}

// change applies a command to the record that the call names, for those who keep it.
func change[A kept, M proto.Message](ctx context.Context, s *kit.Store, table *kit.Table[A, M], id string,
	answer func(context.Context, actor.Actor, A) M, command func(*kit.Tx, A) error) (M, error) {
	return kit.Write(ctx, s, func(tx *kit.Tx) (none M, err error) {
		a, err := table.Target(tx, id)
		if err != nil {
			return none, err
		}
		if err := a.MayChange(tx.Actor); err != nil {
			return none, err
		}
		if err := command(tx, a); err != nil {
			return none, err
		}
		if len(a.Base().Facts()) > 0 { // an update that changes nothing
			if err := table.Put(tx, a); err != nil {
				return none, err
			}
		}
		return answer(ctx, tx.Actor, a), nil
	})
}

// actions are what the caller may do: the moves of the machine, and to change the record while it may be changed.
func actions(moves []string, a actor.Actor, record interface{ MayChange(actor.Actor) error }, changeable bool) []string {
	if !a.Works() || record.MayChange(a) != nil {
		return nil
	}
	if changeable {
		return append([]string{"update"}, moves...)
	}
	return moves
}
