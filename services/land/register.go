package land

import (
	"google.golang.org/grpc"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/rpc"
	"hup.example/services/land/internal/store"
)

// register is what there is: zones and the three kinds of assets.
type register struct {
	zones       app.Register[*domain.Zone, *landv1.Zone]
	plots       app.Register[*domain.Plot, *landv1.Plot]
	premises    app.Register[*domain.Premises, *landv1.Premises]
	brownfields app.Register[*domain.Brownfield, *landv1.Brownfield]
}

func newRegister() register {
	var vacancy app.CountVacancy
	var touching app.TouchAssets
	return register{
		zones: app.Register[*domain.Zone, *landv1.Zone]{
			Table: store.Zones, New: domain.RegisterZone,
			Refer: func(_ *kit.Tx, z *landv1.Zone) error { return placeIsRight(z.GetPoint(), &z.BoundaryGeojson) },
			After: touching.Zone,
		},
		plots: newPlots(vacancy, touching), premises: newPremises(vacancy, touching),
		brownfields: app.Register[*domain.Brownfield, *landv1.Brownfield]{
			Table: store.Brownfields, New: domain.RegisterBrownfield,
			Refer: func(_ *kit.Tx, b *landv1.Brownfield) error { return placeIsRight(b.GetPoint(), &b.BoundaryGeojson) },
			After: func(tx *kit.Tx, b *domain.Brownfield) error { return touching.Asset(tx, b.Asset()) },
		},
	}
}

func newPlots(vacancy app.CountVacancy, touching app.TouchAssets) app.Register[*domain.Plot, *landv1.Plot] {
	return app.Register[*domain.Plot, *landv1.Plot]{
		Table: store.Plots, New: domain.RegisterPlot,
		Refer: func(tx *kit.Tx, p *landv1.Plot) error {
			if err := notHeld(tx, p.GetPlotId(), p.GetAvailability()); err != nil {
				return err
			}
			if err := placeIsRight(p.GetPoint(), &p.BoundaryGeojson); err != nil {
				return err
			}
			return zoneExists(tx, p.GetZoneId())
		},
		After: func(tx *kit.Tx, p *domain.Plot) error {
			if err := touching.Asset(tx, p.Asset()); err != nil {
				return err
			}
			return vacancy.Changed(tx, p.ID, p.State.GetZoneId(), p.State.GetVacantSinceDate())
		},
	}
}

func newPremises(vacancy app.CountVacancy, touching app.TouchAssets) app.Register[*domain.Premises, *landv1.Premises] {
	return app.Register[*domain.Premises, *landv1.Premises]{
		Table: store.Premises, New: domain.RegisterPremises,
		Refer: func(tx *kit.Tx, p *landv1.Premises) error {
			if err := notHeld(tx, p.GetPremisesId(), p.GetAvailability()); err != nil {
				return err
			}
			if err := placeIsRight(p.GetPoint(), new(string)); err != nil {
				return err
			}
			if err := zoneExists(tx, p.GetZoneId()); err != nil {
				return err
			}
			return plotExists(tx, p.GetPlotId())
		},
		After: func(tx *kit.Tx, p *domain.Premises) error {
			if err := touching.Asset(tx, p.Asset()); err != nil {
				return err
			}
			zoneID := p.State.GetZoneId()
			if p.State.GetPlotId() != "" {
				zoneID = "" // its plot is the land unit
			}
			return vacancy.Changed(tx, p.ID, zoneID, p.State.GetVacantSinceDate())
		},
	}
}

// serve registers the calls of the register, and of what lies on it.
func (g register) serve(r grpc.ServiceRegistrar, deps rpc.Deps) {
	landv1.RegisterZoneServiceServer(r, rpc.NewZones(deps, g.zones))
	landv1.RegisterPlotServiceServer(r, rpc.NewPlots(deps, g.plots))
	landv1.RegisterPremisesServiceServer(r, rpc.NewPremises(deps, g.premises))
	landv1.RegisterBrownfieldServiceServer(r, rpc.NewBrownfields(deps, g.brownfields))
	landv1.RegisterRiskLayerServiceServer(r, rpc.NewRiskLayers(deps))
	landv1.RegisterLandMapServiceServer(r, &rpc.LandMaps{Deps: deps})
}

func zoneExists(tx *kit.Tx, zoneID string) error {
	if zoneID == "" {
		return nil
	}
	_, err := store.Zones.Get(tx, zoneID)
	return unknown(err, "zoneId", "ZONE_UNKNOWN")
}

func plotExists(tx *kit.Tx, plotID string) error {
	if plotID == "" {
		return nil
	}
	plot, err := store.Plots.Get(tx, plotID)
	if err == nil && !plot.Visible(tx.Actor) {
		err = errs.NotFound("plot")
	}
	return unknown(err, "plotId", "ASSET_UNKNOWN")
}

// unknown says that a field names what is not there.
func unknown(err error, field, reason string) error {
	if errs.Is(err, "NOT_FOUND") {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: field, Reason: reason})
	}
	return err
}
