package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/module"
	"hup.example/services/recruitment"
	"hup.example/services/support"
)

func TestRecruitment_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module: recruitment.Module(),
		Beside: []module.Module{support.Module()},
		Resources: []conformance.Resource{{
			Create: func(_ *conformance.World, n int) proto.Message {
				return &recruitmentv1.CreateRecruitmentNeedRequest{
					Company: &commonv1.CompanySnapshot{Siret: siretNumber(n)},
					Need: &commonv1.HiringNeed{
						RomeCode: "H2913", Title: fmt.Sprint("Soudeur ", n), PositionCount: 2,
						ContractKind: commonv1.ContractKind_CONTRACT_KIND_CDI, CommuneCode: "30007",
					},
				}
			},
			Change: func(_ *conformance.World, id string) proto.Message {
				return &recruitmentv1.SubmitRecruitmentNeedRequest{RecruitmentNeedId: id}
			},
		}},
		Trigger: openCase,
	})
}
