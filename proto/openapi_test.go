package contracts_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/timestamppb"

	contracts "hup.example/proto"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(contracts.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestOpenAPI_isValid31(t *testing.T) {
	doc := document(t)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("the version is %s", doc.OpenAPI)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater(), openapi3.EnableMultiError()); err != nil {
		t.Error(err)
	}
}

func TestOpenAPI_namesNoPathParameterLikeAProtoField(t *testing.T) {
	for path := range document(t).Paths.Map() {
		for _, part := range strings.Split(path, "{")[1:] {
			if name, _, _ := strings.Cut(part, "}"); strings.ContainsAny(name, "._") {
				t.Errorf("%s: the parameter %s is not spelt like the JSON", path, name)
			}
		}
	}
}

func TestOpenAPI_everyOperationTellsErrorsAndWhatItDoes(t *testing.T) {
	ids := map[string]string{}
	for path, item := range document(t).Paths.Map() {
		for verb, operation := range item.Operations() {
			where := verb + " " + path
			if operation.Summary == "" || operation.Responses.Default() == nil {
				t.Errorf("%s: no summary or no error", where)
			}
			if other, taken := ids[operation.OperationID]; taken || operation.OperationID == "" {
				t.Errorf("%s: operation id %q, also of %q", where, operation.OperationID, other)
			}
			ids[operation.OperationID] = where
		}
	}
}

func TestOpenAPI_schemasHaveTheFieldsOfTheirMessages(t *testing.T) {
	for name, schema := range document(t).Components.Schemas {
		found, _ := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.TrimSuffix(name, ".Patch")))
		message, ok := found.(protoreflect.MessageDescriptor)
		if !ok {
			continue
		}
		var want, got []string
		for i := range message.Fields().Len() {
			want = append(want, message.Fields().Get(i).JSONName())
		}
		for property := range schema.Value.Properties {
			got = append(got, property)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("%s: the properties are %v, the fields %v", name, got, want)
		}
	}
}

func TestOpenAPI_carriesTheRulesOfTheRequests(t *testing.T) {
	doc := document(t)
	body := func(path, verb string) *openapi3.Schema {
		return doc.Paths.Value(path).GetOperation(verb).RequestBody.Value.Content.Get("application/json").Schema.Value
	}
	cases := map[string]struct {
		schema *openapi3.Schema
		json   string
		wrong  string // the place of the error; empty where all is right
	}{
		"a request that is right":   {body("/v1/land-requests", "POST"), `{"company": {"name": "Atelier"}, "need": {"minAreaM2": 800}}`, ""},
		"an area below zero":        {body("/v1/land-requests", "POST"), `{"company": {"name": "Atelier"}, "need": {"minAreaM2": -1}}`, "/need/minAreaM2"},
		"a need that is missing":    {body("/v1/land-requests", "POST"), `{"company": {"name": "Atelier"}}`, "/need"},
		"an id of another kind":     {body("/v1/land-requests", "POST"), `{"company": {"companyId": "cas_1"}, "need": {}}`, "/company/companyId"},
		"a name that is too long":   {body("/v1/zones", "POST"), `{"communeCode": "30007", "name": "` + strings.Repeat("x", 201) + `"}`, "/name"},
		"a change of one field":     {body("/v1/zones/{zoneId}", "PATCH"), `{"description": "…"}`, ""},
		"a day that is none":        {body("/v1/land-requests/{landRequestId}:hold", "POST"), `{"untilDate": "demain", "reason": "LAND_REQUEST_HOLD_REASON_OTHER"}`, "/untilDate"},
		"a reason that is not set":  {body("/v1/land-requests/{landRequestId}:fail", "POST"), `{"reason": "LAND_OBSTACLE_UNSPECIFIED"}`, "/reason"},
		"needs that are none":       {body("/v1/requests", "POST"), `{"company": {}, "contact": {"name": "A"}, "origin": "CASE_ORIGIN_COUNTER", "needs": []}`, "/needs"},
		"cents that are a fraction": {doc.Components.Schemas["hup.common.v1.Money"].Value, `{"amountCents": "1.5", "currency": "EUR"}`, "/amountCents"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			err := visit(t, c.schema, []byte(c.json))
			if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), strconv.Quote(c.wrong))) {
				t.Errorf("the error must be at %q and is %v", c.wrong, err)
			}
		})
	}
}

func TestOpenAPI_describesWhatProtojsonWrites(t *testing.T) {
	doc := document(t)
	for name, message := range map[string]proto.Message{
		"hup.land.v1.Zone": &landv1.Zone{},
		"hup.land.v1.LandRequest": &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "Atelier", Siret: "73282932000074"}, Need: &commonv1.LandNeed{MinAreaM2: 800},
			Budget: &commonv1.Money{AmountCents: 12_500_000, Currency: "EUR"}, CreatedTime: timestamppb.Now(),
			Status: landv1.LandRequestStatus_LAND_REQUEST_STATUS_RECEIVED,
		},
	} {
		written, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		if err := visit(t, doc.Components.Schemas[name].Value, written); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func visit(t *testing.T, schema *openapi3.Schema, text []byte) error {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return schema.VisitJSON(value, openapi3.EnableJSONSchema2020())
}
