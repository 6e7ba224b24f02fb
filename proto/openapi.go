// Package contracts gives the contracts of Hup as one OpenAPI document, generated from the protos by make proto.
package contracts

import _ "embed"

// OpenAPI is the OpenAPI 3.1 document, in JSON.
//
//go:embed gen/openapi/openapi.json
var OpenAPI []byte
