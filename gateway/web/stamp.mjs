// Writes down what dist was built from: a test holds the sources against it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const files = ["package-lock.json", "package.json", "tsconfig.json"];
for (const folder of ["public", "src"]) {
  files.push(...readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => `${f.parentPath ?? f.path}/${f.name}`));
}
const hash = createHash("sha256");
for (const file of files.map((f) => f.replaceAll("\\", "/")).sort()) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
writeFileSync("dist.sum", `${hash.digest("hex")}\n`);
