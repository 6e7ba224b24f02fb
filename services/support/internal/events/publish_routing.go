package events

import (
	"google.golang.org/protobuf/proto"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/support/internal/domain"
)

// routingFact is what is stated of the routing rules and of the coverage.
func routingFact(fact any) proto.Message {
	switch f := fact.(type) {
	case domain.RulesChanged:
		return &supporteventv1.RoutingRulesChanged{RoutingRuleSetId: f.Set.GetRoutingRuleSetId(), ChangedFields: f.Fields}
	case domain.RulesMoved:
		return &supporteventv1.RoutingRulesStatusChanged{
			RoutingRuleSetId: f.Set.GetRoutingRuleSetId(), OldStatus: born(f.From), NewStatus: f.Set.GetStatus().String(),
			Terminal: domain.RulesMachine.Terminal(f.Set.GetStatus()), Number: f.Set.GetNumber(),
		}
	case domain.GapMoved:
		return gapMoved(f)
	case domain.GapChanged:
		return &supporteventv1.CoverageGapChanged{CoverageGapId: f.Gap.GetCoverageGapId(), CommuneCount: f.Gap.GetCommuneCount()}
	}
	return nil
}

func gapMoved(f domain.GapMoved) proto.Message {
	e := &supporteventv1.CoverageGapStatusChanged{
		CoverageGapId: f.Gap.GetCoverageGapId(), OldStatus: born(f.From), NewStatus: f.Gap.GetStatus().String(),
		Terminal:    f.Gap.GetStatus() == supportv1.CoverageGapStatus_COVERAGE_GAP_STATUS_CLOSED,
		SubjectCode: f.Gap.GetSubjectCode(), EpciCode: f.Gap.GetEpciCode(), CommuneCount: f.Gap.GetCommuneCount(),
	}
	for _, c := range f.Gap.GetCauses() {
		e.CauseBodyIds = append(e.CauseBodyIds, c.GetBodyId())
	}
	return e
}
