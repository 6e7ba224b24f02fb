package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// errEnded is that the issuer no longer knows the session.
var errEnded = errors.New("the issuer has ended the session")

// mostAnswered bounds the issuer's answer, in bytes.
const mostAnswered = 1 << 16

// exchange asks the token endpoint.
func (s *Sessions) exchange(ctx context.Context, form url.Values) (session, error) {
	resp, err := s.post(ctx, "/oauth2/token", form)
	if err != nil {
		return session{}, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusBadRequest, resp.StatusCode == http.StatusUnauthorized:
		return session{}, errEnded
	case resp.StatusCode != http.StatusOK:
		return session{}, fmt.Errorf("the issuer gives no token: status %d", resp.StatusCode)
	}
	var answer struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Seconds int64  `json:"expires_in"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostAnswered)).Decode(&answer); err != nil || answer.Access == "" {
		return session{}, fmt.Errorf("the issuer's answer is not a token: %w", err)
	}
	return session{answer.Access, answer.Refresh, s.Clock.Now().Add(time.Duration(answer.Seconds) * time.Second).Unix()}, nil
}

// renew trades the refresh token.
func (s *Sessions) renew(ctx context.Context, token string) (session, error) {
	if token == "" {
		return session{}, errEnded
	}
	fresh, err := s.exchange(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
	if err == nil && fresh.Refresh == "" {
		fresh.Refresh = token // an issuer that does not rotate
	}
	return fresh, err
}

func (s *Sessions) revoke(ctx context.Context, token string) {
	resp, err := s.post(ctx, "/oauth2/revoke", url.Values{"token": {token}, "token_type_hint": {"refresh_token"}})
	if err == nil {
		_ = resp.Body.Close()
	}
}

func (s *Sessions) post(ctx context.Context, path string, form url.Values) (*http.Response, error) {
	if s.Secret == "" {
		form.Set("client_id", s.ClientID)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Issuer+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if s.Secret != "" {
		req.SetBasicAuth(url.QueryEscape(s.ClientID), url.QueryEscape(s.Secret))
	}
	return s.Client.Do(req)
}
