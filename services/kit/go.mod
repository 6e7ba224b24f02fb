module hup.example/services/kit

go 1.26.0
