package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/module"
	"hup.example/services/support"
	"hup.example/services/training"
)

func TestTraining_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module: training.Module(),
		Beside: []module.Module{support.Module()},
		Resources: []conformance.Resource{{
			Create: trainingNeed,
			Change: func(_ *conformance.World, id string) proto.Message {
				return &trainingv1.QualifyTrainingNeedRequest{TrainingNeedId: id, Need: &commonv1.SkillsNeed{RomeCode: "H2913", PersonCount: 4}}
			},
		}},
		Trigger: openCase,
	})
}

func trainingNeed(_ *conformance.World, n int) proto.Message {
	return &trainingv1.CreateTrainingNeedRequest{TrainingNeed: &trainingv1.TrainingNeed{
		Company: &commonv1.CompanySnapshot{Name: fmt.Sprint("Atelier des Cévennes ", n), CommuneCode: "30007"},
		Need:    &commonv1.SkillsNeed{RomeCode: "H2913", PersonCount: 3, Topic: "Soudage TIG"}, SubjectCode: "training.skills",
		Description: "Deux soudeurs partent en retraite.",
	}}
}
