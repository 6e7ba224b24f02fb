package gateway_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	landv1 "hup.example/proto/gen/go/hup/land/v1"

	"hup.example/gateway"
	"hup.example/services/kit/authn/authntest"
	"hup.example/services/kit/authz"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/reference"
	"hup.example/services/kit/rpc"
	"hup.example/services/kit/validate"
)

// BenchmarkGet is an authenticated read through the whole gateway, without the network.
func BenchmarkGet(b *testing.B) {
	clock := kittest.Clock()
	issuer := authntest.New(clock)
	words, log := messages.New(), slog.New(slog.NewTextHandler(io.Discard, nil))
	verifier := issuer.Verifier()
	server := rpc.New(rpc.Config{
		Verifier: verifier, Rules: authz.Load(), Validator: validate.New(reference.Check), Messages: words, Clock: clock, Log: log,
	})
	landv1.RegisterPlotServiceServer(server, &plots{get: func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) {
		return &landv1.Plot{PlotId: plotID, Name: "Lot 4", CommuneCode: "30007", AreaM2: 1200, Etag: `"7"`, AllowedActions: []string{"reserve"}}, nil
	}})
	handler, err := gateway.New(gateway.Config{
		Server: server, Peers: rpc.NewPeers(server, issuer.ServiceTokens("gateway"), nil, nil), Verifier: verifier, Messages: words, Clock: clock,
		Log: log, PublicURL: "http://hup.test", SignIn: gateway.SignIn{Key: bytes.Repeat([]byte{7}, 32)},
	})
	if err != nil {
		b.Fatal(err)
	}
	token := "Bearer " + issuer.Mint(advisor)
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "/v1/plots/"+plotID, nil)
		r.Header.Set("Authorization", token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
	}
}
