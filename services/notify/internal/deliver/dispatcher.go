package deliver

import (
	"context"
	"log/slog"
	"sync"
	"time"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/run"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/app"
	"hup.example/services/notify/internal/store"
)

const (
	// lease is how long a delivery is taken: longer than an attempt and its mark.
	lease = 30 * time.Second
	// slots bounds the attempts that are under way at once, of all lanes.
	slots = 64
	// longestWait bounds the sleep: the clock may be moved, and other processes write too.
	longestWait = 5 * time.Second
)

// Dispatcher sends what is due. Each webhook has a lane of its own while it has something due: one attempt after the other,
// and none waits for another webhook. Several processes may dispatch at once: a claim is one process's.
type Dispatcher struct {
	store  *kit.Store
	target app.Target
	send   app.SendDelivery
	log    *slog.Logger
	slots  chan struct{}
	// ended tells that a lane has ended.
	ended chan struct{}
	lanes sync.WaitGroup

	mu   sync.Mutex
	open map[store.Lane]bool
}

// NewDispatcher makes the dispatcher of a store.
func NewDispatcher(s *kit.Store, target app.Target, send app.SendDelivery, log *slog.Logger) *Dispatcher {
	return &Dispatcher{
		store: s, target: target, send: send, log: log,
		slots: make(chan struct{}, slots), ended: make(chan struct{}, 1), open: map[store.Lane]bool{},
	}
}

// Part is the dispatcher as a part of a process.
func (d *Dispatcher) Part() run.Part { return run.Part{Name: "notify deliveries", Work: d.Run} }

// Run sends until ctx ends. An attempt that the end interrupts is made again, by whoever comes next.
func (d *Dispatcher) Run(ctx context.Context) error {
	hints, stop := d.store.DB().Wake()
	defer stop()
	defer d.lanes.Wait()
	for ctx.Err() == nil {
		if err := d.openLanes(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("deliveries wait", "error", err.Error())
		}
		select {
		case <-hints:
		case <-d.ended:
		case <-time.After(d.untilNext(ctx)):
		case <-ctx.Done():
		}
	}
	return nil
}

func (d *Dispatcher) untilNext(ctx context.Context) time.Duration {
	due, err := store.NextDue(ctx, d.store.DB())
	if err != nil || due.IsZero() {
		return longestWait
	}
	return min(max(due.Sub(d.store.Clock().Now()), 100*time.Millisecond), longestWait)
}

// openLanes starts a lane for each webhook that has something due and none yet.
func (d *Dispatcher) openLanes(ctx context.Context) error {
	due, err := store.DueLanes(ctx, d.store.DB(), d.store.Clock().Now())
	if err != nil {
		return err
	}
	for _, l := range due {
		if !d.enter(l) {
			continue
		}
		d.lanes.Add(1)
		go func() {
			defer d.lanes.Done()
			defer d.leave(l)
			d.work(ctx, l)
		}()
	}
	return nil
}

func (d *Dispatcher) enter(l store.Lane) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open[l] {
		return false
	}
	d.open[l] = true
	return true
}

func (d *Dispatcher) leave(l store.Lane) {
	d.mu.Lock()
	delete(d.open, l)
	d.mu.Unlock()
	select {
	case d.ended <- struct{}{}:
	default: // one look serves all that ended
	}
}

// attempted is a delivery with how its attempt went, to be marked.
type attempted struct {
	delivery store.Delivery
	attempt  *notifyv1.WebhookAttempt
}

// work sends what is due in a lane. An attempt is marked in the transaction that takes the next one.
func (d *Dispatcher) work(ctx context.Context, l store.Lane) {
	ctx = actor.With(ctx, actor.Of(l.Territory, "notify"))
	var done *attempted
	for failures := 0; ctx.Err() == nil; {
		next, err := d.step(ctx, l, done)
		if err != nil {
			failures++
			d.log.Warn("a webhook's deliveries wait", "webhook", l.WebhookID, "error", err.Error())
			pause(ctx, run.Backoff(failures))
			continue
		}
		if next == nil {
			return
		}
		done, failures = next, 0
	}
}

// step takes the next delivery and makes its attempt, as one of a bounded number.
func (d *Dispatcher) step(ctx context.Context, l store.Lane, done *attempted) (*attempted, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return nil, nil
	}
	var taken *store.Delivery
	var message *app.Message
	err := d.store.Update(ctx, func(tx *kit.Tx) (err error) {
		if done != nil {
			if err := d.send.Mark(tx, done.delivery, done.attempt); err != nil {
				return err
			}
		}
		taken, message, err = d.send.Take(tx, l.WebhookID, lease)
		return err
	})
	if err != nil || taken == nil {
		return nil, err
	}
	attempt := d.target.Send(ctx, *message)
	if ctx.Err() != nil {
		return nil, nil // stopped in the middle: nobody knows how it went
	}
	return &attempted{*taken, attempt}, nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
