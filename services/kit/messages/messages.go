// Package messages is the catalogue of what people read: texts keyed by reason, in French and in English. Every module embeds
// its own fr.toml and en.toml; they are kept apart by domain ("hup.land"), and the kit's own stand behind all of them.
//
// A text holds placeholders, "{min_len}", that the error's parameters fill. A variant of a text for one value of its
// parameter "kind", "limit" or "count" has that value behind its key: "NOT_FOUND.case", "string.min_len.1".
package messages

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
)

// Lang is a language of the catalogue.
type Lang string

// The languages. Every reason has a text in each.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Langs are the languages that every module gives, the default first.
var Langs = []Lang{French, English}

// kitDomain is where texts are looked for that a module does not have.
const kitDomain = "hup"

//go:embed fr.toml en.toml
var own embed.FS

// Catalogue holds the texts of all modules of a process. It is filled at start, then only read.
type Catalogue struct {
	texts map[string]map[Lang]map[string]string // by domain, language, key
}

// New is a catalogue with the texts of the kit.
func New() *Catalogue {
	c := &Catalogue{texts: map[string]map[Lang]map[string]string{}}
	if err := c.Add(kitDomain, own); err != nil {
		panic(err) // embedded: a test reads it
	}
	return c
}

// Domain is what the errors and the texts of a contract's package belong to: hup.land.v1 is hup.land, and hup.v1, the one-stop
// requests, is hup.gateway.
func Domain(protoPackage string) string {
	if protoPackage == "hup.v1" {
		return "hup.gateway"
	}
	return strings.TrimSuffix(protoPackage, ".v1")
}

// Add reads fr.toml and en.toml of a module at the root of the file system. The domain is "hup.<service>".
func (c *Catalogue) Add(domain string, files fs.FS) error {
	if _, ok := c.texts[domain]; ok {
		return fmt.Errorf("messages of %s: given twice", domain)
	}
	byLang := map[Lang]map[string]string{}
	for _, lang := range Langs {
		texts, err := read(files, string(lang)+".toml")
		if err != nil {
			return fmt.Errorf("messages of %s: %w", domain, err)
		}
		byLang[lang] = texts
	}
	c.texts[domain] = byLang
	return nil
}

func read(files fs.FS, name string) (map[string]string, error) {
	var tree map[string]any
	if _, err := toml.DecodeFS(files, name, &tree); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out := map[string]string{}
	return out, flatten(out, name, "", tree)
}

// flatten joins the keys of tables by ".": string.min_len is one key, written in a table or not.
func flatten(out map[string]string, name, prefix string, tree map[string]any) error {
	for key, value := range tree {
		switch value := value.(type) {
		case string:
			out[prefix+key] = value
		case map[string]any:
			if err := flatten(out, name, prefix+key+".", value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s: %s%s is not a text", name, prefix, key)
		}
	}
	return nil
}

// Text is the text of a key for a domain, with its placeholders filled.
func (c *Catalogue) Text(domain string, lang Lang, key string, params map[string]string) (string, bool) {
	for _, d := range [...]string{domain, kitDomain} {
		if text, ok := variant(c.texts[d][lang], key, params); ok {
			return fill(text, params), true
		}
	}
	return "", false
}

// Has says whether the domain or the kit has a text for the key.
func (c *Catalogue) Has(domain string, lang Lang, key string) bool {
	_, ok := c.Text(domain, lang, key, nil)
	return ok
}

func variant(texts map[string]string, key string, params map[string]string) (string, bool) {
	for _, p := range [...]string{"kind", "limit", "count"} {
		if v := params[p]; v != "" {
			if text, ok := texts[key+"."+v]; ok {
				return text, true
			}
		}
	}
	if text, ok := texts[key]; ok {
		return text, true
	}
	text, ok := texts[generic(key)]
	return text, ok
}

// generic is the key that the rules of all kinds of numbers share: int32.gte and double.gte are number.gte.
func generic(key string) string {
	kind, rule, ok := strings.Cut(key, ".")
	switch {
	case !ok:
		return key
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"), strings.HasPrefix(kind, "sint"),
		strings.Contains(kind, "fixed"), kind == "float", kind == "double":
		return "number." + rule
	}
	return key
}

func fill(text string, params map[string]string) string {
	parts := strings.Split(text, "{")
	for i, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, "}")
		if value, ok := params[name]; ok {
			parts[i+1] = value + rest
		} else {
			parts[i+1] = "{" + part
		}
	}
	return strings.Join(parts, "")
}
