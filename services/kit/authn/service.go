package authn

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
)

// ServiceConfig says how a service gets tokens of its own.
type ServiceConfig struct {
	// TokenURL is the issuer's token endpoint: Issuer + /oauth2/token.
	TokenURL string
	// ID and Secret are the service's client credentials; the id is the service's name.
	ID, Secret string
	// Client makes the request. In one process its transport answers without a port.
	Client *http.Client
	// Clock tells when a token is due for renewal.
	Clock clock.Clock
	// Insecure allows to send the tokens over a connection without TLS: to peers on the same machine or a private network.
	Insecure bool
}

// ServiceTokens gives a service's own access token, by client credentials. It is grpc's PerRPCCredentials: it adds the token
// to the calls that do not carry a person's or a partner's already.
type ServiceTokens struct {
	config ServiceConfig

	mu     sync.Mutex // held while asking: all callers wait for one answer
	token  string
	renew  time.Time
	expiry time.Time
}

// NewServiceTokens makes the source. It asks for nothing yet: the issuer may start later.
func NewServiceTokens(c ServiceConfig) *ServiceTokens { return &ServiceTokens{config: c} }

// Token gives a valid token, the same until shortly before it expires.
func (s *ServiceTokens) Token(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Clock.Now()
	if now.Before(s.renew) {
		return s.token, nil
	}
	err := s.ask(ctx, now)
	if err != nil && !now.Before(s.expiry) {
		return "", errs.Unavailable("SIGN_IN_UNAVAILABLE").Because(err)
	}
	return s.token, nil // the issuer is away, but the old token still is good
}

// GetRequestMetadata implements credentials.PerRPCCredentials.
func (s *ServiceTokens) GetRequestMetadata(ctx context.Context, _ ...string) (map[string]string, error) {
	if md, _ := metadata.FromOutgoingContext(ctx); len(md.Get("authorization")) > 0 {
		return nil, nil
	}
	token, err := s.Token(ctx)
	if err != nil {
		return nil, status.Error(codes.Unavailable, err.Error()) // grpc would call any other error the caller's
	}
	return map[string]string{"authorization": "Bearer " + token}, nil
}

// RequireTransportSecurity implements credentials.PerRPCCredentials.
func (s *ServiceTokens) RequireTransportSecurity() bool { return !s.config.Insecure }

func (s *ServiceTokens) ask(ctx context.Context, now time.Time) error {
	form := url.Values{"grant_type": {"client_credentials"}, "audience": {Audience}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.config.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(url.QueryEscape(s.config.ID), url.QueryEscape(s.config.Secret))
	resp, err := s.config.Client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct {
		Token   string `json:"access_token"`
		Seconds int64  `json:"expires_in"`
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the issuer gives %q no token: status %d", s.config.ID, resp.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, keysSize)).Decode(&answer); err != nil || answer.Token == "" {
		return fmt.Errorf("the issuer's answer is not a token: %w", err)
	}
	life := time.Duration(answer.Seconds) * time.Second
	s.token, s.expiry, s.renew = answer.Token, now.Add(life), now.Add(life*4/5)
	return nil
}
