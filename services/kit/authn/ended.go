package authn

import (
	"sync"
	"time"

	"hup.example/services/kit/actor"
)

// Life is how long an access token is valid, and so how long it is remembered whose access ended.
const Life = 15 * time.Minute

// End says that the tokens of a membership, a client or a session are good no longer. None of them begins again.
type End struct {
	Holder string
	At     time.Time
}

// ended are the ends that tokens may still outlive, by holder, and who waits for one.
type ended struct {
	mu      sync.RWMutex
	at      map[string]time.Time
	waiting map[*waiter]bool
}

// waiter is told once that the access ended that a token was given for.
type waiter struct {
	who  Verified
	stop func()
}

// Stop refuses the tokens of those whose access ended, though they have not expired.
func (v *Verifier) Stop(ends ...End) {
	v.ended.mu.Lock()
	defer v.ended.mu.Unlock()
	for holder, at := range v.ended.at {
		if v.clock.Now().Sub(at) > Life+skew {
			delete(v.ended.at, holder)
		}
	}
	for _, e := range ends {
		v.ended.at[e.Holder] = e.At
	}
	for w := range v.ended.waiting {
		if v.stopped(w.who) {
			delete(v.ended.waiting, w)
			go w.stop()
		}
	}
}

// WhenStopped calls stop when the access ends that a token was given for, until it is forgotten.
func (v *Verifier) WhenStopped(who Verified, stop func()) (forget func()) {
	w := &waiter{who, stop}
	v.ended.mu.Lock()
	defer v.ended.mu.Unlock()
	if v.stopped(who) {
		go stop()
	}
	if v.ended.waiting == nil {
		v.ended.waiting = map[*waiter]bool{}
	}
	v.ended.waiting[w] = true
	return func() {
		v.ended.mu.Lock()
		defer v.ended.mu.Unlock()
		delete(v.ended.waiting, w)
	}
}

// Stopped says whether the access ended that a token was given for.
func (v *Verifier) Stopped(who Verified) bool {
	v.ended.mu.RLock()
	defer v.ended.mu.RUnlock()
	return v.stopped(who)
}

// stopped is Stopped, for who holds the lock.
func (v *Verifier) stopped(who Verified) bool {
	if len(v.ended.at) == 0 {
		return false
	}
	holders := []string{who.Actor.MembershipID, who.Session}
	if who.Actor.Kind == actor.Client {
		holders = append(holders, who.Actor.ID)
	}
	for _, holder := range holders {
		if _, over := v.ended.at[holder]; over {
			return true
		}
	}
	return false
}
