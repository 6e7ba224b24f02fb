// Package kittest gives tests the real things: a database per test on both engines, an embedded bus, a clock that stands
// still, and a way to wait without guessing a time. Only tests import it.
package kittest

import (
	"fmt"
	"testing"
	"time"

	"hup.example/services/kit/clock"
)

// patience is how long to wait for what must happen: far beyond what a busy machine needs, so that it only ends a test
// that is broken.
const patience = 60 * time.Second

// pause is the time between two looks.
const pause = 10 * time.Millisecond

// Eventually waits until the condition holds, and fails the test after a minute. What says what was awaited.
func Eventually(t testing.TB, condition func() bool, what ...any) {
	t.Helper()
	for range patience / pause {
		if condition() {
			return
		}
		time.Sleep(pause)
	}
	t.Fatal("it never came true: ", fmt.Sprint(what...))
}

// Receive takes the next value of the channel, and fails the test when none comes within a minute.
func Receive[T any](t testing.TB, from <-chan T) T {
	t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case v, open := <-from:
		if !open {
			t.Fatal("the channel was closed")
		}
		return v
	case <-timer.C:
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// Clock is a clock that stands at nine o'clock in Paris on Monday 23 November 2026, until the test moves it.
func Clock() *clock.Fake {
	return clock.NewFake(time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC))
}
