package exchange

import (
	"slices"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/geo"
)

// economic is short: the columns below name it on every line.
type economic = *landv1.Zone

const hectare, kilometre = 10_000, 1_000

// siteEco are the columns of SITE-ECO, CNIG sites économiques v1.0.1. What we have no field for is kept as text.
var siteEco = slices.Concat([]Column[economic]{
	texts("site_id", "externalSiteId", func(z economic) *string { return &z.ExternalSiteId }),
	texts("pole_id", "externalPoleId", func(z economic) *string { return &z.ExternalPoleId }),
	texts("site_nom", "name", func(z economic) *string { return &z.Name }),
	words("site_type", "kind", zoneKinds, func(z economic) *landv1.ZoneKind { return &z.Kind }),
	words("site_vocadomi", "vocation", zoneVocations, func(z economic) *landv1.ZoneVocation { return &z.Vocation }),
	words("site_etat", "state", zoneStates, func(z economic) *landv1.ZoneState { return &z.State }),
	units("site_surf_brute", "grossAreaM2", hectare, func(z economic) *int32 { return &z.GrossAreaM2 }),
	units("site_surf_utile", "usefulAreaM2", hectare, func(z economic) *int32 { return &z.UsefulAreaM2 }),
	numbers("site_creation_date", "creationYear", func(z economic) *int32 { return &z.CreationYear }),
	texts("site_identif_date", "identifiedDate", func(z economic) *string { return &z.IdentifiedDate }),
	texts("site_actu_date", "checkedDate", func(z economic) *string { return &z.CheckedDate }),
	texts("source_producteur", "sourceProducer", func(z economic) *string { return &z.SourceProducer }),
	texts("site_description", "description", func(z economic) *string { return &z.Description }),
	texts("site_quali_territoire", "qualityLabel", func(z economic) *string { return &z.QualityLabel }),
	texts("site_evol_urba", "urbanEvolution", func(z economic) *string { return &z.UrbanEvolution }),
	texts("site_url", "pageUrl", func(z economic) *string { return &z.PageUrl }),
	texts("site_epci_nom", "epciName", func(z economic) *string { return &z.EpciName }),
	texts("site_epci_siren", "epciSiren", func(z economic) *string { return &z.EpciSiren }),
	texts("site_comm_nom", "commune", func(z economic) *string { return &z.Commune }),
	texts("site_comm_insee", "communeCode", func(z economic) *string { return &z.CommuneCode }),
	texts("site_moa_type", "management.ownerKind", func(z economic) *string { return &management(z).OwnerKind }),
	texts("site_moa_nom", "management.ownerName", func(z economic) *string { return &management(z).OwnerName }),
	texts("site_moa_amngt", "management.developerName", func(z economic) *string { return &management(z).DeveloperName }),
	texts("site_moa_comm", "management.sellerName", func(z economic) *string { return &management(z).SellerName }),
	numbers("site_uf_nbre", "landUnitCount", func(z economic) *int32 { return &z.LandUnitCount }),
	numbers("site_uf_vacant_nbre", "vacantLandUnitCount", func(z economic) *int32 { return &z.VacantLandUnitCount }),
	optionalUnits("site_taux_vacance", "vacancyBasisPoints", 100, func(z economic) **int32 { return &z.VacancyBasisPoints }),
	numbers("site_uf_bati_nbre", "builtLandUnitCount", func(z economic) *int32 { return &z.BuiltLandUnitCount }),
	numbers("site_nb_etab", "establishmentCount", func(z economic) *int32 { return &z.EstablishmentCount }),
	numbers("site_nb_emploi", "jobCount", func(z economic) *int32 { return &z.JobCount }),
	boundaries("site_geomsurf", "boundaryGeojson", geo.Shape.GeoJSON, func(z economic) *string { return &z.BoundaryGeojson }),
	geopoints("site_geompoint", "point", func(z economic) **commonv1.Point { return &z.Point }),
	texts("site_media", "mediaUrl", func(z economic) *string { return &z.MediaUrl }),
	units("site_surf_comm_dispo", "forSaleAreaM2", hectare, func(z economic) *int32 { return &z.ForSaleAreaM2 }),
	units("site_surf_projet", "projectAreaM2", hectare, func(z economic) *int32 { return &z.ProjectAreaM2 }),
	texts("desserte_route_nom", "access.road", func(z economic) *string { return &access(z).Road }),
	texts("autoroute_nom", "access.motorway", func(z economic) *string { return &access(z).Motorway }),
	optionalUnits("autoroute_echang_dist", "access.motorwayDistanceM", kilometre, func(z economic) **int32 { return &access(z).MotorwayDistanceM }),
	texts("gare_nom", "access.station", func(z economic) *string { return &access(z).Station }),
	optionalUnits("gare_dist", "access.stationDistanceM", kilometre, func(z economic) **int32 { return &access(z).StationDistanceM }),
	texts("gare_fret_nom", "access.freightStation", func(z economic) *string { return &access(z).FreightStation }),
	optionalUnits("gare_fret_dist", "access.freightStationDistanceM", kilometre, func(z economic) **int32 { return &access(z).FreightStationDistanceM }),
	texts("aeroport_nom", "access.airport", func(z economic) *string { return &access(z).Airport }),
	optionalUnits("aeroport_dist", "access.airportDistanceM", kilometre, func(z economic) **int32 { return &access(z).AirportDistanceM }),
	texts("port_nom", "access.port", func(z economic) *string { return &access(z).Port }),
	optionalUnits("port_dist", "access.portDistanceM", kilometre, func(z economic) **int32 { return &access(z).PortDistanceM }),
}, vocationsPresent(), networksPresent())

