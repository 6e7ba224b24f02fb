package checks

import (
	"slices"
	"strings"
)

const own = "hup.example/"

// domainKit is what a domain may use of the kit: words and rules, nothing that reads or writes.
var domainKit = []string{"actor", "aggregate", "calendar", "clock", "errs", "id", "machine", "reference", "text"}

// kitContracts are the contracts that carry no business word.
var kitContracts = []string{"proto/gen/go/hup/auth/", "proto/gen/go/hup/event/", "proto/gen/go/hup/common/"}

// testsOnly are the packages that only tests import.
var testsOnly = []string{"services/kit/kittest", "services/kit/conformance"}

// layers are the folders of a service's internal/ and which of them each may import. Domain stands below all.
var layers = map[string][]string{
	"domain": {},
	"store":  {"domain"},
	"app":    {"store", "domain"},
	"rpc":    {"app", "store", "domain"},
	"events": {"app", "store", "domain"},
}

// callsByName are packages that call methods by names that they learn while they run: where one is used, the linker keeps every
// exported method of every type, a fifth of the program.
var callsByName = []string{"html/template", "text/template"}

// mayImport says whether a package may import another; both are import paths.
func mayImport(from, to string) bool {
	from, inside := strings.CutPrefix(from, own)
	if !inside || slices.Contains(callsByName, to) {
		return false
	}
	if isDomain(from) {
		return domainMayImport(from, to)
	}
	to, inside = strings.CutPrefix(to, own)
	if !inside {
		return true // what others wrote is held by the review of go.mod
	}
	if under(to, testsOnly...) && !under(from, testsOnly...) && !strings.HasSuffix(from, "test") {
		return false
	}
	part, rest := split(from)
	switch {
	case part == "proto":
		return under(to, "proto")
	case under(from, testsOnly...):
		return under(to, "services/kit", "proto")
	case part == "services/kit":
		return under(to, "services/kit") || slices.ContainsFunc(kitContracts, func(c string) bool { return strings.HasPrefix(to, c) })
	case strings.HasPrefix(part, "deploy/"):
		return true
	case under(to, part):
		return layersMayMeet(rest, strings.TrimPrefix(to, part+"/"))
	default: // gateway and the services
		return under(to, "services/kit", "proto")
	}
}

// split gives the module's folder and the rest of a path.
func split(path string) (part, rest string) {
	words := strings.SplitN(path, "/", 3)
	n := 1
	if (words[0] == "services" || words[0] == "deploy") && len(words) > 1 {
		n = 2
	}
	return strings.Join(words[:n], "/"), strings.TrimPrefix(strings.TrimPrefix(path, strings.Join(words[:n], "/")), "/")
}

// layersMayMeet holds the order of the layers inside a service. What is no layer, the module's root first, is free.
func layersMayMeet(from, to string) bool {
	a, b := layer(from), layer(to)
	allowed, known := layers[a]
	if _, isLayer := layers[b]; known && !isLayer {
		return a == "app" || a == "rpc" || a == "events" // an adapter of the service's own: a mailer, a search client
	}
	return !known || a == b || slices.Contains(allowed, b)
}

// layer is the folder below internal/ that a path is in.
func layer(path string) string {
	path, _ = strings.CutPrefix(path, "internal/")
	first, _, _ := strings.Cut(path, "/")
	return first
}

// isDomain says whether the path is in a service's domain.
func isDomain(path string) bool {
	part, rest := split(path)
	return strings.HasPrefix(part, "services/") && part != "services/kit" && layer(rest) == "domain"
}

// domainMayImport allows the standard library, the domain itself, the kit's plain words, and the messages that are its
// state: those of its own service, the shared values, and the roles. Never gRPC, a store, or another service's messages.
func domainMayImport(from, to string) bool {
	part, _ := split(from)
	name := strings.TrimPrefix(part, "services/")
	to, inside := strings.CutPrefix(to, own)
	if !inside {
		first, _, _ := strings.Cut(to, "/")
		return !strings.Contains(first, ".") || under(to, "google.golang.org/protobuf")
	}
	if under(to, part+"/internal/domain", "proto/gen/go/hup/"+name+"/v1", "proto/gen/go/hup/common/v1", "proto/gen/go/hup/auth/v1") {
		return true
	}
	return slices.ContainsFunc(domainKit, func(name string) bool { return under(to, "services/kit/"+name) })
}

// under says whether the path is one of the folders or in one.
func under(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}
