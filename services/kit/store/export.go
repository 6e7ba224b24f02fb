package store

import (
	"context"
	"regexp"

	"google.golang.org/protobuf/types/known/timestamppb"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// export is a list that leaves as a file, page by page; its versions are its pages.
type export struct {
	aggregate.Root
	state *commonv1.ListExport
}

var exports = Table[*export, *commonv1.ListExport]{
	Name: "list_export", Kind: "list_export", Taken: "ALREADY_EXISTS",
	Columns: []Column[*export]{{Name: "begun_us", Value: func(e *export) any { return clock.Micros(e.state.GetBegunTime().AsTime()) }}},
	Encode:  func(e *export) *commonv1.ListExport { return e.state },
	Decode:  func(m *commonv1.ListExport) *export { return &export{state: m} },
}.Open()

var exportID = regexp.MustCompile(`^exp_[0-9a-z]{26}$`)

// NoteExport writes down that the caller takes so many rows along in a file, before it gets them. Page is what the page says of the
// list; its export id names the file that it is a page of.
func (s *Store) NoteExport(ctx context.Context, page *commonv1.ListExport) error {
	return s.Update(ctx, func(tx *Tx) error {
		e, err := exports.Get(tx, page.GetExportId())
		switch {
		case errs.Is(err, "NOT_FOUND") && exportID.MatchString(page.GetExportId()):
			e, err = begin(tx, page, page.GetExportId()), nil
		case errs.Is(err, "NOT_FOUND"), err == nil && e.state.GetAuthorRef()+e.state.GetAuthorBodyId() != tx.Actor.Ref()+tx.Actor.BodyID: // to a file of somebody else nothing is added
			e, err = begin(tx, page, id.New("exp")), nil
		}
		if err != nil {
			return err
		}
		e.state.RowCount += page.GetRowCount()
		e.state.Complete, e.state.UpdatedTime = page.GetComplete(), timestamppb.New(tx.Now)
		e.Record(Entry{Message: &commoneventv1.ListExported{
			ExportId: e.ID, List: e.state.GetList(), Format: e.state.GetFormat(), RowCount: e.state.GetRowCount(), Complete: e.state.GetComplete(),
		}})
		return exports.Put(tx, e)
	})
}

func begin(tx *Tx, page *commonv1.ListExport, id string) *export {
	return &export{Root: aggregate.Root{Territory: tx.Actor.Territory, ID: id}, state: &commonv1.ListExport{
		ExportId: id, List: page.GetList(), Format: page.GetFormat(), Request: page.GetRequest(), AuthorRef: tx.Actor.Ref(),
		AuthorBodyId: tx.Actor.BodyID, BegunTime: timestamppb.New(tx.Now),
	}}
}

// Exports goes through the records of all exports, the newest first, until yield says that it is enough.
func (s *Store) Exports(ctx context.Context, yield func(territory string, e *commonv1.ListExport) bool) error {
	rows, err := s.db.Read().Query(ctx, `SELECT territory, id, version, head, record FROM list_export ORDER BY begun_us DESC, id DESC`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var territory, id string
		var version int64
		var head, record []byte
		if err := rows.Scan(&territory, &id, &version, &head, &record); err != nil {
			return err
		}
		e, err := exports.Restore(territory, id, version, head, record)
		if err != nil {
			return err
		}
		if !yield(territory, e.state) {
			return nil
		}
	}
	return rows.Err()
}
