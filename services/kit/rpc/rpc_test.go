package rpc_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/rpc"
)

func TestChain_aPanicIsInternalAndTellsOnlyTheTrace(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.land.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) { panic("Jeanne Martin") }
		a := want(t, w.getPlot(w.as(t, advisor)), codes.Internal, "INTERNAL")
		if len(a.ref) != 32 || !strings.Contains(a.text, a.ref) || a.domain != "hup.land" || a.lang != "fr" {
			t.Errorf("got %+v", a)
		}
		if log := w.log.text(); strings.Contains(log, "Jeanne") || !strings.Contains(log, "rpc_test.go") {
			t.Errorf("the log has to hold the stack, and not the value: %s", log)
		}
		if err := w.getPlot(w.as(t, juror)); read(err).reason != "ROLE_REQUIRED" {
			t.Errorf("after the panic: %v", err)
		}
	})
}

func TestChain_anUnknownErrorTellsNothing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.land.get = func(context.Context, *landv1.GetPlotRequest) (*landv1.Plot, error) {
			return nil, errors.New("duplicate key value violates unique constraint")
		}
		err := w.getPlot(w.as(t, advisor))
		want(t, err, codes.Internal, "INTERNAL")
		if strings.Contains(err.Error(), "duplicate") || !strings.Contains(w.log.text(), "duplicate key") {
			t.Errorf("got %v", err)
		}
	})
}

func TestChain_cancelAndDeadlineReachTheHandler(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		started, ended := make(chan bool, 1), make(chan error, 1)
		w.land.get = func(ctx context.Context, _ *landv1.GetPlotRequest) (*landv1.Plot, error) {
			_, bounded := ctx.Deadline()
			started <- bounded
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		}
		ctx, cancel := context.WithCancel(w.as(t, advisor))
		go func() {
			if !<-started {
				t.Error("a unary call without a deadline is not bounded")
			}
			cancel()
		}()
		if err := w.getPlot(ctx); read(err).code != codes.Canceled {
			t.Errorf("cancelled: %v", err)
		}
		if err := kittest.Receive(t, ended); !errors.Is(err, context.Canceled) {
			t.Errorf("the handler saw %v", err)
		}
		ctx, cancel = context.WithTimeout(w.as(t, advisor), 20*time.Millisecond)
		defer cancel()
		if err := w.getPlot(ctx); read(err).code != codes.DeadlineExceeded {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestChain_whoMayCall(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.land.get = func(ctx context.Context, _ *landv1.GetPlotRequest) (*landv1.Plot, error) {
			return &landv1.Plot{PlotId: plotID, Name: actor.From(ctx).Ref()}, nil
		}
		w.land.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return &landv1.Plot{}, nil }
		token := func(token string) context.Context {
			return metadata.AppendToOutgoingContext(t.Context(), rpc.Authorization, "Bearer "+token)
		}
		expired, elsewhere := w.issuer.Claims(advisor), w.issuer.Claims(advisor)
		expired.Expires = expired.IssuedAt
		elsewhere.Audience = []string{"web"}
		want(t, w.getPlot(t.Context()), codes.Unauthenticated, "UNAUTHENTICATED")
		want(t, w.getPlot(token("nonsense")), codes.Unauthenticated, "TOKEN_INVALID")
		want(t, w.getPlot(token(w.issuer.Sign(expired))), codes.Unauthenticated, "TOKEN_EXPIRED")
		want(t, w.getPlot(token(w.issuer.Sign(elsewhere))), codes.Unauthenticated, "TOKEN_INVALID")
		want(t, w.getPlot(w.as(t, juror)), codes.PermissionDenied, "ROLE_REQUIRED")
		want(t, w.getPlot(w.as(t, actor.Actor{Kind: actor.Service, ID: "support"})), codes.PermissionDenied, "NOT_ALLOWED")
		want(t, w.getPlot(w.as(t, client)), codes.OK, "")
		a := want(t, w.createPlot(w.as(t, client)), codes.PermissionDenied, "SCOPE_REQUIRED")
		if !strings.Contains(a.text, "land.write") {
			t.Errorf("the missing scope is not named: %q", a.text)
		}
		want(t, w.createPlot(w.as(t, advisor)), codes.OK, "")
		_, err := eventv1.NewEventFeedServiceClient(w.conn).ListEvents(w.as(t, advisor), &eventv1.ListEventsRequest{Source: "land"})
		want(t, err, codes.PermissionDenied, "SERVICE_ONLY")
	})
}

