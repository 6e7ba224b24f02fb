package rest

import (
	"net/http"
	"strings"
)

// format is the file that a list is asked for as, "csv" or "xlsx"; empty for JSON. It is no field of the call: it is taken out of
// the query.
func (m *method) format(r *http.Request) string {
	if m.items == nil || r.Method != http.MethodGet || !strings.Contains(r.URL.RawQuery, "format=") {
		return ""
	}
	query := r.URL.Query()
	format := query.Get("format")
	query.Del("format")
	r.URL.RawQuery = query.Encode()
	return format
}

// who is the caller, for the log of exports: ids only. Whether it may call is decided by the chain.
func (s *Server) who(r *http.Request) string {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	verified, err := s.Verifier.Verify(r.Context(), strings.TrimSpace(token))
	if err != nil {
		return ""
	}
	return verified.Actor.Ref()
}
