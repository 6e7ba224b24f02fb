package export

import (
	"fmt"
	"strings"
)

// The name spaces and types of the parts of a book, as ECMA-376 names them.
const (
	mainSpace    = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	linkSpace    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace = "http://schemas.openxmlformats.org/package/2006/"
	typePrefix   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// fixed are the parts that every book has alike, and that come first: what is no other part is a sheet.
var fixed = [][2]string{
	{"[Content_Types].xml", `<Types xmlns="` + packageSpace + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="` + typePrefix + `worksheet+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + typePrefix + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + typePrefix + `styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="` + packageSpace + `relationships">` + link("book", "officeDocument", "xl/workbook.xml") + `</Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="` + mainSpace + `">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
}

// listing are the parts that name the sheets, and that come last.
func listing(sheets int) [][2]string {
	var names, links strings.Builder
	for n := 1; n <= sheets; n++ {
		_, _ = fmt.Fprintf(&names, `<sheet name="Liste %d" sheetId="%d" r:id="sheet%d"/>`, n, n, n)
		links.WriteString(link(fmt.Sprintf("sheet%d", n), "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", n)))
	}
	links.WriteString(link("styles", "styles", "styles.xml"))
	return [][2]string{
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + linkSpace + `"><sheets>` + names.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageSpace + `relationships">` + links.String() + `</Relationships>`},
	}
}

func link(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + linkSpace + `/` + kind + `" Target="` + target + `"/>`
}
