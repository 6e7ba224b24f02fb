package facade

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/errs"
)

// tellers are the services that tell a part of a company's timeline: each answers the same to the same call.
var tellers = []struct{ service, method string }{
	{"support", supportv1.CompanyService_ListCompanyTimeline_FullMethodName},
	{"land", landv1.LandRequestService_ListCompanyTimeline_FullMethodName},
	{"recruitment", recruitmentv1.RecruitmentNeedService_ListCompanyTimeline_FullMethodName},
	{"training", trainingv1.TrainingNeedService_ListCompanyTimeline_FullMethodName},
}

// GetCompanyTimeline merges the parts of all services. A page ends at a line, and the next one begins behind it in the order of all
// lines (instant, then id), whoever states them.
func (f *Facade) GetCompanyTimeline(ctx context.Context, r *hupv1.GetCompanyTimelineRequest) (*hupv1.CompanyTimeline, error) {
	ask, err := asking(r)
	if err != nil {
		return nil, err
	}
	company, err := supportv1.NewCompanyServiceClient(f.Peer("support")).GetCompany(ctx, &supportv1.GetCompanyRequest{CompanyId: r.GetCompanyId()})
	if err != nil {
		return nil, err
	}
	ask.CompanyId = company.GetCompanyId()
	answers := make([]*commonv1.ListCompanyTimelineResponse, len(tellers))
	var parts []part
	for i, t := range tellers {
		if len(r.GetServices()) > 0 && !slices.Contains(r.GetServices(), t.service) {
			continue
		}
		parts = append(parts, part{name: t.service, method: t.method, quiet: true, required: t.service == "support", load: func(ctx context.Context) error {
			told := &commonv1.ListCompanyTimelineResponse{}
			err := f.Peer(t.service).Invoke(ctx, t.method, ask, told)
			if err == nil {
				answers[i] = told
			}
			return err
		}})
	}
	missing, err := f.gather(ctx, parts...)
	if err != nil {
		return nil, err
	}
	entries, next := newest(answers, int(ask.GetPageSize())-1)
	return &hupv1.CompanyTimeline{CompanyId: ask.GetCompanyId(), Entries: entries, NextPageToken: next, Missing: missing}, nil
}

// asking is what each service is asked: one line more than the page, which says whether there is a next one.
//
// The page token is a place among all lines and nothing else, so it is not signed as those of other lists are: they hold what the
// list was of. Of which company is in the path, who reads is in the caller's own token, and each service is asked for both at each
// page. Who makes a place up reads what toTime would have let them read.
func asking(r *hupv1.GetCompanyTimelineRequest) (*commonv1.ListCompanyTimelineRequest, error) {
	ask := &commonv1.ListCompanyTimelineRequest{PageSize: r.GetPageSize() + 1, Kinds: r.GetKinds(), FromTime: r.GetFromTime(), BeforeTime: r.GetToTime()}
	if r.GetPageSize() == 0 {
		ask.PageSize = 51
	}
	if r.GetPageToken() == "" {
		return ask, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.GetPageToken())
	at, id, _ := strings.Cut(string(raw), " ")
	micros, notNumber := strconv.ParseInt(at, 10, 64)
	if err != nil || notNumber != nil || len(id) != len("evt_")+26 {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "pageToken", Reason: "PAGE_TOKEN"})
	}
	ask.BeforeTime, ask.BeforeId = timestamppb.New(time.UnixMicro(micros)), id
	return ask, nil
}

// newest are the newest lines of all answers, and the place that the next page begins behind.
func newest(answers []*commonv1.ListCompanyTimelineResponse, size int) (entries []*commonv1.CompanyTimelineEntry, next string) {
	for _, a := range answers {
		entries = append(entries, a.GetEntries()...)
	}
	slices.SortFunc(entries, func(a, b *commonv1.CompanyTimelineEntry) int {
		if order := b.GetTime().AsTime().Compare(a.GetTime().AsTime()); order != 0 {
			return order
		}
		return strings.Compare(b.GetEntryId(), a.GetEntryId())
	})
	if len(entries) <= size {
		return entries, ""
	}
	last := entries[size-1]
	place := strconv.FormatInt(last.GetTime().AsTime().UnixMicro(), 10) + " " + last.GetEntryId()
	return entries[:size], base64.RawURLEncoding.EncodeToString([]byte(place))
}
