package e2e

import (
	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/conformance"
)

func exchanges() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateExchangeRequest{Exchange: &supportv1.Exchange{
				CaseId: w.Made(conformance.Advisor(), form(n)), Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL, ContactName: "Camille Exemple", Note: "Rappeler lundi.",
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateExchangeRequest{Exchange: &supportv1.Exchange{ExchangeId: id, Minutes: 15, Note: "Rappelée."}, UpdateMask: mask("minutes", "note")}
		},
	}
}
