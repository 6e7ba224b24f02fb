package edge

import (
	"net/http"
	"slices"
)

// crossOrigin lets the pages of known sites call the API with a token of theirs. Our cookie never goes along. It says
// whether it has answered the request, the browser's question before the call.
func (e *edge) crossOrigin(w http.ResponseWriter, r *http.Request) (answered bool) {
	if len(e.Origins) == 0 {
		return false
	}
	h := w.Header()
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !slices.Contains(e.Origins, origin) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "+
		"Content-Disposition, Content-Range, Location, Tus-Resumable, Upload-Offset, Upload-Length, Upload-Expires")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, PUT, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language, Last-Event-ID, traceparent, "+
		"Range, Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset, Upload-Checksum, If-Range")
	h.Set("Access-Control-Max-Age", "7200")
	w.WriteHeader(http.StatusNoContent)
	return true
}
