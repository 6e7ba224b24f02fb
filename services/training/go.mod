module hup.example/services/training

go 1.26.0

require (
	google.golang.org/grpc v1.85.0
	google.golang.org/protobuf v1.36.12
	hup.example/proto v0.0.0
	hup.example/services/kit v0.0.0
)

replace (
	hup.example/proto => ../../proto
	hup.example/services/kit => ../kit
)
