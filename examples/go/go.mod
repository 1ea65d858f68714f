module despin.example/check

go 1.20
