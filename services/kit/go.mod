module hup.example/services/kit

go 1.26.0

require (
	golang.org/x/text v0.42.0
	google.golang.org/grpc v1.85.0
	pgregory.net/rapid v1.3.0
)

require golang.org/x/sys v0.48.0 // indirect

replace hup.example/proto => ../../proto
