package conformance

import (
	"testing"

	"google.golang.org/grpc/health/grpc_health_v1"
)

// checkHealth: the health service answers without a token, and every service of the contract is served.
func checkHealth(t *testing.T, w *World) {
	answer, err := grpc_health_v1.NewHealthClient(w.conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || answer.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("the health service says %v, %s", answer.GetStatus(), explain(err))
	}
	for part, err := range w.host.Ready(t.Context()) {
		if err != nil {
			t.Errorf("%s is not ready: %v", part, err)
		}
	}
	if len(w.contract.methods) == 0 {
		t.Errorf("the contract hup.%s.v1 has no method", w.name())
	}
}
