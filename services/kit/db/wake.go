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

// Alarm is when somebody wants to be woken: a runner of timers sleeps until the next one, and who sets an earlier one rings.
type Alarm struct {
	mu   sync.Mutex
	at   int64
	ring chan struct{}
}

func newAlarm() *Alarm { return &Alarm{ring: make(chan struct{}, 1)} }

// Set asks to be woken for what is due before the instant, in microseconds.
func (a *Alarm) Set(at int64) (ring <-chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = at
	return a.ring
}

// Due rings when the instant is before the one that is waited for.
func (a *Alarm) Due(at int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if at >= a.at {
		return
	}
	select {
	case a.ring <- struct{}{}:
	default: // it rings already
	}
}
