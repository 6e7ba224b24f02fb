package domain

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/machine"
)

// The availabilities of an asset, as short names.
const (
	notForSale   = landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE
	forSale      = landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE
	constrained  = landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE_WITH_CONSTRAINTS
	optioned     = landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED
	deliberated  = landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION
	sold         = landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD
	let          = landv1.AssetAvailability_ASSET_AVAILABILITY_LET
	offRegister  = landv1.AssetAvailability_ASSET_AVAILABILITY_WITHDRAWN
	anyAvailable = landv1.AssetAvailability_ASSET_AVAILABILITY_UNSPECIFIED
)

type availabilities = []landv1.AssetAvailability

// AvailabilityMachine is the state machine of a plot and of premises. An update names the availability that it wants:
// each leads there by one action. Source: design of the domain, section 6.
var AvailabilityMachine = machine.Machine[landv1.AssetAvailability]{
	{Action: "keepBack", From: availabilities{forSale, constrained, sold, offRegister}, To: notForSale, By: staff},
	{Action: "offer", From: availabilities{notForSale, constrained, optioned, deliberated, let, offRegister}, To: forSale, By: staff},
	{Action: "offerWithConstraints", From: availabilities{notForSale, forSale, optioned, deliberated, let}, To: constrained, By: staff},
	{Action: "option", From: availabilities{forSale, constrained}, To: optioned, By: staff},
	{Action: "reserve", From: availabilities{forSale, constrained, optioned}, To: deliberated, By: staff},
	{Action: "sell", From: availabilities{forSale, constrained, optioned, deliberated}, To: sold, By: staff},
	{Action: "let", From: availabilities{forSale, constrained, optioned, deliberated}, To: let, By: staff},
	{Action: "withdraw", From: availabilities{notForSale, forSale, constrained}, To: offRegister, By: staff},
}

// leadsTo is the action that leads to an availability.
func leadsTo(to landv1.AssetAvailability) string {
	for _, move := range AvailabilityMachine {
		if move.To == to {
			return move.Action
		}
	}
	return ""
}

// offered says whether an asset that stands so can be had.
func offered(a landv1.AssetAvailability) bool { return a == forSale || a == constrained }
