package store

import (
	"testing"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

func TestSummary_isWhatTheSmallerMessageShowsOfTheRecord(t *testing.T) {
	for _, c := range []struct{ record, listed, want proto.Message }{
		{
			&supportv1.Case{CaseId: "cas_1", Description: "long", Contact: &supportv1.Contact{Name: "Camille"}, Needs: []*supportv1.Need{
				{NeedId: "nee_1", SubjectCode: "land.premises", Description: "long", Answers: []*supportv1.Answer{{QuestionCode: "q"}}}, {NeedId: "nee_2"},
			}},
			&supportv1.ListedCase{},
			&supportv1.ListedCase{CaseId: "cas_1", Needs: []*supportv1.ListedNeed{{NeedId: "nee_1", SubjectCode: "land.premises"}, {NeedId: "nee_2"}}},
		},
		{
			&landv1.LandRequest{LandRequestId: "lrq_1", Description: "long", Shortlist: []*landv1.ShortlistedAsset{{MatchId: "mat_1"}}, ZoneIds: []string{"zon_1", "zon_2"}},
			&landv1.ListedLandRequest{},
			&landv1.ListedLandRequest{LandRequestId: "lrq_1", ZoneIds: []string{"zon_1", "zon_2"}},
		},
	} {
		record, err := proto.Marshal(c.record)
		if err != nil {
			t.Fatal(err)
		}
		b, err := summaryOf(c.record.ProtoReflect().Descriptor(), c.listed.ProtoReflect().Descriptor()).of(nil, record)
		if err != nil || len(b) >= len(record) {
			t.Fatalf("%d bytes of %d, %v", len(b), len(record), err)
		}
		if err := proto.Unmarshal(b, c.listed); err != nil || !proto.Equal(c.listed, c.want) {
			t.Errorf("got %v, %v", c.listed, err)
		}
	}
	s := summaryOf((&supportv1.Case{}).ProtoReflect().Descriptor(), (&supportv1.ListedCase{}).ProtoReflect().Descriptor())
	if _, err := s.of(nil, []byte{0xff}); err == nil {
		t.Error("bytes that are no message have a summary")
	}
}

func TestSummary_ofFieldsThatTheRecordHasNotIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a message that is not part of the record was taken")
		}
	}()
	summaryOf((&supportv1.Case{}).ProtoReflect().Descriptor(), (&supportv1.ListedReferral{}).ProtoReflect().Descriptor())
}
