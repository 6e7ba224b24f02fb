package domain

import "time"

// GiveUpAfter is how long a delivery is tried.
const GiveUpAfter = 24 * time.Hour

// pauses are the waits after the first, second… failure; the last one repeats.
var pauses = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 4 * time.Hour,
}

// NextAttempt says when a delivery that was to be sent first at first, and failed that often, is tried next. The last try
// is GiveUpAfter its first; after that there is none.
func NextAttempt(first time.Time, failures int, now time.Time) (next time.Time, more bool) {
	end := first.Add(GiveUpAfter)
	if !now.Before(end) {
		return time.Time{}, false
	}
	next = now.Add(pauses[min(max(failures, 1), len(pauses))-1])
	if next.After(end) {
		next = end
	}
	return next, true
}
