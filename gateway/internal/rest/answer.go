package rest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/gateway/internal/encode"
)

// bodies are buffers for answers, which are written and forgotten.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

// largestBody is kept for the next answer.
const largestBody = 1 << 20

// write answers a message. What was read carries an entity tag: its version, or else one over what is answered.
func write(w http.ResponseWriter, r *http.Request, answer proto.Message, etag protoreflect.FieldDescriptor) error {
	buffer := bodies.Get().(*[]byte)
	body, err := encode.Append((*buffer)[:0], answer)
	if cap(body) <= largestBody {
		*buffer = body
		defer bodies.Put(buffer)
	}
	if err != nil {
		return err
	}
	h := w.Header()
	tag := versionOf(answer, etag)
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodGet {
		if tag == "" {
			tag = weak(body)
		}
		h.Set("Cache-Control", "private, no-cache")
	}
	if tag != "" {
		h.Set("ETag", tag)
	}
	if r.Method == http.MethodGet && matches(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the caller may be gone
	return nil
}

// Answer answers what was written by a route that is no call with one answer.
func Answer(w http.ResponseWriter, r *http.Request, answer proto.Message) error {
	return write(w, r, answer, answer.ProtoReflect().Descriptor().Fields().ByName("etag"))
}

// versionOf is the entity tag that the resource holds itself.
func versionOf(answer proto.Message, etag protoreflect.FieldDescriptor) string {
	if etag == nil {
		return ""
	}
	tag := answer.ProtoReflect().Get(etag).String()
	if tag == "" || strings.HasSuffix(tag, `"`) {
		return tag
	}
	return `"` + tag + `"`
}

func weak(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// matches compares weakly, as If-None-Match asks.
func matches(headers []string, tag string) bool {
	for _, header := range headers {
		for known := range strings.SplitSeq(header, ",") {
			known = strings.TrimSpace(known)
			if known == "*" || strings.TrimPrefix(known, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