func TestChain_permissionIsDecidedBeforeValidation(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		_, err := landv1.NewPlotServiceClient(w.conn).GetPlot(w.as(t, juror), &landv1.GetPlotRequest{PlotId: "?"})
		want(t, err, codes.PermissionDenied, "ROLE_REQUIRED")
	})
}

func TestChain_listsAllBadFieldsInTheCallersLanguage(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		bad := &landv1.Plot{AreaM2: -1, CommuneCode: "nowhere", Use: strings.Repeat("x", 101), Name: "nul\x00"}
		for lang, limit := range map[string]string{"fr-FR": "au plus 100 caractères", "en": "at most 100 characters"} {
			ctx := w.as(t, advisor, rpc.AcceptLanguage, lang)
			_, err := landv1.NewPlotServiceClient(w.conn).CreatePlot(ctx, &landv1.CreatePlotRequest{Plot: bad})
			a := want(t, err, codes.InvalidArgument, "INVALID_FIELDS")
			for _, path := range []string{"plot.areaM2", "plot.communeCode", "plot.use", "plot.name"} {
				if a.fields[path] == "" || strings.Contains(a.fields[path], "{") {
					t.Errorf("%s: %q", path, a.fields[path])
				}
			}
			if !strings.Contains(a.fields["plot.use"], limit) {
				t.Errorf("%s: %q", lang, a.fields["plot.use"])
			}
		}
	})
}

func TestChain_refusesLargeMessages(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		large := &landv1.Plot{Name: strings.Repeat("x", rpc.MaxMessage)}
		_, err := landv1.NewPlotServiceClient(w.conn).CreatePlot(w.as(t, advisor), &landv1.CreatePlotRequest{Plot: large})
		want(t, err, codes.ResourceExhausted, "MESSAGE_TOO_LARGE")
	})
}

// raw is a codec that sends bytes as they are.
type raw struct{}

// Name implements encoding.Codec.
func (raw) Name() string { return "proto" }

// Marshal implements encoding.Codec.
func (raw) Marshal(v any) ([]byte, error) { return v.([]byte), nil }

// Unmarshal implements encoding.Codec.
func (raw) Unmarshal([]byte, any) error { return nil }

var _ encoding.Codec = raw{}

func TestChain_bytesThatAreNoMessageAreTheCallersError(t *testing.T) {
	w := open(t, rpc.Limits{})
	conn := dial(t, w.listen(t))
	for name, body := range map[string][]byte{"invalid UTF-8": {0x0a, 0x01, 0xff}, "truncated": {0x0a, 0x7f}} {
		err := conn.Invoke(w.as(t, advisor), landv1.PlotService_GetPlot_FullMethodName, body, nil, grpc.ForceCodec(raw{}))
		if a := want(t, err, codes.InvalidArgument, "MALFORMED_MESSAGE"); a.domain != "hup.land" {
			t.Errorf("%s: %+v", name, a)
		}
		stream, err := conn.NewStream(w.as(t, actor.Actor{Kind: actor.Service, ID: "gateway"}), &grpc.StreamDesc{ServerStreams: true},
			eventv1.EventFeedService_TailContext_FullMethodName, grpc.ForceCodec(raw{}))
		if err == nil {
			err = errors.Join(stream.SendMsg(body), stream.CloseSend())
		}
		if err != nil {
			t.Fatal(err)
		}
		want(t, stream.RecvMsg(nil), codes.InvalidArgument, "MALFORMED_MESSAGE")
	}
}

