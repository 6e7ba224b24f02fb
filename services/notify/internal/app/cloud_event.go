package app

import (
	"bytes"
	"encoding/json"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/id"
	"hup.example/services/kit/journal"
	"hup.example/services/notify/internal/store"
)

const specVersion = "1.0"

// PingType is the type of the event that a ping sends.
const PingType = "hup.notify.ping.v1"

// CloudEvent is a fact as partners read it. Its data is the message with its empty fields left out.
func CloudEvent(territory string, e store.Event) (*notifyv1.FeedEvent, error) {
	message, err := journal.Decode(e.Type, e.Data)
	if err != nil {
		return nil, err
	}
	data, err := structOf(message)
	if err != nil {
		return nil, err
	}
	return &notifyv1.FeedEvent{
		Specversion: specVersion, Id: e.ID, Type: e.Type, Source: "/" + territory + "/" + e.Source, Subject: e.Subject,
		Time: timestamppb.New(e.Time), Territory: territory, Seq: e.PubSeq, Traceparent: e.Trace, Data: data,
	}, nil
}

// Ping is the event that tells an owner that a webhook is reached.
func Ping(territory, webhookID string, now time.Time) *notifyv1.FeedEvent {
	return &notifyv1.FeedEvent{
		Specversion: specVersion, Id: id.New("evt"), Type: PingType, Source: "/" + territory + "/notify", Subject: webhookID,
		Time: timestamppb.New(now), Territory: territory,
		Data: &structpb.Struct{Fields: map[string]*structpb.Value{"webhookId": structpb.NewStringValue(webhookID)}},
	}
}

// JSON is the event as webhooks carry it: the same bytes each time it is sent.
func JSON(e *notifyv1.FeedEvent) ([]byte, error) {
	loose, err := protojson.Marshal(e)
	if err != nil {
		return nil, err
	}
	var tight bytes.Buffer // protojson spaces its output at random
	err = json.Compact(&tight, loose)
	return tight.Bytes(), err
}

func structOf(m proto.Message) (*structpb.Struct, error) {
	encoded, err := protojson.Marshal(m)
	if err != nil {
		return nil, err
	}
	data := &structpb.Struct{}
	return data, protojson.Unmarshal(encoded, data)
}
