package domain

import (
	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
)

// The facts an asset states.
type (
	// AssetMoved: the status of an asset changed; Old is empty for a new one.
	AssetMoved struct {
		Asset Asset
		Old   string
	}
	// AssetPublished: an asset can be had, new or again.
	AssetPublished struct{ Asset Asset }
	// AssetWithdrawn: an asset can no longer be had.
	AssetWithdrawn struct{ Asset Asset }
	// AssetChanged: something else of an asset changed.
	AssetChanged struct {
		Asset  Asset
		Fields []string
	}
)

// recordNew states what there is to say of a new asset.
func recordNew(root *aggregate.Root, made Asset) {
	root.Record(AssetMoved{Asset: made})
	if made.published() {
		root.Record(AssetPublished{made})
	}
}

// recordChange states what became of an asset whose fields, named as in the contract, changed; nothing when none did.
func recordChange(root *aggregate.Root, before, after Asset, fields []string) {
	if len(fields) == 0 {
		return
	}
	if before.Status != after.Status {
		root.Record(AssetMoved{Asset: after, Old: before.Status})
	}
	switch {
	case !before.published() && after.published():
		root.Record(AssetPublished{after})
	case before.published() && !after.published():
		root.Record(AssetWithdrawn{after})
	}
	if before.Status == after.Status || len(fields) > 1 {
		root.Record(AssetChanged{after.told(), fields})
	}
}

// published says whether others are told that the asset can be had: what is off the market is not.
func (s Asset) published() bool { return s.OnMarket && !s.secret() }

// told is the asset as events may tell it: of a secret only that something changed.
func (s Asset) told() Asset {
	if s.secret() {
		s.CommuneCode, s.AreaM2, s.ZoneID = "", 0, ""
	}
	return s
}

// secret says whether only the body that keeps the record may know of it.
func (s Asset) secret() bool {
	return s.Confidentiality == landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY
}

// changedFields names the fields that differ, as in the JSON.
func changedFields(before, after proto.Message) (names []string) {
	was, is := before.ProtoReflect(), after.ProtoReflect()
	fields := was.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if was.Has(f) != is.Has(f) || was.Has(f) && !was.Get(f).Equal(is.Get(f)) {
			names = append(names, f.JSONName())
		}
	}
	return names
}

// mayChange refuses a change of who keeps the record and who may know of it by anybody but its keeper.
func mayChange(a actor.Actor, before, after Asset) error {
	if before.keeps(a) || before.BodyID == after.BodyID && before.Confidentiality == after.Confidentiality {
		return nil
	}
	return errs.Denied("ROLE_MAY_NOT")
}

// keeps says whether the actor may decide on the record itself: who keeps it, who knows of it, whom to call.
func (s Asset) keeps(a actor.Actor) bool {
	return s.BodyID == "" || s.Kept(a) || a.Has(actor.HupCoordinator) || a.Kind == actor.System
}

// movedLegally checks a change of availability against the machine.
func movedLegally(a actor.Actor, before, after Asset) error {
	if before.Availability == after.Availability {
		return nil
	}
	return AvailabilityMachine.Check(before.Availability, leadsTo(after.Availability), a)
}
