package e2e

import (
	"context"

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

func tasks() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateTaskRequest{Task: &supportv1.Task{
				CaseId: w.Made(conformance.Advisor(), form(n)), Title: "Rappeler l'entreprise", Description: "Pour le bilan.", DueDate: "2026-12-01",
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message { return &supportv1.StartTaskRequest{TaskId: id} },
	}
}

func threadMessages() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.PostMessageRequest{
				CaseId: w.Made(conformance.Advisor(), form(n)), Visibility: supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY, Text: "Bonjour.",
			}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateMessageRequest{Message: &supportv1.Message{MessageId: id, Text: "Bonsoir."}, UpdateMask: mask("text")}
		},
	}
}

func opinions() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateOpinionRequest{CaseId: w.Made(conformance.Advisor(), form(n)), Opinion: &supportv1.Opinion{
				Question: "Ce financement tient-il ?", Expert: &supportv1.OutsideExpert{Name: "Dominique Exemple", Email: "dominique@example.org"},
				SharedParts: []supportv1.OpinionPart{supportv1.OpinionPart_OPINION_PART_NEEDS},
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.RevokeOpinionRequest{OpinionId: id}
		},
	}
}

// attachments are made of uploads that have arrived whole.
func attachments() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateAttachmentRequest{
				CaseId: w.Made(conformance.Advisor(), form(n)), UploadId: uploaded(w), Visibility: supportv1.MessageVisibility_MESSAGE_VISIBILITY_BODY,
			}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.DeleteAttachmentRequest{AttachmentId: id}
		},
	}
}

// uploaded is a file of the advisor that has arrived.
func uploaded(w *conformance.World) string {
	text := []byte("Bonjour.\n")
	made, err := w.Call(context.Background(), conformance.Advisor(), &supportv1.CreateUploadRequest{Name: "lettre.txt", SizeBytes: int64(len(text))})
	if err != nil {
		panic(err)
	}
	uploadID := made.(*supportv1.Upload).GetUploadId()
	if _, err := w.Call(context.Background(), conformance.Advisor(), &supportv1.WriteUploadRequest{UploadId: uploadID, Data: text}); err != nil {
		panic(err)
	}
	return uploadID
}
