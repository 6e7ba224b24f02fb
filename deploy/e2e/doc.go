// Package e2e holds the tests that need all of Hup: the conformance of each service beside the real others, and the
// journeys of people and partner bodies through the built binary.
package e2e
