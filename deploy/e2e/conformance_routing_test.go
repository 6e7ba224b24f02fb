package e2e

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/conformance"
)

// routingRules are drafts of the routing rules: the coordination's own until they are published.
func routingRules() conformance.Resource {
	return conformance.Resource{
		By: coordinator,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &supportv1.CreateRoutingRuleSetRequest{RoutingRuleSet: &supportv1.RoutingRuleSet{
				Description: fmt.Sprint("Essai ", n), Rules: []*supportv1.RoutingRule{{
					RuleCode: "essai", Sentence: "La chambre passe avant.", Reason: "Un essai.", BodyId: "cci", Effect: supportv1.RoutingEffect(1),
				}},
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateRoutingRuleSetRequest{RoutingRuleSet: &supportv1.RoutingRuleSet{RoutingRuleSetId: id, Description: "Autrement."}, UpdateMask: mask("description")}
		},
	}
}
