module hup.example/scripts/checks

go 1.26.0
