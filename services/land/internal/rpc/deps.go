// Package rpc answers the gRPC calls of land.
package rpc

import (
	"context"

	"go.einride.tech/aip/fieldbehavior"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// Deps is what every server of land needs.
type Deps struct {
	Store   *kit.Store
	Signer  *page.Signer
	Access  *access.Checker
	Present *present.Presenter
}

// words are those of the service in the caller's language.
func (d Deps) words(ctx context.Context) domain.Words {
	lang := d.Present.Language(ctx)
	return domain.Words{Say: d.Present.In(lang), English: lang == messages.English}
}

// label puts the kind and the availability of an asset in words.
func (d Deps) label(ctx context.Context, s *landv1.AssetSummary) {
	s.KindLabel = d.Present.Word(ctx, s.GetKind().String())
	s.AvailabilityLabel = d.Present.Word(ctx, s.GetAvailability().String())
}

// clearOutput ignores what a caller says of fields that only we fill.
func clearOutput[M proto.Message](said M) M {
	fieldbehavior.ClearFields(said, annotations.FieldBehavior_OUTPUT_ONLY)
	return said
}
