package exchange

import (
	"math"
	"slices"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/geo"
)

// terrain is short: the columns below name it on every line.
type terrain = *landv1.Plot

// terrainEco are the columns of TERRAIN-ECO, CNIG sites économiques v1.0.1. The one of its site is a link.
var terrainEco = []Column[terrain]{
	texts("terr_id", "externalPlotId", func(p terrain) *string { return &p.ExternalPlotId }),
	parcels("terr_refcad", "parcelIds", func(p terrain) *[]string { return &p.ParcelIds }),
	units("terr_surf_brute", "areaM2", hectare, func(p terrain) *int32 { return &p.AreaM2 }),
	flags("terr_utile", "useful", func(p terrain) *bool { return &p.Useful }),
	texts("terr_identif_date", "identifiedDate", func(p terrain) *string { return &p.IdentifiedDate }),
	texts("terr_actu_date", "checkedDate", func(p terrain) *string { return &p.CheckedDate }),
	words("terr_maitrise_fonc", "landControl", landControls, func(p terrain) *landv1.LandControl { return &p.LandControl }),
	words("terr_stade_amngt", "servicingStage", servicingStages, func(p terrain) *landv1.ServicingStage { return &p.ServicingStage }),
	{Name: "terr_stade_comm", Path: "availability", Read: readMarketing, Write: writeMarketing},
	words("terr_etat_occup", "occupation", occupations, func(p terrain) *landv1.PlotOccupation { return &p.Occupation }),
	texts("terr_usage", "use", func(p terrain) *string { return &p.Use }),
	texts("terr_url_cartofriches", "brownfieldUrl", func(p terrain) *string { return &p.BrownfieldUrl }),
	boundaries("terr_geomsurf", "boundaryGeojson", geo.Shape.GeoJSON, func(p terrain) *string { return &p.BoundaryGeojson }),
	flags("terr_cle_en_main", "turnkey", func(p terrain) *bool { return &p.Turnkey }),
	texts("terr_acquereur", "buyerName", func(p terrain) *string { return &p.BuyerName }),
	texts("terr_cession_date", "saleDate", func(p terrain) *string { return &p.SaleDate }),
	euros("terr_vente_montant", "salePrice", func(p terrain) **commonv1.Money { return &p.SalePrice }),
	euros("terr_m2_prix", "pricePerM2", func(p terrain) **commonv1.Money { return &p.PricePerM2 }),
}

// named gives a plot what the standard does not say of it: a name, its id, and its commune, that of its first parcel.
func named(p terrain) {
	if p.GetName() == "" {
		p.Name = p.GetExternalPlotId()
	}
	if p.GetCommuneCode() == "" && len(p.GetParcelIds()) > 0 {
		p.CommuneCode = p.GetParcelIds()[0][:5]
	}
}

// marketing says what each stage of the standard is here. Stages that the standard has not are written as the nearest.
var marketing = []struct {
	text         string
	availability landv1.AssetAvailability
	stage        landv1.MarketingStage
}{
	{"en vente", landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE, landv1.MarketingStage_MARKETING_STAGE_FOR_SALE},
	{"en vente avec contraintes", landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE_WITH_CONSTRAINTS, landv1.MarketingStage_MARKETING_STAGE_FOR_SALE_WITH_CONSTRAINTS},
	{"vendu, commercialisation achevée", landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD, landv1.MarketingStage_MARKETING_STAGE_SOLD},
	{"réservé par option de réservation", landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED, landv1.MarketingStage_MARKETING_STAGE_OPTIONED},
	{"réservé par une délibération de l'EPCI", landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION, landv1.MarketingStage_MARKETING_STAGE_RESERVED_BY_DELIBERATION},
	{"non commercialisé", landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE, landv1.MarketingStage_MARKETING_STAGE_NOT_MARKETED},
	{"non commercialisable", landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE, landv1.MarketingStage_MARKETING_STAGE_NOT_MARKETABLE},
}

func readMarketing(p terrain, text string) error {
	for _, m := range marketing {
		if strings.EqualFold(m.text, strings.TrimSpace(text)) {
			p.Availability, p.MarketingStage = m.availability, m.stage
		}
	}
	return nil // what is unknown says nothing of the availability
}

func writeMarketing(p terrain) string {
	availability := p.GetAvailability()
	switch availability {
	case landv1.AssetAvailability_ASSET_AVAILABILITY_UNSPECIFIED:
		return ""
	case landv1.AssetAvailability_ASSET_AVAILABILITY_LET:
		availability = landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD
	case landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE:
		if p.GetMarketingStage() == landv1.MarketingStage_MARKETING_STAGE_NOT_MARKETED {
			return "non commercialisé"
		}
	}
	for _, m := range marketing {
		if m.availability == availability && m.text != "non commercialisé" {
			return m.text
		}
	}
	return "non commercialisable" // withdrawn
}

// flags are oui and non; an empty cell is no.
func flags[M any](name, path string, of func(M) *bool) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			yes, err := yesOrNo(orNo(text))
			*of(record) = err == nil && yes.Bool()
			return err
		},
		Write: func(record M) string {
			if *of(record) {
				return "oui"
			}
			return "non"
		},
	}
}

func euros[M any](name, path string, of func(M) **commonv1.Money) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			*of(record) = nil
			if strings.TrimSpace(text) == "" {
				return nil
			}
			n, err := decimal(text)
			*of(record) = &commonv1.Money{AmountCents: int64(math.Round(n * 100)), Currency: "EUR"}
			return err
		},
		Write: func(record M) string {
			if *of(record) == nil {
				return ""
			}
			return strconv.FormatFloat(float64((*of(record)).GetAmountCents())/100, 'f', -1, 64)
		},
	}
}

// zones and plots of the standard keep the text of their source.
var (
	zoneSource = Sourced[economic]{Columns: byName(siteEco), Text: func(z economic) *map[string]string { return &z.SourceColumns }}
	plotSource = Sourced[terrain]{Columns: byName(terrainEco), Text: func(p terrain) *map[string]string { return &p.SourceColumns }, Finish: named}
)

// ZoneLayout is SITE-ECO.
func ZoneLayout() Layout[economic] {
	return Layout[economic]{Name: "cnig", Key: "site_id", Required: []string{"site_id", "site_nom", "site_comm_insee"}, Marks: []string{"site_id"},
		Schema: sites, Binding: true, Apply: zoneSource.Apply, Paths: paths(siteEco)}
}

// ZoneRow writes a zone in columns of SITE-ECO.
func ZoneRow(z economic, header []string) []string { return zoneSource.Standard(sites, z, header) }

// PlotRow writes a plot in columns of TERRAIN-ECO; zone is the id of its site in the source.
func PlotRow(p terrain, header []string, zone string) []string {
	cells := plotSource.Standard(terrains, p, header)
	if i := slices.Index(header, "site_id"); zone != "" {
		cells[i] = zone
	}
	return cells
}

// PlotLayout is TERRAIN-ECO; inZone puts a plot into the zone that has an id.
func PlotLayout(inZone func(tx *store.Tx, p terrain, zone string) error) Layout[terrain] {
	linked := plotSource
	linked.Link, linked.Find = "site_id", inZone
	return Layout[terrain]{Name: "cnig", Key: "terr_id", Required: []string{"terr_id", "site_id", "terr_surf_brute"}, Marks: []string{"terr_id"},
		Schema: terrains, Binding: true, Apply: linked.Apply, Paths: paths(terrainEco)}
}
