package rpc

import (
	"context"

	"go.einride.tech/aip/fieldbehavior"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// records answers what the four kinds of records of the register are asked alike.
type records[A domain.Record[M], M proto.Message] struct {
	Deps
	app.Register[A, M]
	// list is how they are listed, byPlace the same in the order of the map.
	list, byPlace *page.List
	// scope is who may see which rows; nil when all may see all.
	scope func(actor.Actor) []page.Cond
	// tell composes what a record says in words; nil when it says nothing.
	tell func(domain.Words, M)
	// id is the name of the id's field.
	id string
	// changeable are the fields that an update may change.
	changeable []string
}

// open completes the records with what their contract says.
func (s records[A, M]) open() records[A, M] {
	s.byPlace = store.Placed(s.list)
	var m M
	fields := m.ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if !fieldbehavior.Has(f, annotations.FieldBehavior_OUTPUT_ONLY) && !fieldbehavior.Has(f, annotations.FieldBehavior_IMMUTABLE) {
			s.changeable = append(s.changeable, string(f.Name()))
		}
	}
	return s
}

func (s records[A, M]) get(ctx context.Context, recordID string) (M, error) {
	view := s.Store.View(ctx)
	found, err := s.Table.Get(view, recordID)
	if err == nil && !found.Visible(view.Actor) {
		err = errs.NotFound(s.Table.Kind)
	}
	if err != nil {
		var none M
		return none, err
	}
	seen := s.answer(ctx, view, found)
	return seen, s.showTouches(ctx, view, recordID, seen.ProtoReflect())
}

func (s records[A, M]) page(ctx context.Context, r page.Request, fields *fieldmaskpb.FieldMask) (seen []M, next string, err error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if s.scope != nil {
		scope = s.scope(view.Actor)
	}
	found, next, err := page.Of(view, s.Table, s.list, s.Signer, r, scope...)
	if err != nil {
		return nil, "", err
	}
	for _, one := range found {
		seen = append(seen, s.answer(ctx, view, one))
	}
	return seen, next, page.Trim(seen, fields)
}

func (s records[A, M]) create(ctx context.Context, said M, clientRequestID string) (M, error) {
	if err := complete(said); err != nil {
		var none M
		return none, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (M, error) {
		added, err := s.Add(tx, clearOutput(proto.Clone(said).(M)), clientRequestID)
		if err != nil {
			var none M
			return none, err
		}
		return s.answer(ctx, &tx.View, added), nil
	})
}

func (s records[A, M]) update(ctx context.Context, recordID string, said M, mask *fieldmaskpb.FieldMask) (M, error) {
	said = proto.Clone(said).(M)
	fieldbehavior.ClearFields(said, annotations.FieldBehavior_IMMUTABLE)
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (none M, err error) {
		record, err := s.target(tx, recordID)
		if err != nil {
			return none, err
		}
		to := proto.Clone(record.Message()).(M)
		if _, err := patch.Apply(to, said, mask, s.id, s.changeable...); err != nil {
			return none, err
		}
		if err := stillThere(record.Message(), to); err != nil {
			return none, err
		}
		if _, err := s.Change(tx, record, to); err != nil {
			return none, err
		}
		return s.answer(ctx, &tx.View, record), nil
	})
}

// target is the record that an update names. What the caller may not know of is not there, whatever its version.
func (s records[A, M]) target(tx *kit.Tx, recordID string) (A, error) {
	record, err := s.Table.Get(tx, recordID)
	if err == nil && !record.Visible(tx.Actor) {
		err = errs.NotFound(s.Table.Kind)
	}
	if err != nil {
		return record, err
	}
	return s.Table.Target(tx, recordID)
}

// answer is the record as this caller sees it.
func (s records[A, M]) answer(ctx context.Context, v *kit.View, record A) M {
	seen := present.Resource(ctx, s.Present, record.Message(), record.Base().Version)
	record.For(v.Actor, seen)
	if s.tell != nil {
		s.tell(s.words(ctx), seen)
	}
	return seen
}
