package exchange

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/geo"
)

// site is short: the columns below name it on every line.
type site = *landv1.Brownfield

// cartofriches are the columns of the national inventory, in its order. Source: Cartofriches (Cerema), March 2024.
var cartofriches = []Column[site]{
	texts("site_id", "externalSiteId", func(b site) *string { return &b.ExternalSiteId }),
	texts("site_nom", "name", func(b site) *string { return &b.Name }),
	words("site_type", "type", brownfieldTypes, func(b site) *landv1.BrownfieldType { return &b.Type }),
	words("site_statut", "status", brownfieldStatuses, func(b site) *landv1.BrownfieldStatus { return &b.Status }),
	texts("site_adresse", "address", func(b site) *string { return &b.Address }),
	texts("site_occupation", "occupation", func(b site) *string { return &b.Occupation }),
	texts("site_securite", "safety", func(b site) *string { return &b.Safety }),
	texts("site_identif_date", "identifiedDate", func(b site) *string { return &b.IdentifiedDate }),
	texts("site_actu_date", "checkedDate", func(b site) *string { return &b.CheckedDate }),
	numbers("site_surface_m2", "areaM2", func(b site) *int32 { return &b.AreaM2 }),
	lists("site_url", "pageUrls", func(b site) *[]string { return &b.PageUrls }),
	texts("site_ademe_url", "ademeUrl", func(b site) *string { return &b.AdemeUrl }),
	texts("site_reconv_type", "conversionType", func(b site) *string { return &b.ConversionType }),
	lists("numero_basias", "basiasNumbers", func(b site) *[]string { return &b.BasiasNumbers }),
	lists("numero_basol", "basolNumbers", func(b site) *[]string { return &b.BasolNumbers }),
	lists("activite_libelle", "activities", func(b site) *[]string { return &b.Activities }),
	lists("activite_code", "activityCodes", func(b site) *[]string { return &b.ActivityCodes }),
	numbers("activite_fin_annee", "activityEndYear", func(b site) *int32 { return &b.ActivityEndYear }),
	texts("comm_nom", "commune", func(b site) *string { return &b.Commune }),
	texts("comm_insee", "communeCode", func(b site) *string { return &b.CommuneCode }),
	texts("departement", "departementCode", func(b site) *string { return &b.DepartementCode }),
	lists("bati_type", "buildings.types", func(b site) *[]string { return &buildings(b).Types }),
	optionals("bati_nombre", "buildings.count", func(b site) **int32 { return &buildings(b).Count }),
	optionals("bati_surface_m2", "buildings.areaM2", func(b site) **int32 { return &buildings(b).AreaM2 }),
	texts("bati_pollution", "buildings.pollution", func(b site) *string { return &buildings(b).Pollution }),
	texts("bati_vacance", "buildings.vacancy", func(b site) *string { return &buildings(b).Vacancy }),
	texts("bati_patrimoine", "buildings.heritage", func(b site) *string { return &buildings(b).Heritage }),
	texts("bati_etat", "buildings.state", func(b site) *string { return &buildings(b).State }),
	lists("proprio_type", "owner.categoryCodes", func(b site) *[]string { return &owner(b).CategoryCodes }),
	texts("proprio_personne", "owner.personKind", func(b site) *string { return &owner(b).PersonKind }),
	texts("proprio_nom", "owner.name", func(b site) *string { return &owner(b).Name }),
	numbers("sol_pollution_annee", "soilPollutionYear", func(b site) *int32 { return &b.SoilPollutionYear }),
	words("sol_pollution_existe", "soilPollution", soilPollutions, func(b site) *landv1.SoilPollution { return &b.SoilPollution }),
	texts("sol_pollution_origine", "soilPollutionOrigin", func(b site) *string { return &b.SoilPollutionOrigin }),
	texts("sol_pollution_commentaire", "soilPollutionComment", func(b site) *string { return &b.SoilPollutionComment }),
	numbers("unite_fonciere_surface_m2", "landUnitAreaM2", func(b site) *int32 { return &b.LandUnitAreaM2 }),
	parcels("unite_fonciere_refcad", "parcelIds", func(b site) *[]string { return &b.ParcelIds }),
	words("urba_zone_type", "plan.zone", pluZones, func(b site) *landv1.PluZone { return &plan(b).Zone }),
	texts("urba_zone_lib", "plan.zoneName", func(b site) *string { return &plan(b).ZoneName }),
	texts("urba_zone_formdomi", "plan.dominantShape", func(b site) *string { return &plan(b).DominantShape }),
	texts("urba_doc_type", "plan.documentKind", func(b site) *string { return &plan(b).DocumentKind }),
	texts("urba_date_appro", "plan.approved", func(b site) *string { return &plan(b).Approved }),
	optionals("desserte_route_m", "roadDistanceM", func(b site) **int32 { return &b.RoadDistanceM }),
	optionals("desserte_ferroviaire_m", "railDistanceM", func(b site) **int32 { return &b.RailDistanceM }),
	optionals("desserte_fluvial_m", "waterwayDistanceM", func(b site) **int32 { return &b.WaterwayDistanceM }),
	texts("source_nature", "source.nature", func(b site) *string { return &source(b).Nature }),
	texts("source_nom", "source.name", func(b site) *string { return &source(b).Name }),
	texts("source_producteur", "source.producer", func(b site) *string { return &source(b).Producer }),
	texts("source_url", "source.url", func(b site) *string { return &source(b).Url }),
	degrees("lon", "point.longitude", func(b site) **commonv1.Point { return &b.Point }, func(p *commonv1.Point) *float64 { return &p.Longitude }),
	degrees("lat", "point.latitude", func(b site) **commonv1.Point { return &b.Point }, func(p *commonv1.Point) *float64 { return &p.Latitude }),
}

