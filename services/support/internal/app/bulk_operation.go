package app

import (
	"context"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/rpc"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// MostBulk is how many cases an operation takes.
const MostBulk = 10_000

// BulkOperations does one thing to many cases, each as its own command, in a unit of work of its own.
type BulkOperations struct {
	Store *kit.Store
	Work  WorkOnCase
	End   EndCase
	Send  SendReferral
	// Words are a refusal as people read it.
	Words func(err *errs.Error) string
	// Wake lets the work begin at once.
	Wake func()
}

// Start keeps what is asked, with a line for each case. Sent again with its own request id, it answers what was started.
func (u BulkOperations) Start(tx *kit.Tx, said *supportv1.BulkOperation, cases []string) (*domain.BulkOperation, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.BulkOperations.Get(tx, known)
	}
	o := domain.NewBulkOperation(tx.Actor.Territory, tx.Actor, said, len(cases), tx.Now)
	if err := store.BulkOperations.Put(tx, o); err != nil {
		return nil, err
	}
	if err := store.KeepAuthor(tx, o.ID, traceOf(tx.Ctx)); err != nil {
		return nil, err
	}
	if err := store.AddLines(tx, o.ID, cases); err != nil {
		return nil, err
	}
	tx.AfterCommit(u.Wake)
	return o, tx.Made(said.GetClientRequestId(), o.ID)
}

// traceOf is the trace that a call belongs to, for what is done of it later.
func traceOf(ctx context.Context) string {
	md := metadata.MD{}
	rpc.Propagate(ctx, md)
	return strings.Join(md.Get("traceparent"), "")
}

// Cancel stops an operation; what is done stays done.
func (u BulkOperations) Cancel(tx *kit.Tx, operationID string) (*domain.BulkOperation, error) {
	o, err := store.BulkOperations.Get(tx, operationID)
	if err == nil && !o.Sees(tx.Actor) {
		err = errs.NotFound("bulk_operation")
	}
	if err != nil {
		return nil, err
	}
	if o, err = store.BulkOperations.Target(tx, operationID); err != nil {
		return nil, err
	}
	if err := o.Cancel(tx.Actor, tx.Now); err != nil {
		return nil, err
	}
	if err := store.CancelLines(tx, o.ID); err != nil {
		return nil, err
	}
	return o, store.BulkOperations.Put(tx, o)
}

// linesAtOnce is how many lines of an operation are done before it is the turn of another.
const linesAtOnce = 20

// Step does the next lines of every operation under way, and says whether there is more to do. Killed at any place it goes
// on from the same line: a line and what it does are one unit of work.
func (u BulkOperations) Step(ctx context.Context) (more bool, err error) {
	running, err := store.Running(u.Store.View(ctx))
	for _, o := range running {
		if err := u.turn(ctx, o[0], o[1]); err != nil {
			return false, err
		}
	}
	return len(running) > 0, err
}

// turn does the next lines of one operation, or ends it.
func (u BulkOperations) turn(ctx context.Context, territory, operationID string) error {
	ctx = actor.With(ctx, actor.Of(territory, "support"))
	view := u.Store.View(ctx)
	lines, err := store.Lines(view, territory, operationID, supportv1.BulkLineStatus_BULK_LINE_STATUS_PENDING, 0, linesAtOnce)
	if err != nil {
		return err
	}
	author, trace, err := store.Author(view, territory, operationID)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return u.complete(ctx, operationID, trace)
	}
	o, err := store.BulkOperations.Get(view, operationID)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if err := u.line(actor.With(ctx, author), o, line, trace); err != nil {
			return err
		}
	}
	return nil
}

// complete ends an operation that has no lines left.
func (u BulkOperations) complete(ctx context.Context, operationID, trace string) error {
	return u.Store.Update(ctx, func(tx *kit.Tx) error {
		tx = tx.Following(trace)
		o, err := store.BulkOperations.Get(tx, operationID)
		if err != nil || o.State.GetStatus() != supportv1.BulkStatus_BULK_STATUS_RUNNING {
			return err
		}
		if err := o.Complete(tx.Actor, tx.Now); err != nil {
			return err
		}
		return store.BulkOperations.Put(tx, o)
	})
}

// line does one line: what it does, and that it is done, in one unit of work. What refuses it is kept with it. A dry run
// does the same, takes it back, and keeps what would be.
func (u BulkOperations) line(ctx context.Context, o *domain.BulkOperation, line *supportv1.BulkLine, trace string) error {
	line.Status = supportv1.BulkLineStatus_BULK_LINE_STATUS_DONE
	do := func(tx *kit.Tx) error {
		mine, err := store.FinishLine(tx, o.ID, line)
		if err != nil || !mine {
			return err // done, or cancelled meanwhile
		}
		return u.act(tx.Following(trace), o.State, line.GetCaseId())
	}
	var err error
	if o.State.GetDryRun() {
		err = Dry(ctx, u.Store, do)
	} else {
		err = u.Store.Update(ctx, do)
	}
	refused, told := errs.As(err)
	switch {
	case told && refused.Code != codes.Internal && refused.Code != codes.Unavailable:
		line.Status, line.Reason, line.Message = supportv1.BulkLineStatus_BULK_LINE_STATUS_REFUSED, refused.Reason, u.Words(refused)
	case err != nil, !o.State.GetDryRun():
		return err
	}
	return u.Store.Update(ctx, func(tx *kit.Tx) error {
		_, err := store.FinishLine(tx, o.ID, line)
		return err
	})
}

// act is the command that the operation stands for, on one case.
func (u BulkOperations) act(tx *kit.Tx, o *supportv1.BulkOperation, caseID string) (err error) {
	switch o.GetAction() {
	case supportv1.BulkAction_BULK_ACTION_ASSIGN:
		_, err = u.Work.Assign(tx, &supportv1.AssignCaseRequest{CaseId: caseID, PersonId: o.GetPersonId(), BodyId: o.GetBodyId()})
	case supportv1.BulkAction_BULK_ACTION_QUALIFY:
		_, err = u.Work.Qualify(tx, &supportv1.QualifyCaseRequest{CaseId: caseID, Urgency: o.GetUrgency(), Note: o.GetNote()})
	case supportv1.BulkAction_BULK_ACTION_ARCHIVE:
		_, err = u.End.Archive(tx, caseID)
	case supportv1.BulkAction_BULK_ACTION_CLOSE:
		_, err = u.End.Close(tx, &supportv1.CloseCaseRequest{
			CaseId: caseID, Outcome: o.GetOutcome(), OutcomeNote: o.GetOutcomeNote(), Orientation: o.GetOrientation(), NoneExists: o.GetNoneExists(),
		})
	case supportv1.BulkAction_BULK_ACTION_SEND_REFERRAL:
		_, _, err = u.Send.Do(tx, &supportv1.CreateReferralRequest{CaseId: caseID, BodyId: o.GetBodyId(), Note: o.GetNote()})
	}
	return err
}
