package land_test

import (
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/validate"
)

func TestMessages_sayEveryReasonAndEveryLabelInBothLanguages(t *testing.T) {
	c := words(t)
	messages.CheckEnum(t, c, "hup.land", landv1.ErrorReason(0).Descriptor())
	messages.CheckFiles(t, c, "hup.land")
	for _, enum := range []protoreflect.Enum{
		landv1.LandRequestStatus(0), landv1.AssetAvailability(0), commonv1.AssetKind(0), landv1.ZoneState(0),
		landv1.BrownfieldStatus(0), landv1.MatchStatus(0), landv1.LandObstacle(0), landv1.RiskLayerKind(0), landv1.RiskLayerStatus(0), landv1.OptionStatus(0), landv1.LandSaleStatus(0),
		landv1.MatchCriterionCode(0), landv1.HostingLeaseStatus(0), landv1.ZanEntryKind(0), landv1.ZanLegalReason(0), landv1.LandUse(0),
	} {
		values := enum.Descriptor().Values()
		for i := range values.Len() {
			if v := values.Get(i); v.Number() != 0 {
				messages.CheckKey(t, c, "hup.land", string(v.Name()))
			}
		}
	}
	for _, template := range []string{
		"option_requested", "option_ranked", "option_turn_come", "option_granted", "option_expired", "hosting_lease_ending", "land_match_found",
	} {
		messages.CheckKey(t, c, "hup.land", "notice."+template+".title")
		messages.CheckKey(t, c, "hup.land", "notice."+template+".text")
	}
	validate.CheckTexts(t, c, "hup.land")
}
