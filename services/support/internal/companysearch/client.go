// Package companysearch asks the public API "Recherche d'entreprises" of DINUM who a SIRET belongs to. It is a courtesy of
// others: it is asked seldom, waited for briefly, and left alone when it is unwell. Whoever calls does without an answer.
package companysearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
)

const (
	// patience is the time of one question, the wait for its turn included.
	patience = 2 * time.Second
	// perSecond is what the API allows each caller.
	perSecond = 7
	// maxAnswer bounds an answer, in bytes.
	maxAnswer = 1 << 20
)

// Client asks the API.
type Client struct {
	base    string
	http    *http.Client
	turns   *rate.Limiter
	breaker *breaker
}

// New makes a client of the API at the address: https://recherche-entreprises.api.gouv.fr.
func New(address string, c clock.Clock) *Client {
	return &Client{
		base: strings.TrimSuffix(address, "/"), http: &http.Client{},
		turns: rate.NewLimiter(rate.Every(time.Second/perSecond), 1), breaker: &breaker{clock: c},
	}
}

// Find answers the establishment as a company without id; nil when the API knows none. An error means that the API gave
// no answer that can be used.
func (c *Client) Find(ctx context.Context, siret string) (*supportv1.Company, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := c.breaker.allow(); err != nil {
		return nil, err
	}
	if err := c.turns.Wait(ctx); err != nil {
		return nil, fmt.Errorf("no turn in time: %w", err)
	}
	found, err := c.ask(ctx, siret)
	c.breaker.note(err)
	if err != nil {
		return nil, err
	}
	return found.establishment(siret), nil
}

func (c *Client) ask(ctx context.Context, siret string) (*answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/search?"+url.Values{"q": {siret}, "per_page": {"5"}}.Encode(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "hup (guichet unique des entreprises)")
	got, err := c.http.Do(r)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the address, which holds the SIRET
		}
		return nil, err
	}
	defer func() { _ = got.Body.Close() }()
	switch {
	case got.StatusCode == http.StatusTooManyRequests:
		return nil, tooMany(got.Header.Get("Retry-After"))
	case got.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("HTTP %d", got.StatusCode)
	}
	return read(got)
}

// read refuses what is not the API's own answer: a page of a proxy, half an answer, another shape.
func read(got *http.Response) (*answer, error) {
	if kind, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type")); kind != "application/json" {
		return nil, fmt.Errorf("the answer is %q, not JSON", kind)
	}
	var a answer
	if err := json.NewDecoder(io.LimitReader(got.Body, maxAnswer)).Decode(&a); err != nil {
		return nil, fmt.Errorf("the answer can't be read: %w", err)
	}
	if a.Results == nil {
		return nil, errors.New("the answer has no results")
	}
	return &a, nil
}
