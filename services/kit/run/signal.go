package run

import "sync/atomic"

// Signal tells a test that something happened, so that no test sleeps. Nobody listens outside tests: Emit is then free.
type Signal[T any] struct {
	ch atomic.Pointer[chan T]
}

// Listen gives the channel of what is emitted from now on. Emit waits for the reader once 1,000 are unread.
func (s *Signal[T]) Listen() <-chan T {
	ch := make(chan T, 1000)
	s.ch.Store(&ch)
	return ch
}

// Emit tells the listener, if there is one.
func (s *Signal[T]) Emit(v T) {
	if ch := s.ch.Load(); ch != nil {
		*ch <- v
	}
}
