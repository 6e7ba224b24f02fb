package events

import (
	"google.golang.org/protobuf/proto"

	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

func requestFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.RequestReceived:
		return ofCase(f.Request, requestReceived(f.Request)), true
	case domain.RequestQualified:
		return ofCase(f.Request, &landeventv1.LandRequestQualified{
			LandRequestId: f.Request.GetLandRequestId(), CaseId: f.Request.GetCaseLink().GetCaseId(),
			NeedId: f.Request.GetCaseLink().GetNeedId(), Status: f.Request.GetStatus().String(),
		}), true
	case domain.RequestShortlisted:
		return ofCase(f.Request, &landeventv1.LandRequestShortlisted{
			LandRequestId: f.Request.GetLandRequestId(), CaseId: f.Request.GetCaseLink().GetCaseId(),
			NeedId: f.Request.GetCaseLink().GetNeedId(), Status: f.Request.GetStatus().String(), AssetIds: f.AssetIDs,
		}), true
	case domain.VisitPlanned:
		return ofCase(f.Request, &landeventv1.LandRequestVisitPlanned{
			LandRequestId: f.Request.GetLandRequestId(), CaseId: f.Request.GetCaseLink().GetCaseId(),
			NeedId: f.Request.GetCaseLink().GetNeedId(), Status: f.Request.GetStatus().String(),
			AssetIds: f.Visit.GetAssetIds(), VisitTime: f.Visit.GetVisitTime(),
		}), true
	case domain.RequestFailed:
		return ofCase(f.Request, &landeventv1.LandRequestFailed{
			LandRequestId: f.Request.GetLandRequestId(), CaseId: f.Request.GetCaseLink().GetCaseId(),
			NeedId: f.Request.GetCaseLink().GetNeedId(), Status: f.Request.GetStatus().String(), Reason: f.Request.GetFailReason().String(),
		}), true
	case domain.RequestUpdated:
		return ofCase(f.Request, &landeventv1.LandRequestUpdated{
			LandRequestId: f.Request.GetLandRequestId(), CaseId: f.Request.GetCaseLink().GetCaseId(), ChangedFields: f.Fields,
		}), true
	case domain.RequestSigned:
		return ofCase(f.Request, requestSigned(f)), true
	case domain.RequestMoved:
		entry := ofCase(f.Request, requestMoved(f))
		entry.Reason, entry.Note = f.Reason, f.Note
		return entry, true
	}
	return store.Entry{}, false
}

func ofCase(r *landv1.LandRequest, message proto.Message) store.Entry {
	return store.Entry{Context: r.GetCaseLink().GetCaseId(), Message: message}
}

func requestReceived(r *landv1.LandRequest) *landeventv1.LandRequestReceived {
	e := &landeventv1.LandRequestReceived{
		LandRequestId: r.GetLandRequestId(), CaseId: r.GetCaseLink().GetCaseId(), NeedId: r.GetCaseLink().GetNeedId(),
		Status: r.GetStatus().String(), CompanyId: r.GetCompany().GetCompanyId(), CommuneCodes: r.GetNeed().GetCommuneCodes(),
		MinAreaM2: r.GetNeed().GetMinAreaM2(), MaxAreaM2: r.GetNeed().GetMaxAreaM2(), SubjectCode: r.GetSubjectCode(),
	}
	for _, kind := range r.GetNeed().GetAssetKinds() {
		e.AssetKinds = append(e.AssetKinds, kind.String())
	}
	return e
}

// requestSigned tells the jobs promised, by which recruitment may draft a need.
func requestSigned(f domain.RequestSigned) *landeventv1.LandRequestSigned {
	r := f.Request
	return &landeventv1.LandRequestSigned{
		LandRequestId: r.GetLandRequestId(), CaseId: r.GetCaseLink().GetCaseId(), NeedId: r.GetCaseLink().GetNeedId(), Status: r.GetStatus().String(),
		CompanyId: r.GetCompany().GetCompanyId(), AssetId: r.GetSignedAssetId(), AreaM2: r.GetSignedAreaM2(),
		CreatedJobCount: r.GetCreatedJobCount(), KeptJobCount: r.GetKeptJobCount(),
		BodyId: r.GetBodyId(), CommuneCode: f.CommuneCode,
	}
}

func requestMoved(f domain.RequestMoved) *landeventv1.LandRequestStatusChanged {
	r := f.Request
	return &landeventv1.LandRequestStatusChanged{
		LandRequestId: r.GetLandRequestId(), CaseId: r.GetCaseLink().GetCaseId(), NeedId: r.GetCaseLink().GetNeedId(),
		OldStatus: statusName(f.From), NewStatus: r.GetStatus().String(),
		Terminal: domain.RequestMachine.Terminal(r.GetStatus()), ReasonCode: f.Reason,
	}
}

// statusName is empty for no status: what is new came from nowhere.
func statusName[S interface {
	~int32
	String() string
}](s S) string {
	if s == 0 {
		return ""
	}
	return s.String()
}
