package e2e

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/id"
	"hup.example/services/kit/module"
	"hup.example/services/land"
	"hup.example/services/support"
)

func TestLand_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module: land.Module(),
		Beside: []module.Module{support.Module()},
		Resources: []conformance.Resource{zones(), plots(), premises(), brownfields(), riskLayers(), landRequests(),
			options(), landSales(), hostingLeases(), zanEntries()},
		Requests: []func(*conformance.World) proto.Message{
			func(w *conformance.World) proto.Message {
				return &landv1.ShortlistLandRequestRequest{LandRequestId: w.ID("land_request_id"), AssetIds: []string{w.ID("premises_id")}}
			},
			func(*conformance.World) proto.Message {
				return &landv1.UpdateLandRequestRequest{LandRequest: &landv1.LandRequest{LandRequestId: id.New("lrq"), KeptJobCount: 3}, UpdateMask: mask("kept_job_count")}
			},
			func(*conformance.World) proto.Message {
				return &landv1.SimulateZanEntriesRequest{ZanEntries: []*landv1.ZanEntry{zanEntry(1)}}
			},
		},
		Trigger: openCase,
	})
}

func zones() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: fmt.Sprint("Zone de Bruèges ", n), CommuneCode: "30007", Description: "Le long de la rocade."}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.UpdateZoneRequest{Zone: &landv1.Zone{ZoneId: id, Description: "Agrandie."}, UpdateMask: mask("description")}
		},
	}
}

func plots() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreatePlotRequest{Plot: &landv1.Plot{Name: fmt.Sprint("Lot ", n), CommuneCode: "30007", AreaM2: 2400}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: id, AreaM2: 2500}, UpdateMask: mask("area_m2")}
		},
	}
}

func premises() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreatePremisesRequest{Premises: &landv1.Premises{
				Name: fmt.Sprint("Atelier ", n), Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30007", AreaM2: 900,
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: id, AreaM2: 950}, UpdateMask: mask("area_m2")}
		},
	}
}

func brownfields() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{Name: fmt.Sprint("Ancienne filature ", n), CommuneCode: "30007", AreaM2: 12_000}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.UpdateBrownfieldRequest{Brownfield: &landv1.Brownfield{BrownfieldId: id, AreaM2: 11_000}, UpdateMask: mask("area_m2")}
		},
	}
}

func riskLayers() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreateRiskLayerRequest{RiskLayer: &landv1.RiskLayer{
				Name: fmt.Sprint("PPRI du Gardon ", n), Kind: landv1.RiskLayerKind_RISK_LAYER_KIND_FLOOD, SourceName: "DDTM du Gard", SourceDate: "2024-01-31",
				ShapesGeojson: `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"niveau":"fort"},"geometry":{"type":"Polygon","coordinates":[[[4,44],[4.1,44],[4.1,44.1],[4,44]]]}}]}`,
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.UpdateRiskLayerRequest{RiskLayer: &landv1.RiskLayer{RiskLayerId: id, Licence: "Licence Ouverte 2.0"}, UpdateMask: mask("licence")}
		},
	}
}

func landRequests() conformance.Resource {
	return conformance.Resource{
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
				Company: &commonv1.CompanySnapshot{Name: fmt.Sprint("Menuiserie ", n), CommuneCode: "30007"},
				Need: &commonv1.LandNeed{AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}, MinAreaM2: 800, MaxAreaM2: 1200,
					CommuneCodes: []string{"30007"}, RadiusKm: 20},
				Description: "Nous nous agrandissons.",
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.QualifyLandRequestRequest{LandRequestId: id}
		},
	}
}

// free is the id of a new asset that can be had.
func free(w *conformance.World) string {
	return w.Made(conformance.Advisor(), &landv1.CreatePremisesRequest{Premises: &landv1.Premises{
		Name: "Local libre", Kind: commonv1.AssetKind_ASSET_KIND_WAREHOUSE, CommuneCode: "30007", AreaM2: 700,
		Availability: landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE, Confidentiality: landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC,
	}})
}

func hosted(n int) *commonv1.CompanySnapshot {
	return &commonv1.CompanySnapshot{Name: fmt.Sprint("Jeune pousse ", n), CommuneCode: "30007"}
}

func options() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &landv1.CreateOptionRequest{Option: &landv1.Option{AssetId: free(w), Company: hosted(n), PeriodDays: 30, Description: "Un atelier de découpe."}}
		},
		Change: func(_ *conformance.World, id string) proto.Message { return &landv1.GrantOptionRequest{OptionId: id} },
	}
}

func landSales() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &landv1.CreateLandSaleRequest{LandSale: &landv1.LandSale{AssetId: free(w), Company: hosted(n), DeliberationDate: "2026-11-02"}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.SignPromiseRequest{LandSaleId: id, PromiseDate: "2026-11-05"}
		},
	}
}

func hostingLeases() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &landv1.CreateHostingLeaseRequest{HostingLease: &landv1.HostingLease{PremisesId: free(w), Company: hosted(n), StartDate: "2027-01-01", MonthCount: 24}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &landv1.DecideFollowUpRequest{HostingLeaseId: id, FollowUp: landv1.LeaseFollowUp_LEASE_FOLLOW_UP_STAYS}
		},
	}
}

func zanEntries() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &landv1.CreateZanEntryRequest{ZanEntry: zanEntry(n)}
		},
	}
}

func zanEntry(n int) *landv1.ZanEntry {
	return &landv1.ZanEntry{
		Kind: landv1.ZanEntryKind_ZAN_ENTRY_KIND_CONSUMPTION, EntryDate: "2026-03-02", AreaM2: int32(1000 + n), LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_PERMIT,
		Description: "Extension de la zone.",
	}
}

func mask(paths ...string) *fieldmaskpb.FieldMask { return &fieldmaskpb.FieldMask{Paths: paths} }
