// French words of the files of cases.

export const files = {
  "files.title": "Pièces jointes",
  "files.own": "Vos documents",
  "files.own.hint": "Devis, extrait Kbis, plan… Tous ceux qui s'occupent de votre demande les lisent.",
  "files.for": "Pour",
  "files.choose": "Choisir des fichiers",
  "files.photo": "Prendre une photo",
  "files.drop": "ou déposez-les ici",
  "files.limits": "PDF, images, documents de bureautique, plans ; 20 Mo au plus par fichier.",
  "files.progress": "Envoi de {name}",
  "files.share": "{n} % envoyé",
  "files.sent": "« {name} » est dans le dossier.",
  "files.resume": "Reprendre l'envoi",
  "files.resume.of": "Reprendre l'envoi de {name}",
  "files.cancel.of": "Annuler l'envoi de {name}",
  "files.you": "vous",
  "files.kb": "{n} ko",
  "files.mb": "{n} Mo",
  "files.delete": "Retirer…",
  "files.delete.hint": "Le fichier et son nom disparaissent pour tous ; il reste qu'il y a eu un fichier.",
  "files.deleted": "Fichier retiré le {day}",
};
