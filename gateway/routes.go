package gateway

import (
	"context"
	"net/http"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/pages"
	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/publicform"
	"hup.example/gateway/internal/session"
	"hup.example/gateway/web"
	"hup.example/services/kit/rpc"
)

// routes are all paths of the gateway.
func (g *gateway) routes(api http.Handler, sessions *session.Sessions) (http.Handler, error) {
	mux := http.NewServeMux()
	get := func(path string, h http.Handler) { mux.Handle(path, edge.Only(g.problems, http.MethodGet, h)) }
	get("/healthz", pages.Health())
	get("/readyz", pages.Ready(g.Ready, g.Log))
	get("/openapi.json", pages.OpenAPI())
	get("/sources", pages.Sources(g.Sources))
	get("/sign-in", http.HandlerFunc(sessions.SignIn))
	get("/sign-in/callback", http.HandlerFunc(sessions.Callback))
	mux.Handle("/sign-out", edge.Only(g.problems, http.MethodPost, http.HandlerFunc(sessions.SignOut)))
	for path, p := range pages.Docs() {
		get(path, p)
	}
	for path, p := range pages.Opinion() {
		get(path, p)
	}
	console, err := pages.Console(web.Dist())
	if err != nil {
		return nil, err
	}
	for path, p := range console {
		get(path, p)
	}
	forms := publicform.Server{Conn: g.Peers.Edge("support"), Problems: g.problems}
	for pattern, p := range forms.Routes() {
		mux.Handle(pattern, p)
	}
	strangers := rpc.NewLimiter(g.Limits.Strangers, 1200)
	mux.Handle("/regles", edge.Limit(strangers, g.Clock, g.problems, edge.Only(g.problems, http.MethodGet, pages.Rules(g.rulesOf, g.problems.Answer))))
	for pattern, h := range g.Routes {
		if strings.Contains(pattern, "/v1/") { // part of the API; sign-in itself must not see our token
			h = sessions.Bearer(h)
		}
		mux.Handle(pattern, edge.Limit(strangers, g.Clock, g.problems, h))
	}
	mux.Handle("/v1/", sessions.Bearer(api))
	mux.Handle("/", g.problems.Handler(problem.NotFound()))
	return mux, nil
}

// rulesOf are the routing rules that a territory has published, as anybody may read them.
func (g *gateway) rulesOf(ctx context.Context, territory string) (*supportv1.RoutingRuleSet, error) {
	rules := supportv1.NewRoutingRuleServiceClient(g.Peers.Edge("support"))
	return rules.GetPublicRoutingRules(ctx, &supportv1.GetPublicRoutingRulesRequest{Territory: territory})
}
