// Package pages serves what the gateway says of itself: whether it is alive and ready, the contracts and their
// documentation, where the data come from, and the console.
package pages

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	contracts "hup.example/proto"
)

//go:embed assets
var assets embed.FS

// Page is something that is served as it is.
type Page struct {
	kind string
	text []byte
	tag  string
	keep string
}

func page(kind string, text []byte, keep string) *Page {
	sum := sha256.Sum256(text)
	return &Page{kind, text, `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, keep}
}

// ServeHTTP implements http.Handler.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("ETag", p.tag)
	h.Set("Cache-Control", p.keep)
	if strings.Contains(r.Header.Get("If-None-Match"), p.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", p.kind)
	_, _ = w.Write(p.text) // the caller may be gone
}

// fresh lets browsers keep a page, and ask each time whether it is still the same.
const fresh = "no-cache"

// forever is for files whose name changes with what is in them.
const forever = "public, max-age=31536000, immutable"

// OpenAPI is the contracts as one document.
func OpenAPI() *Page { return page("application/json", contracts.OpenAPI, fresh) }

// Docs are the pages of the documentation, by path.
func Docs() map[string]*Page {
	return map[string]*Page{
		"/docs":           asset("docs.html"),
		"/docs/docs.js":   asset("docs.js"),
		"/docs/style.css": asset("style.css"),
	}
}

// Opinion are the files of the page where an outside expert gives an opinion, by path.
func Opinion() map[string]*Page {
	return map[string]*Page{
		"/avis-expert":          asset("avis.html"),
		"/avis-expert/avis.js":  asset("avis.js"),
		"/avis-expert/avis.css": asset("avis.css"),
	}
}

func asset(name string) *Page {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return page(kindOf(name), text, fresh)
}

// Console are the files of the console, by path; index.html is "/{$}".
func Console(dist fs.FS) (map[string]*Page, error) {
	all := map[string]*Page{}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(dist, name)
		all["/"+name] = page(kindOf(name), text, keepOf(name))
		return err
	})
	if index, ok := all["/index.html"]; ok {
		all["/{$}"] = index
	}
	return all, err
}

// kinds are the types of files that machines may not know, or know otherwise.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".png": "image/png", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
}

func kindOf(name string) string {
	if kind, ok := kinds[path.Ext(name)]; ok {
		return kind
	}
	return "application/octet-stream"
}

// keepOf is how long a file may be kept: hashed names, as bundlers write them, for ever.
func keepOf(name string) string {
	if stem := strings.TrimSuffix(path.Base(name), path.Ext(name)); strings.HasPrefix(name, "assets/") && strings.Contains(stem, "-") {
		return forever
	}
	return fresh
}

// Health says that the process is alive.
func Health() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, map[string]any{"alive": true}) })
}

// Ready says part by part what is ready. Why a part is not is for the log.
func Ready(ready func(context.Context) map[string]error, log *slog.Logger) http.Handler {
	type part struct {
		Part  string `json:"part"`
		Ready bool   `json:"ready"`
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found := ready(r.Context())
		status, parts := http.StatusOK, []part{}
		for _, name := range slices.Sorted(maps.Keys(found)) {
			parts = append(parts, part{name, found[name] == nil})
			if err := found[name]; err != nil {
				status = http.StatusServiceUnavailable
				log.WarnContext(r.Context(), "not ready", "part", name, "error", err)
			}
		}
		answer(w, status, map[string]any{"ready": status == http.StatusOK, "parts": parts})
	})
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the caller may be gone
}
