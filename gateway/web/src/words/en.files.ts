// English words of the files of cases.
import type { files as fr } from "./fr.files";

export const files: Record<keyof typeof fr, string> = {
  "files.title": "Files",
  "files.own": "Your documents",
  "files.own.hint": "Quote, register extract, plan… All who work on your request read them.",
  "files.for": "For",
  "files.choose": "Choose files",
  "files.photo": "Take a photo",
  "files.drop": "or drop them here",
  "files.limits": "PDF, images, office documents, plans; 20 MB at most a file.",
  "files.progress": "Sending {name}",
  "files.share": "{n} % sent",
  "files.sent": "“{name}” is in the case.",
  "files.resume": "Go on sending",
  "files.resume.of": "Go on sending {name}",
  "files.cancel.of": "Do not send {name}",
  "files.you": "you",
  "files.kb": "{n} kB",
  "files.mb": "{n} MB",
  "files.delete": "Remove…",
  "files.delete.hint": "The file and its name disappear for all; it stays that there was a file.",
  "files.deleted": "File removed on {day}",
};
