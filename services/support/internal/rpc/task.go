package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/store"
)

// Tasks answers TaskService.
type Tasks struct {
	supportv1.UnimplementedTaskServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Members *members.Client
	Keep    app.KeepTasks
}

// CreateTask writes a task.
func (s *Tasks) CreateTask(ctx context.Context, r *supportv1.CreateTaskRequest) (*supportv1.Task, error) {
	people, err := s.owner(ctx, r.GetTask())
	if err != nil {
		return nil, err
	}
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) { return s.Keep.Add(tx, r.GetTask(), people) })
}

// UpdateTask changes a task.
func (s *Tasks) UpdateTask(ctx context.Context, r *supportv1.UpdateTaskRequest) (*supportv1.Task, error) {
	people, err := s.owner(ctx, r.GetTask())
	if err != nil {
		return nil, err
	}
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) {
		return s.Keep.Change(tx, r.GetTask(), r.GetUpdateMask(), people)
	})
}

// owner asks who the owner is, unless it is the caller.
func (s *Tasks) owner(ctx context.Context, said *supportv1.Task) (domain.Roster, error) {
	a := actor.From(ctx)
	if said.GetOwnerPersonId() == a.ID {
		return nil, nil
	}
	return s.Members.Of(ctx, a.Territory, said.GetOwnerPersonId())
}

// StartTask says that somebody works on it.
func (s *Tasks) StartTask(ctx context.Context, r *supportv1.StartTaskRequest) (*supportv1.Task, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) { return s.Keep.Move(tx, r.GetTaskId(), "start", "") })
}

// CompleteTask says that it is done.
func (s *Tasks) CompleteTask(ctx context.Context, r *supportv1.CompleteTaskRequest) (*supportv1.Task, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) { return s.Keep.Move(tx, r.GetTaskId(), "complete", "") })
}

// DismissTask says that it does not apply.
func (s *Tasks) DismissTask(ctx context.Context, r *supportv1.DismissTaskRequest) (*supportv1.Task, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) { return s.Keep.Move(tx, r.GetTaskId(), "dismiss", r.GetNote()) })
}

// ReopenTask puts it back to be done.
func (s *Tasks) ReopenTask(ctx context.Context, r *supportv1.ReopenTaskRequest) (*supportv1.Task, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Task, error) { return s.Keep.Move(tx, r.GetTaskId(), "reopen", "") })
}

func (s *Tasks) do(ctx context.Context, use func(*kit.Tx) (*domain.Task, error)) (*supportv1.Task, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Task, error) {
		t, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, t), nil
	})
}

// GetTask answers a task to those who may see it.
func (s *Tasks) GetTask(ctx context.Context, r *supportv1.GetTaskRequest) (*supportv1.Task, error) {
	view := s.Store.View(ctx)
	t, err := store.Tasks.Get(view, r.GetTaskId())
	if err != nil {
		return nil, err
	}
	c, err := caseOf(view, t.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !t.Visible(view.Actor, c) {
		return nil, errs.NotFound("task")
	}
	return s.answer(ctx, view.Actor, t), nil
}

// ListTasks lists the tasks that the caller may see.
func (s *Tasks) ListTasks(ctx context.Context, r *supportv1.ListTasksRequest) (*supportv1.ListTasksResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListTasks(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListTasksResponse{NextPageToken: next}
	for _, t := range found {
		answer.Tasks = append(answer.Tasks, s.answer(ctx, view.Actor, t))
	}
	return answer, page.Trim(answer.GetTasks(), r.GetFields())
}

// CountTasks counts them.
func (s *Tasks) CountTasks(ctx context.Context, r *supportv1.CountTasksRequest) (*supportv1.Count, error) {
	n, more, err := store.CountTasks(s.Store.View(ctx), r.GetFilter())
	return &supportv1.Count{Count: int32(n), More: more}, err
}

func (s *Tasks) answer(ctx context.Context, a actor.Actor, t *domain.Task) *supportv1.Task {
	seen := present.Resource(ctx, s.Present, t.State, t.Version)
	seen.AllowedActions = t.Actions(a)
	return seen
}