func management(z economic) *landv1.ZoneManagement { return part(&z.Management) }
func access(z economic) *landv1.ZoneAccess         { return part(&z.Access) }

func vocationsPresent() (columns []Column[economic]) {
	for _, v := range []word[landv1.ZoneVocation]{
		{"industrielle", landv1.ZoneVocation_ZONE_VOCATION_INDUSTRIAL}, {"commerciale", landv1.ZoneVocation_ZONE_VOCATION_COMMERCIAL},
		{"tertiaire", landv1.ZoneVocation_ZONE_VOCATION_OFFICE}, {"artisanale", landv1.ZoneVocation_ZONE_VOCATION_CRAFT},
		{"touristique", landv1.ZoneVocation_ZONE_VOCATION_TOURISM}, {"portuaire", landv1.ZoneVocation_ZONE_VOCATION_PORT},
		{"aeroportuaire", landv1.ZoneVocation_ZONE_VOCATION_AIRPORT},
	} {
		columns = append(columns, member("site_voca_"+v.text, "vocations", v.value, func(z economic) *[]landv1.ZoneVocation { return &z.Vocations }))
	}
	return columns
}

func networksPresent() (columns []Column[economic]) {
	for _, n := range []word[landv1.ZoneNetwork]{
		{"reseau_eau_pluviale", landv1.ZoneNetwork_ZONE_NETWORK_RAINWATER}, {"reseau_eau_potable", landv1.ZoneNetwork_ZONE_NETWORK_WATER},
		{"reseau_assainissement", landv1.ZoneNetwork_ZONE_NETWORK_SEWERAGE}, {"reseau_gaz", landv1.ZoneNetwork_ZONE_NETWORK_GAS},
		{"reseau_electrique", landv1.ZoneNetwork_ZONE_NETWORK_POWER}, {"reseau_fibre_optique", landv1.ZoneNetwork_ZONE_NETWORK_FIBRE},
		{"reseau_fret_ferroviaire", landv1.ZoneNetwork_ZONE_NETWORK_RAIL_FREIGHT}, {"reseau_fluvial", landv1.ZoneNetwork_ZONE_NETWORK_WATERWAY},
		{"desserte_tc", landv1.ZoneNetwork_ZONE_NETWORK_PUBLIC_TRANSPORT},
	} {
		columns = append(columns, member(n.text, "networks", n.value, func(z economic) *[]landv1.ZoneNetwork { return &z.Networks }))
	}
	return columns
}

// member is a column that says by oui or non whether a value is in a list.
func member[M any, E ~int32](name, path string, value E, of func(M) *[]E) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			list := of(record)
			*list = slices.DeleteFunc(*list, func(e E) bool { return e == value })
			yes, err := yesOrNo(orNo(text))
			if err == nil && yes.Bool() {
				*list = append(*list, value)
				slices.Sort(*list)
			}
			return err
		},
		Write: func(record M) string {
			if slices.Contains(*of(record), value) {
				return "oui"
			}
			return "non"
		},
	}
}

func orNo(text string) string {
	if text == "" {
		return "non"
	}
	return text
}
