package db

import "sync"

// wake tells waiting goroutines that something was committed. It is a hint: who misses one finds the work by asking.
type wake struct {
	mu      sync.Mutex
	waiting map[chan struct{}]struct{}
	closed  bool
}

func newWake() *wake { return &wake{waiting: map[chan struct{}]struct{}{}} }

// subscribe gives a channel that holds at most one hint.
func (w *wake) subscribe() (hints <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		w.waiting[c] = struct{}{}
	}
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.waiting, c)
	}
}

func (w *wake) all() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.waiting {
		select {
		case c <- struct{}{}:
		default: // a hint already waits there
		}
	}
}

func (w *wake) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed, w.waiting = true, nil
}

func (w *wake) isClosed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed
}
