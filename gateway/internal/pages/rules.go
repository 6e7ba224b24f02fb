package pages

import (
	"bytes"
	"context"
	"html/template"
	"net/http"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Rules tells everybody how bodies are proposed: what always counts, and the rules in force of the territory that
// "territoire" names. Load reads these.
func Rules(load func(ctx context.Context, territory string) (*supportv1.RoutingRuleSet, error), failed func(http.ResponseWriter, *http.Request, error)) http.Handler {
	type filled struct {
		Territory, Since string
		Rules            *supportv1.RoutingRuleSet
	}
	form := template.Must(template.ParseFS(assets, "assets/rules.html"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := filled{Territory: r.URL.Query().Get("territoire")}
		if f.Territory != "" {
			found, err := load(r.Context(), f.Territory)
			if err != nil && status.Code(err) != codes.NotFound {
				failed(w, r, err)
				return
			}
			if err == nil {
				f.Rules, f.Since = found, calendar.DayOf(found.GetPublishedTime().AsTime()).InWords()
			}
		}
		var b bytes.Buffer
		if err := form.Execute(&b, f); err != nil {
			panic(err)
		}
		page("text/html; charset=utf-8", b.Bytes(), fresh).ServeHTTP(w, r)
	})
}
