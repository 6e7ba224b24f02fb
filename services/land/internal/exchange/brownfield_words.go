package exchange

import landv1 "hup.example/proto/gen/go/hup/land/v1"

// The words of CNIG friches v1.0.6, and those that Cartofriches writes besides. « inconnu » is no value.

var brownfieldStatuses = vocabulary[landv1.BrownfieldStatus]{
	other: landv1.BrownfieldStatus_BROWNFIELD_STATUS_OTHER, drop: "friche",
	words: []word[landv1.BrownfieldStatus]{
		{"", 0}, {"inconnu", 0},
		{"friche potentielle", landv1.BrownfieldStatus_BROWNFIELD_STATUS_POTENTIAL},
		{"friche sans projet", landv1.BrownfieldStatus_BROWNFIELD_STATUS_WITHOUT_PROJECT},
		{"friche avec projet", landv1.BrownfieldStatus_BROWNFIELD_STATUS_WITH_PROJECT},
		{"friche reconvertie", landv1.BrownfieldStatus_BROWNFIELD_STATUS_CONVERTED},
		{"autre", landv1.BrownfieldStatus_BROWNFIELD_STATUS_OTHER},
	},
}

var brownfieldTypes = vocabulary[landv1.BrownfieldType]{
	other: landv1.BrownfieldType_BROWNFIELD_TYPE_OTHER, drop: "friche",
	words: []word[landv1.BrownfieldType]{
		{"", 0}, {"inconnu", 0},
		{"friche industrielle", landv1.BrownfieldType_BROWNFIELD_TYPE_INDUSTRIAL},
		{"friche commerciale", landv1.BrownfieldType_BROWNFIELD_TYPE_COMMERCIAL},
		{"friche hospitalière", landv1.BrownfieldType_BROWNFIELD_TYPE_HOSPITAL},
		{"friche agro-industrielle", landv1.BrownfieldType_BROWNFIELD_TYPE_FARM_INDUSTRY},
		{"friche carrière ou mine", landv1.BrownfieldType_BROWNFIELD_TYPE_QUARRY_OR_MINE},
		{"friche militaire", landv1.BrownfieldType_BROWNFIELD_TYPE_MILITARY},
		{"friche d'habitat", landv1.BrownfieldType_BROWNFIELD_TYPE_HOUSING},
		{"friche d'équipement public", landv1.BrownfieldType_BROWNFIELD_TYPE_PUBLIC_FACILITY},
		{"friche portuaire", landv1.BrownfieldType_BROWNFIELD_TYPE_PORT},
		{"friche aéroportuaire", landv1.BrownfieldType_BROWNFIELD_TYPE_AIRPORT},
		{"friche ferroviaire", landv1.BrownfieldType_BROWNFIELD_TYPE_RAILWAY},
		{"friche logistique", landv1.BrownfieldType_BROWNFIELD_TYPE_LOGISTICS},
		{"friche loisir tourisme hôtellerie", landv1.BrownfieldType_BROWNFIELD_TYPE_TOURISM},
		{"friche touristique", landv1.BrownfieldType_BROWNFIELD_TYPE_TOURISM},
		{"friche enseignement", landv1.BrownfieldType_BROWNFIELD_TYPE_EDUCATION},
		{"friche cultuelle", landv1.BrownfieldType_BROWNFIELD_TYPE_WORSHIP},
		{"mixte - dominante habitat", landv1.BrownfieldType_BROWNFIELD_TYPE_MIXED_HOUSING},
		{"mixte - autre", landv1.BrownfieldType_BROWNFIELD_TYPE_MIXED},
		{"mixte", landv1.BrownfieldType_BROWNFIELD_TYPE_MIXED},
		{"autre", landv1.BrownfieldType_BROWNFIELD_TYPE_OTHER},
	},
}

var soilPollutions = vocabulary[landv1.SoilPollution]{
	other: landv1.SoilPollution_SOIL_POLLUTION_OTHER, drop: "pollution",
	words: []word[landv1.SoilPollution]{
		{"", 0}, {"inconnu", 0},
		{"pollution inexistante", landv1.SoilPollution_SOIL_POLLUTION_NONE},
		{"pollution traitée", landv1.SoilPollution_SOIL_POLLUTION_TREATED},
		{"pollution peu probable", landv1.SoilPollution_SOIL_POLLUTION_UNLIKELY},
		{"pollution supposée", landv1.SoilPollution_SOIL_POLLUTION_SUPPOSED},
		{"pollution avérée", landv1.SoilPollution_SOIL_POLLUTION_PROVEN},
		{"autre", landv1.SoilPollution_SOIL_POLLUTION_OTHER},
	},
}

var pluZones = vocabulary[landv1.PluZone]{
	words: []word[landv1.PluZone]{
		{"", 0}, {"inconnu", 0},
		{"U", landv1.PluZone_PLU_ZONE_U}, {"AUc", landv1.PluZone_PLU_ZONE_AUC}, {"AUs", landv1.PluZone_PLU_ZONE_AUS},
		{"A", landv1.PluZone_PLU_ZONE_A}, {"Ah", landv1.PluZone_PLU_ZONE_A}, {"N", landv1.PluZone_PLU_ZONE_N}, {"Nh", landv1.PluZone_PLU_ZONE_N},
		{"Zc", landv1.PluZone_PLU_ZONE_ZC}, {"ZCa", landv1.PluZone_PLU_ZONE_ZCA}, {"ZnC", landv1.PluZone_PLU_ZONE_ZNC}, {"RNU", landv1.PluZone_PLU_ZONE_RNU},
	},
}
