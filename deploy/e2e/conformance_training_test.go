package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/id"
	"hup.example/services/kit/module"
	"hup.example/services/kit/reference"
	"hup.example/services/support"
	"hup.example/services/training"
)

func TestTraining_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module:    training.Module(),
		Beside:    []module.Module{support.Module()},
		Resources: []conformance.Resource{trainingNeeds(), trainingBodies()},
		Requests: []func(*conformance.World) proto.Message{
			func(*conformance.World) proto.Message {
				return &trainingv1.UpdateTrainingOfferRequest{TrainingOffer: &trainingv1.TrainingOffer{TrainingOfferId: id.New("tro"), Title: "Soudage"}, UpdateMask: mask("title")}
			},
			func(*conformance.World) proto.Message {
				return &trainingv1.UpdateTrainingSessionRequest{TrainingSession: &trainingv1.TrainingSession{TrainingSessionId: id.New("trs"), Capacity: 8}, UpdateMask: mask("capacity")}
			},
		},
		Trigger: openCase,
	})
}

func trainingNeeds() conformance.Resource {
	return conformance.Resource{
		Create: trainingNeed,
		Change: func(_ *conformance.World, id string) proto.Message {
			return &trainingv1.QualifyTrainingNeedRequest{TrainingNeedId: id, Need: &commonv1.SkillsNeed{RomeCode: "H2913", PersonCount: 4}}
		},
	}
}

func trainingNeed(_ *conformance.World, n int) proto.Message {
	return &trainingv1.CreateTrainingNeedRequest{TrainingNeed: &trainingv1.TrainingNeed{
		Company: &commonv1.CompanySnapshot{Name: fmt.Sprint("Atelier des Cévennes ", n), CommuneCode: "30007"},
		Need:    &commonv1.SkillsNeed{RomeCode: "H2913", PersonCount: 3, Topic: "Soudage TIG"}, SubjectCode: "training.skills",
		Description: "Deux soudeurs partent en retraite.",
	}}
}

func trainingBodies() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &trainingv1.CreateTrainingBodyRequest{TrainingBody: &trainingv1.TrainingBody{
				Siret: siretNumber(n), Name: fmt.Sprint("Cévennes Formations ", n), CommuneCode: "30007",
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &trainingv1.UpdateTrainingBodyRequest{TrainingBody: &trainingv1.TrainingBody{TrainingBodyId: id, Name: "Formations des Cévennes"}, UpdateMask: mask("name")}
		},
	}
}

// siretNumber is the n-th SIRET of a made-up legal unit whose key holds.
func siretNumber(n int) string {
	for nic := 10 * n; ; nic++ {
		if siret := fmt.Sprintf("909484925%05d", nic%100_000); func() bool { _, err := reference.SIRET(siret); return err == nil }() {
			return siret
		}
	}
}
