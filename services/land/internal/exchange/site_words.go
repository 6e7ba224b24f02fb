package exchange

import landv1 "hup.example/proto/gen/go/hup/land/v1"

// The words of CNIG sites économiques v1.0.1. « inconnu » is no value.

var zoneStates = vocabulary[landv1.ZoneState]{words: []word[landv1.ZoneState]{
	{"", 0}, {"inconnu", 0},
	{"en projet", landv1.ZoneState_ZONE_STATE_PLANNED}, {"création", landv1.ZoneState_ZONE_STATE_CREATION},
	{"existant et actif", landv1.ZoneState_ZONE_STATE_EXISTING},
	{"projet de déclassement", landv1.ZoneState_ZONE_STATE_DECLASSIFICATION_PLANNED}, {"déclassé", landv1.ZoneState_ZONE_STATE_DECLASSIFIED},
}}

var zoneKinds = vocabulary[landv1.ZoneKind]{other: landv1.ZoneKind_ZONE_KIND_OTHER, words: []word[landv1.ZoneKind]{
	{"", 0}, {"inconnu", 0},
	{"zone d'activité économique", landv1.ZoneKind_ZONE_KIND_ACTIVITY_ZONE}, {"site économique historique hors ZAE", landv1.ZoneKind_ZONE_KIND_HISTORIC_SITE},
	{"établissement économique isolé", landv1.ZoneKind_ZONE_KIND_ISOLATED_ESTABLISHMENT},
	{"zone AU à vocation économique", landv1.ZoneKind_ZONE_KIND_FUTURE_ZONE}, {"autre", landv1.ZoneKind_ZONE_KIND_OTHER},
}}

var zoneVocations = vocabulary[landv1.ZoneVocation]{other: landv1.ZoneVocation_ZONE_VOCATION_OTHER, words: []word[landv1.ZoneVocation]{
	{"", 0}, {"inconnu", 0},
	{"industrielle", landv1.ZoneVocation_ZONE_VOCATION_INDUSTRIAL}, {"commerciale", landv1.ZoneVocation_ZONE_VOCATION_COMMERCIAL},
	{"tertiaire", landv1.ZoneVocation_ZONE_VOCATION_OFFICE}, {"artisanale", landv1.ZoneVocation_ZONE_VOCATION_CRAFT},
	{"touristique", landv1.ZoneVocation_ZONE_VOCATION_TOURISM}, {"portuaire", landv1.ZoneVocation_ZONE_VOCATION_PORT},
	{"aéroportuaire, aéronautique", landv1.ZoneVocation_ZONE_VOCATION_AIRPORT}, {"entrepôts, logistique", landv1.ZoneVocation_ZONE_VOCATION_LOGISTICS},
	{"logistique agricole", landv1.ZoneVocation_ZONE_VOCATION_FARM_LOGISTICS}, {"mixte", landv1.ZoneVocation_ZONE_VOCATION_MIXED},
	{"autre", landv1.ZoneVocation_ZONE_VOCATION_OTHER},
}}

var landControls = vocabulary[landv1.LandControl]{other: landv1.LandControl_LAND_CONTROL_OTHER, words: []word[landv1.LandControl]{
	{"", 0}, {"inconnu", 0},
	{"personne physique", landv1.LandControl_LAND_CONTROL_NATURAL_PERSON}, {"Etat", landv1.LandControl_LAND_CONTROL_STATE},
	{"région", landv1.LandControl_LAND_CONTROL_REGION}, {"département", landv1.LandControl_LAND_CONTROL_DEPARTEMENT},
	{"structure intercommunale", landv1.LandControl_LAND_CONTROL_INTERMUNICIPAL}, {"commune", landv1.LandControl_LAND_CONTROL_COMMUNE},
	{"autre collectivité territoriale", landv1.LandControl_LAND_CONTROL_OTHER_AUTHORITY},
	{"organisme de logement social", landv1.LandControl_LAND_CONTROL_SOCIAL_HOUSING},
	{"établissement public foncier", landv1.LandControl_LAND_CONTROL_LAND_AGENCY}, {"SEM ou SPLA", landv1.LandControl_LAND_CONTROL_MIXED_COMPANY},
	{"aménageur", landv1.LandControl_LAND_CONTROL_DEVELOPER}, {"investisseur professionnel", landv1.LandControl_LAND_CONTROL_INVESTOR},
	{"établissement de santé et structure sociale", landv1.LandControl_LAND_CONTROL_HEALTH},
	{"établissement de tourisme et structure de loisir sportive ou cultuelle", landv1.LandControl_LAND_CONTROL_TOURISM},
	{"établissement industriel et commercial", landv1.LandControl_LAND_CONTROL_INDUSTRY_AND_TRADE},
	{"organisation de gestion foncière et immobilière", landv1.LandControl_LAND_CONTROL_PROPERTY_MANAGER},
	{"établissement d'enseignement d'étude et de recherche", landv1.LandControl_LAND_CONTROL_EDUCATION}, {"autre", landv1.LandControl_LAND_CONTROL_OTHER},
}}

var servicingStages = vocabulary[landv1.ServicingStage]{words: []word[landv1.ServicingStage]{
	{"", 0}, {"inconnu", 0},
	{"non aménageable", landv1.ServicingStage_SERVICING_STAGE_NOT_DEVELOPABLE}, {"non aménagé, non viabilisé", landv1.ServicingStage_SERVICING_STAGE_NOT_SERVICED},
	{"viabilisation en cours", landv1.ServicingStage_SERVICING_STAGE_BEING_SERVICED}, {"viabilisé non aménagé", landv1.ServicingStage_SERVICING_STAGE_SERVICED},
	{"viabilisé et aménagé", landv1.ServicingStage_SERVICING_STAGE_DEVELOPED},
}}

var occupations = vocabulary[landv1.PlotOccupation]{words: []word[landv1.PlotOccupation]{
	{"", 0}, {"inconnu", 0},
	{"inoccupé", landv1.PlotOccupation_PLOT_OCCUPATION_UNOCCUPIED}, {"occupation transitoire", landv1.PlotOccupation_PLOT_OCCUPATION_TRANSITORY},
	{"occupé", landv1.PlotOccupation_PLOT_OCCUPATION_OCCUPIED}, {"vacant", landv1.PlotOccupation_PLOT_OCCUPATION_VACANT},
	{"friche", landv1.PlotOccupation_PLOT_OCCUPATION_BROWNFIELD},
}}
