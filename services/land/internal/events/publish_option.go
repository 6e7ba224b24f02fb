package events

import (
	"google.golang.org/protobuf/proto"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

func optionFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.OptionRequested:
		o := f.Option
		return ofOption(o, &landeventv1.OptionRequested{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), Rank: o.GetRank(),
		}), true
	case domain.OptionRanked:
		o := f.Option
		return ofOption(o, &landeventv1.OptionRanked{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), Rank: o.GetRank(),
		}), true
	case domain.OptionGranted:
		o := f.Option
		return ofOption(o, &landeventv1.OptionGranted{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), EndDate: o.GetEndDate(),
		}), true
	case domain.OptionMoved:
		entry := ofOption(f.Option, optionMoved(f))
		entry.Reason, entry.Note = f.Reason, f.Note
		return entry, true
	}
	return optionLater(fact)
}

// optionLater are the facts of an option that was granted.
func optionLater(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.OptionExtended:
		o := f.Option
		return ofOption(o, &landeventv1.OptionExtended{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), EndDate: o.GetEndDate(),
		}), true
	case domain.OptionExpired:
		o := f.Option
		return ofOption(o, &landeventv1.OptionExpired{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), EndDate: o.GetEndDate(),
		}), true
	case domain.OptionConverted:
		o := f.Option
		return ofOption(o, &landeventv1.OptionConverted{
			OptionId: o.GetOptionId(), AssetId: o.GetAssetId(), LandRequestId: o.GetLandRequestId(), CaseId: o.GetCaseId(),
			BodyId: o.GetBodyId(), KeeperBodyId: o.GetKeeperBodyId(), ConvertedId: o.GetConvertedId(),
		}), true
	case domain.Told:
		return store.Entry{Context: f.CaseID, Message: &commoneventv1.NotificationRequested{
			Template: f.Template, RecipientRef: f.Recipient, SubjectId: f.SubjectID, DedupeKey: f.Key, Params: f.Params,
		}}, true
	}
	return store.Entry{}, false
}

func ofOption(o *landv1.Option, message proto.Message) store.Entry {
	return store.Entry{Context: o.GetCaseId(), Message: message}
}

func optionMoved(f domain.OptionMoved) *landeventv1.OptionStatusChanged {
	return &landeventv1.OptionStatusChanged{
		OptionId: f.Option.GetOptionId(), OldStatus: statusName(f.From), NewStatus: f.Option.GetStatus().String(),
		Terminal: domain.OptionMachine.Terminal(f.Option.GetStatus()), ReasonCode: f.Reason, CaseId: f.Option.GetCaseId(),
	}
}
