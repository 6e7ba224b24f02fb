package conformance

import (
	"regexp"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
)

// codeValues are values that stand in the lists, by the list.
var codeValues = map[commonv1.Code]string{
	commonv1.Code_CODE_SIREN: "732829320", commonv1.Code_CODE_SIRET: "73282932000074", commonv1.Code_CODE_RNA: "W302012345",
	commonv1.Code_CODE_NAF: "43.32A", commonv1.Code_CODE_COMMUNE: "30007", commonv1.Code_CODE_ROME: "H2913",
	commonv1.Code_CODE_RNCP: "RNCP35584", commonv1.Code_CODE_RS: "RS5616", commonv1.Code_CODE_UAI: "0300026R", commonv1.Code_CODE_NDA: "76300412330",
	commonv1.Code_CODE_VAT: "FR44732829320", commonv1.Code_CODE_PARCEL: "30007000AB0012", commonv1.Code_CODE_DATE: "2026-12-01",
	commonv1.Code_CODE_PHONE: "+33466000001", commonv1.Code_CODE_LEGAL_FORM: "5710", commonv1.Code_CODE_HEADCOUNT: "11", commonv1.Code_CODE_QPV: "QN03001M",
}

// candidates are texts that some pattern of a contract asks for.
var candidates = []string{
	"ales", "training", "cci", "land", "30", "30007", "1", "hup.support.case_received.v1", "https://example.org/hup", "2026-12-01",
	"training.skills", "A1", "FR", "advisor", "0466000001", "12:00", "2026",
}

// value is one that keeps the rules of the field, as far as one field can tell.
func (w *World) value(f protoreflect.FieldDescriptor, broken errs.Field) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(f.Enum().Values().Get(min(1, f.Enum().Values().Len()-1)).Number())
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(w.text(f, broken))
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte("conformance"))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(number(broken)))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(number(broken)))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(number(broken))
	default:
		return f.Default()
	}
}

func number(broken errs.Field) int64 {
	limit, err := strconv.ParseInt(broken.Params["gte"], 10, 64)
	if err != nil || limit < 1 {
		return 1
	}
	return limit
}

func (w *World) text(f protoreflect.FieldDescriptor, broken errs.Field) string {
	if given, ok := w.config.Values[string(f.Name())]; ok {
		return given
	}
	if id, ok := w.known.byField[string(f.Name())]; ok {
		return id
	}
	if code, _ := proto.GetExtension(f.Options(), commonv1.E_Code).(commonv1.Code); code != commonv1.Code_CODE_UNSPECIFIED {
		return codeValues[code]
	}
	if pattern := broken.Params["pattern"]; pattern != "" {
		return w.matching(pattern)
	}
	switch {
	case strings.Contains(broken.Reason, "email"):
		return "essai@example.org"
	case strings.Contains(broken.Reason, "uri"):
		return "https://example.org/hup"
	case broken.Params["in"] != "":
		first, _, _ := strings.Cut(broken.Params["in"], ", ")
		return first
	}
	least, _ := strconv.Atoi(broken.Params["min_len"]) // not given: any length does
	return "conformance" + strings.Repeat("x", max(0, least-len("conformance")))
}

var idPattern = regexp.MustCompile(`^\^\(?([a-z]{3})(?:\|[a-z|]+\))?_\[0-9a-z\]\{26\}`)

// matching is a text of a pattern: an id that was made where it asks for one, an id of nothing, or a candidate.
func (w *World) matching(pattern string) string {
	if found := idPattern.FindStringSubmatch(pattern); found != nil {
		if id := w.known.byPrefix[found[1]]; id != "" {
			return id
		}
		return nobody(found[1])
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return ""
	}
	for _, c := range candidates {
		if compiled.MatchString(c) {
			return c
		}
	}
	return ""
}

// nobody is a well formed id of nothing.
func nobody(prefix string) string { return prefix + "_" + strings.Repeat("0", idLength) }