func TestChain_keysAndEtagsReachTheTransaction(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		var request idem.Request
		var keyed bool
		var match string
		w.land.create = func(ctx context.Context, _ *landv1.CreatePlotRequest) (*landv1.Plot, error) {
			request, keyed = idem.From(ctx)
			match = etag.From(ctx)
			return &landv1.Plot{}, nil
		}
		want(t, w.createPlot(w.as(t, advisor, rpc.IdempotencyKey, "k 1", rpc.IfMatch, `"7"`)), codes.OK, "")
		if !keyed || request.Key != "k 1" || request.Caller != "person:per_1" || request.Territory != "ales" || len(request.Hash) != 32 ||
			request.Method != landv1.PlotService_CreatePlot_FullMethodName || match != `"7"` {
			t.Errorf("got %+v %q", request, match)
		}
		first := string(request.Hash)
		want(t, w.createPlot(w.as(t, advisor, rpc.IdempotencyKey, "k 1")), codes.OK, "")
		if string(request.Hash) != first {
			t.Error("the same body has another hash")
		}
		want(t, w.createPlot(w.as(t, advisor)), codes.OK, "")
		if keyed {
			t.Error("a key where none was sent")
		}
		want(t, w.createPlot(w.as(t, advisor, rpc.IdempotencyKey, strings.Repeat("k", 256))), codes.InvalidArgument, "IDEMPOTENCY_KEY_MALFORMED")
		want(t, w.createPlot(w.as(t, advisor, rpc.IdempotencyKey, "a", rpc.IdempotencyKey, "b")), codes.InvalidArgument, "IDEMPOTENCY_KEY_MALFORMED")
	})
}

func TestChain_refusalsCarryWhatToDoNext(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		var refusal error
		w.land.create = func(context.Context, *landv1.CreatePlotRequest) (*landv1.Plot, error) { return nil, refusal }
		refusal = errs.State("ILLEGAL_TRANSITION", errs.Move{Action: "hold", To: "LAND_REQUEST_STATUS_ON_HOLD", Actors: []string{"hup_advisor"}})
		a := want(t, w.createPlot(w.as(t, advisor)), codes.FailedPrecondition, "ILLEGAL_TRANSITION")
		if len(a.moves) != 1 || a.moves[0].GetAction() != "hold" || a.moves[0].GetActors()[0] != "hup_advisor" {
			t.Errorf("moves: %v", a.moves)
		}
		taken := errs.State("ILLEGAL_TRANSITION")
		taken.Offers = []errs.Offer{{Path: "startTime", Value: "2026-11-26T08:30:00Z", Label: "jeudi à 9 h 30"}}
		refusal = taken
		a = want(t, w.createPlot(w.as(t, advisor)), codes.FailedPrecondition, "ILLEGAL_TRANSITION")
		if len(a.offers) != 1 || a.offers[0].GetField() != "startTime" || a.offers[0].GetValue() != "2026-11-26T08:30:00Z" || a.offers[0].GetLabel() != "jeudi à 9 h 30" {
			t.Errorf("offers: %v", a.offers)
		}
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		refusal = errs.Stale(`"8"`, errs.Change{Field: "name", ByBodyID: "agglo", TimeUS: at.UnixMicro()})
		a = want(t, w.createPlot(w.as(t, advisor)), codes.Aborted, "VERSION_CHANGED")
		if a.conflict.GetCurrentEtag() != `"8"` || len(a.conflict.GetChanges()) != 1 || !a.conflict.GetChanges()[0].GetTime().AsTime().Equal(at) {
			t.Errorf("conflict: %v", a.conflict)
		}
		refusal = errs.Unavailable("A_REASON_WITHOUT_TEXT")
		a = want(t, w.createPlot(w.as(t, advisor)), codes.Unavailable, "A_REASON_WITHOUT_TEXT")
		if a.retry != 1 || !strings.HasPrefix(a.text, "Le service ne répond pas") {
			t.Errorf("got %+v", a)
		}
	})
}

func TestExplain_putsWhatGRPCAnswersInOurWords(t *testing.T) {
	raw := status.Error(codes.Unimplemented, "unknown service")
	a := read(rpc.Explain(t.Context(), messages.New(), "hup.gateway", messages.French, raw).Err())
	if a.reason != "UNIMPLEMENTED" || !strings.HasPrefix(a.text, "Cette opération n'existe pas") || a.domain != "hup.gateway" {
		t.Errorf("got %+v", a)
	}
	answer := rpc.Problem(messages.New(), "hup.land", messages.French, "", errs.NotFound("plot"))
	if got := rpc.Explain(t.Context(), messages.New(), "hup.gateway", messages.French, answer.Err()); read(got.Err()).domain != "hup.land" {
		t.Errorf("another part's answer was changed: %v", got)
	}
}
