package authn

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
)

const (
	// keysFresh is how long the keys are used before they are fetched again, so that a withdrawn one is dropped.
	keysFresh = 10 * time.Minute
	// keysPause is how long an unknown key id is believed to be wrong: tokens with invented ids must not flood the issuer.
	keysPause = 5 * time.Second
	// keysRetry is how long a failed fetch is not tried again: who waits for the keys learns at once that they can't be had.
	keysRetry = time.Second
	// keysTimeout bounds one fetch.
	keysTimeout = 5 * time.Second
	// keysSize bounds what is read of the answer.
	keysSize = 1 << 20
)

// keys are the issuer's, fetched when first needed and again when they age or a token names one that is not there.
type keys struct {
	url    string
	client *http.Client
	clock  clock.Clock

	mu      sync.Mutex // held while fetching: whoever else needs the keys then waits for the same answer
	set     jose.JSONWebKeySet
	fetched time.Time // the last fetch that succeeded
	failed  time.Time // the last that did not
	failure error
}

func (k *keys) find(ctx context.Context, id string) (any, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, ok := k.pick(id)
	if ok && k.since(k.fetched) < keysFresh {
		return key, nil
	}
	if !ok && k.since(k.fetched) < keysPause {
		return nil, errs.Unauthenticated("TOKEN_INVALID")
	}
	if err := k.refresh(ctx); err != nil {
		if ok {
			return key, nil // the issuer is away: the keys we have are still the best we know
		}
		return nil, errs.Unavailable("SIGN_IN_UNAVAILABLE").Because(err)
	}
	if key, ok = k.pick(id); !ok {
		return nil, errs.Unauthenticated("TOKEN_INVALID")
	}
	return key, nil
}

// since is the age of an instant. A clock that was set back makes things old, not young.
func (k *keys) since(t time.Time) time.Duration { return k.clock.Now().Sub(t).Abs() }

func (k *keys) refresh(ctx context.Context) error {
	if k.since(k.failed) < keysRetry {
		return k.failure
	}
	if k.failure = k.fetch(ctx); k.failure != nil {
		k.failed = k.clock.Now()
	}
	return k.failure
}

func (k *keys) pick(id string) (any, bool) {
	for _, key := range k.set.Key(id) {
		if key.IsPublic() && (key.Use == "" || key.Use == "sig") {
			return key.Key, true
		}
	}
	return nil, false
}

func (k *keys) fetch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keysTimeout) // others wait for it, too
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return err
	}
	resp, err := k.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("keys of the issuer: status %d", resp.StatusCode)
	}
	var set jose.JSONWebKeySet
	if err := json.NewDecoder(io.LimitReader(resp.Body, keysSize)).Decode(&set); err != nil {
		return fmt.Errorf("keys of the issuer: %w", err)
	}
	k.set, k.fetched = set, k.clock.Now()
	return nil
}
