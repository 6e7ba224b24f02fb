package companysearch

// Invented has the shape of an answer of the API, with made-up values.
const Invented = `{"results": [{"siren": "383838383", "nom_complet": "MENUISERIE INVENTEE (L'ATELIER)", "nom_raison_sociale": "MENUISERIE INVENTEE",
 "nature_juridique": "5499", "etat_administratif": "A", "statut_diffusion": "O",
 "siege": {"siret": "38383838300019", "commune": "30189", "etat_administratif": "A"},
 "matching_etablissements": [{"siret": "38383838300027", "activite_principale": "43.32A", "activite_principale_naf25": null,
  "adresse": "1 RUE INVENTEE 30100 ALES", "code_postal": "30100", "commune": "30007", "latitude": "44.12", "longitude": "4.08",
  "date_creation": "2015-03-01", "date_fermeture": null, "etat_administratif": "A", "liste_enseignes": ["L'ATELIER"], "nom_commercial": null,
  "statut_diffusion_etablissement": "O", "tranche_effectif_salarie": "03", "annee_tranche_effectif_salarie": "2023"}],
 "complements": {"identifiant_association": null}}], "total_results": 1}`
