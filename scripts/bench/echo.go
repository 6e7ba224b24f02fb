package main

import (
	"context"
	"encoding/json"
	"log"
	"net"
	"net/http"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// record is some 1.2 KB of JSON, the size of a case.
type record struct {
	ID, Number, Status, Description string
	Tags                            []string
	Amounts                         []int64
	Open                            bool
}

func sample() record {
	r := record{ID: "cas_01kgz4", Number: "HUP-2026-000001", Status: "CASE_STATUS_RECEIVED", Description: strings.Repeat("Nous nous agrandissons. ", 32), Open: true}
	for i := range 20 {
		r.Tags = append(r.Tags, "land.premises")
		r.Amounts = append(r.Amounts, int64(i)*1000)
	}
	return r
}

// serveEcho is a limit of the machine in a process of its own, so that its CPU can be told apart.
func serveEcho(kind, address string) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	if kind == "grpc" {
		log.Fatal(grpcEcho().Serve(listener))
	}
	log.Fatal(http.Serve(listener, httpEcho()))
}

func httpEcho() http.Handler {
	constant, err := json.Marshal(sample())
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		var in record
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(in)
	})
	mux.HandleFunc("GET /constant", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(constant)
	})
	return mux
}

const echoMethod = "/bench.Echo/Echo"

func grpcEcho() *grpc.Server {
	s := grpc.NewServer()
	s.RegisterService(&grpc.ServiceDesc{
		ServiceName: "bench.Echo", HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{{MethodName: "Echo", Handler: func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
			in := &wrapperspb.BytesValue{}
			return in, decode(in)
		}}},
	}, nil)
	return s
}