// cnigOnly are the columns that the CNIG standard has and Cartofriches has not, or names otherwise.
var cnigOnly = []Column[site]{
	texts("site_projet_url", "projectUrl", func(b site) *string { return &b.ProjectUrl }),
	numbers("site_reconv_annee", "conversionYear", func(b site) *int32 { return &b.ConversionYear }),
	optionals("bati_surface", "buildings.areaM2", func(b site) **int32 { return &buildings(b).AreaM2 }),
	numbers("local_ancien_annee", "buildings.oldestYear", func(b site) *int32 { return &buildings(b).OldestYear }),
	numbers("local_recent_annee", "buildings.newestYear", func(b site) *int32 { return &buildings(b).NewestYear }),
	texts("sol_depollution_fiche", "soilTreatmentUrl", func(b site) *string { return &b.SoilTreatmentUrl }),
	numbers("unite_fonciere_surface", "landUnitAreaM2", func(b site) *int32 { return &b.LandUnitAreaM2 }),
	texts("urba_zaer", "plan.renewableEnergyZone", func(b site) *string { return &plan(b).RenewableEnergyZone }),
	distances("desserte_distance", "roadDistanceM"),
	texts("desserte_commentaire", "accessComment", func(b site) *string { return &b.AccessComment }),
	wktPoints("geompoint", "point", func(b site) **commonv1.Point { return &b.Point }),
	boundaries("geomsurf", "boundaryGeojson", geo.Shape.WKT, func(b site) *string { return &b.BoundaryGeojson }),
}

// The parts of a brownfield are made when a column of theirs is first read.

func buildings(b site) *landv1.BrownfieldBuildings { return part(&b.Buildings) }
func owner(b site) *landv1.BrownfieldOwner         { return part(&b.Owner) }
func plan(b site) *landv1.BrownfieldPlan           { return part(&b.Plan) }
func source(b site) *landv1.BrownfieldSource       { return part(&b.Source) }

func part[P any](of **P) *P {
	if *of == nil {
		*of = new(P)
	}
	return *of
}
